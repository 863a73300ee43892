//! Printed counts against what is counted: 创新驱动（5项） over four rows, 十大工程 with nine items, 甲、乙、丙等2项工程.

use std::collections::{BTreeMap, BTreeSet};

use gangyao_model::{Indicator, Severity, Span};
use gangyao_normaliser::value::numeral;
use gangyao_parser::{BoxItem, BoxPart, Item, Parsed};
use gangyao_text::squeeze;
use memchr::memmem::Finder;

use super::Finding;
use super::index::Index;
use super::numbering::style;
use crate::builder::Builder;

pub(super) fn check(builder: &Builder<'_>, parsed: &Parsed, index: &Index<'_>, found: &mut Vec<Finding>) {
    groups(index, found);
    for item in &parsed.items {
        if let Item::Box(item) = item {
            found.extend(box_items(builder, item));
        }
    }
    let et_cetera = Finder::new(AND_SO_ON);
    for paragraph in &index.paragraphs {
        lists(&et_cetera, &paragraph.text, &paragraph.common.evidence, found);
    }
    for project in &index.projects {
        if let Some(description) = &project.description {
            lists(&et_cetera, description, &project.common.evidence, found);
        }
    }
}

/// Group cells with a count against the rows of the group.
fn groups(index: &Index<'_>, found: &mut Vec<Finding>) {
    if index.indicators.is_empty() {
        return;
    }
    let mut rows: BTreeMap<&str, Vec<&Indicator>> = BTreeMap::new();
    for row in &index.indicators {
        rows.entry(row.common.parent.as_deref().unwrap_or_default()).or_default().push(row);
    }
    for table in &index.tables {
        let Some(rows) = rows.get(table.common.id.as_str()) else { continue };
        // A group's cell is printed again after a page break.
        let mut seen = BTreeSet::new();
        for cell in table.rows.iter().flatten() {
            let Some((name, count)) = counted_group(&cell.text) else { continue };
            let inside =
                |row: &&&Indicator| row.group.as_deref().is_some_and(|group| name.ends_with(&squeeze(group)));
            let members: Vec<&Indicator> = rows.iter().filter(inside).copied().collect();
            if members.is_empty() || holds(&members, count) || !seen.insert(name.clone()) {
                continue;
            }
            found.push(Finding {
                code: "group-count-differs",
                severity: Severity::Warning,
                message: format!("group “{name}” is said to have {count} indicators, {} were read", members.len()),
                help: "compare with the table: a row may be missing there or may not have been read, or the count is old",
                evidence: cell.evidence.clone(),
            });
        }
    }
}

/// Whether a count fits: sub-rows may be counted or not, one by one or as their row.
fn holds(members: &[&Indicator], count: usize) -> bool {
    let names: BTreeSet<&str> = members.iter().map(|row| row.name.as_str()).collect();
    let numbers: BTreeSet<u32> = members.iter().filter_map(|row| row.number).collect();
    [members.len(), names.len(), numbers.len()].contains(&count)
}

/// 一、经济强（12项）: the text before the count, and the count.
fn counted_group(text: &str) -> Option<(String, usize)> {
    let inner = text.trim_end().strip_suffix(['）', ')'])?;
    let (before, inner) = inner.rsplit_once(['（', '('])?;
    let count = inner.trim().trim_start_matches('共').trim_end_matches("指标");
    let count = count.strip_suffix(['项', '个'])?.trim();
    let before = squeeze(before);
    (!before.is_empty()).then_some((before, small(count)?))
}

/// A number that may be a count of items.
fn small(text: &str) -> Option<usize> {
    numeral::integer(text).filter(|number| (1..=MOST).contains(number)).map(|number| number as usize)
}

const MOST: u64 = 99;

