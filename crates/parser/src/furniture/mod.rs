//! Lines that are not content: page numbers, running heads, watermarks, and what the format itself marks.
//!
//! A page number proves itself by its dashes (— 12 —), or, where it is a bare number, by its place in a chain that
//! runs through the document page by page.

mod marks;
mod pages;

use gangyao_text::FurnitureHint;

use crate::Furniture;
use crate::lines::Lines;

/// Furniture by line; `None` for all other lines.
pub(crate) fn find(lines: &Lines<'_>) -> Vec<Option<Furniture>> {
    let mut found = vec![None; lines.len()];
    for (line, slot) in found.iter_mut().enumerate() {
        let text = lines.text(line);
        *slot = hinted(lines, line).or_else(|| marks::kind(text));
    }
    // Row numbers count up like page numbers, and 预期性 repeats like a running head.
    let mut in_table = vec![false; lines.len()];
    for zone in crate::table::flat_zones(lines.len(), &|line| lines.text(line)) {
        in_table[zone].fill(true);
    }
    pages::bare_page_numbers(lines, &in_table, &mut found);
    pages::running_heads(lines, &in_table, &mut found);
    found
}

fn hinted(lines: &Lines<'_>, line: usize) -> Option<Furniture> {
    Some(match lines.layout(line).furniture? {
        FurnitureHint::RunningHead => Furniture::RunningHead,
        FurnitureHint::PageNumber => Furniture::PageNumber,
        FurnitureHint::Watermark => Furniture::Watermark,
        FurnitureHint::SiteMenu => Furniture::SiteMenu,
        FurnitureHint::Unrelated => Furniture::Unrelated,
        FurnitureHint::Footnote => Furniture::Footnote,
    })
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::Source;

    use super::*;

    fn check(text: &str, expected: &[(usize, Furniture)]) {
        let source = Source::plain(text.to_owned());
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let found: Vec<_> = find(&lines).into_iter().enumerate().filter_map(|(i, f)| Some((i, f?))).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn page_numbers_between_dashes() {
        check(
            "前\n— 12 —\n后\n- 3 -\n第 4 页\n第5页 共90页",
            &[
                (1, Furniture::PageNumber),
                (3, Furniture::PageNumber),
                (4, Furniture::PageNumber),
                (5, Furniture::PageNumber),
            ],
        );
        check("5—10\n—创新引领", &[]);
    }

    #[test]
    fn marks_of_archives_and_prints() {
        check(
            "分类号:BH66\n某日报 / 2 0 0 1年 / 0 2月 / 2 0日 / 第 A0 1版 /\n正文\n？四94．20巧China Academic Journal Electronic\np://www.cnk",
            &[
                (0, Furniture::Watermark),
                (1, Furniture::Watermark),
                (3, Furniture::Watermark),
                (4, Furniture::Watermark),
            ],
        );
        check(
            "2026/4/14 20:08 某市规划全文_某网\nhttps://www.example.cn/a/1.html 3/12\n2026/4/14 发布\n投入/产出",
            &[(0, Furniture::RunningHead), (1, Furniture::RunningHead)],
        );
    }

    #[test]
    fn marks_of_text_dumps() {
        let markup = |line| (line, Furniture::Markup);
        check(
            "正文\n---\n>\n┌──┬──┐\n│甲│乙│\n```\n————————\n正文",
            &[markup(1), markup(2), markup(3), markup(5), markup(6)],
        );
        check("指标\n-\n——\n*\n**\n─", &[]);
    }

    #[test]
    fn a_number_above_an_archives_footer() {
        let footer = "China Academic Journal Electronic Publishing House. http://www.cnki.net";
        check(
            &format!("正文\n 396\n\n{footer}\n12\n正文"),
            &[(1, Furniture::PageNumber), (3, Furniture::Watermark)],
        );
    }

    #[test]
    fn noise_of_recognised_scans() {
        check(
            "307 ·\n。321。\n·\n·“ ·\n”\n。\n—\n3 ·",
            &[
                (0, Furniture::PageNumber),
                (1, Furniture::PageNumber),
                (2, Furniture::Garbled),
                (3, Furniture::Garbled),
            ],
        );
    }

    #[test]
    fn bare_numbers_count_only_in_a_chain() {
        let page = "正文正文正文正文正文正文\n".repeat(20);
        let text = format!("{page}1\n{page}2\n{page}3\n{page}");
        check(
            &text,
            &[(20, Furniture::PageNumber), (41, Furniture::PageNumber), (62, Furniture::PageNumber)],
        );
        check("1\n甲\n2\n乙\n3\n丙\n4\n丁", &[]);
    }

    #[test]
    fn a_number_alone_in_a_wrapped_sentence() {
        let page = "正文正文正文正文正文正文正文正文正文正文正文正文\n".repeat(24);
        check(&format!("{page}1\n正文正文，正文。\n"), &[(24, Furniture::PageNumber)]);
        check(&format!("{page}正文。\n1\n正文正文，正文。\n"), &[]);
        let short = "正文正文正文正文正文正文正文正文正文正文正文正文\n".repeat(10);
        check(&format!("{short}1\n正文正文，正文。\n"), &[]);
    }

    #[test]
    fn numbers_of_two_pages_count_up_to_the_last_line() {
        let page = "正文正文正文正文正文正文正文正文。\n".repeat(16);
        let numbers =
            |lines: &[usize]| lines.iter().map(|&line| (line, Furniture::PageNumber)).collect::<Vec<_>>();
        check(&format!("{page}1\n\n正文。\n{page}2\n"), &numbers(&[16, 35]));
        check(&format!("{page}1\n"), &numbers(&[16]));
        // Another number, a number that is not the last line, a short page, cells.
        check(&format!("{page}3\n{page}2\n"), &[]);
        check(&format!("{page}1\n{page}2\n正文。\n"), &[]);
        check("甲\n正文。\n1\n", &[]);
        check(&format!("{}2\n", "正文\n1\n".repeat(30)), &[]);
    }

    #[test]
    fn a_short_page_has_its_number_in_the_middle() {
        let page = "正文正文正文正文正文正文正文正文正文正文正文正\n".repeat(5);
        let middle = " ".repeat(26);
        let text = format!("{page}{middle}1\n{page}{middle}2\n{page}{middle}3\n{page}");
        let numbers = [(5, Furniture::PageNumber), (11, Furniture::PageNumber), (17, Furniture::PageNumber)];
        check(&text, &numbers);
        check(&text.replace(&middle, ""), &[]);
        check(&text.replace("  3", "  7"), &[]);
    }

    #[test]
    fn the_title_of_a_plan_of_three_pages() {
        let head = "某市国民经济和社会发展第十五个五年规划纲要";
        let page = |n: usize| format!("正文{n}，\n— {n} —\n{head}\n");
        check(
            &format!("{head}\n{}{}正文。", page(1), page(2)),
            &[
                (2, Furniture::PageNumber),
                (3, Furniture::RunningHead),
                (5, Furniture::PageNumber),
                (6, Furniture::RunningHead),
            ],
        );
    }

    #[test]
    fn running_heads_stand_beside_page_numbers() {
        let pages = |head: &str| -> String {
            (1..=4).map(|n| format!("{head}\n正文{n}，\n— 1 —\n")).collect()
        };
        let later = [
            (2, Furniture::PageNumber),
            (3, Furniture::RunningHead),
            (5, Furniture::PageNumber),
            (6, Furniture::RunningHead),
            (8, Furniture::PageNumber),
            (9, Furniture::RunningHead),
            (11, Furniture::PageNumber),
        ];
        // The first one is the title, unless it cannot be one.
        check(&pages("某市规划纲要"), &later);
        check(&pages("内部资料　注意保存"), &[&[(0, Furniture::RunningHead)], later.as_slice()].concat());
    }
}
