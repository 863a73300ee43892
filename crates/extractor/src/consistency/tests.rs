//! Whole documents through the line: text in, messages of one code out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use gangyao_model::{Diagnostic, SourceInfo};
use gangyao_normaliser::normalise;
use gangyao_text::Source;

/// The diagnostics of a plain text.
fn diagnostics(text: &str) -> Vec<Diagnostic> {
    let source = Source::plain(text.to_owned());
    let norm = normalise(&source);
    let parsed = gangyao_parser::parse(&norm);
    let info = SourceInfo {
        name: "plan.txt".to_owned(),
        format: "text".to_owned(),
        encoding: "UTF-8".to_owned(),
        bytes: text.len() as u64,
        sha256: String::new(),
        pages: None,
    };
    crate::extract(&norm, &parsed, info).diagnostics
}

/// The messages of all diagnostics of one code.
fn check(code: &str, text: &str, expected: &[&str]) {
    let found = diagnostics(text);
    let messages: Vec<&str> = found.iter().filter(|d| d.code == code).map(|d| d.message.as_str()).collect();
    assert_eq!(messages, expected, "{code} in:\n{text}\nall: {found:#?}");
}

/// A plan of three chapters with a paragraph each; `{}` in the template stands for nothing.
fn plan(chapters: &[(&str, &str)]) -> String {
    let mut text = String::from("东河市国民经济和社会发展第十五个五年规划纲要\n\n");
    for (heading, body) in chapters {
        text.push_str(&format!("{heading}\n{body}\n"));
    }
    text
}

const PROSE: &str =
    "坚持稳中求进工作总基调，完整准确全面贯彻新发展理念，加快构建新发展格局，着力推动高质量发展。";

#[test]
fn headings_that_do_not_count_up() {
    check(
        "numbering-gap",
        &plan(&[
            ("第一章 总则", PROSE),
            ("第二章 产业", PROSE),
            ("第四章 民生", PROSE),
            ("第五章 保障", PROSE),
        ]),
        &["heading 第四章 “民生”: number 4 follows 2"],
    );
    check(
        "numbering-gap",
        &plan(&[("第一章 总则", PROSE), ("第二章 产业", PROSE), ("第三章 民生", PROSE)]),
        &[],
    );
    check(
        "numbering-repeat",
        &plan(&[
            ("第一章 总则", PROSE),
            ("第二章 产业", PROSE),
            ("第二章 民生", PROSE),
            ("第三章 保障", PROSE),
        ]),
        &["heading 第二章 “民生”: number 2 comes again, after 2"],
    );
    // 章 that run through all 篇, and 节 that begin anew in each 章, are in order.
    let through = plan(&[
        ("第一篇 开局\n第一章 总则\n第一节 形势", PROSE),
        ("第二节 要求", PROSE),
        ("第二篇 任务\n第二章 产业\n第一节 工业", PROSE),
        ("第二节 农业", PROSE),
    ]);
    check("numbering-gap", &through, &[]);
    check("numbering-repeat", &through, &[]);
}
