//! Date, issuer and number of a document, from the lines at its head and its end.
//!
//! What enters are lines without white space, what leaves is what stands alone on its line: a cover's date, a notice's
//! signature, the note of an adoption, a labelled masthead. A date inside running text is never the document's own.

use gangyao_normaliser::value::date::{self, Date};

use super::notice::is_issuer;
use super::words::WORDS;

/// The value that stands behind one of the labels, on the same line or on the next one: 成文日期：2026-03-19. A line may
/// hold several (发文机关：国务院办公厅 成文日期：2019年01月16日).
pub(super) fn labelled<'l>(lines: &'l [String], labels: &[&str]) -> Option<&'l str> {
    // Hardly any line has a colon, and a label is nothing without it.
    lines.iter().enumerate().filter(|(_, line)| line.contains(['：', ':'])).find_map(|(at, line)| {
        let value = labels.iter().find_map(|label| {
            let (_, rest) = line.split_once(label)?;
            rest.strip_prefix(['：', ':'])
        })?;
        let value =
            if value.is_empty() { lines[at + 1..].iter().find(|next| !next.is_empty())? } else { value };
        Some(until_label(value)).filter(|value| !value.is_empty() && *value != "/")
    })
}

/// A value without the label that follows it on its line.
fn until_label(value: &str) -> &str {
    let Some(colon) = value.find(['：', ':']) else { return value };
    let words = &*WORDS;
    let lists = [&words.other_label, &words.number, &words.issued, &words.issuer_label];
    let label = lists
        .into_iter()
        .flatten()
        .filter(|label| value[..colon].ends_with(**label))
        .max_by_key(|label| label.len());
    label.map_or(value, |label| &value[..colon - label.len()])
}

/// When the document was issued: labelled, adopted or delivered, else the date that stands alone on a line.
pub(super) fn issued(head: &[String], tail: &[String]) -> Option<Date> {
    labelled(head, &WORDS.issued)
        .and_then(|value| date::leading(value).map(|(date, _)| date))
        .or_else(|| adopted(head))
        .or_else(|| head.iter().find_map(|line| alone(line)))
        .or_else(|| ends(tail).find_map(alone))
        // 某市教育局办公室 / 2021年12月30日印发: when it was printed, where nothing else is told.
        .or_else(|| ends(tail).find_map(|line| alone(line.strip_suffix("印发")?)))
}

/// The last lines of a document, the last one first.
fn ends(tail: &[String]) -> impl Iterator<Item = &str> {
    tail.iter().rev().map(String::as_str).filter(|line| !line.is_empty()).take(LAST)
}

/// Lines from the end among which a signature stands; a date further up is a cell of an annex's table.
const LAST: usize = 5;

/// （2001年2月16日某省第九届人民代表大会第四次会议通过）, also broken over two lines or behind the title on its line;
/// ——2026年1月14日在…会议上.
fn adopted(head: &[String]) -> Option<Date> {
    head.iter().enumerate().find_map(|(at, line)| {
        let next = head[at + 1..].iter().find(|next| !next.is_empty()).map_or("", String::as_str);
        let behind_title = line.rfind(['（', '(']).map(|open| &line[open..]);
        [Some(line.as_str()), behind_title].into_iter().flatten().find_map(|note| adoption(note, next))
    })
}

/// The date of a note that says where the document was adopted; the note goes on in the next line where its bracket is open.
fn adoption(note: &str, next: &str) -> Option<Date> {
    let opened = note.trim_start_matches(|c: char| "（(—－-〔*＊".contains(c));
    let (date, used) = date::leading(opened).filter(|(date, _)| date.day.is_some())?;
    let mut said = opened[used..].to_owned();
    if !said.ends_with(['）', ')', '上']) {
        said.push_str(next);
    }
    let is_adopted =
        ["通过", "批准", "会议上", "大会上", "印发", "审议"].iter().any(|word| said.contains(word));
    (is_adopted && said.chars().count() <= LONGEST_NOTE && !said.contains('。')).then_some(date)
}

/// The longest note of an adoption, in characters.
const LONGEST_NOTE: usize = 60;

/// A date alone on its line, or behind the issuer's name. A bare 2026-01-20 is a web page's stamp, a bare year a heading.
fn alone(line: &str) -> Option<Date> {
    if !line.contains('年') {
        return None;
    }
    date::whole(line)
        .or_else(|| {
            let (range, date) = date::find(line)?;
            (range.end == line.len() && is_issuer(&line[..range.start])).then_some(date)
        })
        .filter(|date| date.month.is_some())
}

/// Who sends the plan out: 某市人民政府办公室 / 关于印发…的通知, on one line or on two.
pub(super) fn sender(head: &[String]) -> Option<String> {
    let lines: Vec<&str> = printed(head).take(NOTICE_LINES + 1).collect();
    let opens = |line: &str| WORDS.send.iter().any(|verb| line.starts_with(verb));
    (0..lines.len().saturating_sub(1)).find_map(|at| {
        let line = lines[at];
        let verb = WORDS.send.iter().filter_map(|verb| line.find(verb)).min();
        let names = match verb {
            Some(verb) => vec![&line[..verb]],
            None if opens(lines[at + 1]) => issuers(&lines[..=at]),
            None => return None,
        };
        let name = names.last()?;
        let told = ["根据", "按照", "依据", "贯彻", "落实"].iter().any(|word| name.starts_with(word));
        (is_issuer(name) && !told).then(|| names.join(" "))
    })
}

