//! What a document says of itself: title, kind, region, period, date, issuer, number.
//!
//! What enters is an [`Input`]: the title that the parser found, the lines at the head and the end, what the format carries
//! apart from the text. What leaves is [`DocumentData`]. Nothing here knows positions, headings or formats.
//!
//! Each field is taken from the first place that states it, and a field that nothing states is `None`:
//!
//! | field | from |
//! | --- | --- |
//! | title | the printed title, without the notice around it; else the format's |
//! | kind | the title's last word; else how the text speaks |
//! | region | the title, the issuer, the organs at the head, what the text calls itself |
//! | period | the title; else 规划期 in the text |
//! | issued | the format, the masthead, the note of adoption, a date alone on its line |

mod gazetteer;
mod masthead;
mod notice;
mod opening;
mod region;
mod title;
mod words;

use gangyao_model::{Kind, Period, Region};
use gangyao_normaliser::value::{date, period};

pub use title::{find_title, is_plan_title, title_score};

/// What the document data is read from. All texts are normalised text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'a> {
    /// The title as the parser found it, joined over lines, its notice (…关于印发…的通知) let be.
    pub title: Option<&'a str>,
    /// The first lines, about 40.
    pub head: &'a [&'a str],
    /// The last lines, about 20.
    pub tail: &'a [&'a str],
    /// What the format carries apart from the text: `title`, `issued`, `issuer`, `document_number`.
    pub metadata: &'a [(String, String)],
    /// The input's file name.
    pub file_name: &'a str,
    /// The body; only its first few thousand characters are read.
    pub body: &'a str,
}

/// What a document says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentData {
    /// The plan's own title without white space; `None` where none is printed.
    pub title: Option<String>,
    /// What kind of document it is.
    pub kind: Kind,
    /// The region that it is about.
    pub region: Option<Region>,
    /// The years that it covers.
    pub period: Option<Period>,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub issued: Option<String>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// 国办发〔2021〕43号.
    pub document_number: Option<String>,
}

/// Bytes of the body that are read.
const BODY: usize = 9_000;

/// Reads the document's own data.
///
/// ```
/// use gangyao_extractor::document::{Input, describe};
/// let title = "某省人民政府关于印发南京市国民经济和社会发展第十五个五年规划纲要的通知";
/// let data = describe(&Input { title: Some(title), ..Input::default() });
/// assert_eq!(data.title.as_deref(), Some("南京市国民经济和社会发展第十五个五年规划纲要"));
/// assert_eq!(data.region.unwrap().code.as_deref(), Some("320100"));
/// assert_eq!(data.period.unwrap().ordinal, Some(15));
/// ```
#[must_use]
pub fn describe(input: &Input<'_>) -> DocumentData {
    let squeeze = |line: &&str| if line.len() > LINE { String::new() } else { title::squeeze_line(line) };
    let head: Vec<String> = input.head.iter().map(squeeze).collect();
    let tail: Vec<String> = input.tail.iter().filter(|line| !is_row(line)).map(squeeze).collect();
    let body = clip(input.body, BODY);
    let metadata = |key: &str| {
        input
            .metadata
            .iter()
            .find(|(name, value)| name == key && !value.trim().is_empty())
            .map(|(_, value)| value.as_str())
    };

    let printed = printed_title(input, metadata("title"));
    let unwrapped = printed.as_deref().map(notice::unwrap).unwrap_or_default();
    let own_title = Some(unwrapped.title).filter(|title| !title.is_empty());
    // Neither a file's name nor what the preamble says is a printed title, but both say what the document is about.
    let named = own_title
        .clone()
        .or_else(|| notice::of_file_name(input.file_name))
        .or_else(|| notice::of_preamble(body).map(str::to_owned));

    let kind = named.as_deref().and_then(title::kind).unwrap_or_else(|| kind_of_text(&head, body));
    let period = period_of(kind, named.as_deref(), body);
    let issued = metadata("issued")
        .and_then(|value| date::whole(value).or_else(|| date::find(value).map(|(_, date)| date)))
        .or_else(|| masthead::issued(&head, &tail));
    let signed = || masthead::signature(&head).or_else(|| masthead::signature(&tail));
    let issuer = metadata("issuer")
        .map(gangyao_text::squeeze)
        .map(|short| signed().filter(|whole| names_whole(whole, &short)).unwrap_or(short))
        .or_else(|| masthead::labelled(&head, &words::WORDS.issuer_label).map(str::to_owned))
        .or(unwrapped.issuer)
        .or_else(|| masthead::sender(&head))
        .or_else(signed)
        .map(|issuer| masthead::as_printed(&issuer, input.head))
        .map(|issuer| masthead::as_printed(&issuer, input.tail));
    let year = period.map(|period| period.start).or(issued.map(|date| date.year));
    let context = region::Context { text: body, year };
    let region = region_of(named.as_deref(), issuer.as_deref(), &head, context).or_else(|| {
        let national = kind != Kind::Other
            && region::is_national(context)
            && !named.as_deref().is_some_and(region::names_a_place)
            && !head.iter().any(|line| region::head_names_a_place(line));
        national.then(region::nation)
    });
    DocumentData {
        title: own_title,
        kind,
        region,
        period,
        issued: issued.map(|date| date.to_string()),
        issuer,
        document_number: metadata("document_number")
            .and_then(masthead::document_number)
            .or(unwrapped.number)
            .or_else(|| masthead::number(&head)),
    }
}

