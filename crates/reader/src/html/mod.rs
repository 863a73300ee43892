//! Web pages.
//!
//! Bytes become a tree ([`dom`]), the tree is searched for the article ([`article`], or [`embedded`] where only scripts would
//! show it), and all of it, menus too, is written as lines ([`render`]). Headings are known by `h1`–`h6` or, on government pages, by the style of a paragraph
//! ([`css`]); which of them are headings of the plan is for the parser to say.

mod article;
mod css;
mod dom;
mod elsewhere;
mod embedded;
mod metadata;
mod render;
mod table;
mod tag;

use crate::{Error, Options, encoding};
use gangyao_text::Source;

/// How far into a page its declaration of an encoding may stand: browsers look at 1 KiB, some pages need more.
const DECLARATION: usize = 4096;

pub(crate) fn read(bytes: &[u8], options: &Options) -> Result<Source, Error> {
    let encoding = match &options.encoding {
        Some(label) => encoding::labelled(label)?,
        None => encoding::guess(bytes, declared(bytes)),
    };
    let mut decoded = encoding::decode(bytes, encoding)?;
    decoded.fold_carriage_returns();
    let mut dom = dom::Dom::parse(&decoded.text, options.limits.depth);
    let mut article = article::Article::find(&dom);
    if let Some(page) = embedded::page(&dom, &article) {
        dom = dom::Dom::parse(&page, options.limits.depth);
        article = article::Article::find(&dom);
    }
    let mut source = render::render(&dom, &article, decoded.encoding);
    // The places are those in the page's code, which nobody sees: the replacement characters show in the text.
    let bytes = decoded.problem().into_iter().map(|problem| problem_in_text(problem, &source.text));
    source.problems = bytes.chain(elsewhere::problem(&dom, &article)).collect();
    Ok(source)
}

