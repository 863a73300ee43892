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
    let context =
        Context { kind: Kind::WorkReport, period: Some(year), path: &[], reached: None, carried: None };
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
