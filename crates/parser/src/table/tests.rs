//! Tables in text as grids: those that no indicator is read from.

use gangyao_normaliser::normalise;
use gangyao_text::{NormRange, Source};

use super::from_lines;

/// The lines of a text that are not empty.
pub(super) fn lines(text: &str) -> Vec<NormRange> {
    let mut at = 0;
    let ranges = text.split('\n').map(|line| {
        let start = at;
        at += line.len() + 1;
        NormRange::from_usize(start, start + line.len())
    });
    ranges.filter(|range| !range.is_empty()).collect()
}

/// Rows as cells between bars, the head's first.
fn check(text: &str, expected: &[&str]) {
    let source = Source::plain(text.to_owned());
    let norm = normalise(&source);
    let item = from_lines(&norm, &lines(&norm.text)).expect("a table");
    let rows = (0..item.grid.rows).map(|row| {
        let cells = item.grid.cells.iter().filter(|cell| cell.row == row);
        cells.map(|cell| cell.text.text()).collect::<Vec<_>>().join("|")
    });
    assert_eq!(rows.collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn projects_laid_out_with_broken_cells() {
    check(
        "序号    项目名称              建设内容及规模                  总投资（亿元）    责任单位\n\
         1       西岭国际陆港          占地1200亩，建设集装箱堆场、    35.6              市商务局\n                              \
                                       保税仓库\n\
         2       数字产业园二期        建筑面积18万平方米              12                高新区管委会",
        &[
            "序号|项目名称|建设内容及规模|总投资（亿元）|责任单位",
            "1|西岭国际陆港|占地1200亩，建设集装箱堆场、保税仓库|35.6|市商务局",
            "2|数字产业园二期|建筑面积18万平方米|12|高新区管委会",
        ],
    );
}
