//! Tables of many shapes, from their text to drafts.
//!
//! Each test is a small table as some plan prints it. A row is told as
//! `number·group·name/sub-name·unit·nature·values`, a value as role (b t c d p), year, raw, and `Σ` for a sum, `?` for an
//! estimate.

use gangyao_model::{Nature, Period, Role};
use gangyao_normaliser::normalise;
use gangyao_parser::table::from_lines;
use gangyao_text::{NormRange, Source};

use super::{Context, Draft, indicators};

const PLAN: Period = Period { ordinal: Some(14), start: 2021, end: 2025 };

fn lines(text: &str) -> Vec<NormRange> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            lines.push(NormRange::from_usize(at, at + line.len()));
        }
        at += line.len() + 1;
    }
    lines
}

fn tell(draft: &Draft) -> String {
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    let mut row = format!(
        "{}·{}·{}",
        or_dash(draft.number.map(|n| n.to_string())),
        or_dash(draft.group.clone()),
        draft.name
    );
    if let Some(sub) = &draft.sub_name {
        row.push('/');
        row.push_str(sub);
    }
    row.push_str(&format!(
        "·{}·{}·",
        or_dash(draft.unit.clone()),
        match draft.nature {
            Some(Nature::Expected) => "预",
            Some(Nature::Binding) => "约",
            None => "-",
        }
    ));
    let values: Vec<String> = draft
        .values
        .iter()
        .map(|value| {
            let role = match value.column.role {
                Role::Baseline => 'b',
                Role::Target => 't',
                Role::Change => 'c',
                Role::Completed => 'd',
                Role::Planned => 'p',
            };
            let year = value.column.year.map_or(String::new(), |year| year.to_string());
            let sum = if value.value.cumulative { "Σ" } else { "" };
            let estimate = if value.value.estimated { "?" } else { "" };
            format!("{role}{year}={}{sum}{estimate}", value.value.raw)
        })
        .collect();
    row.push_str(&values.join(" "));
    row
}

fn rows(title: &str, text: &str) -> Option<Vec<String>> {
    let source = Source::plain(text.to_owned());
    let norm = normalise(&source);
    let table = from_lines(&norm, &lines(&norm.text))?;
    let context = Context { period: Some(PLAN), title: Some(title) };
    Some(indicators(&table, &context)?.iter().map(tell).collect())
}

fn check(text: &str, expected: &[&str]) {
    check_titled("主要指标", text, expected);
}

fn check_titled(title: &str, text: &str, expected: &[&str]) {
    let found = rows(title, text).expect("the lines are an indicator table");
    assert_eq!(found, expected, "\n{text}");
}

fn check_none(text: &str) {
    assert_eq!(rows("重点项目", text), None, "\n{text}");
}

#[test]
fn tabs_with_group_rows_and_unit_column() {
    check(
        "指 标\t单位\t2020年\t2025年\t年均增长\t属性\n\
         一、经济发展（2项）\n\
         1.地区生产总值\t亿元\t500\t700\t7%左右\t预期性\n\
         2.常住人口城镇化率\t%\t60\t65\t—\t预期性\n\
         二、绿色生态（1项）\n\
         3.森林覆盖率\t%\t30\t31\t—\t约束性",
        &[
            "1·经济发展·地区生产总值·亿元·预·b2020=500 t2025=700 c=7%左右",
            "2·经济发展·常住人口城镇化率·%·预·b2020=60 t2025=65 c=—",
            "3·绿色生态·森林覆盖率·%·约·b2020=30 t2025=31 c=—",
        ],
    );
}

