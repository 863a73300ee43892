//! Whole documents through the line: text in, messages of one code out.

use std::collections::BTreeSet;

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
        converted_from: None,
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

/// A plan whose one chapter holds a box with these lines, and prose after it.
fn boxed(title: &str, lines: &str) -> String {
    format!(
        "东河市国民经济和社会发展第十五个五年规划纲要\n\n第一章 总则\n\n{PROSE}\n\n{title}\n{lines}\n\n第二章 保障\n\n{PROSE}\n"
    )
}

const WORKS: [&str; 5] = [
    "东河治理工程：实施东河干流堤防加固。",
    "西山绿化工程：完成荒山造林。",
    "南湖扩容工程：建设泵站和引水渠。",
    "北岭矿山修复工程：修复废弃矿坑。",
    "城区管网工程：改造供水管网。",
];

/// The first works, numbered as given.
fn items(numbers: &[u32]) -> String {
    numbers.iter().zip(WORKS.iter().cycle()).map(|(number, work)| format!("{number}. {work}\n")).collect()
}

#[test]
fn items_of_boxes_that_do_not_count_up() {
    let title = "专栏1 重点工程";
    check(
        "numbering-gap",
        &boxed(title, &items(&[1, 2, 4])),
        &["item “南湖扩容工程” of box “重点工程”: number 4 follows 2"],
    );
    check(
        "numbering-repeat",
        &boxed(title, &items(&[1, 2, 2, 3])),
        &["item “南湖扩容工程” of box “重点工程”: number 2 comes again, after 2"],
    );
    check("numbering-gap", &boxed(title, &items(&[1, 2, 3])), &[]);
    check("numbering-repeat", &boxed(title, &items(&[1, 2, 3])), &[]);
}

#[test]
fn boxes_that_do_not_count_up() {
    let text = |second: u32| {
        format!(
            "{}\n专栏{second} 民生工程\n{}\n第三章 实施\n\n{PROSE}\n",
            boxed("专栏1 重点工程", &items(&[1, 2, 3])),
            items(&[1, 2])
        )
    };
    check("numbering-gap", &text(3), &["box “民生工程”: number 3 follows 1"]);
    check("numbering-gap", &text(2), &[]);
    check("numbering-repeat", &text(2), &[]);
    // Numbers that begin anew under another chapter are in order.
    check("numbering-repeat", &text(1), &[]);
}

#[test]
fn box_titles_that_count_their_items() {
    check(
        "item-count-differs",
        &boxed("专栏1 民生领域五大工程", &items(&[1, 2, 3, 4])),
        &["box “民生领域五大工程” has 4 items, its title says 5"],
    );
    check(
        "item-count-differs",
        &boxed("专栏1 “十五五”三大标志性行动", &items(&[1, 2])),
        &["box ““十五五”三大标志性行动” has 2 items, its title says 3"],
    );
    check(
        "item-count-differs",
        &boxed("专栏1 2项重大任务", &items(&[1, 2, 3])),
        &["box “2项重大任务” has 3 items, its title says 2"],
    );
    check("item-count-differs", &boxed("专栏1 民生领域五大工程", &items(&[1, 2, 3, 4, 5])), &[]);
    check("item-count-differs", &boxed("专栏1 重点工程", &items(&[1, 2, 3])), &[]);
    check("item-count-differs", &boxed("专栏1 “两重”项目", &items(&[1, 2, 3])), &[]);
}

#[test]
fn references_to_boxes_that_are_not_there() {
    let with = |sentence: &str| boxed("专栏1 重点工程", &items(&[1, 2])) + sentence + "\n";
    check(
        "box-missing",
        &with("具体任务见专栏7。"),
        &["the text refers to box 7 (专栏7), which is not there"],
    );
    check(
        "box-missing",
        &with("实施重点工程（专栏2），按专栏2、专栏3的安排推进，再按专栏2推进。"),
        &[
            "the text refers to box 2 (专栏2), which is not there",
            "the text refers to box 3 (专栏3), which is not there",
        ],
    );
    check(
        "box-missing",
        &plan(&[("第一章 总则", "主要指标见专栏1。")]),
        &["the text refers to box 1 (专栏1), which is not there"],
    );
    check("box-missing", &with("具体任务见专栏1。"), &[]);
    check("box-missing", &with("落实国家《纲要》专栏9的部署。"), &[]);
    check("box-missing", &plan(&[("第一章 总则", "在报纸开设专栏3个，宣传规划。")]), &[]);
}

/// A plan with a table of contents.
fn with_contents(contents: &str, body: &str) -> String {
    let mut text = format!("东河市国民经济和社会发展第十五个五年规划纲要\n\n目录\n\n{contents}\n\n");
    for heading in body.lines() {
        text.push_str(&format!("{heading}\n\n{PROSE}\n\n"));
    }
    text
}

