//! Hand edits of a plan, and what `diff` says of each: the edit and nothing more.

#![allow(clippy::unwrap_used, reason = "helpers of tests panic where something is wrong")]

use gangyao::{Format, Options, convert};
use gangyao_diff::{Change, Comparison, compare};
use serde_json::Value;

const PLAN: &str = include_str!("../data/plan-to-edit.txt");

/// The whole-document file of a text.
fn records(text: &str) -> Value {
    let output = convert(text.as_bytes(), "plan.txt", &Options::default()).unwrap();
    let mut out = Vec::new();
    Format::Json.write(&output.conversion, &output.source_text, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

/// The plan with texts replaced, each of which it holds once.
fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(PLAN.to_owned(), |text, (from, to)| {
        assert_eq!(text.matches(from).count(), 1, "“{from}” stands once in the plan");
        text.replacen(from, to, 1)
    })
}

fn changed(old: &str, new: &str) -> Comparison {
    compare(&records(old), &records(new)).unwrap()
}

/// The change in one line with all its fields.
fn line(change: &Change) -> String {
    let more = change.fields.iter().skip(1).map(|field| format!("; {}", field.line()));
    change.headline() + &more.collect::<String>()
}

/// Compares the plan with an edited copy, both ways round nothing else may differ: the changes that stand for themselves,
/// and how many follow from them.
fn check(edits: &[(&str, &str)], expected: &[&str], following: usize) {
    let comparison = changed(PLAN, &edited(edits));
    let own: Vec<String> = comparison.own().map(|(_, change)| line(change)).collect();
    let followers: Vec<String> =
        comparison.changes.iter().filter(|c| c.follows.is_some()).map(line).collect();
    assert_eq!(
        (own, followers.len()),
        (expected.iter().map(|&e| e.to_owned()).collect(), following),
        "{followers:#?}"
    );
    let back = changed(&edited(edits), PLAN);
    assert_eq!(back.own().count(), expected.len(), "the way back: {:#?}", back.changes);
}

#[test]
fn values_of_indicators() {
    check(&[("39.85", "40.2")], &["changed indicator 森林覆盖率, target 2030: 39.85 → 40.2"], 0);
    check(&[("39.2\t", "39.5\t")], &["changed indicator 森林覆盖率, baseline 2025: 39.2 → 39.5"], 1);
    check(&[("≥77.8", ">77.8")], &["changed indicator 常住人口城镇化率, target 2030: ≥77.8 → >77.8"], 0);
    check(
        &[("85.7以上", "85.7")],
        &["changed indicator 单位地区生产总值二氧化碳排放降低, target 2030: 85.7以上 → 85.7"],
        0,
    );
    check(&[("5.5左右", "5.5")], &["changed indicator 地区生产总值增长, change: 5.5左右 → 5.5"], 0);
    check(
        &[("完成上级下达任务", "75.5")],
        &["changed indicator 地表水优良水体比例, target 2030: 完成上级下达任务 → 75.5"],
        0,
    );
}

#[test]
fn indicators() {
    check(
        &[("2.全员劳动生产率（万元/人）", "2.全员劳动生产率（元/人）")],
        &["changed indicator 全员劳动生产率, unit: 万元/人 → 元/人"],
        0,
    );
    check(
        &[("59.3\t—\t预期性", "59.3\t—\t约束性")],
        &["changed indicator 全员劳动生产率, nature: expected → binding"],
        0,
    );
    check(
        &[("森林覆盖率（%）", "全区森林覆盖率（%）")],
        &["renamed indicator: 森林覆盖率 → 全区森林覆盖率"],
        0,
    );
    check(
        &[(
            "6.地表水优良水体比例（%）\t74.3\t完成上级下达任务\t—\t约束性\n",
            "6.地表水优良水体比例（%）\t74.3\t完成上级下达任务\t—\t约束性\n7.人均预期寿命（岁）\t79.1\t81.2\t—\t预期性\n",
        )],
        &["added indicator 人均预期寿命"],
        0,
    );
    check(
        &[("6.地表水优良水体比例（%）\t74.3\t完成上级下达任务\t—\t约束性\n", "")],
        &["removed indicator 地表水优良水体比例"],
        0,
    );
    check(
        &[
            ("1.地区生产总值增长（%）\t5.7\t—\t5.5左右\t预期性\n", ""),
            (
                "3.常住人口城镇化率（%）\t70.1\t≥77.8\t—\t预期性\n",
                "3.常住人口城镇化率（%）\t70.1\t≥77.8\t—\t预期性\n1.地区生产总值增长（%）\t5.7\t—\t5.5左右\t预期性\n",
            ),
        ],
        &["moved indicator 地区生产总值增长"],
        2,
    );
}

#[test]
fn tables() {
    check(
        &[("► 绿色低碳", "► 绿色生态")],
        &["changed table in 专栏1 “十五五”时期主要指标, row ► 绿色低碳: ► 绿色低碳 → ► 绿色生态"],
        3,
    );
    check(
        &[("注：〔〕内为五年累计数。", "注：〔〕内为五年累计数，下同。")],
        &[
            "changed table in 专栏1 “十五五”时期主要指标, note: 注：〔〕内为五年累计数。 → 注：〔〕内为五年累计数，下同。",
        ],
        0,
    );
    check(
        &[("指标\t2025年\t2030年\t", "指标\t2025年\t2035年\t")],
        &["changed table in 专栏1 “十五五”时期主要指标, column: 2030年 → 2035年"],
        6,
    );
}

#[test]
fn headings() {
    check(
        &[("第一节 做强先进制造业\n\n", "第一节 做大先进制造业\n\n")],
        &["renamed section: 第一节 做强先进制造业 → 第一节 做大先进制造业"],
        1,
    );
    check(
        &[
            ("第一节 做强先进制造业\n\n", "第一节 做大先进制造业\n\n"),
            ("第一节 做强先进制造业\t", "第一节 做大先进制造业\t"),
        ],
        &["renamed section: 第一节 做强先进制造业 → 第一节 做大先进制造业"],
        1,
    );
    check(
        &[("第三章 保障措施\n\n", "第三章 组织实施\n\n"), ("第三章 保障措施\t", "第三章 组织实施\t")],
        &["renamed chapter: 第三章 保障措施 → 第三章 组织实施"],
        1,
    );
    check(
        &[
            ("第三节 培育未来产业\n\n", "第四节 培育未来产业\n\n"),
            ("第三节 培育未来产业\t", "第四节 培育未来产业\t"),
        ],
        &["changed section 第三节 培育未来产业, label: 第三节 → 第四节"],
        2,
    );
}

#[test]
fn sections() {
    check(
        &[
            (
                "第三节 培育未来产业\n\n前瞻布局人工智能、低空经济等未来产业，推动数字孪生技术应用，建设零碳园区。\n\n",
                "",
            ),
            ("第三节 培育未来产业\t5\n", ""),
            (
                "第一节 发展成就\n\n",
                "第三节 培育未来产业\n\n前瞻布局人工智能、低空经济等未来产业，推动数字孪生技术应用，建设零碳园区。\n\n第一节 发展成就\n\n",
            ),
            ("第一节 发展成就\t1\n", "第三节 培育未来产业\t5\n第一节 发展成就\t1\n"),
        ],
        &["moved section 第三节 培育未来产业"],
        3,
    );
    check(
        &[
            (
                "第三节 培育未来产业\n\n前瞻布局人工智能、低空经济等未来产业，推动数字孪生技术应用，建设零碳园区。\n\n",
                "",
            ),
            ("第三节 培育未来产业\t5\n", ""),
        ],
        &["removed section 第三节 培育未来产业"],
        4,
    );
    check(
        &[
            (
                "第三章 保障措施\n\n",
                "第四节 壮大文旅产业\n\n打造文旅融合示范带，推出一批精品旅游线路。2030年，接待游客达到1600万人次。\n\n第三章 保障措施\n\n",
            ),
            ("第三章 保障措施\t6\n", "第四节 壮大文旅产业\t5\n第三章 保障措施\t6\n"),
        ],
        &["added section 第四节 壮大文旅产业"],
        3,
    );
}

#[test]
fn paragraphs() {
    check(
        &[(
            "支持龙头企业与院校联合攻关",
            "优化园区空间布局，完善标准厂房和公共服务配套，降低企业综合成本。\n\n支持龙头企业与院校联合攻关",
        )],
        &["added paragraph “优化园区空间布局，完善标准厂房和公共服务配套，降…”"],
        0,
    );
    check(
        &[("支持龙头企业与院校联合攻关，突破一批关键核心技术，提升产业链韧性和安全水平。\n\n", "")],
        &["removed paragraph “支持龙头企业与院校联合攻关，突破一批关键核心技术…”"],
        0,
    );
    check(
        &[("培育一批专精特新企业", "培育50户专精特新企业")],
        &[
            "changed paragraph “实施制造业强区战略，推动传统产业高端化、智能化、…”, text: …化、绿色化转型，培育[一批 → 50户]专精特新企业。",
        ],
        1,
    );
    check(
        &[
            ("完善监测评估制度，定期向区人民代表大会常务委员会报告规划实施情况，接受社会监督。\n\n", ""),
            (
                "支持龙头企业与院校联合攻关",
                "完善监测评估制度，定期向区人民代表大会常务委员会报告规划实施情况，接受社会监督。\n\n支持龙头企业与院校联合攻关",
            ),
        ],
        &["moved paragraph “完善监测评估制度，定期向区人民代表大会常务委员会…”"],
        0,
    );
    check(
        &[(
            "加强党的全面领导，健全规划实施机制，凝聚全社会共同推动规划实施的合力。\n\n完善监测评估制度，定期向区人民代表大会常务委员会报告规划实施情况，接受社会监督。\n",
            "完善监测评估制度，定期向区人民代表大会常务委员会报告规划实施情况，接受社会监督。\n\n加强党的全面领导，健全规划实施机制，凝聚全社会共同推动规划实施的合力。\n",
        )],
        &["moved paragraph “完善监测评估制度，定期向区人民代表大会常务委员会…”"],
        0,
    );
    check(
        &[("32.7万人。创新能力", "32.7万人。\n\n创新能力")],
        &[
            "changed paragraph “综合实力明显增强。2025年，地区生产总值达到8…”, text: …口达到32.7万人。[创新能力稳步提升，公共服务更加均衡。 → ]",
            "added paragraph “创新能力稳步提升，公共服务更加均衡。”",
        ],
        0,
    );
}

#[test]
fn quantities() {
    check(
        &[("1000亿元", "1050亿元")],
        &[
            "changed paragraph “到2030年，地区生产总值突破1000亿元，高新…”, text: …年，地区生产总值突破[1000 → 1050]亿元，高新技术企业达…",
        ],
        1,
    );
    check(
        &[("到2030年，社会消费品零售总额", "到2028年，社会消费品零售总额")],
        &[
            "changed paragraph “加快发展首店经济，打造特色消费街区，建设区域消费…”, text: …建设区域消费中心。到[2030 → 2028]年，社会消费品零售总…",
        ],
        1,
    );
    check(
        &[("突破1000亿元", "达到1000亿元")],
        &[
            "changed paragraph “到2030年，地区生产总值突破1000亿元，高新…”, text: …30年，地区生产总值[突破1000 → 达到1000]亿元，高新技术企业达…",
        ],
        1,
    );
    check(
        &[("力争数字经济", "确保数字经济")],
        &[
            "changed paragraph “到2030年，地区生产总值突破1000亿元，高新…”, text: …术企业达到120家。[力争 → 确保]数字经济核心产业增加…",
        ],
        1,
    );
    check(
        &[("高新技术企业达到120家", "规上工业企业达到120家")],
        &[
            "changed paragraph “到2030年，地区生产总值突破1000亿元，高新…”, text: …值突破1000亿元，[高新技术 → 规上工业]企业达到120家。力…",
        ],
        1,
    );
    check(
        &[("，常住人口达到32.7万人", "")],
        &[
            "changed paragraph “综合实力明显增强。2025年，地区生产总值达到8…”, text: …值达到801.5亿元[，常住人口达到32.7万人 → ]。创新能力稳步提升，…",
        ],
        1,
    );
}

#[test]
fn projects() {
    check(
        &[("2. 产业升级工程", "2. 产业链提升工程")],
        &["renamed project: 产业升级工程 → 产业链提升工程"],
        0,
    );
    check(
        &[("3. 绿色转型工程", "3. 品质提升工程：实施文化广场、城市书房等项目。\n4. 绿色转型工程")],
        &["added project 品质提升工程", "changed project 绿色转型工程, number: 3 → 4"],
        0,
    );
    check(
        &[("3. 绿色转型工程：实施北山光伏电站、南河污水处理厂等项目，完善分级分类管理办法。\n", "")],
        &["removed project 绿色转型工程"],
        0,
    );
    check(
        &[("完善分级分类管理办法", "完善分类分级管理制度")],
        &[
            "changed project 绿色转型工程, description: …处理厂等项目，完善分[级分类管理办法 → 类分级管理制度]。",
        ],
        0,
    );
    check(
        &[(
            "1. 数字赋能工程：实施石门湿地公园、清源职业学校、新安客运枢纽等项目，落实放管服改革要求。\n2. 产业升级工程：实施东湖物流园、清源天然气管网、平川体育中心等项目，推动各类要素向重点领域集聚。\n",
            "1. 产业升级工程：实施东湖物流园、清源天然气管网、平川体育中心等项目，推动各类要素向重点领域集聚。\n2. 数字赋能工程：实施石门湿地公园、清源职业学校、新安客运枢纽等项目，落实放管服改革要求。\n",
        )],
        &[
            "moved project 产业升级工程",
            "changed project 产业升级工程, number: 2 → 1",
            "changed project 数字赋能工程, number: 1 → 2",
        ],
        0,
    );
}

#[test]
fn components() {
    check(
        &[("东湖物流园、", "东湖物流园、西山储能电站、")],
        &[
            "changed project 产业升级工程, component: none → 西山储能电站; description: 实施东湖物流园、[ → 西山储能电站、]清源天然气管网、平川…",
        ],
        0,
    );
    check(
        &[("、新安客运枢纽等项目", "等项目")],
        &[
            "changed project 数字赋能工程, component: 新安客运枢纽 → none; description: …地公园、清源职业学校[、新安客运枢纽 → ]等项目，落实放管服改…",
        ],
        0,
    );
    check(
        &[("平川体育中心", "平川全民健身中心")],
        &[
            "changed project 产业升级工程, component: 平川体育中心 → 平川全民健身中心; description: …清源天然气管网、平川[体育 → 全民健身]中心等项目，推动各类…",
        ],
        0,
    );
}

#[test]
fn boxes() {
    check(
        &[
            ("专栏2 产业升级重点工程\n1", "专栏2 产业转型重点工程\n1"),
            ("专栏2 产业升级重点工程\t", "专栏2 产业转型重点工程\t"),
        ],
        &["renamed box: 专栏2 产业升级重点工程 → 专栏2 产业转型重点工程"],
        1,
    );
    check(
        &[
            (
                "专栏2 产业升级重点工程\n1. 数字赋能工程：实施石门湿地公园、清源职业学校、新安客运枢纽等项目，落实放管服改革要求。\n2. 产业升级工程：实施东湖物流园、清源天然气管网、平川体育中心等项目，推动各类要素向重点领域集聚。\n3. 绿色转型工程：实施北山光伏电站、南河污水处理厂等项目，完善分级分类管理办法。\n\n",
                "",
            ),
            ("专栏2 产业升级重点工程\t4\n", ""),
        ],
        &["removed box 专栏2 产业升级重点工程"],
        4,
    );
}

#[test]
fn terms() {
    check(
        &[("形成的一种经济形态", "形成的新型经济形态")],
        &["changed term 首店经济, definition: …首次开设门店，形成的[一种 → 新型]经济形态。"],
        0,
    );
    check(
        &[("3. 零碳园区：", "3. 低空经济：以低空空域为依托的综合性经济形态。\n\n4. 零碳园区：")],
        &["added term 低空经济", "changed term 零碳园区, number: 3 → 4"],
        0,
    );
    check(
        &[("2. 数字孪生：充分利用物理模型、传感器更新、运行历史等数据，完成映射的仿真过程。\n\n", "")],
        &["removed term 数字孪生"],
        1,
    );
}

#[test]
fn the_document() {
    check(
        &[("2026年3月", "2026年4月")],
        &["changed document 云台区国民经济和社会发展第十五个五年规划纲要, issued: 2026-03 → 2026-04"],
        1,
    );
    check(
        &[("云台区国民经济", "连云港市云台区国民经济")],
        &[
            "renamed document: 云台区国民经济和社会发展第十五个五年规划纲要 → 连云港市云台区国民经济和社会发展第十五个五年规划纲要",
        ],
        1,
    );
    check(
        &[("第十五个五年规划纲要\n", "第十六个五年规划纲要\n")],
        &[
            "renamed document: 云台区国民经济和社会发展第十五个五年规划纲要 → 云台区国民经济和社会发展第十六个五年规划纲要",
        ],
        6,
    );
    check(
        &[("第三章 保障措施\t6", "第三章 保障措施\t8")],
        &["changed toc entry 第三章 保障措施, page_label: 6 → 8"],
        0,
    );
}

#[test]
fn white_space_is_no_change() {
    check(&[("第二节 发展现代服务业\n\n", "第二节　发展现代服务业\n\n\n")], &[], 0);
    check(&[("\n\n完善监测评估制度", "\n\n　　完善监测评估制度")], &[], 0);
}

#[test]
fn edits_far_apart_are_told_one_by_one() {
    check(
        &[
            ("39.85", "40.2"),
            ("平川体育中心", "平川全民健身中心"),
            ("形成的一种经济形态", "形成的新型经济形态"),
        ],
        &[
            "changed indicator 森林覆盖率, target 2030: 39.85 → 40.2",
            "changed project 产业升级工程, component: 平川体育中心 → 平川全民健身中心; description: …清源天然气管网、平川[体育 → 全民健身]中心等项目，推动各类…",
            "changed term 首店经济, definition: …首次开设门店，形成的[一种 → 新型]经济形态。",
        ],
        0,
    );
}

/// What another version of the program reads out of the same words.
#[test]
fn two_versions_of_the_program() {
    let old = records(PLAN);
    let mut new = old.clone();
    let records = new["records"].as_array_mut().unwrap();
    let found = |record: &&mut Value| record["type"] == "indicator" && record["name"] == "森林覆盖率";
    let indicator = records.iter_mut().find(found).unwrap();
    indicator["values"][1]["value"]["number"] = 3985.into();
    indicator["concept"] = Value::Null;
    for record in records.iter_mut() {
        record["evidence"] = serde_json::json!([{"start": 1, "end": 2, "page": 3}]);
        record["seq"] = 7.into();
    }
    let comparison = compare(&old, &new).unwrap();
    assert_eq!(
        comparison.own().map(|(_, change)| line(change)).collect::<Vec<_>>(),
        ["changed indicator 森林覆盖率, concept: forest-cover → none; target 2030 number: 39.85 → 3985"]
    );
}

/// A plan and the next one of the same place: nothing keeps its id, indicators meet by their concept, headings by theirs.
#[test]
fn a_plan_and_its_successor() {
    let old = PLAN
        .replace("第十五个五年规划", "第十四个五年规划")
        .replace("“十五五”", "“十四五”")
        .replace("2025年", "2020年")
        .replace("2030年", "2025年")
        .replace("39.2\t39.85", "38.1\t39.2")
        .replace("单位地区生产总值二氧化碳排放降低", "万元GDP二氧化碳排放量下降");
    let comparison = changed(&old, PLAN);
    let lines: Vec<String> = comparison.changes.iter().map(line).collect();
    let indicators: Vec<&String> = lines.iter().filter(|line| line.contains("indicator")).collect();
    assert!(
        indicators.iter().all(|line| !line.starts_with("added") && !line.starts_with("removed")),
        "{indicators:#?}"
    );
    let told = |said: &str| assert!(lines.iter().any(|line| line == said), "{indicators:#?}");
    told("changed indicator 森林覆盖率, baseline 2020→2025: 38.1 → 39.2; target 2025→2030: 39.2 → 39.85");
    told("renamed indicator: 万元GDP二氧化碳排放量下降 → 单位地区生产总值二氧化碳排放降低");
    let headings =
        ["part", "chapter", "section"].iter().filter(|name| comparison.summary.contains_key(**name));
    assert_eq!(headings.count(), 0, "{lines:#?}");
}
