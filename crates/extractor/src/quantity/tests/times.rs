//! When a number holds, and whether it is reached or aimed at.

use super::*;

#[test]
fn times() {
    check("到2030年，企业达到100家，产品达到200个。", &["企业 = 100 家 @2030", "产品 = 200 个 @2030"]);
    check("到“十五五”末，回收利用率达41%以上。", &["回收利用率 = 41 % ge @2030"]);
    check("到规划期末，床位达到300张。", &["床位 = 300 张 @2030"]);
    check("“十五五”期间，民间投资比重力争达到50%。", &["民间投资比重 = 50 % share @2030"]);
    check("2025年游客近1600万人次。", &["游客 = 16000000 人次 approx @2025"]);
    check("每年集聚青年人才30万人。", &["青年人才 = 300000 人"]);
    check("到2027年，智算规模超过100EFLOPS。", &["智算规模 = 100 EFLOPS gt @2027"]);
    check("较“十三五”年均增加优良天数29天。", &["优良天数 = 29 天 increase"]);
    check("到2030年，建成中心5个。举办展会30场。", &["中心 = 5 个 @2030", "展会 = 30 场 @2030"]);
    check("举办2026年世界杯预选赛等赛事31场。", &["赛事 = 31 场"]);
    check_achieved(
        "5年累计签约项目192个，到位资金240亿元。",
        &["项目 = 192 个 @2025", "到位资金 = 24000000000 元 @2025"],
    );
}

#[test]
fn periods() {
    let path = ["发展成就".to_owned()];
    let drafts = quantities("5年累计签约项目192个。", &context(&path));
    assert_eq!(drafts[0].period, Some(Period { ordinal: Some(14), start: 2021, end: 2025 }));
    let drafts = quantities("“十五五”期间，新建道路30公里。", &context(&[]));
    assert_eq!(drafts[0].period, Some(PLAN));
    assert_eq!(drafts[0].year, Some(2030));
}

#[test]
fn stances() {
    check_stance("发展成就", "建成学校29所。", &[Stance::Achieved]);
    check_stance("主要目标", "建成学校29所。", &[Stance::Target]);
    check_stance("发展成就", "到2030年，建成学校29所。", &[Stance::Target]);
    check_stance("主要目标", "2025年建成学校29所。", &[Stance::Achieved]);
    check_stance("重点任务", "实现“200米见绿、500米见园”。", &[Stance::Other, Stance::Other]);
    check_stance("重点任务", "紧盯低保对象、特困人员等6类重点特殊群体。", &[Stance::Other]);
    check_stance("重点任务", "推进承包到期后再延长三十年。", &[Stance::Other]);
    check_stance("", "“十四五”时期成效显著。新建学校29所。", &[Stance::Achieved]);
    check_stance("", "五年来，新建学校29所。", &[Stance::Achieved]);
    check_stance("重点任务落实情况", "建成学校29所。", &[Stance::Achieved]);
    check_stance("主要差距", "路网密度54公里。", &[Stance::Achieved]);
}

#[test]
fn what_is_granted_to_whom() {
    const OTHER: Stance = Stance::Other;
    check_stance("重点任务", "对年产值首次突破1亿元、5亿元的企业，分别给予20万元、50万元奖励。", &[OTHER; 4]);
    check_stance(
        "重点任务",
        "新建学校29所；对新认定的企业一次性奖励100万元；到2030年，达到60所。",
        &[Stance::Target, OTHER, Stance::Target],
    );
    check_stance("重点任务", "对技改项目，按设备投资额的10%给予补助，最高不超过100万元。", &[OTHER; 2]);
    check_stance("重点任务", "对280个小区实施改造。", &[Stance::Target]);
    check_stance(
        "重点任务",
        "首次入选百强的企业，给予一次性奖励50万元，新增企业30家。",
        &[OTHER, Stance::Target],
    );
    check_stance("重点任务", "产值首次突破10亿元的企业，一次性给予100万元奖励。", &[OTHER]);
    check_stance("重点任务", "企业达到50家，每年安排奖励资金500万元。", &[Stance::Target; 2]);
    check_stance("重点任务", "老旧小区按每百户不低于20平方米的标准补建用房。", &[OTHER]);
}

#[test]
fn a_lead_in_gives_its_time_to_the_bullets() {
    let mut carry = Carry::default();
    let context = context(&[]);
    assert_eq!(carry.observe("到2027年，实现以下目标：", false, &context), None);
    assert_eq!(carry.observe("创新能力增强。", true, &context), Some(When::Year(2027)));
    assert_eq!(carry.observe("具体目标是：", false, &context), None);
    assert_eq!(carry.observe("覆盖率达到18%。", true, &context), Some(When::Year(2027)));
    assert_eq!(carry.observe("推进改革。", false, &context), None);
    assert_eq!(carry.observe("深化开放。", true, &context), None);
    let carried = Context { carried: Some(When::Year(2027)), ..context };
    assert_eq!(quantities("覆盖率达到18%。", &carried)[0].year, Some(2027));
    assert_eq!(lead_in_time("主要目标是：到2030年，质量改善。", &context), Some(When::Year(2030)));
    assert_eq!(lead_in_time("推进改革。", &context), None);
}