#[test]
fn contents_against_body() {
    let contents =
        "第一章 总则 ........ 1\n第二章 产业 ........ 3\n第三章 民生 ........ 5\n第四章 保障 ........ 7";
    let body = "第一章 总则\n第二章 产业\n第三章 民生\n第四章 保障";
    for code in ["toc-title-differs", "toc-entry-missing", "toc-lacks-heading"] {
        check(code, &with_contents(contents, body), &[]);
        check(code, &plan(&[("第一章 总则", PROSE), ("第二章 产业", PROSE)]), &[]);
    }
    check(
        "toc-title-differs",
        &with_contents(contents, &body.replace("第三章 民生", "第三章 增进民生福祉")),
        &["the table of contents says 第三章 “民生”, the body says “增进民生福祉”"],
    );
    check(
        "toc-entry-missing",
        &with_contents(&format!("{contents}\n第五章 考核 ........ 9"), body),
        &["the table of contents lists 第五章 “考核”, which the body does not have"],
    );
    check(
        "toc-lacks-heading",
        &with_contents(contents, &format!("{body}\n第五章 考核")),
        &["the body has 第五章 “考核”, which the table of contents does not list"],
    );
    check(
        "toc-title-differs",
        &with_contents(contents, "第一章 总则\n第二章 现代产业\n第三章 民生\n第四章 组织保障"),
        &[
            "the table of contents says 第二章 “产业”, the body says “现代产业”",
            "the table of contents says 第四章 “保障”, the body says “组织保障”",
        ],
    );
    check(
        "toc-entry-missing",
        &with_contents(
            &contents.replace("第四章 保障", "第四章 开放 ........ 6\n第五章 保障"),
            &body.replace("第四章", "第五章"),
        ),
        &["the table of contents lists 第四章 “开放”, which the body does not have"],
    );
    check(
        "toc-lacks-heading",
        &with_contents(&contents.replace("\n第三章 民生 ........ 5", ""), body),
        &["the body has 第三章 “民生”, which the table of contents does not list"],
    );
    // 节 that the table of contents does not list at all.
    let sections = body.replace("第三章 民生", "第三章 民生\n第一节 就业\n第二节 教育");
    check("toc-lacks-heading", &with_contents(contents, &sections), &[]);
}

/// A plan with an indicator table; each row is `name unit 2025 2030 nature` with tabs.
fn with_table(prose: &str, rows: &str) -> String {
    format!(
        "东河市国民经济和社会发展第十五个五年规划纲要\n\n第一章 主要目标\n\n{prose}\n\n专栏1 “十五五”时期经济社会发展主要指标\n\
         指标\t单位\t2025年\t2030年\t属性\n{rows}\n第二章 重点任务\n\n{PROSE}\n"
    )
}

const ROWS: &str = "\
1. 地区生产总值\t亿元\t801.05\t1000\t预期性
2. 常住人口城镇化率\t%\t61.5\t66\t预期性
3. 森林覆盖率\t%\t31.6\t≥32.5\t约束性
4. 人均预期寿命\t岁\t80.2\t81\t预期性
";

#[test]
fn indicators_that_do_not_count_up() {
    check(
        "indicator-gap",
        &with_table(PROSE, &ROWS.replace("3. 森林", "5. 森林")),
        &["indicator “森林覆盖率”: number 5 follows 2"],
    );
    check(
        "indicator-gap",
        &with_table(PROSE, &ROWS.replace("4. 人均", "2. 人均")),
        &["indicator “人均预期寿命”: number 2 comes again, after 3"],
    );
    check(
        "indicator-gap",
        &with_table(
            PROSE,
            &ROWS
                .replace("1. 地区", "2. 地区")
                .replace("2. 常住", "3. 常住")
                .replace("3. 森林", "4. 森林")
                .replace("4. 人均", "5. 人均"),
        ),
        &["indicator “地区生产总值”: number 2 is the first"],
    );
    check("indicator-gap", &with_table(PROSE, ROWS), &[]);
    check(
        "indicator-gap",
        &with_table(PROSE, &ROWS.replace("3. 森林", "1. 森林").replace("4. 人均", "2. 人均")),
        &[],
    );
    let sub_rows = "3. 每千人口拥有医护人员数\t执业医师数\t人\t3.8\t4.2\t预期性\n\t注册护士数\t人\t4.1\t4.6\t预期性\n4. 森林";
    check(
        "indicator-gap",
        &with_table(PROSE, &ROWS.replace("3. 森林", sub_rows).replace("4. 人均", "5. 人均")),
        &[],
    );
}