#[test]
fn tabs_with_a_merged_first_column() {
    check(
        "类别\t序号\t指标名称\t单位\t2020年\t2025年\t年均增长[累计]\t指标属性\n\
         创新驱动\t1\t研发经费投入增长\t%\t8\t\t8左右\t预期性\n\
         \t2\t每万人口高价值发明专利拥有量\t件\t3.2\t5\t\t预期性\n\
         民生福祉\t3\t城镇新增就业\t万人\t1.2\t\t[6]\t预期性\n\
         \t4\t劳动年龄人口平均受教育年限\t年\t10.5\t11\t\t约束性\n\
         注：[ ]内为五年累计数。",
        &[
            "1·创新驱动·研发经费投入增长·%·预·b2020=8 t2025= c=8左右",
            "2·创新驱动·每万人口高价值发明专利拥有量·件·预·b2020=3.2 t2025=5 c=",
            "3·民生福祉·城镇新增就业·万人·预·b2020=1.2 t2025= c=[6]Σ",
            "4·民生福祉·劳动年龄人口平均受教育年限·年·约·b2020=10.5 t2025=11 c=",
        ],
    );
}

#[test]
fn tabs_where_the_merged_cell_is_left_out() {
    check(
        "类别\t序号\t指标\t2020年\t2025年\t属性\n\
         经济发展\t1\t地区生产总值（亿元）\t500\t700\t预期性\n\
         2\t规上工业增加值增速（%）\t6\t7左右\t预期性\n\
         3\t社会消费品零售总额（亿元）\t120\t180\t预期性\n\
         生态文明\t4\t森林覆盖率（%）\t30\t31\t约束性\n\
         5\t地表水优良比例（%）\t90\t完成上级下达任务\t约束性",
        &[
            "1·经济发展·地区生产总值·亿元·预·b2020=500 t2025=700",
            "2·经济发展·规上工业增加值增速·%·预·b2020=6 t2025=7左右",
            "3·经济发展·社会消费品零售总额·亿元·预·b2020=120 t2025=180",
            "4·生态文明·森林覆盖率·%·约·b2020=30 t2025=31",
            "5·生态文明·地表水优良比例·%·约·b2020=90 t2025=完成上级下达任务",
        ],
    );
}

#[test]
fn one_cell_a_line() {
    check(
        "类别\n序号\n指标\n单位\n2020年\n实际\n2025年\n目标\n年均增长\n（%）\n属性\n\
         经济\n发展\n（2项）\n1\n地区生产总值\n亿元\n500\n700\n7左右\n预期性\n2\n全员劳动生产率\n万元/\n人\n10\n14\n>7\n预期性\n\
         民生福祉\n3\n城镇调查失业率\n%\n5.2\n<5.5\n—\n预期性",
        &[
            "1·经济发展·地区生产总值·亿元·预·b2020=500 t2025=700 c=7左右",
            "2·经济发展·全员劳动生产率·万元/人·预·b2020=10 t2025=14 c=>7",
            "3·民生福祉·城镇调查失业率·%·预·b2020=5.2 t2025=<5.5 c=—",
        ],
    );
}

#[test]
fn one_cell_a_line_without_numbers() {
    check(
        "指标名称\n2020年\n2025年\n指标属性\n\
         地区生产总值（亿元）\n500\n700\n预期性\n\
         粮食综合生产能力（万吨）\n45\n≥45\n约束性\n\
         单位地区生产总值能源消耗降低（%）\n—\n完成市下达任务\n约束性",
        &[
            "-·-·地区生产总值·亿元·预·b2020=500 t2025=700",
            "-·-·粮食综合生产能力·万吨·约·b2020=45 t2025=≥45",
            "-·-·单位地区生产总值能源消耗降低·%·约·b2020=— t2025=完成市下达任务",
        ],
    );
}

#[test]
fn one_cell_a_line_with_sub_rows() {
    check(
        "序号\n指标\n2020年\n2025年\n属性\n\
         1\n每千人口拥有医护人员数\n执业（助理）医师数（人）\n2.5\n3.2\n预期性\n注册护士数（人）\n3\n3.8\n预期性\n\
         2\n人均预期寿命（岁）\n77\n78\n预期性",
        &[
            "1·-·每千人口拥有医护人员数/执业（助理）医师数·人·预·b2020=2.5 t2025=3.2",
            "1·-·每千人口拥有医护人员数/注册护士数·人·预·b2020=3 t2025=3.8",
            "2·-·人均预期寿命·岁·预·b2020=77 t2025=78",
        ],
    );
}

