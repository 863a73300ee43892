//! The grammar of components as a whole: one phenomenon a test, each with texts made for it.

use super::components;

fn found(text: &str) -> Vec<&str> {
    components(text, "某某工程").into_iter().map(|range| &text[range]).collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(found(text), expected, "{text}");
}

#[test]
fn an_enumeration_closed_as_projects() {
    check(
        "实施数据产业园、标注中心、低空测试及改装等重点项目，提升能级。",
        &["数据产业园", "标注中心", "低空测试及改装"],
    );
    check("推进储备库、粮油保障基地等项目建设。", &["储备库", "粮油保障基地"]);
    check("建成东江闸、西江堤（二期）等一批重大水利工程。", &["东江闸", "西江堤（二期）"]);
    check("重点建设科创中心等项目。", &["科创中心"]);
}

#[test]
fn shared_tails_are_left_off() {
    check("实施东山500千伏、西山220千伏等输变电工程。", &["东山500千伏", "西山220千伏"]);
    check("实施甲商城、乙广场等升级改造工程。", &["甲商城", "乙广场"]);
    check("推进老旧小区、老旧电梯、老旧街区更新改造项目。", &["老旧小区", "老旧电梯", "老旧街区"]);
    check("实施东山中学食堂、西山中学体育馆项目建设。", &["东山中学食堂", "西山中学体育馆"]);
    check(
        "实施老旧住宅、公共建筑供热系统、围护结构节能提升工程。",
        &["老旧住宅、公共建筑供热系统、围护结构节能提升工程"],
    );
}

#[test]
fn the_tail_names_the_kind_of_places() {
    check("建设朔州、嘉兴、瑞金等支线机场。", &["朔州", "嘉兴", "瑞金"]);
    check("建设玉溪至磨憨、大理至瑞丽等铁路。", &["玉溪至磨憨", "大理至瑞丽"]);
    check("实施广州、深圳等枢纽机场和杭州、南宁等区域机场改扩建工程。", &["广州", "深圳", "杭州", "南宁"]);
    check("建设风电、光伏等清洁能源基地。", &[]);
}

#[test]
fn single_works() {
    check("推进草业技术创新中心建设，夯实基础。", &["草业技术创新中心"]);
    check("加快青河抽水蓄能电站建设。", &["青河抽水蓄能电站"]);
    check("打造公安重点实验室。", &["公安重点实验室"]);
    check("实施智慧消防指挥中心建设。", &["智慧消防指挥中心建设"]);
    check("建成滨江路隧道，续建解放路辅道工程。", &["滨江路隧道", "解放路辅道工程"]);
    check("推动市疾控中心建设省区域公共卫生实验室。", &["省区域公共卫生实验室"]);
    check("开工并力争建成南苑机场四期（三跑道）项目。", &["南苑机场四期（三跑道）项目"]);
}

#[test]
fn works_on_pipes_and_roads() {
    check("实施污水管网更新和雨污分流改造。", &["污水管网更新", "雨污分流改造"]);
    check("开展道路管网建设、再生水管网建设，实现利用。", &["道路管网建设", "再生水管网建设"]);
    check("推进学院西路西延，谋划临江路东延等重大项目。", &["学院西路西延", "临江路东延"]);
    check("推进农村公路提升改造。", &[]);
}

#[test]
fn early_stages() {
    check(
        "推进明溪作业区前期工作，谋划储备临江作业区、钱江作业区等。",
        &["明溪作业区", "临江作业区", "钱江作业区"],
    );
    check("谋划地铁五期建设规划并开工建设。", &["地铁五期建设规划"]);
    check("加快三河古镇水利枢纽、上石水库等前期论证。", &["三河古镇水利枢纽", "上石水库"]);
}

#[test]
fn measures_are_no_projects() {
    for text in [
        "完善供热、供电、供气等配套设施，改善人居环境。",
        "加强大气污染防治，推进水环境治理。",
        "推进产业升级、民生改善。",
        "推进交通、能源、水利等重大项目建设。",
        "推动传统产业改造升级。",
        "支持民营企业参与重大项目建设。",
        "健全监测预警机制，优化站点布局。",
        "打造“如你所想”模式，形成示范效应。",
        "打造政策直达、集成速办等“为企办实事”项目。",
    ] {
        check(text, &[]);
    }
}