#[test]
fn prose_against_table() {
    let check = |prose: &str, expected: &[&str]| check("contradiction", &with_table(prose, ROWS), expected);
    check(
        "到2030年，常住人口城镇化率达到68%。",
        &["for 2030 the text says 常住人口城镇化率 “68%”, the table says 常住人口城镇化率 “66” (%)"],
    );
    check(
        "到2030年，森林覆盖率达到30%。",
        &["for 2030 the text says 森林覆盖率 “30%”, the table says 森林覆盖率 “≥32.5” (%)"],
    );
    check(
        "2025年，地区生产总值达到811.05亿元。",
        &["for 2025 the text says 地区生产总值 “811.05亿元”, the table says 地区生产总值 “801.05” (亿元)"],
    );
    check("2025年，地区生产总值达到801.05亿元。到2030年，常住人口城镇化率达到66%。", &[]);
    check("2025年，地区生产总值达到801亿元。到2030年，森林覆盖率达到33%。", &[]);
    check("到2030年，常住人口城镇化率达到68%左右。", &[]);
    check("到2030年，常住人口城镇化率达到66%，力争达到68%。", &[]);
    check("到2035年，常住人口城镇化率达到70%。", &[]);
    check("到2030年，户籍人口城镇化率达到50%。", &[]);
    check("2025年，地区生产总值增长6.5%。", &[]);
}

#[test]
fn groups_that_count_their_rows() {
    let rows = |count: &str| {
        format!(
            "一、经济发展（{count}）\n{}二、绿色低碳（2项）\n{}",
            &ROWS[..ROWS.find("3.").unwrap()],
            &ROWS[ROWS.find("3.").unwrap()..]
        )
    };
    let check = |count: &str, expected: &[&str]| {
        check("group-count-differs", &with_table(PROSE, &rows(count)), expected);
    };
    check("3项", &["group “一、经济发展” is said to have 3 indicators, 2 were read"]);
    check("五项", &["group “一、经济发展” is said to have 5 indicators, 2 were read"]);
    check("共1项", &["group “一、经济发展” is said to have 1 indicators, 2 were read"]);
    check("2项", &[]);
    check("共2项", &[]);
}

#[test]
fn cells_that_look_like_numbers() {
    let row = |cell: &str| with_table(PROSE, &ROWS.replace("\t66\t", &format!("\t{cell}\t")));
    check(
        "value-unparsed",
        &row("6.6.1"),
        &[
            "“6.6.1” in column “2030年” of indicator “常住人口城镇化率” looks like a number but was read as text",
        ],
    );
    check(
        "value-unparsed",
        &row("66..1"),
        &[
            "“66..1” in column “2030年” of indicator “常住人口城镇化率” looks like a number but was read as text",
        ],
    );
    check("value-unparsed", &row("完成省定任务"), &[]);
    check("value-unparsed", &row("全省前5位"), &[]);
    check("value-unparsed", &row("—"), &[]);
    check("value-unparsed", &row("66左右"), &[]);
}

#[test]
fn indicators_without_a_unit() {
    let rows = ROWS.replace("城镇化率\t%", "城镇化率\t").replace("人均预期寿命\t岁", "公园数量\t");
    check(
        "unit-missing",
        &with_table(PROSE, &rows),
        &["indicator “常住人口城镇化率” has no unit; % is usual"],
    );
    check(
        "unit-missing",
        &with_table(PROSE, &ROWS.replace("亿元", "")),
        &["indicator “地区生产总值” has no unit; 亿元 is usual"],
    );
    check("unit-missing", &with_table(PROSE, ROWS), &[]);
    check("unit-missing", &with_table(PROSE, &ROWS.replace("人均预期寿命\t岁", "敕勒川草原驻场演出\t")), &[]);
    check(
        "unit-missing",
        &with_table(PROSE, &ROWS.replace("城镇化率\t%\t61.5\t66", "城镇化率\t\t61.5%\t66%")),
        &[],
    );
    check(
        "unit-missing",
        &with_table(PROSE, &ROWS.replace("亿元", "").replace("城镇化率\t%", "城镇化率\t")),
        &[
            "indicator “地区生产总值” has no unit; 亿元 is usual",
            "indicator “常住人口城镇化率” has no unit; % is usual",
        ],
    );
    // The unit stands in the name; words need none.
    check("unit-missing", &with_table(PROSE, &ROWS.replace("城镇化率\t%", "城镇化率（%）\t")), &[]);
    check(
        "unit-missing",
        &with_table(PROSE, &ROWS.replace("城镇化率\t%\t61.5\t66", "城镇化率\t\t—\t完成省定任务")),
        &[],
    );
}