#[test]
fn one_cell_a_line_with_the_head_repeated_on_a_page() {
    check(
        "序号\n指标名称\n2020年\n2025年\n属性\n1\n地区生产总值（亿元）\n500\n700\n预期性\n\
         序号\n指标名称\n2020年\n2025年\n属性\n2\n森林覆盖率（%）\n30\n31\n约束性",
        &["1·-·地区生产总值·亿元·预·b2020=500 t2025=700", "2·-·森林覆盖率·%·约·b2020=30 t2025=31"],
    );
}

#[test]
fn wide_spaces_of_a_pdf_dump() {
    check(
        "  序号      指标名称                          2020年    2025年     年均增速     属性\n\
         \x20  1     地区生产总值（亿元）                 500       700        7%       预期性\n\
         \x20  2     一般公共预算收入（亿元）              30        40        6%       预期性\n\
         \x20  3     粮食综合生产能力（万吨）              45       >45         —       约束性",
        &[
            "1·-·地区生产总值·亿元·预·b2020=500 t2025=700 c=7%",
            "2·-·一般公共预算收入·亿元·预·b2020=30 t2025=40 c=6%",
            "3·-·粮食综合生产能力·万吨·约·b2020=45 t2025=>45 c=—",
        ],
    );
}

#[test]
fn wide_spaces_with_names_broken_over_lines() {
    check(
        "  序号      指标名称              2020年    2025年       属性\n\
         \x20        数字经济核心产业增加值\n\
         \x20  1                              5         8         预期性\n\
         \x20        占地区生产总值比重（%）\n\
         \x20  2     森林覆盖率（%）            30        31         约束性\n\
         \x20        战略性新兴产业产值\n\
         \x20  3                             20        25         预期性\n\
         \x20        占比（%）",
        &[
            "1·-·数字经济核心产业增加值占地区生产总值比重·%·预·b2020=5 t2025=8",
            "2·-·森林覆盖率·%·约·b2020=30 t2025=31",
            "3·-·战略性新兴产业产值占比·%·预·b2020=20 t2025=25",
        ],
    );
}

#[test]
fn single_spaces_of_a_pdf_text_layer() {
    check(
        "序号 指标 单位 2020 年 2025 年 年均增长 属性\n\
         1 地区生产总值 亿元 500 700 7 左右 预期性\n\
         2 常住人口城镇化率 % 60 65 — 预期性\n\
         3 单位 GDP 能耗降低 % — — 完成省下达任务 约束性",
        &[
            "1·-·地区生产总值·亿元·预·b2020=500 t2025=700 c=7 左右",
            "2·-·常住人口城镇化率·%·预·b2020=60 t2025=65 c=—",
            "3·-·单位 GDP 能耗降低·%·约·b2020=— t2025=— c=完成省下达任务",
        ],
    );
}

#[test]
fn spanning_heads_with_tabs() {
    check_titled(
        "“十三五”规划主要指标完成情况",
        "序号\t指标\t属性\t“十三五”规划目标\t\t完成情况\t\n\
         \t\t\t2020年\t年均增长\t2020年\t年均增长\n\
         1\t地区生产总值（亿元）\t预期性\t450\t8\t500\t8.5\n\
         2\t森林覆盖率（%）\t约束性\t29\t\t30\t",
        &[
            "1·-·地区生产总值·亿元·预·p2020=450 c=8 d2020=500 c=8.5",
            "2·-·森林覆盖率·%·约·p2020=29 c= d2020=30 c=",
        ],
    );
}