/// Bytes of the longest line at the head or the end that can state a date or a number; longer ones are running text.
const LINE: usize = 400;

/// A row of an annex's table, 1  疾控体系改革  市卫生健康委  2023年12月, is no signature.
fn is_row(line: &str) -> bool {
    let line = line.trim();
    line.contains(['\t', '|', '│', '┃']) || line.split("  ").filter(|cell| !cell.is_empty()).count() > 2
}

/// The start of a text, cut between characters.
fn clip(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// Bytes of the longest title; what is longer is no title, whoever says so.
const TITLE: usize = 1_500;

/// The title as it is printed, or as the format carries it.
fn printed_title(input: &Input<'_>, carried: Option<&str>) -> Option<String> {
    let sane = |title: &&str| !title.trim().is_empty() && title.len() <= TITLE;
    let (parsed, carried) = (input.title.filter(sane), carried.filter(sane));
    if let Some(title) = parsed.filter(|title| is_plan_title(&notice::unwrap(title).title)) {
        return Some(title.to_owned());
    }
    if parsed.is_none()
        && let Some((_, title)) = find_title(input.head)
    {
        return Some(title);
    }
    // What a format carries may be 文档1.docx or the name of a web site.
    let least = if parsed.is_some() { title::TITLE } else { 0 };
    carried.filter(|title| title_score(&notice::unwrap(title).title) > least).or(parsed).map(str::to_owned)
}

/// The kind of a document without a title, by how it speaks of itself.
fn kind_of_text(head: &[String], body: &str) -> Kind {
    let start = clip(body, BODY / 4);
    let says = |words: &[&str]| {
        words.iter().any(|word| start.contains(word) || head.iter().any(|line| line.contains(word)))
    };
    if says(&["向大会报告工作", "向大会报告政府工作", "作政府工作报告"]) {
        Kind::WorkReport
    } else if says(&["制定本规划", "编制本规划", "制订本规划", "编制本纲要", "制定本纲要"])
    {
        Kind::SpecialPlan
    } else {
        Kind::Other
    }
}

/// The period of a plan. A report on one year has none, whatever plan it mentions.
fn period_of(kind: Kind, title: Option<&str>, body: &str) -> Option<Period> {
    let titled = title.and_then(period::plan_period);
    if titled.is_some() || !matches!(kind, Kind::OutlinePlan | Kind::SpecialPlan) {
        return titled;
    }
    ["规划期为", "规划期限为", "规划期限：", "规划期：", "规划期限是", "计划期为"].iter().find_map(|label| {
        let at = body.find(label)? + label.len();
        let value = clip(&body[at..], 60);
        period::year_range(value).filter(|(range, _)| range.start <= 6).map(|(_, period)| period)
    })
}

fn region_of(
    title: Option<&str>,
    issuer: Option<&str>,
    head: &[String],
    context: region::Context<'_>,
) -> Option<Region> {
    title
        .and_then(|title| region::of_title(title, context))
        .or_else(|| issuer.and_then(|issuer| region::of_title(issuer, context)))
        .or_else(|| head.iter().find_map(|line| region::of_head(line, context)))
        .or_else(|| region::of_speaker(context))
        .or_else(|| region::of_text(context))
}

/// The title that a file's name gives a document that has none itself. Two names that give the same, or none, change nothing else
/// in the records of a document with a title.
#[must_use]
pub fn title_of_file_name(name: &str) -> Option<String> {
    notice::of_file_name(name)
}

/// The site calls 青陵市人民政府办公室 its own 市政府办公室: the signature names the same body with its place.
fn names_whole(whole: &str, short: &str) -> bool {
    let mut rest = whole.chars().rev();
    whole.len() > short.len()
        && short.starts_with(['省', '市', '区', '县', '州', '旗', '盟'])
        && short.chars().rev().all(|wanted| rest.any(|own| own == wanted))
}

#[cfg(test)]
mod tests;