#[test]
fn terms_that_nobody_uses() {
    let text = |prose: &str| {
        plan(&[("第一章 总则", prose), ("第二章 保障", PROSE)])
            + "\n名词解释\n\n1. 首店经济：指吸引品牌首次开设门店形成的经济形态。\n\n2. 零碳园区：指碳排放与吸收达到平衡的园区。\n"
    };
    check(
        "term-unused",
        &text("发展首店经济，建设绿色园区。"),
        &["the glossary explains “零碳园区”, which the text does not use in this form"],
    );
    check(
        "term-unused",
        &text("优化营商环境。"),
        &[
            "the glossary explains “首店经济”, which the text does not use in this form",
            "the glossary explains “零碳园区”, which the text does not use in this form",
        ],
    );
    check("term-unused", &text("发展首店经济，建设零碳园区。"), &[]);
    check("term-unused", &text("发展“首店经济”，建设零碳园区。"), &[]);
    check("term-unused", &plan(&[("第一章 总则", PROSE)]), &[]);
    // A word of the term is no use of it, and neither is another term's definition.
    check(
        "term-unused",
        &text("发展首店经济，建设零碳社区和产业园区。").replace("经济形态。", "经济形态，零碳园区常有。"),
        &["the glossary explains “零碳园区”, which the text does not use in this form"],
    );
    // Headings and boxes are places of use too.
    check("term-unused", &text("发展首店经济。").replace("第二章 保障", "第二章 建设零碳园区"), &[]);
    check("term-unused", &text("发展首店经济。\n\n专栏1 重点工程\n1. 零碳园区工程：建设零碳园区。\n"), &[]);
    let gap = text("发展首店经济，建设零碳园区。").replace("2. 零碳", "4. 零碳");
    check("numbering-gap", &gap, &["term “零碳园区”: number 4 follows 1"]);
}

#[test]
fn scripts_that_are_mixed() {
    check(
        "mixed-script",
        &plan(&[("第一章 总则", "建设休闲街区 and 国家级夜间消费集聚区。")]),
        &["“and” stands between Chinese words: 设休闲街区 and 国家级夜间消"],
    );
    let long = PROSE.repeat(8);
    check(
        "mixed-script",
        &plan(&[("第一章 总则", &long), ("第二章 保障", "在區委的堅強領導下奋斗。")]),
        &["5 traditional characters in a simplified text: 區堅強領導"],
    );
    check("mixed-script", &plan(&[("第一章 总则", "引进Johnson and Johnson公司，发展R&D。")]), &[]);
    check("mixed-script", &plan(&[("第一章 总则", "推广Android系统和brand品牌。")]), &[]);
    check(
        "mixed-script",
        &plan(&[("第一章 總則", "在區委的堅強領導下，奮力譜寫新篇章，實現經濟發展。")]),
        &[],
    );
}

#[test]
fn documents_without_a_title() {
    let missing = ["no title was found above the text"];
    check("no-title", "坚持稳中求进。\n", &missing);
    check("no-title", "1. 坚持稳中求进。\n", &missing);
    check("no-title", &format!("第一章 总则\n{PROSE}\n第二章 规划实施\n{PROSE}\n"), &missing);
    check("no-title", &format!("2026年3月\n\n第一章 总则\n{PROSE}\n"), &missing);
    check("no-title", &plan(&[("第一章 总则", PROSE)]), &[]);
    check(
        "no-title",
        &format!("东河市国民经济和社会发展\n第十五个五年规划纲要\n\n第一章 总则\n{PROSE}\n"),
        &[],
    );
    check("no-title", &format!("政府工作报告\n\n各位代表：\n\n一、工作回顾\n\n{PROSE}\n"), &[]);
    check(
        "no-title",
        &format!("东河市“十五五”教育发展规划\n\n目录\n一、总则……1\n\n一、总则\n\n{PROSE}\n"),
        &[],
    );
}

#[test]
fn documents_without_a_heading() {
    check("no-headings", PROSE, &["no heading was found among 1 paragraphs"]);
    check("no-headings", &plan(&[("", PROSE)]), &["no heading was found among 1 paragraphs"]);
    check(
        "no-headings",
        &plan(&[("", PROSE), ("", "见第二章。"), ("", "一是加强领导。")]),
        &["no heading was found among 3 paragraphs"],
    );
    check("no-headings", &plan(&[("第一章 总则", PROSE)]), &[]);
    check("no-headings", &plan(&[("前言", PROSE)]), &[]);
    check("no-headings", &plan(&[("一、总则", PROSE), ("二、任务", PROSE)]), &[]);
    check("no-headings", "", &[]);
}

#[test]
fn advice_is_a_sentence_for_a_reader() {
    let text =
        with_table("到2030年，常住人口城镇化率达到68%。见专栏9。", &ROWS.replace("3. 森林", "5. 森林"));
    let helps: BTreeSet<String> = diagnostics(&text).into_iter().map(|d| d.help).collect();
    assert_eq!(helps.len(), 3);
    assert!(helps.iter().all(|help| help.len() > 40 && help.contains(' ')), "{helps:#?}");
}