#[test]
fn classes_and_counts_are_no_projects() {
    for text in [
        "建设一批智慧社区、口袋公园。",
        "稳步推进省级研究型医院建设。",
        "建设现代农事服务中心50个。",
        "新改扩建公办中小学校100所。",
        "推进高星级绿色建筑、近零能耗建筑等绿色低碳建筑建设。",
        "计划改造城中村项目126个。",
        "推进智慧医院建设。",
        "布局一批前沿科学中心和基础科学中心。",
        "探索开展施工场地近零排放示范项目。",
    ] {
        check(text, &[]);
    }
}

#[test]
fn statuses_and_events_are_no_projects() {
    for text in [
        "推动甲度假区创建国家级旅游度假区。",
        "支持甲医院争创国家医学中心。",
        "举办马拉松、龙舟赛等品牌赛事。",
        "打造全国重要的物流枢纽。",
        "打造具有影响力的创新中心。",
    ] {
        check(text, &[]);
    }
}

#[test]
fn brackets_and_quotes_belong_to_names() {
    check(
        "实施社区（镇、村）卫生服务中心（站）提升建设工程。",
        &["社区（镇、村）卫生服务中心（站）提升建设工程"],
    );
    check("建设“水、陆、空”防控体系、“慧安防”等项目。", &["“水、陆、空”防控体系", "慧安防"]);
    check("系统打造“湖畔演艺街区”。", &["湖畔演艺街区"]);
}

#[test]
fn conjunctions() {
    check("推进南江体育馆及北江体育馆建设。", &["南江体育馆", "北江体育馆"]);
    check("实施风险模型及分析中心、乙平台等项目。", &["风险模型及分析中心", "乙平台"]);
    check("加快建设萧江站枢纽及接线工程。", &["萧江站枢纽及接线工程"]);
    check("推进校园维修、校舍加固以及设备提升等一批项目。", &["校园维修", "校舍加固", "设备提升"]);
}

#[test]
fn an_enumeration_may_change_its_verb() {
    check("推动甲城申报零碳园区、实施城市防护林工程及南岸公园工程。", &["城市防护林工程", "南岸公园工程"]);
    check("建成宁河线、续建河扬线等铁路项目。", &["宁河线", "河扬线"]);
}

#[test]
fn lists_without_verbs() {
    check(
        "126省道配套工程（区界至绕城段），上江路（二期）工程，滨江大道，梅岭路二期。",
        &["126省道配套工程（区界至绕城段）", "上江路（二期）工程", "滨江大道", "梅岭路二期"],
    );
    check("东江至西江段航道整治工程、南江航道整治工程", &["东江至西江段航道整治工程", "南江航道整治工程"]);
    check("目标值：5%，基准值：3%。", &[]);
    check("教育、医疗、养老。", &[]);
}

#[test]
fn listed_after_an_umbrella() {
    check(
        "重点推进航道提级工程，含南江航道整治工程（东段）、北江船闸工程等项目。",
        &["航道提级工程", "南江航道整治工程（东段）", "北江船闸工程"],
    );
    check("重点项目：建设南江大桥；（1）改造解放路、人民路等道路。", &["南江大桥", "解放路", "人民路"]);
}

#[test]
fn sentences_that_are_names() {
    check("东江大桥；西江隧道；南岸医院二期。", &["东江大桥", "西江隧道", "南岸医院二期"]);
    check(
        "续建项目：东江大桥、西江隧道。新建项目：北岸学校、体育公园。",
        &["东江大桥", "西江隧道", "北岸学校", "体育公园"],
    );
    check("（1）东江大桥。总投资5亿元，全长3公里。（2）西江隧道。全长2公里。", &["东江大桥", "西江隧道"]);
    check("滨江大道。", &[]);
}

#[test]
fn figures_in_brackets_are_no_part_of_a_name() {
    check(
        "实施东江大桥（总投资5亿元，2026—2028年）、西江堤（二期）等项目。",
        &["东江大桥", "西江堤（二期）"],
    );
    check("新建滨江路、学府路、迎宾大道等城市道路20条。", &["滨江路", "学府路", "迎宾大道"]);
}

#[test]
fn what_only_repeats_the_item_is_none() {
    let text = "打造监管平台，建设南江大桥。";
    let names: Vec<_> = components(text, "南江大桥建设工程").into_iter().map(|range| &text[range]).collect();
    assert!(names.is_empty());
}

#[test]
fn odd_input() {
    for text in [
        "",
        "。",
        "、、、",
        "等",
        "等等等项目",
        "实施",
        "实施。",
        "建设、",
        "（（（",
        "”“",
        "推进和项目",
        "为重点的项目",
    ] {
        let _ = found(text);
    }
}