#[test]
fn a_table_that_looks_back() {
    check_titled(
        "“十三五”时期主要指标完成情况",
        "指标\t单位\t规划目标\t实际完成\t属性\n\
         地区生产总值\t亿元\t450\t500\t预期性\n\
         森林覆盖率\t%\t29\t30\t约束性",
        &["-·-·地区生产总值·亿元·预·p2020=450 d2020=500", "-·-·森林覆盖率·%·约·p2020=29 d2020=30"],
    );
}

#[test]
fn a_start_year_that_was_reached_does_not_look_back() {
    check(
        "序号\t指标\t2020年完成\t2025年目标\t属性\n1\t地区生产总值（亿元）\t500\t700\t预期性\n2\t森林覆盖率（%）\t30\t31\t约束性",
        &["1·-·地区生产总值·亿元·预·b2020=500 t2025=700", "2·-·森林覆盖率·%·约·b2020=30 t2025=31"],
    );
}

#[test]
fn heads_without_years() {
    check(
        "序号\t主要指标\t单位\t现状值\t规划期末\t指标性质\n1\t绿化覆盖率\t%\t38\t40\t预期性指标\n2\t万元产值用水量\t立方米\t30\t25\t约束性指标",
        &["1·-·绿化覆盖率·%·预·b2020=38 t2025=40", "2·-·万元产值用水量·立方米·约·b2020=30 t2025=25"],
    );
}

#[test]
fn an_intermediate_year_and_a_far_one() {
    check(
        "指标名称\t2020年\t2022年\t2025年\t2035年\t属性\n地区生产总值（亿元）\t500\t580\t700\t1200\t预期\n森林覆盖率（%）\t30\t30.5\t31\t32\t约束",
        &[
            "-·-·地区生产总值·亿元·预·b2020=500 t2022=580 t2025=700 t2035=1200",
            "-·-·森林覆盖率·%·约·b2020=30 t2022=30.5 t2025=31 t2035=32",
        ],
    );
}

#[test]
fn an_estimated_column_and_a_year_in_a_cell() {
    check(
        "序号\t指标\t2020年（预计）\t2025年目标\n1\t地区生产总值（亿元）\t500\t700\n2\t森林覆盖率（%）\t30（2019年）\t31\n3\t旅游收入（亿元）\t—\t100左右",
        &[
            "1·-·地区生产总值·亿元·-·b2020=500? t2025=700",
            "2·-·森林覆盖率·%·-·b2019=30（2019年） t2025=31",
            "3·-·旅游收入·亿元·-·b2020=— t2025=100左右",
        ],
    );
}

#[test]
fn brackets_of_every_kind_mark_sums() {
    check(
        "序号\t指标\t2025年\t累计\t属性\n1\t新增就业（万人）\t—\t〔6〕\t预期性\n2\t新建学校（所）\t—\t【12】\t预期性\n3\t碳排放下降（%）\t—\t[18]\t约束性\n4\t新增停车位（个）\t—\t［3000］\t预期性",
        &[
            "1·-·新增就业·万人·预·t2025=— c=〔6〕Σ",
            "2·-·新建学校·所·预·t2025=— c=【12】Σ",
            "3·-·碳排放下降·%·约·t2025=— c=[18]Σ",
            "4·-·新增停车位·个·预·t2025=— c=［3000］Σ",
        ],
    );
}

#[test]
fn a_note_may_give_brackets_another_meaning() {
    check(
        "指标\t2020年\t2025年\n发明专利（件）\t[3]\t5\n森林覆盖率（%）\t30\t31\n注：[ ]内为2019年数据。",
        &["-·-·发明专利·件·-·b2020=[3] t2025=5", "-·-·森林覆盖率·%·-·b2020=30 t2025=31"],
    );
}

