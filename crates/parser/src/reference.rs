//! A number that is a word of a sentence: 落实本规划第二章部署的任务, broken so that 第二章 begins a line.
//!
//! What enters is a line with a label, and the line before it; what leaves is how much speaks against a heading. There is
//! no single sign: a title may begin with 部署, a dump may leave out every full stop. What is looked at is whether the
//! sentence before is still open, and whether the line reads like a title. Whether the number is in its place, which
//! speaks for a heading, is not known here.

use std::sync::LazyLock;

use crate::lines::Lines;
use crate::numbering::{self, Label};
use crate::shape::{Ending, ending, open_marks};
use crate::wrap::{Gap, PARAGRAPH_WIDTH, Wrap};

/// 篇, 章 and 节 that stand on a line of their own are taken for headings with this weight. Doubts are subtracted.
pub(crate) const NAMED_WEIGHT: f32 = 8.0;
/// So much doubt, and an open sentence goes on with the line.
const GOES_ON: f32 = 6.5;

/// The words after the label go on with a sentence: 第三章提出的任务.
const TOLD: f32 = 6.5;
/// The line ends like a sentence.
const STOPPED: f32 = 4.0;
/// The line ends at the right edge, in the middle of a sentence.
const RUNS_ON: f32 = 4.0;
/// There is nothing but the label.
const BARE: f32 = 2.0;
/// White space after the label, which sentences do not have (第二篇  立足……), speaks for a heading.
const SET_APART: f32 = 4.0;
/// The line before cannot be the end of anything: 落实要求， 根据 “
const AWAITED: f32 = 7.0;
/// The line before ends open at the right edge of a text that is broken there.
const OPEN_AT_EDGE: f32 = 6.0;
/// The line before is a paragraph that ends without a stop.
const OPEN: f32 = 3.0;

