//! What a paragraph gives, as `metric = number unit bound change stance year`, one line a quantity.

use gangyao_model::{Bound, Change, Kind, Period, Stance, Value, ValueKind};

use super::{Carry, Context, Draft, lead_in_time, quantities, time::When};

const PLAN: Period = Period { ordinal: Some(15), start: 2026, end: 2030 };

fn context(path: &[String]) -> Context<'_> {
    Context { kind: Kind::OutlinePlan, period: Some(PLAN), path, reached: None, carried: None }
}

fn number(value: &Value) -> String {
    match value.kind {
        ValueKind::Range => {
            format!("{}-{}", value.min.unwrap_or_default(), value.max.unwrap_or_default())
        }
        _ => value.number.unwrap_or_default().to_string(),
    }
}

fn line(draft: &Draft) -> String {
    let value = &draft.value;
    let mut line = format!("{} = {}", draft.metric, number(value));
    line.push_str(&value.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default());
    line.push_str(match value.bound {
        Some(Bound::Ge) => " ge",
        Some(Bound::Gt) => " gt",
        Some(Bound::Le) => " le",
        Some(Bound::Lt) => " lt",
        None => "",
    });
    line.push_str(if value.approx { " approx" } else { "" });
    line.push_str(if value.estimated { " estimated" } else { "" });
    line.push_str(match draft.change {
        Change::Level => "",
        Change::Increase => " increase",
        Change::Decrease => " decrease",
        Change::Multiple => " multiple",
        Change::GrowthRate => " growth",
        Change::Share => " share",
        Change::Rank => " rank",
    });
    if let Some(from) = &draft.from {
        line.push_str(&format!(" from {}", number(from)));
    }
    line.push_str(&draft.year.map(|year| format!(" @{year}")).unwrap_or_default());
    line
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found: Vec<_> = quantities(text, &context(&[])).iter().map(line).collect();
    assert_eq!(found, expected, "{text}");
}

/// The same under the heading 发展成就.
#[track_caller]
fn check_achieved(text: &str, expected: &[&str]) {
    let path = ["发展成就".to_owned()];
    let drafts = quantities(text, &context(&path));
    let found: Vec<_> = drafts.iter().map(line).collect();
    assert_eq!(found, expected, "{text}");
    assert!(drafts.iter().all(|draft| draft.stance == Stance::Achieved), "{text}: {drafts:?}");
}