#[test]
fn bounds_ranges_and_words() {
    check(
        "序号\t指标\t2020年\t2025年\t属性\n1\t研发投入强度（%）\t1.2\t＞2\t预期性\n2\t失业率（%）\t4.3\t4.5-5\t预期性\n3\t贫困发生率\t0\t保持动态清零\t约束性\n4\t优良天数比率（%）\t88\t≥85\t约束性\n5\t居民收入增长（%）\t7\t与经济增长\n基本同步\t预期性\n6\t入园率（%）\t90\t提高1个百分点以上\t预期性",
        &[
            "1·-·研发投入强度·%·预·b2020=1.2 t2025=＞2",
            "2·-·失业率·%·预·b2020=4.3 t2025=4.5-5",
            "3·-·贫困发生率·-·约·b2020=0 t2025=保持动态清零",
            "4·-·优良天数比率·%·约·b2020=88 t2025=≥85",
            "5·-·居民收入增长·%·预·b2020=7 t2025=与经济增长基本同步",
            "6·-·入园率·%·预·b2020=90 t2025=提高1个百分点以上",
        ],
    );
}

#[test]
fn note_marks_leave_the_name_and_carry_the_note() {
    let source = Source::plain(
        "序号\t指标\t2020年\t2025年\t属性\n1\t地区生产总值*（亿元）\t500\t700\t预期性\n2\t森林覆盖率（%）①\t30\t31\t约束性\n注：*按2020年可比价计算。\n①含灌木林。"
            .to_owned(),
    );
    let norm = normalise(&source);
    let table = from_lines(&norm, &lines(&norm.text)).expect("a table");
    let drafts = indicators(&table, &Context::default()).expect("indicators");
    assert_eq!(drafts[0].name, "地区生产总值");
    assert_eq!(drafts[0].notes, ["注：*按2020年可比价计算。"]);
    assert_eq!(drafts[1].name, "森林覆盖率");
    assert_eq!(drafts[1].notes, ["①含灌木林。"]);
}

#[test]
fn natures_told_by_a_mark() {
    check(
        "序号\t指标\t2020年\t2025年\n1\t地区生产总值（亿元）\t500\t700\n2\t森林覆盖率*（%）\t30\t31\n注：带*的为约束性指标。",
        &["1·-·地区生产总值·亿元·-·b2020=500 t2025=700", "2·-·森林覆盖率·%·约·b2020=30 t2025=31"],
    );
}

#[test]
fn groups_that_are_natures() {
    check(
        "序号\t指标\t单位\t2020年\t2025年\n一、预期性指标\n1\t地区生产总值\t亿元\t500\t700\n二、约束性指标\n2\t森林覆盖率\t%\t30\t31",
        &[
            "1·预期性指标·地区生产总值·亿元·预·b2020=500 t2025=700",
            "2·约束性指标·森林覆盖率·%·约·b2020=30 t2025=31",
        ],
    );
}

#[test]
fn a_part_of_the_row_above() {
    check(
        "序号\t指标\t单位\t2020年\t2025年\t属性\n1\t地区生产总值\t亿元\t500\t700\t预期性\n\t其中：第三产业增加值\t亿元\t250\t370\t预期性\n2\t森林覆盖率\t%\t30\t31\t约束性",
        &[
            "1·-·地区生产总值·亿元·预·b2020=500 t2025=700",
            "1·-·地区生产总值/第三产业增加值·亿元·预·b2020=250 t2025=370",
            "2·-·森林覆盖率·%·约·b2020=30 t2025=31",
        ],
    );
}

#[test]
fn a_period_in_the_head_is_a_change() {
    check(
        "指标\t“十三五”年均\t2025年\t“十四五”年均增速（%）\n地区生产总值（亿元）\t8\t700\t7\n社会消费品零售总额（亿元）\t9\t300\t8",
        &["-·-·地区生产总值·亿元·-·c=8 t2025=700 c=7", "-·-·社会消费品零售总额·亿元·-·c=9 t2025=300 c=8"],
    );
}

#[test]
fn a_quoted_plan_names_the_target_year() {
    check(
        "序号\t指标名称\t“十三五”末\t“十四五”目标\t属性\n1\t地区生产总值（亿元）\t500\t700\t预期性\n2\t森林覆盖率（%）\t30\t31\t约束性",
        &["1·-·地区生产总值·亿元·预·b2020=500 t2025=700", "2·-·森林覆盖率·%·约·b2020=30 t2025=31"],
    );
}