/// A name cut between a blank and its bracket is no prefix of itself: once a slice inside 心.
#[test]
fn a_bracket_after_a_blank_is_no_place_to_cut() {
    assert!(
        super::components("与以及开工 （中心等", "")
            .iter()
            .all(|range| range.end <= "与以及开工 （中心等".len())
    );
}

mod properties {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::super::components;

    /// Words of which descriptions are made, and marks that could confuse.
    const WORDS: &[&str] = &[
        "实施",
        "推进",
        "建设",
        "打造",
        "等",
        "项目",
        "工程",
        "、",
        "，",
        "。",
        "；",
        "：",
        "（",
        "）",
        "“",
        "”",
        "和",
        "及",
        "以及",
        "与",
        "东江",
        "医院",
        "二期",
        "改造",
        "的",
        "为重点的",
        "一批",
        "50个",
        "路",
        "并",
        "开工",
        "中心",
        "a",
        "\n",
        " ",
        "《",
        "》",
        "\"",
        "支持",
        "重点",
        "前期工作",
        "至",
        "𠀀",
        "é",
    ];

    fn sound(text: &str) {
        let ranges = components(text, "东江医院");
        let mut end = 0;
        for range in ranges {
            assert!(range.start >= end && range.start < range.end && range.end <= text.len());
            assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
            end = range.end;
        }
    }

    proptest! {
        #[test]
        fn ranges_are_sound(words in prop::collection::vec(prop::sample::select(WORDS), 0..60)) {
            sound(&words.concat());
        }

        #[test]
        fn any_text(text in "\\PC{0,200}") {
            sound(&text);
        }
    }

    /// Ten times the text may take about ten times as long, not a hundred times.
    #[test]
    fn hostile_texts_take_linear_time() {
        for unit in [
            "和",
            "等",
            "等工程、",
            "（",
            "”",
            "改造",
            "建设",
            "甲、",
            "重点",
            "实施甲等项目和",
            "“甲”、",
            "的和",
            "为",
            "及东江",
        ] {
            let mut text = "实施".to_owned();
            while text.len() < 300_000 {
                let _ = write!(text, "{unit}");
            }
            sound(&text);
        }
    }
}

#[test]
fn an_enumeration_closed_by_its_count() {
    check("推进城东产业园、城西产业园两个园区建设。", &["城东产业园", "城西产业园"]);
    check("新建余庆、正安两个通用机场。", &["余庆", "正安"]);
    check("实施东江铜箔四期、西江铜箔、南江高纯铜三个项目。", &["东江铜箔四期", "西江铜箔", "南江高纯铜"]);
    check("建设东环路、西环路、南环路三条道路。", &["东环路", "西环路", "南环路"]);
    check("实施高炉大型化、特钢生产线、余热发电三个子项目。", &["高炉大型化", "特钢生产线", "余热发电"]);
    check("建设东山水库、西山水库2座水库。", &["东山水库", "西山水库"]);
}

#[test]
fn a_kind_behind_the_last_of_its_places() {
    check("建成青云、白石抽水蓄能电站。", &["青云", "白石抽水蓄能电站"]);
    check("迁建云州机场，新建宁远、安溪机场。", &["云州机场", "宁远", "安溪机场"]);
    check("建设风电、光伏电站。", &[]);
}

#[test]
fn works_of_their_own() {
    check("建设北港作业区、临江港区二期工程。", &["北港作业区", "临江港区二期工程"]);
    check(
        "建设东港码头、西港站扩建工程、南港航道二期工程。",
        &["东港码头", "西港站扩建工程", "南港航道二期工程"],
    );
    check("建设环湖骑行道（46公里）、滨江路隧道。", &["环湖骑行道", "滨江路隧道"]);
}

#[test]
fn names_and_what_they_cost() {
    check(
        "东江干流治理二期、西江防洪控制性工程、南河重点河段整治，总投资86亿元，其中申请中央投资52亿元。",
        &["东江干流治理二期", "西江防洪控制性工程", "南河重点河段整治"],
    );
    check(
        "东海智算中心（二期）、明州超算中心、边缘计算节点项目，投资合计95亿元，2027年前建成。",
        &["东海智算中心（二期）", "明州超算中心", "边缘计算节点项目"],
    );
    check(
        "国家汽车创新中心明州分中心、东江实验室数字孪生平台、省级集成电路中试基地。",
        &["国家汽车创新中心明州分中心", "东江实验室数字孪生平台", "省级集成电路中试基地"],
    );
}
