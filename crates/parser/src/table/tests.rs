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

#[test]
fn cells_with_one_space_between_them() {
    check(
        "类别 序号 指标 单位 2020年 2025年 年均增长 属性\n经济发展 1 地区生产总值 亿元 95.4 140 7% 预期性\n2 固定资产投资 亿元 — — 10% 预期性\n3 常住人口城镇化率 % 52.3 58 [5.7] 预期性\n资源环境 4 森林覆盖率 % 78.6 ≥78.6 — 约束性",
        &[
            "类别|序号|指标|单位|2020年|2025年|年均增长|属性",
            "经济发展|1|地区生产总值|亿元|95.4|140|7%|预期性",
            "2|固定资产投资|亿元|—|—|10%|预期性",
            "3|常住人口城镇化率|%|52.3|58|[5.7]|预期性",
            "资源环境|4|森林覆盖率|%|78.6|≥78.6|—|约束性",
        ],
    );
    check(
        "指标 2025年目标值\n1.养老服务床位总量 达到900万张以上\n2.老年人月探访率 达到100%\n3.相关专业招生规模 明显增长\n4.老年大学覆盖面 每个县至少1所",
        &[
            "指标|2025年目标值",
            "1.养老服务床位总量|达到900万张以上",
            "2.老年人月探访率|达到100%",
            "3.相关专业招生规模|明显增长",
            "4.老年大学覆盖面|每个县至少1所",
        ],
    );
    check(
        "序号 项目名称 建设内容 建设年限 总投资（万元）\n一 基础设施（2个）\n1 石泉至宁陕高速公路 新建高速公路52公里 2021-2025 780000\n2 月河补水工程 新建引水隧洞18公里 2022-2026 156000\n二 产业发展（1个）\n3 蚕桑产业园 建设标准化桑园5万亩、缫丝生产线2条 2021-2024 36000",
        &[
            "序号|项目名称|建设内容|建设年限|总投资（万元）",
            "一|基础设施（2个）",
            "1|石泉至宁陕高速公路|新建高速公路52公里|2021-2025|780000",
            "2|月河补水工程|新建引水隧洞18公里|2022-2026|156000",
            "二|产业发展（1个）",
            "3|蚕桑产业园|建设标准化桑园5万亩、缫丝生产线2条|2021-2024|36000",
        ],
    );
}

#[test]
fn numbers_with_one_space_before_their_names() {
    check(
        "序号  指标名称  单位  2025年  2030年  属性\n1 地区生产总值\n  亿元  100  150  预期性\n2 战略性新兴产业增加值占地区生产总值比重\n  %  12  18  预期性\n3 森林覆盖率\n  %  30  31  约束性",
        &[
            "序号|指标名称|单位|2025年|2030年|属性",
            "1|地区生产总值|亿元|100|150|预期性",
            "2|战略性新兴产业增加值占地区生产总值比重|%|12|18|预期性",
            "3|森林覆盖率|%|30|31|约束性",
        ],
    );
    check(
        "类别    序号  指标名称    2025年  2030年\n经济发展    1 地区生产总值（亿元）    100  150\n    2 城镇化率（%）    60  65\n民生福祉    3 失业率（%）    4  5",
        &[
            "类别|序号|指标名称|2025年|2030年",
            "经济发展|1|地区生产总值（亿元）|100|150",
            "2|城镇化率（%）|60|65",
            "民生福祉|3|失业率（%）|4|5",
        ],
    );
}