#[test]
fn columns_of_responsibility_are_left_alone() {
    check(
        "序号\t指标\t2020年\t2025年\t属性\t责任单位\n1\t地区生产总值（亿元）\t500\t700\t预期性\t发展改革委\n2\t森林覆盖率（%）\t30\t31\t约束性\t林业局、自然资源局",
        &["1·-·地区生产总值·亿元·预·b2020=500 t2025=700", "2·-·森林覆盖率·%·约·b2020=30 t2025=31"],
    );
}

#[test]
fn a_divided_head_printed_as_one_list() {
    check_titled(
        "“十三五”规划主要指标完成情况",
        "序号\n指标\n属性\n规划目标\n完成情况\n2020年\n年均增速\n2020年\n年均增速\n1\n地区生产总值（亿元）\n预期性\n450\n8\n500\n8.5\n2\n森林覆盖率（%）\n约束性\n29\n—\n30\n—",
        &[
            "1·-·地区生产总值·亿元·预·p2020=450 c=8 d2020=500 c=8.5",
            "2·-·森林覆盖率·%·约·p2020=29 c=— d2020=30 c=—",
        ],
    );
}

#[test]
fn an_empty_head_behind_the_names_holds_sub_names() {
    check(
        "序号\t指标\t\t单位\t2020年\t2025年\t属性\n1\t地区生产总值增长\t\t%\t8\t8左右\t预期性\n2\t生产安全事故\t起数下降\t%\t\t[20]\t约束性\n\t\t死亡人数下降\t%\t\t[16]\t\n3\t森林覆盖率\t\t%\t30\t31\t约束性",
        &[
            "1·-·地区生产总值增长·%·预·b2020=8 t2025=8左右",
            "2·-·生产安全事故/起数下降·%·约·b2020= t2025=[20]Σ",
            "2·-·生产安全事故/死亡人数下降·%·约·b2020= t2025=[16]Σ",
            "3·-·森林覆盖率·%·约·b2020=30 t2025=31",
        ],
    );
}

#[test]
fn group_rows_over_a_merged_head() {
    check(
        "类别\t\t序号\t指标\t单位\t2020年\t2025年\t属性\n一、创新驱动（1项）\t\t\t\t\t\t\t\n\t\t1\t研发投入强度\t%\t1.5\t2\t预期性\n二、民生福祉（1项）\t\t\t\t\t\t\t\n\t\t2\t人均预期寿命\t岁\t78\t79\t预期性",
        &[
            "1·创新驱动·研发投入强度·%·预·b2020=1.5 t2025=2",
            "2·民生福祉·人均预期寿命·岁·预·b2020=78 t2025=79",
        ],
    );
}

#[test]
fn one_cell_a_line_with_sub_rows_and_units() {
    check(
        "序号\n指标\n单位\n2020年\n2025年\n属性\n1\n地区生产总值增长\n%\n8\n8左右\n预期性\n2\n生产安全事故\n起数下降\n%\n—\n[20]\n约束性\n死亡人数下降\n%\n—\n[16]\n约束性",
        &[
            "1·-·地区生产总值增长·%·预·b2020=8 t2025=8左右",
            "2·-·生产安全事故/起数下降·%·约·b2020=— t2025=[20]Σ",
            "2·-·生产安全事故/死亡人数下降·%·约·b2020=— t2025=[16]Σ",
        ],
    );
}

#[test]
fn one_cell_a_line_with_group_rows_and_numbered_names() {
    check(
        "指标\n2020年\n2025年\n年均/累计\n属性\n一、经济发展\n1.地区生产总值增长（%）\n5\n—\n5左右\n预期性\n二、创新驱动\n2.研发经费投入增长（%）\n8\n—\n>7、力争高于前五年\n预期性",
        &[
            "1·经济发展·地区生产总值增长·%·预·b2020=5 t2025=— c=5左右",
            "2·创新驱动·研发经费投入增长·%·预·b2020=8 t2025=— c=>7、力争高于前五年",
        ],
    );
}

