//! The table of contents: where it stands, and its entries.
//!
//! It begins at 目录 (or at lines with leaders and page numbers). [`reader`] reads it line by line; where that stops in the
//! midst of it, [`noisy`] takes all that stands before the body. Entries may lack page numbers, be broken over lines, and
//! list boxes and annexes; the table may be printed twice.

mod noisy;
mod page;
mod reader;
mod unsplit;

pub(crate) use unsplit::find as unsplit_headings;

use gangyao_text::NormRange;

use crate::Furniture;
use crate::lines::Lines;
use crate::numbering::{self, Label, Marker};
use crate::shape::is_dense;

/// A line of the table of contents.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The whole entry, one range a line.
    pub pieces: Vec<NormRange>,
    pub label: Option<NormRange>,
    pub marker: Marker,
    pub number: Option<u32>,
    /// Numbers in the label: 3.1.2 has three, all others one.
    components: u8,
    /// The title, one range a line.
    pub title: Vec<NormRange>,
    pub page_label: Option<NormRange>,
}

/// The table of contents of a document.
#[derive(Clone, Debug)]
pub(crate) struct Toc {
    /// The lines 目录; none where the table has no head, two where it is printed twice.
    pub heads: Vec<usize>,
    /// First line of the table, its head included.
    pub start: usize,
    /// One past its last line.
    pub end: usize,
    pub entries: Vec<Entry>,
    /// Lines inside it that are no entries.
    pub other: Vec<(usize, Furniture)>,
    /// It ends where the body begins with one of its own entries: nothing is missing.
    is_whole: bool,
}

/// A longer line is prose, in characters.
const LONGEST_ENTRY: usize = 70;
/// So many lines with leaders make a table of contents without a head.
const HEADLESS_RUN: usize = 3;
/// So many lines 目录 are tried.
const HEADS: usize = 8;
/// A table that begins so many lines after another is the same one, printed again or going on.
const BETWEEN: usize = 12;

/// The table of contents, if the document has one: of several the one with the most numbered entries.
pub(crate) fn find(lines: &Lines<'_>, furniture: &[Option<Furniture>]) -> Option<Toc> {
    let live = |line: usize| !lines.all[line].is_blank() && furniture[line].is_none();
    let mut tables: Vec<Toc> = Vec::new();
    for head in (0..lines.len()).filter(|&line| live(line) && is_head(lines.text(line))).take(HEADS) {
        if tables.last().is_some_and(|table| head < table.end) {
            continue;
        }
        let mut table = reader::read(lines, furniture, Some(head), head + 1);
        if !table.is_whole
            && let Some(noisy) = noisy::read(lines, furniture, head, &table)
            && noisy.numbered() >= HEADLESS_RUN
            && noisy.numbered() > table.numbered()
        {
            table = noisy;
        }
        if table.entries.is_empty() {
            continue;
        }
        match tables.last_mut().filter(|before| is_near(lines, furniture, before.end, head)) {
            Some(before) => before.append(table, lines, furniture),
            None => tables.push(table),
        }
    }
    let best = tables.iter().map(Toc::numbered).max();
    if let Some(table) = tables.into_iter().find(|table| Some(table.numbered()) == best) {
        return Some(table);
    }
    // A field of Word says what it is, though it have neither a head nor pages.
    let declared = (0..lines.len()).find(|&line| live(line) && lines.layout(line).contents);
    let start = declared.or_else(|| headless(lines, furniture))?;
    let table = reader::read(lines, furniture, None, start);
    let least = if declared.is_some() { 1 } else { HEADLESS_RUN };
    (table.entries.len() >= least).then_some(table)
}

impl Toc {
    fn numbered(&self) -> usize {
        self.entries.iter().filter(|entry| entry.number.is_some()).count()
    }

    /// Takes over a table that follows; the lines between them belong to the cover.
    fn append(&mut self, next: Self, lines: &Lines<'_>, furniture: &[Option<Furniture>]) {
        let between = (self.end..next.start).filter(|&line| is_live(lines, furniture, line));
        self.other.extend(between.map(|line| (line, Furniture::Cover)));
        self.heads.extend(next.heads);
        self.end = next.end;
        self.entries.extend(next.entries);
        self.other.extend(next.other);
        self.is_whole = next.is_whole;
    }
}

