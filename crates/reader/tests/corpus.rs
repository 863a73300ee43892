//! Real pages and documents, where they lie beside the project: each keeps the promises of a source, and its article is
//! what a reader of the page would call so.

use gangyao_reader::{Options, check, read};
use gangyao_text::Source;
use std::path::{Path, PathBuf};

fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared")
}

/// The file as read; `None` where the corpus is not there.
fn open(name: &str) -> Option<Source> {
    let bytes = std::fs::read(shared().join(name)).ok()?;
    let source = read(&bytes, name, &Options::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
    check(&source).unwrap_or_else(|broken| panic!("{name}: {broken}"));
    Some(source)
}

/// First and last line of the article.
#[track_caller]
fn article(name: &str, first: &str, last: &str) {
    let Some(source) = open(name) else { return };
    let lines: Vec<&str> = source
        .text
        .split('\n')
        .zip(&source.layout)
        .filter(|(text, layout)| layout.furniture.is_none() && !text.trim().is_empty())
        .map(|(text, _)| text.trim())
        .collect();
    let (head, tail) = (lines[0], lines[lines.len() - 1]);
    assert!(head.starts_with(first), "{name} begins with {head}");
    assert!(tail.starts_with(last), "{name} ends with {tail}");
}

#[test]
fn the_article_is_found_on_real_pages() {
    article("corpus/hangzhou-15fyp.html", "杭州市人民政府", "");
    article("corpus/shenzhen-15fyp.html", "深圳市国民经济和社会发展第十五个五年规划纲要", "编辑");
    article("corpus/hefei-15-suggestion.html", "中共合肥市委关于制定", "全市上下要更加紧密地团结");
    article("corpus/gwr-cn-2026.html", "《政府工作报告》全文", "");
    article("corpus/gwr-zhejiang-2026.html", "", "各位代表！新征程充满光荣和梦想");
    article("corpus/govcn-hospital-kpi.html", "国务院办公厅关于加强", "");
    article("corpus/cn-tcm-strategy-1630.html", "国务院关于印发中医药发展战略规划纲要", "");
    article("twins/xincheng-15fyp.html", "呼和浩特市新城区", "21. 源网荷储一体化");
}

#[test]
fn the_twins_have_the_same_lines() {
    let (Some(page), Some(word)) = (open("twins/xincheng-15fyp.html"), open("twins/xincheng-15fyp.docx"))
    else {
        return;
    };
    // Leaders and page numbers of the table of contents differ; so do blanks.
    let lines = |source: &Source| -> Vec<String> {
        let text =
            source.text.split('\n').zip(&source.layout).filter(|(_, layout)| layout.furniture.is_none());
        text.map(|(text, _)| text.chars().filter(|c| !c.is_whitespace() && *c != '.').collect()).collect()
    };
    assert_eq!(lines(&page), lines(&word));
    assert_eq!(page.tables.len(), word.tables.len());
    assert_eq!(
        page.tables[0]
            .cells
            .iter()
            .map(|cell| (cell.row, cell.col, cell.row_span, cell.col_span))
            .collect::<Vec<_>>(),
        word.tables[0]
            .cells
            .iter()
            .map(|cell| (cell.row, cell.col, cell.row_span, cell.col_span))
            .collect::<Vec<_>>()
    );
}

#[test]
fn every_page_document_and_text_reads() {
    let files = ["corpus", "twins", "seed"]
        .into_iter()
        .filter_map(|folder| std::fs::read_dir(shared().join(folder)).ok());
    for entry in files.flatten().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|kind| kind == "html" || kind == "docx" || kind == "txt") {
            open(&path.display().to_string());
        }
    }
}