/// Words right after a label that make it part of a sentence, one a line.
static TELLING: LazyLock<Vec<&str>> = LazyLock::new(|| {
    include_str!("../data/reference-words.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
});

/// 第一章。 第二章、第五章 第四章第二节 第三章的: whatever stands before, this is no heading.
pub(crate) fn is_certain(text: &str, label: Label) -> bool {
    if !label.marker.is_named() {
        return false;
    }
    let rest = &text[label.len..];
    let goes_on = rest.starts_with(['的', '，', '。', '；', '）', '》', '”', '」']);
    let joins = ["", "、", "和", "及", "与", "至", "到", "或", "以及"];
    goes_on || joins.iter().any(|word| rest.strip_prefix(word).is_some_and(is_named))
}

fn is_named(text: &str) -> bool {
    numbering::label(text).is_some_and(|label| label.marker.is_named())
}

/// How much speaks against a heading at a line whose label is 篇, 章 or 节; 0 where nothing does.
pub(crate) fn doubt(
    wrap: &Wrap,
    lines: &Lines<'_>,
    before: Option<usize>,
    gap: Gap,
    line: usize,
    label: Label,
) -> f32 {
    let text = lines.text(line);
    let body = &text[label.title..];
    let openness = before.map_or(0.0, |before| openness(wrap, lines, before, gap));
    let mut doubt = openness;
    if label.title == label.len && TELLING.iter().any(|word| body.starts_with(word)) {
        doubt += TOLD;
    }
    let set_apart = label.title > label.len;
    // A title may be broken behind a comma.
    if ending(text) != Ending::Open || openness > 0.0 && !set_apart && text.ends_with(['，', '、']) {
        doubt += STOPPED;
    } else if openness >= OPEN_AT_EDGE && wrap.is_full(lines, line, "") {
        doubt += RUNS_ON;
    }
    if openness > 0.0 && body.is_empty() {
        doubt += BARE;
    }
    if set_apart && !body.is_empty() { (doubt - SET_APART).max(0.0) } else { doubt }
}

/// The open sentence of the line `before` goes on with a line that carries a label.
pub(crate) fn goes_on(
    wrap: &Wrap,
    lines: &Lines<'_>,
    before: usize,
    gap: Gap,
    line: usize,
    label: Label,
) -> bool {
    label.marker.is_named()
        && (is_certain(lines.text(line), label)
            || doubt(wrap, lines, Some(before), gap, line, label) >= GOES_ON)
}

/// How surely the sentence of a line goes on. A heading's own line is no sentence.
fn openness(wrap: &Wrap, lines: &Lines<'_>, before: usize, gap: Gap) -> f32 {
    let text = lines.text(before);
    if numbering::label(text).is_some() || ending(text) != Ending::Open {
        return 0.0;
    }
    let awaits = text.ends_with(['，', '、', '见', '照', '据', '及', '和', '与', '按', '“', '《', '（'])
        || open_marks(text) > 0;
    if awaits {
        AWAITED
    } else if lines.ends_paragraph(before) {
        0.0
    } else if wrap.full.is_some() {
        if gap != Gap::Blank && wrap.is_full(lines, before, "") { OPEN_AT_EDGE } else { 0.0 }
    } else if !wrap.stopless && lines.all[before].width >= PARAGRAPH_WIDTH {
        OPEN
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::Source;

    use super::*;
    use crate::flow::Flow;

    /// The headings' numbers among the lines of a text: what is doubted more than it weighs is none.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let source = Source::plain(text.to_owned());
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let flow = Flow::new(&lines, |_| false);
        let found: Vec<&str> = (0..flow.len())
            .filter_map(|at| {
                let label = numbering::label(flow.text(at))?;
                let before = at.checked_sub(1).map(|before| flow.all[before].line);
                let doubt = doubt(&flow.wrap, &lines, before, flow.all[at].gap, flow.all[at].line, label);
                (!is_certain(flow.text(at), label) && doubt < NAMED_WEIGHT)
                    .then(|| &flow.text(at)[..label.len])
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    /// The second line goes on with the first.
    fn continues(text: &str) -> bool {
        let source = Source::plain(text.to_owned());
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let label = numbering::label(lines.text(1)).expect("a label");
        goes_on(&Wrap::default(), &lines, 0, Gap::None, 1, label)
    }

    /// Prose of lines that are broken at 28 characters; its last line ends open at the edge with `end`.
    fn broken(end: &str) -> String {
        let line = format!("{}\n", "推进各项建设任务落地见效并持".repeat(2));
        let last: String =
            "推进各项建设任务落地见效并持".repeat(2).chars().take(28 - end.chars().count()).collect();
        format!("{}{last}{end}\n", line.repeat(10))
    }

    #[test]
    fn a_label_in_an_enumeration_or_before_the_rest_of_a_sentence() {
        for text in [
            "第三章、第五章提出的各项任务",
            "第二章；",
            "第二章。",
            "第四章第二节要求",
            "第三章和第四章",
            "第三章至第五章",
            "第三章的任务",
            "第二节》",
        ] {
            check(text, &[]);
        }
        for text in [
            "第三章 和谐社会",
            "第三章和谐社会",
            "第三章、总则",
            "第一章：总则",
            "第二章到二〇三五年远景目标",
        ] {
            check(text, &[&text[.."第三章".len()]]);
        }
    }

    #[test]
    fn a_sentence_that_awaits_more() {
        for before in
            ["全面落实本规划第三章要求，", "认真执行国家规划纲要、", "具体任务见", "根据《", "（详见"]
        {
            check(&format!("{before}\n第二章部署的各项任务要按期完成。\n"), &[]);
            check(&format!("{before}\n第二章任务要按期完成，第三章任务要提前完成。\n"), &[]);
        }
        check("全面落实要求。\n第二章部署建设任务\n", &["第二章"]);
        check("全面落实要求。\n第二章 部署建设任务\n", &["第二章"]);
        // A note under a table has no stop, and the heading behind it is broken after a comma.
        check(
            "注：带〔〕数据表示“十五五”期间累计变化的情况及说明\n第二篇  立足产业强市，\n构筑高地\n",
            &["第二篇"],
        );
        assert!(!continues("注：带〔〕数据表示“十五五”期间累计变化的情况及说明\n第二篇  立足产业强市，\n"));
        assert!(continues("全面落实国家规划第三章第一节所述要求，\n第二章部署的各项任务要按期完成。\n"));
    }

    #[test]
    fn a_line_after_one_that_is_open_at_the_edge() {
        let open = broken("本规划");
        check(&format!("{open}第二章部署的各项任务要按期完成。\n"), &[]);
        check(&format!("{open}第二章各项任务要按期完成。\n"), &[]);
        check(&format!("{open}第二章{}\n第三节。\n", "各项任务按照责任分工有序推进".repeat(2)), &[]);
        check(&format!("{}第四章第二节要求抓好落实。\n", broken("根据")), &[]);
        check(&format!("{}第三章、第五章提出的任务\n", broken("落实")), &[]);
        // Where a dump leaves out the stops, a title follows prose that happens to end at the edge.
        check(&format!("{open}第二章总则\n"), &["第二章"]);
        check(&format!("{open}第二章 总体要求\n"), &["第二章"]);
        check(&format!("{}第二章总则\n", broken("落实。")), &["第二章"]);
    }

    #[test]
    fn a_paragraph_that_ends_without_a_stop() {
        let paragraph = "坚持稳中求进工作总基调推动高质量发展加快建设现代化产业体系取得新进展";
        // Where all paragraphs do, it says nothing of the line that follows.
        check(
            &format!("第一章发展环境\n{paragraph}\n第二章部署实施重大工程\n{paragraph}\n第三章关于保障\n"),
            &["第一章", "第二章", "第三章"],
        );
        let stopped = format!("{paragraph}。\n").repeat(3);
        check(&format!("{stopped}{paragraph}\n第二章部署的各项任务\n"), &[]);
        check(&format!("{stopped}{paragraph}\n第二章 部署重大工程\n"), &["第二章"]);
    }
}