#[test]
fn wide_spaces_with_a_merged_column() {
    check(
        "  类别        序号   指标名称                   单位      2020年    2025年     属性\n\
         \x20 经济发展     1    地区生产总值               亿元       500      700      预期性\n\
         \x20 （2项）      2    固定资产投资增长            %         —        10       预期性\n\
         \x20              3    研发经费投入强度            %         1.5      2.2      预期性\n\
         \x20 创新驱动     4    高新技术企业数              家         60       120      预期性\n\
         \x20 （3项）      5    发明专利                    件         20       30       预期性",
        &[
            "1·经济发展·地区生产总值·亿元·预·b2020=500 t2025=700",
            "2·经济发展·固定资产投资增长·%·预·b2020=— t2025=10",
            "3·创新驱动·研发经费投入强度·%·预·b2020=1.5 t2025=2.2",
            "4·创新驱动·高新技术企业数·家·预·b2020=60 t2025=120",
            "5·创新驱动·发明专利·件·预·b2020=20 t2025=30",
        ],
    );
}

#[test]
fn markdown_tables() {
    check(
        "| 序号 | 指标 | 单位 | 2020年 | 2025年 | 属性 |\n| --- | --- | --- | --- | --- | --- |\n| 1 | 地区生产总值 | 亿元 | 500 | 700 | 预期性 |\n| 2 | 森林覆盖率 | % | 30 | 31 | 约束性 |",
        &["1·-·地区生产总值·亿元·预·b2020=500 t2025=700", "2·-·森林覆盖率·%·约·b2020=30 t2025=31"],
    );
}

#[test]
fn a_table_ends_where_prose_begins() {
    let text = "序号\t指标\t2020年\t2025年\n1\t地区生产总值（亿元）\t500\t700\n2\t森林覆盖率（%）\t30\t31\n注：1.按现价计算；\n2.含灌木林。\n以上指标由各部门分解落实。";
    let source = Source::plain(text.to_owned());
    let norm = normalise(&source);
    let table = from_lines(&norm, &lines(&norm.text)).expect("a table");
    assert_eq!(table.notes.len(), 2);
    let end = table.at.last().expect("a place").end as usize;
    assert_eq!(norm.text[end..].trim(), "以上指标由各部门分解落实。");
}

#[test]
fn project_tables_are_no_indicators() {
    check_none(
        "序号\t项目名称\t建设内容\t总投资（亿元）\t建设年限\n1\t环城路\t改建20公里\t12\t2021-2023\n2\t水库\t除险加固\t3\t2022-2025",
    );
    check_none("类型    项目名称\n航空    机场三期工程\n公路    东环高速、西环高速");
}

#[test]
fn prose_is_no_table() {
    check_none(
        "经济实力不断增强。地区生产总值达到500亿元，年均增长8%。\n人民生活持续改善。居民收入年均增长9%。\n生态环境明显好转。",
    );
    check_none(
        "    到2025年，全市经济总量迈上新台阶，产业结构更加优化。\n    到2035年，基本实现社会主义现代化。",
    );
    check_none("");
}

#[test]
fn hostile_tables_do_no_harm() {
    for text in [
        "指标\t2025年\n\t\t\t\n\t\n",
        "指标\t2025年\n1\t2\t3\t4\t5\t6\t7\n8\n",
        "序号\n指标\n2025年\n属性\n1\n1\n1\n1\n1\n",
        "指标    单位    2025年\n        \n    x\n",
        "类别\n序号\n指标\n单位\n2020年\n2025年\n属性",
        "指标\t\u{FEFF}2025年\n（\t（（（\n）\t】】\n",
    ] {
        let _ = rows("", text);
    }
}