/// The lines with text.
fn printed(lines: &[String]) -> impl Iterator<Item = &str> {
    lines.iter().map(String::as_str).filter(|line| !line.is_empty())
}

/// The bodies that the last lines name, one or more a line: 某市教育局 / 某市财政局.
fn issuers<'l>(lines: &[&'l str]) -> Vec<&'l str> {
    let signers = lines.iter().rev().take_while(|line| is_issuer(line)).take(MOST_ISSUERS).count();
    lines[lines.len() - signers..].to_vec()
}

/// Lines of joint issuers, at the most.
const MOST_ISSUERS: usize = 12;

/// The title of a notice stands among so many lines.
const NOTICE_LINES: usize = 12;

/// Who signed: the lines before a date that stands alone, or what stands before the date on its line.
pub(super) fn signature(lines: &[String]) -> Option<String> {
    let lines: Vec<&str> = printed(lines).collect();
    let at = lines.iter().position(|line| alone(line).is_some())?;
    let same_line = date::find(lines[at]).map(|(range, _)| &lines[at][..range.start]);
    if let Some(name) = same_line.filter(|name| is_issuer(name)) {
        return Some(name.to_owned());
    }
    let names = issuers(&lines[..at]);
    (!names.is_empty()).then(|| names.join(" "))
}

/// The issuer with a space between its bodies, as some line prints it: 省发展改革委 省财政厅关于印发…. Without it the names
/// would run together; a space inside one name (国 务 院) parts nothing.
pub(super) fn as_printed(issuer: &str, lines: &[&str]) -> String {
    let names = issuer.split(' ').map(|name| {
        let spaced = lines.iter().filter(|line| line.len() <= SIGNED).find_map(|line| {
            let line = line.trim();
            let spaced_out =
                line.contains(char::is_whitespace) && gangyao_text::squeeze(line).starts_with(name);
            if spaced_out { spaced(line, name) } else { None }
        });
        spaced.unwrap_or_else(|| name.to_owned())
    });
    names.collect::<Vec<_>>().join(" ")
}

/// Bytes of the longest line that names issuers.
const SIGNED: usize = 400;

/// The names at the start of a line that say `bare` without white space; `None` where no space parts two of them.
fn spaced(line: &str, bare: &str) -> Option<String> {
    let mut names = String::with_capacity(line.len());
    let (mut from, mut done) = (0, 0);
    let mut pieces = line.split_whitespace().peekable();
    while let Some(piece) = pieces.next() {
        done += piece.len();
        let end = done.min(bare.len());
        names.push_str(&piece[..piece.len() - (done - end)]);
        if done >= bare.len() {
            break;
        }
        let parts = pieces
            .peek()
            .is_some_and(|next| is_issuer(&bare[from..end]) && is_issuer(&bare[end..]) && !is_ending(next));
        if parts {
            names.push(' ');
            from = end;
        }
    }
    names.contains(' ').then_some(names)
}

/// 办公厅, 委员会: the end of the name before it.
fn is_ending(piece: &str) -> bool {
    piece != "国务院" && (WORDS.issuer.contains(&piece) || piece.chars().count() < 3)
}

/// The document number that stands alone on its line (国办发〔2021〕43号) or behind its label.
pub(super) fn number(head: &[String]) -> Option<String> {
    labelled(head, &WORDS.number)
        .and_then(document_number)
        .or_else(|| head.iter().find_map(|line| document_number(line)))
}

/// Reads a text that is a document number and nothing else; its year's brackets become 〔〕, as the standard has them.
pub(super) fn document_number(text: &str) -> Option<String> {
    let text = gangyao_text::squeeze(text);
    let text = text.trim_matches(['（', '）', '(', ')']);
    let at = text.find(OPEN)?;
    let (body, rest) = (&text[..at], &text[at..]);
    let rest = rest.trim_start_matches(OPEN);
    let year_end = rest.find(CLOSE)?;
    let (year, serial) = (&rest[..year_end], rest[year_end..].trim_start_matches(CLOSE));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let serial = serial.strip_prefix('第').unwrap_or(serial).strip_suffix('号')?;
    let is_body = (1..=15).contains(&body.chars().count()) && body.chars().all(gangyao_text::is_han);
    (is_body && year.len() == 4 && digits(year) && serial.len() <= 5 && digits(serial))
        .then(|| format!("{body}〔{year}〕{serial}号"))
}

const OPEN: &[char] = &['〔', '﹝', '[', '［', '【', '（', '('];
const CLOSE: &[char] = &['〕', '﹞', ']', '］', '】', '）', ')'];