fn is_live(lines: &Lines<'_>, furniture: &[Option<Furniture>], line: usize) -> bool {
    !lines.all[line].is_blank() && furniture[line].is_none()
}

/// Only a few short lines stand between the end of a table and the next head.
fn is_near(lines: &Lines<'_>, furniture: &[Option<Furniture>], end: usize, head: usize) -> bool {
    let mut between = (end..head).filter(|&line| is_live(lines, furniture, line));
    between.clone().take(BETWEEN + 1).count() <= BETWEEN
        && between.all(|line| !reader::is_prose(lines.text(line)) && label(lines.text(line)).is_none())
}

/// The label of a line; （12） alone is a page.
fn label(text: &str) -> Option<Label> {
    numbering::label(text)
        .or_else(|| numbering::bare(text))
        .filter(|label| label.marker.is_named() || label.title < text.len())
}

fn is_head(text: &str) -> bool {
    if text.len() > 40 || !text.starts_with('目') {
        return false;
    }
    let text = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    ["目录", "目次", "目錄"].iter().any(|word| is_dense(text, word))
}

/// The first of several lines in a row that have a label, a leader and a page.
fn headless(lines: &Lines<'_>, furniture: &[Option<Furniture>]) -> Option<usize> {
    let mut run = 0;
    let mut start = 0;
    for line in 0..lines.len() {
        if !is_live(lines, furniture, line) {
            continue;
        }
        let text = lines.text(line);
        let tail = page::tail(text);
        if tail.is_some_and(|tail| tail.leader) && numbering::label(text).is_some() {
            if run == 0 {
                start = line;
            }
            run += 1;
            if run >= HEADLESS_RUN {
                return Some(start);
            }
        } else {
            run = 0;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::Source;

    use super::*;

    fn check(text: &str, expected: &[(&str, &str, &str)], next: &str) {
        let source = Source::plain(text.to_owned());
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let toc = find(&lines, &vec![None; lines.len()]).expect("a table of contents");
        let entries: Vec<_> = toc
            .entries
            .iter()
            .map(|e| {
                let of = |r: Option<NormRange>| r.map_or("", |r| r.of(&norm.text));
                let title: String = e.title.iter().map(|r| r.of(&norm.text)).collect();
                (of(e.label), title, of(e.page_label))
            })
            .collect();
        let entries: Vec<_> = entries.iter().map(|(l, t, p)| (*l, t.as_str(), *p)).collect();
        assert_eq!(entries, expected, "{text}");
        let next_line =
            (toc.end..lines.len()).find(|&l| !lines.all[l].is_blank()).map_or("", |l| lines.text(l));
        assert_eq!(next_line, next, "{text}");
    }

    #[test]
    fn a_field_of_word_needs_neither_head_nor_pages() {
        let mut source = Source::plain(
            "某市规划\n第一章 总则\n第二章 目标\n第一章 总则\n加强。\n第二章 目标\n推进。".to_owned(),
        );
        source.layout = vec![gangyao_text::LineLayout::default(); 7];
        let ends = |source: &Source| {
            let norm = normalise(source);
            let lines = Lines::new(&norm);
            find(&lines, &vec![None; lines.len()]).map(|toc| (toc.start, toc.end, toc.entries.len()))
        };
        assert_eq!(ends(&source), None);
        source.layout[1].contents = true;
        source.layout[2].contents = true;
        assert_eq!(ends(&source), Some((1, 3, 2)));
    }

    #[test]
    fn pages_in_brackets_and_broken_titles() {
        check(
            "目 录\n第一章 总则\t(1)\n第一节 目标 (2)\n第二章 扎实推进\n\n共同建设\t(16)\n某市规划\n第一章 总则",
            &[("第一章", "总则", "1"), ("第一节", "目标", "2"), ("第二章", "扎实推进共同建设", "16")],
            "某市规划",
        );
    }

    #[test]
    fn the_body_begins_where_the_first_entry_comes_again() {
        check(
            "目  录\n前言......1\n第一章 总则......2\n第一节 背景......2\n第二节 范围......3\n第二章 定位......4\n附表\n\n前  言\n为贯彻落实意见，编制本规划。\n第一章 总则\n第一节 背景\n第1条 目的\n为统筹开发保护，制定本规划。\n第2条 依据\n1.《土地管理法》\n2.《城乡规划法》\n第二节 范围\n第3条 范围\n规划范围包括县域和中心城区两个层次，面积1400平方公里。",
            &[
                ("", "前言", "1"),
                ("第一章", "总则", "2"),
                ("第一节", "背景", "2"),
                ("第二节", "范围", "3"),
                ("第二章", "定位", "4"),
                ("", "附表", ""),
            ],
            "前  言",
        );
    }

    #[test]
    fn dots_may_end_a_line_whose_page_stands_on_the_next() {
        check(
            "目  录\n一、发展环境………………………\n………1\n（一）主要成效………………\n……1\n二、总体要求………………………\n…4\n一、发展环境\n（一）主要成效\n“十三五”期间，全县未发生重特大事故，共发\n生各类事故96起、死亡41人。",
            &[("一、", "发展环境", "1"), ("（一）", "主要成效", "1"), ("二、", "总体要求", "4")],
            "一、发展环境",
        );
    }

    #[test]
    fn a_closing_bracket_may_stand_on_the_next_line() {
        check(
            "目 录\n第一章 总则........(1)\n第二章 扎实推进共同建设...(16\n)\n第三章 保障...(19)\n某市规划\n第一章 总则",
            &[("第一章", "总则", "1"), ("第二章", "扎实推进共同建设", "16"), ("第三章", "保障", "19")],
            "某市规划",
        );
    }

    #[test]
    fn decimal_numbers_without_pages() {
        check(
            "目录\n1 现状\n1.1 基础\n1.2 形势\n2 要求\n2.1 思想\n2.2 目标\n3 保障\n1 现状\n1.1 基础\n全区公路总里程达到8620公里。",
            &[
                ("1", "现状", ""),
                ("1.1", "基础", ""),
                ("1.2", "形势", ""),
                ("2", "要求", ""),
                ("2.1", "思想", ""),
                ("2.2", "目标", ""),
                ("3", "保障", ""),
            ],
            "1 现状",
        );
    }

    #[test]
    fn dots_lead_to_pages() {
        check(
            "目录\n一、总则.......1\n（一）目标... 2\n二、保障……3\n1\n正文开始于此。\n一、总则",
            &[("一、", "总则", "1"), ("（一）", "目标", "2"), ("二、", "保障", "3")],
            "1",
        );
    }

    #[test]
    fn dots_and_page_may_stand_on_a_line_of_their_own() {
        let dots = ".".repeat(90);
        check(
            &format!(
                "目录\n第一章 总则{dots}(1)\n第二章 任务{dots}(5)\n第三章 扩大内需构建宜居新城\n{dots}(57)\n第四章 保障\n制度{dots}(9)\n第一章 总则"
            ),
            &[
                ("第一章", "总则", "1"),
                ("第二章", "任务", "5"),
                ("第三章", "扩大内需构建宜居新城", "57"),
                ("第四章", "保障制度", "9"),
            ],
            "第一章 总则",
        );
    }

    #[test]
    fn a_page_may_stand_beside_the_first_line() {
        check(
            "目录\n第一章 总则....(1)\n第二章 任务....(5)\n第三章 扎实推进共同(16)\n体建设\n第四章 保障....(19)\n第一章 总则",
            &[
                ("第一章", "总则", "1"),
                ("第二章", "任务", "5"),
                ("第三章", "扎实推进共同", "16"),
                ("第四章", "保障", "19"),
            ],
            "第一章 总则",
        );
    }

    #[test]
    fn without_pages_the_repeated_first_entry_ends_it() {
        check(
            "目录\n序言\n第一章 总则\n第二章 保障\n第一章 总则\n正文。",
            &[("", "序言", ""), ("第一章", "总则", ""), ("第二章", "保障", "")],
            "第一章 总则",
        );
    }

    #[test]
    fn without_a_head_leaders_show_it() {
        check(
            "某市规划\n第一章 总则....1\n第二章 任务....5\n第三章 保障....9\n第一章 总则\n正文。",
            &[("第一章", "总则", "1"), ("第二章", "任务", "5"), ("第三章", "保障", "9")],
            "第一章 总则",
        );
    }

    #[test]
    fn sections_of_the_same_name_in_several_chapters() {
        check(
            "目录\n前言\n第一章 基础\n第一节 形势\n第二章 任务\n第一节 形势\n第二节 重点\n第三章 保障\n前言\n为了发展，制定本规划，作出全面部署安排。\n第一章 基础\n第一节 形势\n正文。",
            &[
                ("", "前言", ""),
                ("第一章", "基础", ""),
                ("第一节", "形势", ""),
                ("第二章", "任务", ""),
                ("第一节", "形势", ""),
                ("第二节", "重点", ""),
                ("第三章", "保障", ""),
            ],
            "前言",
        );
    }

    #[test]
    fn a_body_whose_first_title_differs() {
        check(
            "目录\n第一章 基础与环境\n第二章 任务\n第三章 保障\n第一章 发展基础\n正文。",
            &[("第一章", "基础与环境", ""), ("第二章", "任务", ""), ("第三章", "保障", "")],
            "第一章 发展基础",
        );
    }

    #[test]
    fn a_preface_that_is_not_listed() {
        check(
            "目录\n第一章 基础\n第二章 任务\n前言\n“十五五”时期是关键时期，根据要求制定本规划。\n第一章 基础",
            &[("第一章", "基础", ""), ("第二章", "任务", "")],
            "前言",
        );
    }

    #[test]
    fn pages_on_lines_of_their_own() {
        check(
            "目录\n第一章 总则\n（1）\n第二章 任务\n（12）\n第三章 保障......30\n某市规划\n第一章 总则",
            &[("第一章", "总则", "1"), ("第二章", "任务", "12"), ("第三章", "保障", "30")],
            "某市规划",
        );
    }

    #[test]
    fn printed_twice() {
        check(
            "目录\n第一章 总则 1\n第二章 任务 5\n某市规划\n目 录\n第一章 总则 1\n第二章 任务 5\n第一章 总则\n正文。",
            &[
                ("第一章", "总则", "1"),
                ("第二章", "任务", "5"),
                ("第一章", "总则", "1"),
                ("第二章", "任务", "5"),
            ],
            "第一章 总则",
        );
    }

    #[test]
    fn of_two_tables_the_one_of_the_plan() {
        let prose = "这是一段介绍规划背景的文字，说明了编制的过程和意义。\n";
        check(
            &format!(
                "目录\n专栏导读\n{prose}{prose}某省规划\n目录\n第一章 总则\n第二章 任务\n{prose}第一章 总则"
            ),
            &[("第一章", "总则", ""), ("第二章", "任务", "")],
            "这是一段介绍规划背景的文字，说明了编制的过程和意义。",
        );
    }

    #[test]
    fn scanned_columns() {
        let prose = "本世纪最后十年，在现代化建设的历史进程中是非常关键的时期。";
        check(
            &format!(
                "\t目\t录\n亠\n序\t（四）国民收入的生产\n· ·\n（一） 奋斗目标\n第二节\n畜牧业\n（329）\n第三章 信贷“ · · （31D\n*决议和报告刊登于本刊一九八二年第二十号。\n四、任务和政\n〈一）沿海\n某国十年规划\n序\n{prose}\n一、总则\n{prose}"
            ),
            &[
                ("", "亠", ""),
                ("", "序\t（四）国民收入的生产", ""),
                ("（一）", "奋斗目标", ""),
                ("第二节", "畜牧业", "329"),
                ("第三章", "信贷", "31D"),
                ("", "*决议和报告刊登于本刊一九八二年第二十号。", ""),
                ("四、", "任务和政", ""),
                ("", "〈一）沿海", ""),
            ],
            "某国十年规划",
        );
    }

    #[test]
    fn a_document_may_be_nothing_else() {
        check("目录\n第一章 总则 1\n第二章 保障 9", &[("第一章", "总则", "1"), ("第二章", "保障", "9")], "");
    }
}