/// The label after `charset=` in the page's first kilobytes, whichever of the two forms of `meta` it stands in.
fn declared(bytes: &[u8]) -> Option<&[u8]> {
    let head = &bytes[..bytes.len().min(DECLARATION)];
    let at = head.windows(7).position(|seven| seven.eq_ignore_ascii_case(b"charset"))? + 7;
    let rest = head[at..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let end =
        rest.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-_:".contains(b))).unwrap_or(rest.len());
    Some(&rest[..end])
}

fn problem_in_text(mut problem: gangyao_text::Problem, text: &str) -> gangyao_text::Problem {
    let places = memchr::memmem::find_iter(text.as_bytes(), "\u{FFFD}").take(problem.at.len());
    problem.at = places.map(|at| gangyao_text::SourceRange::from_usize(at, at + 3)).collect();
    problem
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::GB18030;
    use gangyao_text::{InlineKind, LineEnd, LineLayout};

    #[track_caller]
    fn reads_as(bytes: &[u8], encoding: &str, text: &str) {
        let source = read(bytes, &Options::default()).unwrap();
        crate::check(&source).unwrap();
        assert_eq!((source.encoding, source.text.as_str()), (encoding, text));
    }

    #[test]
    fn the_bytes_overrule_a_wrong_declaration() {
        let page = "<meta http-equiv=Content-Type content='text/html; charset=gb2312'><p>朱镕基同志";
        reads_as(page.as_bytes(), "UTF-8", "朱镕基同志");
        reads_as(&GB18030.encode(page).0, "gb18030", "朱镕基同志");
        let page = "<meta charset=\"utf-8\"><p>坚持稳中求进工作总基调，推动高质量发展";
        reads_as(&GB18030.encode(page).0, "gb18030", "坚持稳中求进工作总基调，推动高质量发展");
    }

    #[test]
    fn damaged_bytes_are_placed_in_the_text() {
        let mut page = "<meta charset=utf-8><!-- 注释 --><p>坚持稳中求进".as_bytes().to_vec();
        page.extend_from_slice(b"\xff<p>");
        let source = read(&page, &Options::default()).unwrap();
        assert_eq!(source.problems[0].at[0].of(&source.text), "\u{FFFD}");
    }

    #[test]
    fn pages_made_to_hurt_are_read_in_step_with_their_size() {
        let deep = format!("{}总则", "<div><b><table><tr><td>".repeat(50_000));
        assert_eq!(read(deep.as_bytes(), &Options::default()).unwrap().text, "总则");
        let spans = format!("<table>{}</table>", "<tr><td rowspan=65534 colspan=1000>一".repeat(5_000));
        let source = read(spans.as_bytes(), &Options::default()).unwrap();
        crate::check(&source).unwrap();
        let line = format!("<p>{}", "坚持<span>稳中求进</span> ".repeat(100_000));
        assert_eq!(read(line.as_bytes(), &Options::default()).unwrap().text.lines().count(), 1);
        let unclosed = "<p><font size=1><a href=x>".repeat(50_000);
        assert_eq!(read(unclosed.as_bytes(), &Options::default()).unwrap().text, "");
    }

    #[test]
    fn a_page_becomes_lines_with_their_layout() {
        let page = "<div style='border:1px solid'><p align=center><b>专栏1 重大工程</b></p><p>1.水利工程。<br>2.道路工程。</p></div>\
                    <p style='font-size:18px;text-indent:2em'><b>加强治理。</b>推进水环境治理<sup>[1]</sup>，面积5平方公里<sup>2</sup>。\
                    <p><img src=a.png alt='a.png'><table><tr><th>指标<th>单位<tr><td>总值<td></table>";
        let source = read(page.as_bytes(), &Options::default()).unwrap();
        crate::check(&source).unwrap();
        let expected = [
            ("专栏1 重大工程", "frame bold centred"),
            ("1.水利工程。", "frame open"),
            ("2.道路工程。", "frame"),
            ("加强治理。推进水环境治理[1]，面积5平方公里2。", "13.5pt indent 27"),
            ("", "picture"),
            ("指标", "bold cell"),
            ("单位", "bold cell"),
            ("总值", "cell"),
        ];
        let lines: Vec<(&str, String)> =
            source.text.split('\n').zip(source.layout.iter().map(describe)).collect();
        assert_eq!(lines, expected.map(|(text, layout)| (text, layout.to_owned())));
        let runs: Vec<_> = source.inline.iter().map(|run| (run.kind, run.range.of(&source.text))).collect();
        assert_eq!(runs, [(InlineKind::Bold, "加强治理。"), (InlineKind::CitationMark, "[1]")]);
        assert_eq!(source.tables[0].cells.len(), 4);
    }

    fn describe(line: &LineLayout) -> String {
        let mut words = Vec::new();
        let mut word = |on: bool, word: String| words.extend(on.then_some(word));
        word(line.frame.is_some(), "frame".into());
        word(line.bold, "bold".into());
        word(line.centred, "centred".into());
        word(line.size > 0, format!("{}pt", f32::from(line.size) / 10.0));
        word(line.indent != 0, format!("indent {}", line.indent));
        word(line.picture, "picture".into());
        word(line.table.is_some(), "cell".into());
        word(line.end == LineEnd::Unknown, "open".into());
        words.join(" ")
    }

    #[test]
    fn notes_of_a_word_processor_are_notes() {
        let prose = "坚持稳中求进工作总基调，推动高质量发展，建设现代化产业体系，保障和改善民生。".repeat(4);
        let page = format!(
            "<div><p>{prose}<p>治理率达到60%<a href='#f'><span class=MsoFootnoteReference>[1]</span></a>以上，\
             企业<span style='vertical-align:super'>②</span>。</div>\
             <div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1><p>[1] 治理率：指比例。</div></div>"
        );
        let source = read(page.as_bytes(), &Options::default()).unwrap();
        crate::check(&source).unwrap();
        let marks: Vec<_> = source.inline.iter().map(|run| (run.kind, run.range.of(&source.text))).collect();
        assert_eq!(marks, [(InlineKind::CitationMark, "[1]"), (InlineKind::CitationMark, "②")]);
        let hints: Vec<_> = source.layout.iter().map(|line| line.furniture).collect();
        assert_eq!(hints, [None, None, Some(gangyao_text::FurnitureHint::Footnote)]);
    }

    #[test]
    fn a_box_in_a_table_of_one_column_ends_before_the_text_beside_it() {
        let page = "<table><tr><td><table border=1><tr><td><p>专栏1 重大工程<p>1.学校工程：新建学校。</table><p>坚持发展。</table>";
        let source = read(page.as_bytes(), &Options::default()).unwrap();
        let frames: Vec<_> = source.layout.iter().map(|line| line.frame).collect();
        assert_eq!(frames, [Some(0), Some(0), None]);
    }

    #[test]
    fn a_centred_table_around_the_article_centres_no_text() {
        let prose = "坚持稳中求进工作总基调，推动高质量发展，建设现代化产业体系，保障和改善民生。".repeat(8);
        for (open, close) in [("<table align=center>", "</table>"), ("<center><table>", "</table></center>")]
        {
            let page = format!("{open}<tr><td><p align=center>规划<p>{prose}{close}");
            let source = read(page.as_bytes(), &Options::default()).unwrap();
            let centred: Vec<bool> = source.layout.iter().map(|line| line.centred).collect();
            assert_eq!(centred, [true, false], "{open}");
        }
    }

    #[test]
    fn a_face_of_headings_is_as_good_as_bold() {
        let prose = "坚持稳中求进工作总基调，推动高质量发展，建设现代化产业体系。";
        let page = format!(
            "<p><font face=黑体>总体要求</font><p>{prose}<p style='font-family:SimHei'>重点任务<p>{prose}"
        );
        let source = read(page.as_bytes(), &Options::default()).unwrap();
        let bold: Vec<bool> = source.layout.iter().map(|line| line.bold).collect();
        assert_eq!(bold, [true, false, true, false]);
    }

    #[test]
    fn letters_of_a_symbol_font_are_symbols() {
        let page = "<p><span style='font-family:Wingdings'>Ø<span style='font:7.0pt \"Times New Roman\"'>&nbsp; </span></span>发展目标";
        assert_eq!(read(page.as_bytes(), &Options::default()).unwrap().text, "➢\u{a0} 发展目标");
    }

    #[test]
    fn definitions_are_set_in_below_their_terms() {
        let page = "<dl><dt>瞪羚企业<dd>成长性好的企业。<dt>耐心资本<dd><p>长期资本。</dl>";
        let source = read(page.as_bytes(), &Options::default()).unwrap();
        let indents: Vec<i16> = source.layout.iter().map(|line| line.indent).collect();
        assert_eq!(indents, [0, 30, 0, 30]);
    }

    #[test]
    fn a_page_that_shows_another_file_is_not_silent() {
        let page = "<h1>规划纲要</h1><iframe src=/v.html?file=plan.pdf></iframe>";
        let source = read(page.as_bytes(), &Options::default()).unwrap();
        assert_eq!(source.problems[0].code, "text-elsewhere");
        // Where it has no text at all, the error says why.
        let shell = b"<!DOCTYPE html><div id=app></div><script src=/app.js></script>";
        let error = crate::read(shell, "plan.html", &Options::default()).unwrap_err();
        assert_eq!(error.code(), crate::ErrorCode::Empty);
        assert!(error.to_string().contains("scripts would fetch it"), "{error}");
    }

    #[test]
    fn bordered_paragraphs_in_a_row_are_one_box() {
        let border = "style='border:1px solid'";
        let page = format!(
            "<p {border}>专栏1 水利工程</p>\n<p {border}>1.水库。</p><p>正文。</p><p {border}>专栏2 交通工程</p>"
        );
        let source = read(page.as_bytes(), &Options::default()).unwrap();
        let frames: Vec<_> = source.layout.iter().map(|line| line.frame).collect();
        assert_eq!(frames, [Some(0), Some(0), None, Some(1)]);
    }

    #[test]
    fn a_table_in_a_frame_keeps_its_rows() {
        let page = "<table><tr><td><p>专栏1 主要指标<table><tbody><tr><td>指标<td>目标<tr><td>人口<td>5</table></table>";
        let source = read(page.as_bytes(), &Options::default()).unwrap();
        let places: Vec<_> = source.tables[0].cells.iter().map(|cell| (cell.row, cell.col)).collect();
        assert_eq!(places, [(0, 0), (0, 1), (1, 0), (1, 1)]);
    }

    #[test]
    fn words_that_many_pictures_share_are_no_caption() {
        let waiting = "<p><img src=a.png title='专栏3 重大工程' alt='正在上传...'>";
        assert_eq!(read(waiting.as_bytes(), &Options::default()).unwrap().text, "专栏3 重大工程");
        let shared = "<p><img src=a.png alt='某市规划'>".repeat(3) + "<p><img src=b.png alt='图1 空间布局'>";
        assert_eq!(read(shared.as_bytes(), &Options::default()).unwrap().text, "\n\n\n图1 空间布局");
        let twice = "<p><img src=a.png alt='图2 规划总图'>".repeat(2);
        assert_eq!(read(twice.as_bytes(), &Options::default()).unwrap().text, "图2 规划总图\n图2 规划总图");
    }

    #[test]
    fn items_of_numbered_lists_show_their_numbers() {
        let page = "<ol start=3><li>加强治理<li><p>推进改革</ol><ol><li>一、总则</ol><ul><li>要点</ul>";
        let source = read(page.as_bytes(), &Options::default()).unwrap();
        assert_eq!(source.text, "3. 加强治理\n4. 推进改革\n一、总则\n要点");
    }

    #[test]
    fn text_pasted_with_its_line_ends_keeps_them() {
        let page = "<div>第一章\t1\n\n第二章\t5\n　　坚持稳中求进。\n第三章\n第四章\n</div>";
        let source = read(page.as_bytes(), &Options::default()).unwrap();
        assert_eq!(source.text, "第一章\t1\n\n第二章\t5\n　　坚持稳中求进。\n第三章\n第四章");
        let source = read("<p>第一章\n  总则&nbsp; 一</p>".as_bytes(), &Options::default()).unwrap();
        assert_eq!(source.text, "第一章 总则\u{a0} 一");
    }
}