#[test]
fn a_work_report_counts_from_its_own_year() {
    let year = Period { ordinal: None, start: 2026, end: 2026 };
    let context = Context {
        kind: Kind::WorkReport,
        period: Some(year),
        path: &[],
        reached: None,
        told: None,
        carried: None,
    };
    let drafts = quantities("今年预期目标是：经济增长5%左右。", &context);
    assert_eq!((drafts[0].year, drafts[0].stance), (Some(2026), Stance::Target));
    let drafts = quantities("去年经济增长5%。", &context);
    assert_eq!((drafts[0].year, drafts[0].stance), (Some(2025), Stance::Achieved));
    let drafts = quantities("过去五年新建学校30所。", &context);
    assert_eq!(drafts[0].period.map(|p| (p.start, p.end)), Some((2021, 2025)));
}

#[test]
fn durations_that_are_measured() {
    check_achieved("优良天数321天，同比增加12天。", &["优良天数 = 321 天", "优良天数 = 12 天 increase"]);
    check_achieved("连续奋战100天，取得胜利。", &[]);
}

#[test]
fn times_are_no_metrics() {
    check("力争一季度开工率达30%、上半年达70%。", &["一季度开工率 = 30 %", "一季度开工率 = 70 %"]);
    check_achieved(
        "到位资金9.8亿元、比上年翻了一番。",
        &["到位资金 = 980000000 元", "到位资金 = 2 multiple"],
    );
    check_achieved("经济总量由全省第7位上升到第5位。", &["经济总量 = 5 位 rank"]);
}

#[test]
fn a_time_to_compare_with_is_no_metric() {
    check(
        "各项存款余额1466.64亿元，比年初增长26.7%，较上年同期多增30亿元。",
        &[
            "各项存款余额 = 146664000000 元",
            "各项存款余额 = 26.7 % growth",
            "各项存款余额 = 3000000000 元 increase",
        ],
    );
    check(
        "户籍人口477.43万人，比上年末增加3.88万人。",
        &["户籍人口 = 4774300 人", "户籍人口 = 38800 人 increase"],
    );
    check("每百人电话拥有量比现在提高一倍。", &["每百人电话拥有量 = 1 倍 multiple"]);
    check(
        "在校生人数占高中阶段在校生的比重，要由现在的45%提高到50%以上。",
        &["在校生人数占高中阶段在校生的比重 = 50 % ge share from 45"],
    );
}

#[test]
fn a_town_speaks_of_itself() {
    check("我镇地区生产总值达到100亿元。", &["地区生产总值 = 10000000000 元"]);
    check("全镇新建农村公路18公里。", &["农村公路 = 18 公里"]);
}

#[test]
fn an_assessment_looks_back_into_the_plan() {
    let path = ["主要问题".to_owned()];
    let period = Some(Period { ordinal: Some(14), start: 2021, end: 2025 });
    let context = Context { period, reached: Some(2023), ..context(&path) };
    let stance = |text| quantities(text, &context).first().map(|draft| draft.stance);
    assert_eq!(stance("2022年产值达到4亿元。"), Some(Stance::Achieved));
    assert_eq!(stance("力争2025年产值突破5亿元。"), Some(Stance::Target));
}

#[test]
fn a_goal_that_is_named_by_its_year_dates_nothing() {
    check("锚定二〇三五年远景目标，今后五年，森林覆盖率达到25%。", &["森林覆盖率 = 25 % @2030"]);
    let context = context(&[]);
    let lead_in = "锚定二〇三五年远景目标，综合考虑发展条件，今后五年努力实现以下目标：";
    assert_eq!(lead_in_time(lead_in, &context).and_then(When::year), Some(2030));
    assert_eq!(lead_in_time("按照上述要求，到2027年，要实现以下目标：", &context), Some(When::Year(2027)));
    assert_eq!(lead_in_time("产业规模在2024年已达百亿元，今后要抓好以下工作：", &context), None);
}

#[test]
fn the_last_part_of_an_opening_is_carried() {
    check(
        "到2027年，企业达到50家；到2030年，达到80家。累计建成车间40个。",
        &["企业 = 50 家 @2027", "企业 = 80 家 @2030", "车间 = 40 个 @2030"],
    );
}