#[track_caller]
fn check_stance(path: &str, text: &str, expected: &[Stance]) {
    let path = [path.to_owned()];
    let found: Vec<_> = quantities(text, &context(&path)).iter().map(|draft| draft.stance).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_metric_reaches_a_number() {
    check("地区生产总值达到801.05亿元。", &["地区生产总值 = 80105000000 元"]);
    check("森林覆盖率提高到25.8%。", &["森林覆盖率 = 25.8 %"]);
    check("常住人口城镇化率为87.5%。", &["常住人口城镇化率 = 87.5 %"]);
    check("城镇登记失业率控制在5%以内。", &["城镇登记失业率 = 5 % le"]);
    check("粮食产量稳定在1.45万亿斤左右。", &["粮食产量 = 1450000000000 斤 approx"]);
    check("地区生产总值力争迈上3万亿元新台阶。", &["地区生产总值 = 3000000000000 元"]);
    check("人均公园绿地面积25.57m²。", &["人均公园绿地面积 = 25.57 m²"]);
    check("算力规模突破40万PFlops（每秒千万亿次浮点运算）。", &["算力规模 = 400000 PFlops gt"]);
    check("高等教育毛入学率达到65%。", &["高等教育毛入学率 = 65 %"]);
    check("生产性服务业增加值突破2万亿元。", &["生产性服务业增加值 = 2000000000000 元 gt"]);
    check("人均预期寿命提高到80岁。", &["人均预期寿命 = 80 岁"]);
    check("城乡居民收入倍差缩小至1.58左右。", &["城乡居民收入倍差 = 1.58 approx"]);
    check("企业开办时间压缩至0.5个工作日内。", &["企业开办时间 = 0.5 个工作日 le"]);
    check("防洪标准基本达到50年一遇。", &["防洪标准 = 50 年一遇"]);
    check("每万人口拥有发明专利数达到120件。", &["每万人口拥有发明专利数 = 120 件"]);
    check("近千个老旧小区完成改造。", &["老旧小区 = 1000 个 approx"]);
}

#[test]
fn things_that_are_counted() {
    check("建成老旧小区288个、背街小巷102条。", &["老旧小区 = 288 个", "背街小巷 = 102 条"]);
    check("完成10969套保交楼任务。", &["保交楼任务 = 10969 套"]);
    check("完成甲街、乙街等19条道路提升工程。", &["道路提升工程 = 19 条"]);
    check("打通甲片区、乙片区等断头路39条。", &["断头路 = 39 条"]);
    check(
        "培养骨干人才2000名左右，汇聚青年人才不少于30万名。",
        &["骨干人才 = 2000 名 approx", "青年人才 = 300000 名 ge"],
    );
    check("引进高层次人才（团队）200名（个）。", &["高层次人才（团队） = 200 名（个）"]);
    check("每年提供不少于3万个实习岗位。", &["实习岗位 = 30000 个 ge"]);
    check(
        "举办3—5项高品质国际赛事、50项以上全国性赛事。",
        &["高品质国际赛事 = 3-5 项", "全国性赛事 = 50 项 ge"],
    );
    check("班列通达15个国家70多座城市。", &["国家 = 15 个", "城市 = 70 座 gt"]);
    check("完成1镇11街道行政区划改革。", &["行政区划改革 = 1 镇", "行政区划改革 = 11 街道"]);
    check(
        "完成78个换热站、300个小区二次管网260公里改造。",
        &["换热站 = 78 个", "小区二次管网 = 300 个", "小区二次管网 = 260 公里"],
    );
    check("投入2000万元实施科技助残工程。", &["科技助残工程 = 20000000 元"]);
    check("为28.4万重点群体提供就业帮扶。", &["重点群体 = 284000"]);
    check("聚焦十大领域安排超1000个重大工程。", &["重大工程 = 1000 个 gt"]);
    check("支持打造百家“青年小店”。", &["“青年小店” = 100 家"]);
    check("培育国家级企业3万家目标。", &["国家级企业 = 30000 家"]);
    check("新供应工业用地1.1万亩。", &["工业用地 = 11000 亩"]);
    check("完成200项国家、行业标准的制修订。", &["国家、行业标准的制修订 = 200 项"]);
}

#[test]
fn increases_and_decreases() {
    check(
        "到2030年新增国家级创新平台1家、自治区级3家。",
        &["国家级创新平台 = 1 家 increase @2030", "自治区级 = 3 家 increase @2030"],
    );
    check("力争新增配套充电设施的停车位2000个。", &["配套充电设施的停车位 = 2000 个 increase"]);
    check("失业率提高2.5个百分点。", &["失业率 = 2.5 百分点 increase"]);
    check("单位GDP能耗下降10%左右。", &["单位GDP能耗 = 10 % approx decrease"]);
    check("城镇新增就业9.1万人。", &["城镇新增就业 = 91000 人"]);
    check("增加学位1.8万个。", &["学位 = 18000 个 increase"]);
    check("各项贷款新增1.91万亿元。", &["各项贷款 = 1910000000000 元 increase"]);
    check("新增污水处理能力68万吨/日。", &["污水处理能力 = 680000 吨/日 increase"]);
    check("工商业平均电价下降5分/千瓦时。", &["工商业平均电价 = 5 分/千瓦时 decrease"]);
    check(
        "新增学位超90万个、床位超3万张。",
        &["学位 = 900000 个 gt increase", "床位 = 30000 张 gt increase"],
    );
    check("细颗粒物浓度降至27微克/立方米以下。", &["细颗粒物浓度 = 27 微克/立方米 le"]);
}

#[test]
fn growth_rates() {
    check("地区生产总值年均增长5.5%左右。", &["地区生产总值 = 5.5 % approx growth"]);
    check("GDP增速保持在5%以上。", &["GDP = 5 % ge growth"]);
    check(
        "地区生产总值达到2.3万亿元、增长5.2%。",
        &["地区生产总值 = 2300000000000 元", "地区生产总值 = 5.2 % growth"],
    );
    check("经营主体数量提升20.2%。", &["经营主体数量 = 20.2 % growth"]);
    check("产量增长5%—5.5%。", &["产量 = 5-5.5 % growth"]);
    check("居民消费价格涨幅2%左右。", &["居民消费价格涨幅 = 2 % approx growth"]);
    check("全员劳动生产率年均增长预计4.7%。", &["全员劳动生产率 = 4.7 % estimated growth"]);
}

#[test]
fn shares_and_multiples() {
    check("民间投资占固定资产投资比重达到50%。", &["民间投资占固定资产投资比重 = 50 % share"]);
    check(
        "高新技术企业126家，占全市总量的20.6%。",
        &["高新技术企业 = 126 家", "高新技术企业 = 20.6 % share"],
    );
    check(
        "工业增加值1.6万亿元、占地区生产总值比重达43%。",
        &["工业增加值 = 1600000000000 元", "工业增加值 = 43 % share"],
    );
    check("科技进步贡献率达到60%。", &["科技进步贡献率 = 60 % share"]);
    check("80%以上的规上企业完成改造。", &["规上企业 = 80 % ge share"]);
    check("空气质量优良天数比例达91.5%。", &["空气质量优良天数比例 = 91.5 %"]);
    check("居民收入比2020年翻一番。", &["居民收入 = 2 multiple"]);
    check("企业数量实现翻番。", &["企业数量 = 2 multiple"]);
    check("企业突破1.46万家，是2015年的3.75倍。", &["企业 = 14600 家 gt", "企业 = 3.75 倍 multiple"]);
    check("民生支出占财政支出比例保持在七成左右。", &["民生支出占财政支出比例 = 7 成 approx share"]);
}

#[test]
fn ranks() {
    check_achieved("经济总量居全国第7位。", &["经济总量 = 7 位 rank"]);
    check_achieved(
        "财政收入2693亿元、居副省级城市第2。",
        &["财政收入 = 269300000000 元", "财政收入 = 2 rank"],
    );
    check_achieved("金融中心指数升至全国第七。", &["金融中心指数 = 7 位 rank"]);
    check_achieved("演艺经济跻身全国前3。", &["演艺经济 = 3 le rank"]);
    check_achieved("专利申请量连续22年居全国城市首位。", &["专利申请量 = 1 位 rank"]);
    check_achieved("城市排名从2020年的全球第90位跃居第65位。", &["城市排名 = 65 位 rank"]);
    check_achieved("连续3年居综试区评估第一档。", &[]);
    check_achieved("位列第一方阵，获批首批试点。", &[]);
}

#[test]
fn baselines() {
    check("绿地率从2021年的39.2%提升至2025年的45.28%。", &["绿地率 = 45.28 % from 39.2 @2025"]);
    check("可再生能源占比由36%提高到62.4%。", &["可再生能源占比 = 62.4 % share from 36"]);
    check("收入倍差从1.77缩小至1.62。", &["收入倍差 = 1.62 from 1.77"]);
    check("人均预期寿命从83.12岁提高到84.18岁。", &["人均预期寿命 = 84.18 岁 from 83.12"]);
    check("企业从7711家增至1.63万家。", &["企业 = 16300 家 from 7711"]);
    check("研发投入强度从3.42%预计提高到4%左右。", &["研发投入强度 = 4 % approx estimated from 3.42"]);
}

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
fn lists_with_shared_parts() {
    check("刑事、治安警情分别下降7.7%、10.4%。", &["刑事 = 7.7 % decrease", "治安警情 = 10.4 % decrease"]);
    check("旅游人次和收入分别增长8.8%和9.5%。", &["旅游人次 = 8.8 % growth", "收入 = 9.5 % growth"]);
    check("小学、 初中升学率分别达到97%和40%。", &["小学 = 97 %", "初中升学率 = 40 %"]);
    check("到2030年，按2025年价格计算的产值达到30亿元。", &["产值 = 3000000000 元 @2030"]);
    check("实际利用外资年均增长15%左右。", &["实际利用外资 = 15 % approx growth"]);
    check("起数和死亡人数分别下降10%以上。", &["起数和死亡人数 = 10 % ge decrease"]);
    check("市场满足率分别超过70%和50%。", &["市场满足率 = 70 % gt", "市场满足率 = 50 % gt"]);
    check(
        "先进制造业和高技术制造业增加值占工业比重分别达68.4%、59.9%。",
        &["先进制造业 = 68.4 % share", "高技术制造业增加值占工业比重 = 59.9 % share"],
    );
    check(
        "出口增长8.7%，分别高于全国、全省2.6、1.5个百分点。",
        &["出口 = 8.7 % growth", "出口 = 2.6 百分点", "出口 = 1.5 百分点"],
    );
}

#[test]
fn shares_of_earlier_clauses() {
    check(
        "城镇居民人均可支配收入达到41500元，农村居民人均可支配收入达到17000元，年均分别增长9%、12%。",
        &[
            "城镇居民人均可支配收入 = 41500 元",
            "农村居民人均可支配收入 = 17000 元",
            "城镇居民人均可支配收入 = 9 % growth",
            "农村居民人均可支配收入 = 12 % growth",
        ],
    );
    check(
        "城乡居民人均可支配收入分别达到36890元、21350元，增长6.2%、8.4%。",
        &[
            "城乡居民人均可支配收入 = 36890 元",
            "城乡居民人均可支配收入 = 21350 元",
            "城乡居民人均可支配收入 = 6.2 % growth",
            "城乡居民人均可支配收入 = 8.4 % growth",
        ],
    );
}

#[test]
fn shares_behind_a_time() {
    check_achieved(
        "年产量219万吨、产值206亿元，分别比2010年增长96%和63%。",
        &["年产量 = 2190000 吨", "产值 = 20600000000 元", "年产量 = 96 % growth", "产值 = 63 % growth"],
    );
}

#[test]
fn what_is_compared() {
    check("加工率仅为32%，远低于发达国家70%的水平。", &["加工率 = 32 %"]);
    check("补助标准不超过造价的30%。", &["补助标准 = 30 % le"]);
    check(
        "社会物流总费用与GDP的比率为16.3%，高于全国平均水平1.6个百分点。",
        &["社会物流总费用与GDP的比率 = 16.3 %", "社会物流总费用与GDP的比率 = 1.6 百分点"],
    );
    check("固定资产投资增速比计划目标低1.9个百分点。", &["固定资产投资增速 = 1.9 百分点"]);
    check("研发强度比全国平均水平高0.3个百分点。", &["研发强度 = 0.3 百分点"]);
}

#[test]
fn money_that_a_verb_gives() {
    check("市级财政每年安排3000万元专项资金。", &["专项资金 = 30000000 元"]);
    check("新建高标准农田10万亩，改造提升5万亩。", &["高标准农田 = 100000 亩", "高标准农田 = 50000 亩"]);
    check("新上40万吨文化纸生产线。", &["文化纸生产线 = 400000 吨"]);
    check("古雷石化基地累计完成投资超2300亿元。", &["投资 = 230000000000 元 gt"]);
}

#[test]
fn elided_metrics() {
    check_achieved(
        "24个行政村集体经济年收入均达20万元以上，其中15个村达50万元以上。",
        &[
            "行政村集体经济年收入 = 24 个",
            "行政村集体经济年收入 = 200000 元 ge",
            "村 = 15 个",
            "行政村集体经济年收入 = 500000 元 ge",
        ],
    );
    check(
        "形成1个万亿级（软件）、1个5000亿级（电网）和一批2000—3000亿级的产业集群。",
        &["产业集群 = 1 个", "产业集群 = 1 个"],
    );
}

#[test]
fn what_only_names() {
    for text in [
        "推进鸿盛500千伏、察哈尔220千伏输变电工程。",
        "构建“1+3”现代产业体系，落实“1571”部署。",
        "印发国办发〔2021〕43号文件。",
        "依托《19个村庄规划》推进建设。",
        "构建10分钟健身圈和1小时城市圈。",
        "推进“10分钟健身圈”建设。",
        "发展5G、6G和IPv6，PM2.5浓度下降。",
        "实施三大行动，推进五大工程、四个中心建设。",
        "培育百亿级产业链和万亿级产业集群。",
        "开通12345热线，提供24小时服务。",
        "第十四届全国人大第四次会议审议。",
        "强化数字政府2.0建设。",
        "发挥长江12.5米深水航道效应。",
        "打造三级医院和3A级景区。",
        "连续16年获评最具幸福感城市。",
        "面向35岁以下青年。",
        "千家万户受益，数十家企业参与，几百人到场。",
        "坚持一体推进，统一规划，十分重要。",
        "出台《关于2026年工作的意见》。",
        "2026年10月28日召开会议。",
        "建设G60科创走廊和地铁3号线。",
        "按1:1.5的比例配备。",
        "实施±800kV直流工程。",
        "开放2026年世界杯场馆。",
        "一县一品、一村一策，百花齐放。",
        "城乡二元结构，长三角一体化。",
        "生漆、五倍子产量下降。",
        "促进万元GDP能耗下降。",
        "实施百名企业家后备人才培养计划。",
        "半径40千米范围内的地区。",
    ] {
        check(text, &[]);
    }
}

#[test]
fn thresholds_sort_what_is_counted() {
    check("引进1亿元以上制造业项目322个。", &["1亿元以上制造业项目 = 322 个"]);
    check("收入超10亿元的供应商达40余家。", &["收入超10亿元的供应商 = 40 家 gt"]);
    check("500万元以上固定资产投资增长5%。", &["500万元以上固定资产投资 = 5 % growth"]);
}

#[test]
fn bare_magnitudes() {
    check(
        "国企利润过百亿、营收过千亿、资产总额过万亿的格局不断巩固。",
        &["国企利润 = 10000000000 gt", "营收 = 100000000000 gt", "资产总额 = 1000000000000 gt"],
    );
    check("常住人口总量超千万。", &["常住人口总量 = 10000000 gt"]);
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
fn digits_set_apart_by_a_text_dump() {
    check("到2 0 0 5年 , 生产总值达到2 9 0 0 亿元左右。", &["生产总值 = 290000000000 元 approx @2005"]);
    check("人均收入年均增长6 .5 %。", &["人均收入 = 6.5 % growth"]);
}

#[test]
fn a_bound_does_not_reach_over_a_line() {
    check("企业达到30家\n以上内容", &["企业 = 30 家"]);
}

#[test]
fn ranges_point_into_the_text() {
    let text = "到2030年，算力规模力争突破40万PFlops。";
    let drafts = quantities(text, &context(&[]));
    let draft = &drafts[0];
    assert_eq!(&text[draft.range.clone()], "突破40万PFlops");
    assert_eq!(&text[draft.metric_range.clone()], "算力规模");
    assert_eq!(&text[draft.sentence.clone()], text);
    assert_eq!(draft.value.raw, "突破40万PFlops");
    assert_eq!(draft.modality.as_deref(), Some("力争"));
}

#[test]
fn durations_that_are_measured() {
    check_achieved("优良天数321天，同比增加12天。", &["优良天数 = 321 天", "优良天数 = 12 天 increase"]);
    check_achieved("连续奋战100天，取得胜利。", &[]);
}

#[test]
fn what_is_compared_bounds_nothing() {
    check_achieved(
        "地区生产总值增长5.6%，高于全省0.4个百分点。",
        &["地区生产总值 = 5.6 % growth", "地区生产总值 = 0.4 百分点"],
    );
    check("优良天数比率高于90%。", &["优良天数比率 = 90 % gt"]);
}

#[test]
fn two_counts_of_one_noun() {
    check_achieved(
        "3218户、6904名建档立卡贫困人口全部脱贫。",
        &["建档立卡贫困人口 = 3218 户", "建档立卡贫困人口 = 6904 名"],
    );
    check("新建学校5所、3个公园。", &["学校 = 5 所", "公园 = 3 个"]);
}

#[test]
fn what_was_done_stands_behind_its_number() {
    check_achieved("“一圈一策”完成15个重点商圈改造。", &["重点商圈改造 = 15 个"]);
    check_achieved("危旧房改造完成15个。", &["危旧房改造 = 15 个"]);
    check_achieved("全市有医疗卫生机构3286个。", &["医疗卫生机构 = 3286 个"]);
    check("有效灌溉面积达到2300万亩。", &["有效灌溉面积 = 23000000 亩"]);
}

#[test]
fn an_increase_ends_with_its_clause() {
    check_achieved(
        "新增大型活动等23个“一件事”集成服务事项，在餐饮、超市等40个行业推行“一业一证”。",
        &["“一件事”集成服务事项 = 23 个 increase", "行业 = 40 个"],
    );
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
fn fractions_are_shares() {
    check_achieved("口岸通关人数占全国1/3以上。", &["口岸通关人数占全国 = 0.3333333333333333 ge share"]);
    check_achieved(
        "高技术制造业增加值占规上工业比重超过三分之一。",
        &["高技术制造业增加值占规上工业比重 = 0.3333333333333333 gt share"],
    );
    check_achieved("孕产妇死亡率下降到9.6/10万。", &["孕产妇死亡率 = 9.6 /10万"]);
    check("三分之一的村建有广场。", &[]);
    check("建设国华电厂三期2×100万千瓦机组。", &[]);
}

#[test]
fn thousands_set_apart() {
    check_achieved(
        "地区生产总值由3 105亿元增加到4 862亿元。",
        &["地区生产总值 = 486200000000 元 from 310500000000"],
    );
    check("养老床位达到8 000张。", &["养老床位 = 8000 张"]);
}

#[test]
fn a_sentence_opens_with_what_its_numbers_measure() {
    check_achieved(
        "地区生产总值连跨三个百亿台阶，由2020年的186.4亿元增加到2025年的312亿元，年均增长6.8%。",
        &["地区生产总值 = 31200000000 元 from 18640000000 @2025", "地区生产总值 = 6.8 % growth @2025"],
    );
    check_achieved("综合实力跃上新台阶，由186亿元增加到312亿元。", &[]);
}

#[test]
fn years_and_ages_that_change() {
    check(
        "劳动年龄人口平均受教育年限由10.35年提高到11.2年。",
        &["劳动年龄人口平均受教育年限 = 11.2 年 from 10.35"],
    );
    check(
        "流动资金周转天数，要由1990年的127天缩短到1995年的95天。",
        &["流动资金周转天数 = 95 天 from 127 @1995"],
    );
    check_achieved(
        "人均预期寿命77.3岁，提高1.1岁。",
        &["人均预期寿命 = 77.3 岁", "人均预期寿命 = 1.1 岁 increase"],
    );
    check_achieved("关爱60岁以上老人，提高服务水平。", &[]);
}

#[test]
fn what_is_compared_is_no_part_of_the_metric() {
    check_achieved(
        "研发投入强度低于全国平均水平0.4个百分点，城镇化率比全国低近7个百分点。",
        &["研发投入强度 = 0.4 百分点", "城镇化率 = 7 百分点 approx"],
    );
    check_achieved(
        "每千人口执业（助理）医师仅2.71人，低于全市3.2人的平均水平。",
        &["每千人口执业（助理）医师 = 2.71 人"],
    );
}

#[test]
fn a_share_that_changes() {
    check_achieved(
        "人均地区生产总值超过8000美元，占全国的比重由4.4%提高到4.8%。",
        &["人均地区生产总值 = 8000 美元 gt", "人均地区生产总值 = 4.8 % share from 4.4"],
    );
}

#[test]
fn a_class_in_brackets_inside_the_noun() {
    check("全面完成上坪、下洋2座小（1）型水库建设。", &["小（1）型水库建设 = 2 座"]);
    check("建设小学3所（1）。", &["小学 = 3 所"]);
}

#[test]
fn what_falls_to_zero_has_no_level() {
    check_achieved("贫困发生率由27.5%下降至零。", &[]);
    check_achieved("贫困发生率由27.5%下降至0.5%。", &["贫困发生率 = 0.5 % from 27.5"]);
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
fn nouns_that_begin_with_a_verb_stay_whole() {
    check("招生3186人，毕业生2202人。", &["招生 = 3186 人", "毕业生 = 2202 人"]);
    check("有18个行业同比增长，增长面56.3%。", &["行业 = 18 个", "增长面 = 56.3 %"]);
    check("办理数排名全省第二。", &["办理数 = 2 位 rank"]);
    check("实现家庭共济金额69.1亿元。", &["家庭共济金额 = 6910000000 元"]);
}

#[test]
fn names_that_hold_a_conjunction_take_their_share() {
    check(
        "烟草制品业、木材加工和木竹藤棕草制品业、有色金属冶炼和压延加工业分别增长24.7%、23.5%、7.2%。",
        &[
            "烟草制品业 = 24.7 % growth",
            "木材加工和木竹藤棕草制品业 = 23.5 % growth",
            "有色金属冶炼和压延加工业 = 7.2 % growth",
        ],
    );
    check(
        "木材加工和家具业、纺织业与服装业分别增长5%、6%和7%。",
        &["木材加工和家具业 = 5 % growth", "纺织业 = 6 % growth", "服装业 = 7 % growth"],
    );
    let long = "化学原料和化学制品制造业、非金属矿采选业、电力热力生产和供应业、木材加工和木竹藤棕草制品业、\
        有色金属冶炼和压延加工业分别增长24.7%、14.8%、11%、7.2%、7.1%。";
    let found: Vec<_> = quantities(long, &context(&[])).iter().map(line).collect();
    assert_eq!(found.len(), 5);
    assert_eq!(found[0], "化学原料和化学制品制造业 = 24.7 % growth");
}

#[test]
fn nouns_keep_their_quotes_and_brackets() {
    check("“企业认定、政府认账”授权企业8063家。", &["“企业认定、政府认账”授权企业 = 8063 家"]);
    check("完成河湖（含甲河、乙河等）建设120条。", &["河湖（含甲河、乙河等）建设 = 120 条"]);
}

#[test]
fn steps_and_classes_are_no_counts() {
    check(
        "生产总值连续跨越7万亿、8万亿、9万亿三个大台阶，年均增长5.9%。",
        &["生产总值 = 7000000000000", "生产总值 = 9000000000000", "生产总值 = 5.9 % growth"],
    );
    check("30万吨级航道建成投运。", &[]);
    check("建成10万吨级泊位12个。", &["10万吨级泊位 = 12 个"]);
}

#[test]
fn what_the_verb_or_its_place_says() {
    check(
        "散煤替代1万户，减少散煤消费约6万吨。",
        &["散煤替代 = 10000 户", "散煤消费 = 60000 吨 approx decrease"],
    );
    check("新增风电、光伏装机各150万千瓦左右。", &["风电、光伏装机 = 1500000 千瓦 approx increase"]);
    check("每个县至少建成1所特殊教育学校。", &["特殊教育学校 = 1 所 ge"]);
    check("坚守18亿亩耕地红线。", &["耕地红线 = 1800000000 亩"]);
    check("平均每天新增经营主体120户。", &["经营主体 = 120 户 increase"]);
    check("新增劳动力平均受教育年限达到13.8年。", &["新增劳动力平均受教育年限 = 13.8 年"]);
    check("上市公司达到6家，累计融资68亿元。", &["上市公司 = 6 家", "融资 = 6800000000 元"]);
    check("每所卫生院至少有2名全科医生。", &["全科医生 = 2 名 ge"]);
    check("现行标准下26.8万贫困人口全部脱贫。", &["贫困人口 = 268000"]);
    check("一期6万平方米标准厂房年内投用。", &["标准厂房 = 60000 平方米"]);
}

#[test]
fn metrics_of_other_clauses() {
    check(
        "平均浓度由58微克/立方米降到39微克/立方米，降幅32.8%。",
        &["平均浓度 = 39 微克/立方米 from 58", "平均浓度 = 32.8 % decrease"],
    );
    check_achieved(
        "过去五年，地区生产总值跨越两个百亿台阶，从268亿元增加到412亿元。",
        &["地区生产总值 = 41200000000 元 from 26800000000 @2025"],
    );
    check(
        "提高高技能人才占技能劳动者的比重，到2030年达到33%。",
        &["高技能人才占技能劳动者的比重 = 33 % share @2030"],
    );
    check(
        "贷款余额386亿元，比年初增加41亿元。",
        &["贷款余额 = 38600000000 元", "贷款余额 = 4100000000 元 increase"],
    );
    check("低保标准分别提高到每人每月720元和每人每年6480元。", &["低保标准 = 720 元", "低保标准 = 6480 元"]);
    check("需求侧响应能力达到最大用电负荷的5%。", &["需求侧响应能力 = 5 % share"]);
    check(
        "民营经济贡献了60%以上的税收和80%以上的城镇就业。",
        &["税收 = 60 % ge share", "城镇就业 = 80 % ge share"],
    );
    check(
        "形成2个千亿级、5个百亿级产业集群，集聚度达75%。",
        &["产业集群 = 2 个", "百亿级产业集群 = 5 个", "集聚度 = 75 %"],
    );
}

#[test]
fn what_sorts_is_no_quantity() {
    check("产值超百亿元企业5家、超十亿元企业62家。", &["产值超百亿元企业 = 5 家", "超十亿元企业 = 62 家"]);
    check("30户以上自然村通硬化路比例达到90%。", &["30户以上自然村通硬化路比例 = 90 % share"]);
    check("集体经济年收入10万元以上的村占比达到80%。", &["集体经济年收入10万元以上的村占比 = 80 % share"]);
    check("公交站点500米覆盖率达到100%。", &["公交站点500米覆盖率 = 100 %"]);
    check("建成一个5000平方米以上的农贸市场。", &["农贸市场 = 1 个"]);
    check_achieved("土地利用水平位居全省88家开发区第11位。", &["土地利用水平 = 11 位 rank"]);
    check_achieved("总量由第9位上升到第6位。", &["总量 = 6 位 rank"]);
    check_achieved("产值增长5%，在十个县区中排名第二。", &["产值 = 5 % growth", "产值 = 2 位 rank"]);
}

#[test]
fn pairs_ratios_and_near_doublings() {
    check("储能规模达到420万千瓦/840万千瓦时。", &["储能规模 = 4200000 千瓦", "储能规模 = 8400000 千瓦时"]);
    check("城乡居民收入比由2.48:1缩小到2.23:1。", &["城乡居民收入比 = 2.23 from 2.48"]);
    check("车桩比降至2.1∶1，按2:1配套。", &["车桩比 = 2.1"]);
    check("三次产业结构调整为9.2:55.6:35.2。", &[]);
    check("完成投资98亿元，较上个五年翻了近一番。", &["投资 = 9800000000 元", "投资 = 2 approx multiple"]);
    check(
        "孕产妇死亡率、婴儿死亡率分别控制在10/10万和5‰以内。",
        &["孕产妇死亡率 = 10 /10万 le", "婴儿死亡率 = 5 ‰ le"],
    );
}

#[test]
fn bulletins() {
    check_achieved(
        "户籍总人口48.6万人，比上年末减少0.3万人；城镇化率54.3%，比上年末提高0.9个百分点。",
        &[
            "户籍总人口 = 486000 人",
            "户籍总人口 = 3000 人 decrease",
            "城镇化率 = 54.3 %",
            "城镇化率 = 0.9 百分点 increase",
        ],
    );
    check_achieved("粮食产量23万吨，增产1.2%。", &["粮食产量 = 230000 吨", "粮食产量 = 1.2 % growth"]);
    check_achieved("人口自然增长率-0.86‰。", &["人口自然增长率 = -0.86 ‰"]);
    check_achieved("二○○五年，生产总值完成六十八亿元。", &["生产总值 = 6800000000 元 @2005"]);
    check_achieved("新增20年一遇以上堤防126公里。", &["20年一遇以上堤防 = 126 公里 increase"]);
    check_achieved(
        "经济总量连续跨过3000亿元、4000亿元两个大台阶，2025年达到4326亿元。",
        &["经济总量 = 300000000000 元", "经济总量 = 400000000000 元", "经济总量 = 432600000000 元 @2025"],
    );
}

#[test]
fn lists_that_share_a_number_or_a_word() {
    check(
        "数字化研发设计工具普及率、关键工序数控化率分别超过90%、75%。",
        &["数字化研发设计工具普及率 = 90 % gt", "关键工序数控化率 = 75 % gt"],
    );
    check("提案412件，办复率、满意率均达100%。", &["提案 = 412 件", "办复率、满意率 = 100 %"]);
    check(
        "亿元以上项目320个，投资480亿元，确保新开工130个、竣工110个。",
        &["亿元以上项目 = 320 个", "投资 = 48000000000 元", "亿元以上项目 = 130 个", "亿元以上项目 = 110 个"],
    );
    check("PM2.5浓度26微克每立方米。", &["PM2.5浓度 = 26 微克每立方米"]);
}

#[test]
fn years_that_are_handed_out() {
    check(
        "财政收入2013年、2014年分别为3.1亿元、3.5亿元。",
        &["财政收入 = 310000000 元 @2013", "财政收入 = 350000000 元 @2014"],
    );
    check(
        "2023年、2024年、2025年，地区生产总值分别增长5.1%、5.5%和6%。",
        &[
            "地区生产总值 = 5.1 % growth @2023",
            "地区生产总值 = 5.5 % growth @2024",
            "地区生产总值 = 6 % growth @2025",
        ],
    );
    check(
        "2023年和2024年财政收入分别达到12亿元和13亿元，2025年达到15亿元。",
        &[
            "财政收入 = 1200000000 元 @2023",
            "财政收入 = 1300000000 元 @2024",
            "财政收入 = 1500000000 元 @2025",
        ],
    );
    check(
        "2023、2024、2025年分别新建道路12公里、13公里、14公里。",
        &["道路 = 12 公里 @2023", "道路 = 13 公里 @2024", "道路 = 14 公里 @2025"],
    );
    check(
        "2021—2023年，旅客吞吐量分别为232万人次、105万人次和246万人次。",
        &[
            "旅客吞吐量 = 2320000 人次 @2021",
            "旅客吞吐量 = 1050000 人次 @2022",
            "旅客吞吐量 = 2460000 人次 @2023",
        ],
    );
    // As many metrics as numbers: the years are the same for each.
    check(
        "2023年和2024年，甲产值和乙产值分别增长5%和6%。",
        &["甲产值 = 5 % growth @2024", "乙产值 = 6 % growth @2024"],
    );
    check(
        "到2027年和2030年，甲产值分别达到5亿元、6亿元、7亿元。",
        &["甲产值 = 500000000 元 @2030", "甲产值 = 600000000 元 @2030", "甲产值 = 700000000 元 @2030"],
    );
}

#[test]
fn numbers_that_are_handed_out_to_those_who_do() {
    check(
        "其中东山市、西山市、南山市分别新建10万亩、8万亩、6万亩。",
        &["东山市 = 100000 亩", "西山市 = 80000 亩", "南山市 = 60000 亩"],
    );
    check("东山市、西山市分别新建道路5公里、6公里。", &["道路 = 5 公里", "道路 = 6 公里"]);
}

#[test]
fn what_sorts_a_noun_is_no_quantity() {
    check("超过1000人规模的学校配备专职教师。", &[]);
    check("超过500家规模的集群可设立综合服务中心。", &[]);
    check("学生超过2000人的学校设立医务室。", &[]);
    check("单户授信1000万元以下小微企业贷款利率下降。", &[]);
    check("就业人数超过2000人的目标如期实现。", &["就业人数 = 2000 人 gt"]);
    check("规模超过1000人的学校达到12所。", &["规模超过1000人的学校 = 12 所"]);
    check("专项资金500万元以上用于技术改造。", &["专项资金 = 5000000 元 ge"]);
}

#[test]
fn multiples_of_what_others_reach() {
    check(
        "人均收入达到5万元，是全省平均水平的1.55倍。",
        &["人均收入 = 50000 元", "人均收入 = 1.55 倍 multiple"],
    );
    check("人均收入相当于全国平均水平的1.2倍。", &["人均收入 = 1.2 倍 multiple"]);
}

#[test]
fn a_conjunction_before_a_number() {
    check("新建第二跑道及12万平方米航站楼。", &["航站楼 = 120000 平方米"]);
    check("建设北岸码头和5公里专用线。", &["专用线 = 5 公里"]);
    check("义务教育普及达到100%。", &["义务教育普及 = 100 %"]);
}

#[test]
fn a_town_speaks_of_itself() {
    check("我镇地区生产总值达到100亿元。", &["地区生产总值 = 10000000000 元"]);
    check("全镇新建农村公路18公里。", &["农村公路 = 18 公里"]);
}

#[test]
fn verbs_around_money() {
    check("发挥20亿元产业基金引导作用。", &["产业基金引导作用 = 2000000000 元"]);
    check("投入2亿元完成东山路改造。", &["东山路改造 = 200000000 元"]);
}

#[test]
fn shares_of_what_was_told_before() {
    check(
        "新能源发电量达到420亿千瓦时，约占全社会用电量的八成。",
        &["新能源发电量 = 42000000000 千瓦时", "新能源发电量 = 8 成 share"],
    );
    check(
        "数字经济增速居全国前列，占地区生产总值比重达到45%左右。",
        &["占地区生产总值比重 = 45 % approx share"],
    );
}

#[test]
fn runs_and_comparisons_are_no_metrics() {
    check(
        "粮食总产量144.6亿斤，连续10年稳定在140亿斤以上。",
        &["粮食总产量 = 14460000000 斤", "粮食总产量 = 14000000000 斤 ge"],
    );
    check(
        "农民人均纯收入达到1.68万元，比全省农民收入增速高2个百分点。",
        &["农民人均纯收入 = 16800 元", "农民人均纯收入 = 2 百分点"],
    );
}

#[test]
fn what_is_said_of_a_count_is_no_noun() {
    check(
        "20项主要指标中，有4项提前完成、14项达到进度要求、2项滞后于进度。",
        &["主要指标 = 20 项", "主要指标 = 4 项", "主要指标 = 14 项", "主要指标 = 2 项"],
    );
}

#[test]
fn a_noun_may_begin_like_a_verb() {
    check(
        "安排投资7550亿元，安排8000亿元超长期特别国债资金。",
        &["投资 = 755000000000 元", "超长期特别国债资金 = 800000000000 元"],
    );
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
fn money_that_is_given() {
    check("给予最高1亿元项目支持。", &["项目 = 100000000 元"]);
    check("鼓励年用电量1000万千瓦时以上企业建设储能。", &[]);
}

#[test]
fn verbs_that_end_like_nouns_begin() {
    check("新增发明专利授权860件。", &["发明专利授权 = 860 件 increase"]);
    check("新增发电装机30万千瓦。", &["发电装机 = 300000 千瓦 increase"]);
}

#[test]
fn what_falls_short_of_others() {
    check("户均产值3.4亿元，不足全省平均水平的七成。", &["户均产值 = 340000000 元", "户均产值 = 7 成"]);
}

#[test]
fn rates_without_a_unit() {
    check("工业用地容积率0.9左右。", &["工业用地容积率 = 0.9 approx"]);
    check("基尼系数0.36，", &["基尼系数 = 0.36"]);
    check("型号2.0", &[]);
}

#[test]
fn projects_of_a_size() {
    check("对设备投资500万元以上的项目按10%给予补助。", &["对设备投资500万元以上的项目 = 10 %"]);
    check("设备投资500万元以上的项目给予补助。", &[]);
}

#[test]
fn what_is_built_in_several_places() {
    check(
        "在东州、西州、南州建设标准化养殖基地120个，精深加工园区6个。",
        &["标准化养殖基地 = 120 个", "精深加工园区 = 6 个"],
    );
    check("在东州、西州选育新品种30个。", &["新品种 = 30 个"]);
}

#[test]
fn land_that_is_taken() {
    check("占地300亩，总投资9.8亿元。", &["占地 = 300 亩", "总投资 = 980000000 元"]);
    check("新建学校3所，占地约300亩。", &["学校 = 3 所", "占地 = 300 亩 approx"]);
}

#[test]
fn a_number_alone_in_brackets() {
    check(
        "建成风电基地6个，续建昌马抽水蓄能电站（120万千瓦）、汇东光热二期（10万千瓦）。",
        &["风电基地 = 6 个", "昌马抽水蓄能电站 = 1200000 千瓦", "汇东光热二期 = 100000 千瓦"],
    );
    check(
        "建成东山电站（90万千瓦）和西山电站（60万千瓦）。",
        &["东山电站 = 900000 千瓦", "西山电站 = 600000 千瓦"],
    );
    check("企业286家（6家）。", &["企业 = 286 家", "企业 = 6 家"]);
}

#[test]
fn who_pays_every_year() {
    check("市财政每年安排不少于5000万元专项资金。", &["专项资金 = 50000000 元 ge"]);
}

#[test]
fn villages_of_a_size() {
    check("30户以上自然村寨硬化路通畅率100%。", &["30户以上自然村寨硬化路通畅率 = 100 %"]);
    check("白酒产量稳定在38万千升左右。", &["白酒产量 = 380000 千升 approx"]);
    check("注销“小散弱”酒企1100余家。", &["“小散弱”酒企 = 1100 家 gt"]);
}