/// A box title that counts its items.
fn box_items(builder: &Builder<'_>, item: &BoxItem) -> Option<Finding> {
    let claimed = claimed(item.title.text())?;
    let mut styles: Vec<String> = Vec::new();
    for part in &item.parts {
        match part {
            BoxPart::Entry(entry) => styles.push(style(entry.label.as_deref().unwrap_or_default())),
            // Rows of a table may be parts of items.
            BoxPart::Table(_) => return None,
            BoxPart::Paragraph(_) => {}
        }
    }
    let outer = styles.iter().filter(|style| Some(*style) == styles.first()).count();
    (!styles.is_empty() && claimed != outer && claimed != styles.len()).then(|| Finding {
        code: "item-count-differs",
        severity: Severity::Warning,
        message: format!("box “{}” has {outer} items, its title says {claimed}", item.title.text()),
        help: "compare with the box in the document: an item may be missing there, or two were read as one",
        evidence: builder.spans(&item.at),
    })
}

/// What a box counts.
const UNDERTAKINGS: [&str; 6] = ["工程", "行动", "项目", "计划", "任务", "专项"];

/// The count that a title ends in: “十五五”教育强基六大工程 → 6.
fn claimed(title: &str) -> Option<usize> {
    let title = title.trim_end_matches(['”', '"', '》', '）']);
    let mut rest = UNDERTAKINGS.iter().find_map(|noun| title.strip_suffix(noun))?;
    for quality in ["标志性", "重大", "重点"] {
        rest = rest.strip_suffix(quality).unwrap_or(rest);
    }
    let rest = rest.strip_suffix(['大', '项', '个'])?;
    let start = rest.trim_end_matches(|c| numeral::is_chinese_numeral(c) || c.is_ascii_digit()).len();
    // 第三大工程 is the third, “20+8”项目 a name.
    let is_count = !rest[..start].ends_with(['第', '+', '-', '.']);
    small(&rest[start..]).filter(|&number| is_count && number > 1)
}

const AND_SO_ON: &str = "等";

/// Lists that name more than they say: 甲、乙、丙等2项工程.
fn lists(word: &Finder<'_>, text: &str, evidence: &[Span], found: &mut Vec<Finding>) {
    for at in word.find_iter(text.as_bytes()) {
        let Some((claimed, what)) = claim(&text[at + AND_SO_ON.len()..]) else { continue };
        let clause = clause_before(&text[..at]);
        let Some(listed) = listed(clause).filter(|&listed| listed > claimed) else { continue };
        found.push(Finding {
            code: "list-count-differs",
            severity: Severity::Warning,
            message: format!("{listed} names are listed, but the text counts {claimed}: {clause}等{what}"),
            help: "one of the names may be two parts of one, or the count is old; the records list the names",
            evidence: evidence.to_vec(),
        });
    }
}

/// 2项重点工程 after 等: the count, and the words up to the noun.
fn claim(after: &str) -> Option<(usize, &str)> {
    let digits = after.len()
        - after.trim_start_matches(|c| numeral::is_chinese_numeral(c) || c.is_ascii_digit()).len();
    let rest = &after[digits..];
    let measured = rest.strip_prefix(['个', '项', '大'])?;
    let claimed = small(&after[..digits])?;
    // The noun stands near: 2项乡镇污水处理重点工程.
    let near = measured.char_indices().nth(NEAR).map_or(measured, |(end, _)| &measured[..end]);
    let near = near.split(['，', '。', '；', '、', '：', ',', ';']).next().unwrap_or_default();
    // 等2个镇的工程 counts towns.
    if near.contains('的') {
        return None;
    }
    let end = UNDERTAKINGS.iter().filter_map(|noun| near.find(noun).map(|at| at + noun.len())).min()?;
    Some((claimed, &after[..digits + (rest.len() - measured.len()) + end]))
}

/// Characters between a measure word and its noun.
const NEAR: usize = 14;