#[test]
fn what_follows_says_what_is_among_it() {
    check(
        "初步测算，“十五五”期间总投资约80亿元。其中：水利20亿元、电力60亿元。",
        &["总投资 = 8000000000 元 approx @2030", "水利 = 2000000000 元 @2030", "电力 = 6000000000 元 @2030"],
    );
}

#[test]
fn other_years_to_compare_with() {
    check(
        "到2030年，单产达到400公斤，高于2019年平均水平。其中，小麦达到450公斤。",
        &["单产 = 400 公斤 @2030", "小麦 = 450 公斤 @2030"],
    );
    check(
        "“十五五”期间，产量达到4万吨，同“十四五”期间产量相比，增加1万吨。",
        &["产量 = 40000 吨 @2030", "产量 = 10000 吨 increase @2030"],
    );
}

#[test]
fn five_years_before_a_verb_are_the_plan() {
    check(
        "五年安排引导基金3亿元，争取投资15亿元。",
        &["引导基金 = 300000000 元 @2030", "投资 = 1500000000 元 @2030"],
    );
    check("实施技改行动，五年滚动实施技改项目500个。", &["技改项目 = 500 个 @2030"]);
    check_achieved("五年新增耕地6万亩。", &["耕地 = 60000 亩 increase @2025"]);
    check("五年计划投资380亿元。", &["计划投资 = 38000000000 元 @2030"]);
    check("水质达标率连续五年保持100%。", &["水质达标率 = 100 %"]);
}

#[test]
fn rates_of_a_month_or_of_a_mean_year() {
    check_achieved(
        "到2025年，财政收入达到5亿元，平均每年增长8%。",
        &["财政收入 = 500000000 元 @2025", "财政收入 = 8 % growth @2025"],
    );
    check("到2030年，养老金标准由每月85元提高到135元。", &["养老金标准 = 135 元 from 85 @2030"]);
    check("电话普及率由每百人2部提高到8部。", &["电话普及率 = 8 部 from 2"]);
}

#[test]
fn a_heading_gives_its_year() {
    let work = |heading: &str, text: &str| {
        let path = [heading.to_owned()];
        let period = Some(Period { ordinal: None, start: 2026, end: 2026 });
        let context = Context { kind: Kind::WorkReport, period, ..context(&path) };
        quantities(text, &context).iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(work("2025年工作回顾", "新建学校29所。"), ["学校 = 29 所 @2025"]);
    assert_eq!(work("2026年重点工作", "新建学校29所。"), ["学校 = 29 所 @2026"]);
    assert_eq!(work("“十四五”收官和2026年任务", "新建学校29所。"), ["学校 = 29 所 @2026"]);
    assert_eq!(work("2025年回顾和2026年安排", "新建学校29所。"), ["学校 = 29 所"]);
    assert_eq!(work("2025年工作回顾", "到2030年，新建学校29所。"), ["学校 = 29 所 @2030"]);
}

#[test]
fn a_bulletin_tells_of_its_year() {
    let bulletin = Context { kind: Kind::Other, period: None, told: Some(2025), ..context(&[]) };
    let found = |text| quantities(text, &bulletin).iter().map(line).collect::<Vec<_>>();
    assert_eq!(
        found("全年粮食产量241万吨，增长1.5%。"),
        ["粮食产量 = 2410000 吨 @2025", "粮食产量 = 1.5 % growth @2025"]
    );
    assert_eq!(found("2020年粮食产量241万吨。"), ["粮食产量 = 2410000 吨 @2020"]);
}

#[test]
fn a_row_of_years_ends_with_its_clause() {
    check_achieved(
        "失业率2021年、2022年分别为5.2%和5.6%；医师达到3.1万人。",
        &["失业率 = 5.2 % @2021", "失业率 = 5.6 % @2022", "医师 = 31000 人"],
    );
}

#[test]
fn a_row_of_years_for_several_lists() {
    check(
        "到2027年、2030年，游客分别达到8万人次、10万人次，收入分别突破1亿元、2亿元。",
        &[
            "游客 = 80000 人次 @2027",
            "游客 = 100000 人次 @2030",
            "收入 = 100000000 元 gt @2027",
            "收入 = 200000000 元 gt @2030",
        ],
    );
}

#[test]
fn three_years_of_a_plan_of_three() {
    let plan = Period { ordinal: None, start: 2024, end: 2026 };
    let three = Context { kind: Kind::SpecialPlan, period: Some(plan), ..context(&[]) };
    let found = |text| quantities(text, &three).iter().map(line).collect::<Vec<_>>();
    assert_eq!(
        found("每年安排资金2亿元，三年共6亿元。"),
        ["资金 = 200000000 元", "资金 = 600000000 元 @2026"]
    );
    assert_eq!(found("三年新增机构30个。"), ["机构 = 30 个 increase @2026"]);
    check("三年新增机构30个。", &["机构 = 30 个 increase"]);
}