/// The clause that ends a text. Cut at a length that no list of a plan exceeds, so that a text without any punctuation
/// is not walked through at every 等.
fn clause_before(text: &str) -> &str {
    let from = text.char_indices().rev().nth(LONGEST).map_or(0, |(at, _)| at);
    let tail = &text[from..];
    let start = tail
        .rfind(['，', '。', '；', '：', '！', '？', '\n', ',', ';'])
        .map_or(0, |at| at + tail[at..].chars().next().map_or(0, char::len_utf8));
    &tail[start..]
}

const LONGEST: usize = 400;

/// The shortest name of a work, in characters: 新建、改建、扩建学校 lists verbs.
const SHORTEST: usize = 3;

/// How many names a clause lists; none where a piece is too short for a name. 和 may stand within a name, so that it does
/// not count.
fn listed(clause: &str) -> Option<usize> {
    let mut depth = 0i32;
    let mut names = vec![0usize];
    for c in clause.chars() {
        match c {
            '（' | '(' | '“' | '《' | '‘' => depth += 1,
            '）' | ')' | '”' | '》' | '’' => depth -= 1,
            '、' if depth <= 0 => {
                names.push(0);
                continue;
            }
            _ => {}
        }
        if let Some(last) = names.last_mut() {
            *last += 1;
        }
    }
    names.iter().all(|&len| len >= SHORTEST).then_some(names.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_count() {
        for (title, expected) in [
            ("“十五五”教育强基六大工程", Some(6)),
            ("重大投资十大工程", Some(10)),
            ("民生领域十大标志性工程", Some(10)),
            ("乡村振兴“五大行动”", Some(5)),
            ("12项重点任务", Some(12)),
            ("第三大工程", None),
            ("“20+8”大项目", None),
            ("重点工程", None),
            ("百项工程", None),
            ("五大行动重点项目", None),
            ("三大攻坚战", None),
        ] {
            assert_eq!(claimed(title), expected, "{title}");
        }
    }

    #[test]
    fn groups_that_count() {
        let group = |name: &str, count| Some((name.to_owned(), count));
        assert_eq!(counted_group("创新驱动（5项）"), group("创新驱动", 5));
        assert_eq!(counted_group("一、经济强(十二项)"), group("一、经济强", 12));
        assert_eq!(counted_group("民生 福祉（共7项指标）"), group("民生福祉", 7));
        assert_eq!(counted_group("民生福祉（%）"), None);
        assert_eq!(counted_group("（5项）"), None);
        assert_eq!(counted_group("创新驱动"), None);
    }

    /// The messages' counts: listed and claimed.
    fn check(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        lists(&Finder::new(AND_SO_ON), text, &[], &mut found);
        let messages: Vec<&str> =
            found.iter().map(|f| f.message.split_once(": ").map_or("", |(before, _)| before)).collect();
        assert_eq!(messages, expected, "{text}");
    }

    #[test]
    fn lists_that_name_more_than_they_say() {
        check("实施东河治理、西山绿化、南湖扩容等2项工程。", &["3 names are listed, but the text counts 2"]);
        check(
            "推进东河水库、西山水库、南湖水库、北岭水库等三个重点水利项目，",
            &["4 names are listed, but the text counts 3"],
        );
        check(
            "加快东河大桥、西山隧道、南湖泵站等2大工程；东河治理、西山绿化、南湖扩容等2项任务",
            &["3 names are listed, but the text counts 2", "3 names are listed, but the text counts 2"],
        );
        check("实施东河治理、西山绿化等5项工程。", &[]);
        check("实施东河治理、西山绿化、南湖扩容等3项工程。", &[]);
        check("实施东河治理（一期、二期）、西山绿化等2项工程。", &[]);
        check("新建、改建、扩建学校等2项工程。", &[]);
        check("实施东河镇、西山镇、南湖镇等2个镇的污水处理工程，", &[]);
        check("支持工业、农业、服务业等一批项目。", &[]);
        check("在产业发展、乡村建设、社会治理等2个方面，实施工程。", &[]);
    }
}
