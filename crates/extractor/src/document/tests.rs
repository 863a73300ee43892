//! Titles, notices and signatures of all levels, with what they say.

use gangyao_model::{Kind, Level};
use proptest::prelude::*;

use super::*;

fn level(level: Level) -> &'static str {
    match level {
        Level::National => "national",
        Level::Province => "province",
        Level::Prefecture => "prefecture",
        Level::County => "county",
        Level::Township => "township",
    }
}

fn show(data: &DocumentData) -> String {
    let kind = match data.kind {
        Kind::OutlinePlan => "outline",
        Kind::SpecialPlan => "special",
        Kind::WorkReport => "report",
        Kind::Proposal => "proposal",
        Kind::Notice => "notice",
        Kind::Other => "other",
    };
    let region = data.region.as_ref().map_or_else(
        || "-".to_owned(),
        |region| {
            let level = region.level.map_or("?", level);
            format!("{} {} {level}", region.name, region.code.as_deref().unwrap_or("?"))
        },
    );
    let period = data.period.map_or_else(
        || "-".to_owned(),
        |period| match period.ordinal {
            Some(ordinal) => ordinal.to_string(),
            None => format!("{}-{}", period.start, period.end),
        },
    );
    format!("{kind}, {region}, {period}")
}

/// A title by itself: what it says, and that it is one and stays whole.
fn check(title: &str, expected: &str) {
    let data = describe(&Input { title: Some(title), ..Input::default() });
    assert_eq!(show(&data), expected, "{title}");
    assert_eq!(data.title.as_deref(), Some(title));
}

/// A notice's title: the title that it wraps, its issuer, what it says.
fn check_notice(printed: &str, title: &str, issuer: &str, expected: &str) {
    let data = describe(&Input { title: Some(printed), ..Input::default() });
    assert_eq!(data.title.as_deref(), Some(title), "{printed}");
    assert_eq!(data.issuer.as_deref().unwrap_or("-"), issuer, "{printed}");
    assert_eq!(show(&data), expected, "{printed}");
}

/// A title whose place is decided by the body.
fn check_in(title: &str, body: &str, expected: &str) {
    let data = describe(&Input { title: Some(title), body, ..Input::default() });
    assert_eq!(show(&data), expected, "{title} in {body}");
}

fn head(lines: &[&str]) -> DocumentData {
    describe(&Input { head: lines, ..Input::default() })
}

/// Lines of the head: date, issuer, number.
fn check_head(lines: &[&str], expected: [&str; 3]) {
    let data = head(lines);
    let found =
        [&data.issued, &data.issuer, &data.document_number].map(|field| field.as_deref().unwrap_or("-"));
    assert_eq!(found, expected, "{lines:?}");
}

#[test]
fn outline_plans_of_the_nation() {
    check(
        "中华人民共和国国民经济和社会发展第十四个五年规划和2035年远景目标纲要",
        "outline, 全国 ? national, 14",
    );
    check("中华人民共和国国民经济和社会发展第十五个五年规划纲要", "outline, 全国 ? national, 15");
    check("中华人民共和国国民经济和社会发展第六个五年计划", "outline, 全国 ? national, 6");
    check("中华人民共和国国民经济和社会发展第六个五年计划（1981—1985）", "outline, 全国 ? national, 6");
    check("中华人民共和国国民经济和社会发展十年规划和第八个五年计划纲要", "outline, 全国 ? national, 8");
    check("中华人民共和国国民经济和社会发展“九五”计划和2010年远景目标纲要", "outline, 全国 ? national, 9");
    check("中华人民共和国国民经济和社会发展第七个五年计划（1986－1990）", "outline, 全国 ? national, 7");
}

#[test]
fn outline_plans_of_provinces() {
    check("云南省国民经济和社会发展第十个五年计划纲要", "outline, 云南省 530000 province, 10");
    check("内蒙古自治区国民经济和社会发展第十五个五年规划纲要", "outline, 内蒙古自治区 150000 province, 15");
    check("北京市国民经济和社会发展第十五个五年规划纲要", "outline, 北京市 110000 province, 15");
    check(
        "重庆市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要",
        "outline, 重庆市 500000 province, 14",
    );
    check(
        "广西壮族自治区国民经济和社会发展第十三个五年规划纲要",
        "outline, 广西壮族自治区 450000 province, 13",
    );
    check(
        "新疆维吾尔自治区国民经济和社会发展第十二个五年规划纲要",
        "outline, 新疆维吾尔自治区 650000 province, 12",
    );
    check("吉林省国民经济和社会发展第十一个五年规划纲要", "outline, 吉林省 220000 province, 11");
    check("海南省国民经济和社会发展第十五个五年规划纲要", "outline, 海南省 460000 province, 15");
    check("山西省国民经济和社会发展第九个五年计划和2010年远景目标纲要", "outline, 山西省 140000 province, 9");
}

#[test]
fn outline_plans_of_prefectures() {
    check("南京市国民经济和社会发展第十五个五年规划纲要", "outline, 南京市 320100 prefecture, 15");
    check("吉林市国民经济和社会发展第十五个五年规划纲要", "outline, 吉林市 220200 prefecture, 15");
    check("江苏省苏州市国民经济和社会发展第十四个五年规划纲要", "outline, 苏州市 320500 prefecture, 14");
    check(
        "延边朝鲜族自治州国民经济和社会发展第十四个五年规划纲要",
        "outline, 延边朝鲜族自治州 222400 prefecture, 14",
    );
    check(
        "黔东南州国民经济和社会发展第十五个五年规划纲要",
        "outline, 黔东南苗族侗族自治州 522600 prefecture, 15",
    );
    check("海南州国民经济和社会发展第十三个五年规划纲要", "outline, 海南藏族自治州 632500 prefecture, 13");
    check("锡林郭勒盟国民经济和社会发展第十五个五年规划纲要", "outline, 锡林郭勒盟 152500 prefecture, 15");
    check(
        "大兴安岭地区国民经济和社会发展第十四个五年规划纲要",
        "outline, 大兴安岭地区 232700 prefecture, 14",
    );
    check("阿克苏地区国民经济和社会发展第十五个五年规划纲要", "outline, 阿克苏地区 652900 prefecture, 15");
    check("东莞市国民经济和社会发展第十五个五年规划纲要", "outline, 东莞市 441900 prefecture, 15");
    check("三沙市国民经济和社会发展第十四个五年规划纲要", "outline, 三沙市 460300 prefecture, 14");
}

#[test]
fn outline_plans_of_counties() {
    check("呼和浩特市新城区国民经济和社会发展第十五个五年规划纲要", "outline, 新城区 150102 county, 15");
    check("西安市新城区国民经济和社会发展第十五个五年规划纲要", "outline, 新城区 610102 county, 15");
    check("陕西省西安市新城区国民经济和社会发展第十四个五年规划纲要", "outline, 新城区 610102 county, 14");
    check("呼和浩特新城区“十五五”教育规划", "special, 新城区 150102 county, 15");
    check("上海市浦东新区国民经济和社会发展第十五个五年规划纲要", "outline, 浦东新区 310115 county, 15");
    check(
        "浦东新区国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要",
        "outline, 浦东新区 310115 county, 14",
    );
    check("天津市滨海新区国民经济和社会发展第十五个五年规划纲要", "outline, 滨海新区 120116 county, 15");
    check("天津市河北区国民经济和社会发展第十五个五年规划纲要", "outline, 河北区 120105 county, 15");
    check("昆山市国民经济和社会发展第十五个五年规划纲要", "outline, 昆山市 320583 county, 15");
    check("杭州市临平区国民经济和社会发展第十四个五年规划纲要", "outline, 临平区 330113 county, 14");
    check(
        "长阳土家族自治县国民经济和社会发展第十五个五年规划纲要",
        "outline, 长阳土家族自治县 420528 county, 15",
    );
    check(
        "前郭尔罗斯县国民经济和社会发展第十四个五年规划纲要",
        "outline, 前郭尔罗斯蒙古族自治县 220721 county, 14",
    );
    check("准格尔旗国民经济和社会发展第十五个五年规划纲要", "outline, 准格尔旗 150622 county, 15");
    check("鄂伦春自治旗国民经济和社会发展第十五个五年规划纲要", "outline, 鄂伦春自治旗 150723 county, 15");
    check("湖北省仙桃市国民经济和社会发展第十五个五年规划纲要", "outline, 仙桃市 429004 county, 15");
    check("神农架林区国民经济和社会发展第十四个五年规划纲要", "outline, 神农架林区 429021 county, 14");
    check("石河子市国民经济和社会发展第十五个五年规划纲要", "outline, 石河子市 659001 county, 15");
    check("六枝特区国民经济和社会发展第十四个五年规划纲要", "outline, 六枝特区 520203 county, 14");
    check("赵县国民经济和社会发展第十五个五年规划纲要", "outline, 赵县 130133 county, 15");
    check("四川省乐山市市中区国民经济和社会发展第十五个五年规划纲要", "outline, 市中区 511102 county, 15");
    check("晋城市城区国民经济和社会发展第十五个五年规划纲要", "outline, 城区 140502 county, 15");
    check("吉林省吉林市昌邑区国民经济和社会发展第十五个五年规划纲要", "outline, 昌邑区 220202 county, 15");
}

#[test]
fn five_year_plans_that_name_no_field() {
    check("南京市“十五五”规划", "outline, 南京市 320100 prefecture, 15");
    check("杭州市“十四五”规划和2035年远景目标纲要", "outline, 杭州市 330100 prefecture, 14");
    check("大理州第十五个五年规划纲要（草案）", "outline, 大理白族自治州 532900 prefecture, 15");
    check("南京市“十五五”规划实施方案", "special, 南京市 320100 prefecture, 15");
    check("南京市“十五五”消防规划", "special, 南京市 320100 prefecture, 15");
    check("山东省第三个五年水利规划（2021—2025年）", "special, 山东省 370000 province, 2021-2025");
}

#[test]
fn places_of_the_past_are_those_of_the_plan_s_time() {
    check("莱芜市国民经济和社会发展第十二个五年规划纲要", "outline, 莱芜市 371200 prefecture, 12");
    check("襄樊市国民经济和社会发展第十一个五年规划纲要", "outline, 襄樊市 420600 prefecture, 11");
    check("北京市崇文区国民经济和社会发展第十一个五年规划纲要", "outline, 崇文区 110103 county, 11");
    check("三明市三元区国民经济和社会发展第十三个五年规划纲要", "outline, 三元区 350403 county, 13");
    check("三明市三元区国民经济和社会发展第十五个五年规划纲要", "outline, 三元区 350404 county, 15");
    check("杭州市江干区国民经济和社会发展第十三个五年规划纲要", "outline, 江干区 330104 county, 13");
    check("江津市国民经济和社会发展第十个五年计划纲要", "outline, 江津市 500381 county, 10");
    check("河北省定州市国民经济和社会发展第十三个五年规划纲要", "outline, 定州市 130682 county, 13");
    check("思茅市国民经济和社会发展第十一个五年规划纲要", "outline, 思茅市 530800 prefecture, 11");
}

#[test]
fn a_name_of_several_places_is_decided_by_the_text() {
    let title = "新城区国民经济和社会发展第十五个五年规划纲要";
    check_in(title, "呼和浩特市委、市政府的领导下，呼市", "outline, 新城区 150102 county, 15");
    check_in(title, "西安都市圈建设，西安市和陕西省", "outline, 新城区 610102 county, 15");
    check_in(title, "没有别的地名", "outline, 新城区 ? county, 15");
    check_in("鼓楼区“十四五”商务发展规划", "福州市委的领导下，福建省", "special, 鼓楼区 350102 county, 14");
    check_in("鼓楼区“十四五”商务发展规划", "江苏南京的中心", "special, 鼓楼区 320106 county, 14");
    check_in(
        "朝阳区国民经济和社会发展第十五个五年规划纲要",
        "北京市城市副中心，北京",
        "outline, 朝阳区 110105 county, 15",
    );
    check_in(
        "朝阳区国民经济和社会发展第十五个五年规划纲要",
        "长春现代化都市圈",
        "outline, 朝阳区 220104 county, 15",
    );
    check_in("郊区国民经济和社会发展第十五个五年规划纲要", "铜陵市，铜陵", "outline, 郊区 340711 county, 15");
}

#[test]
fn zones_and_townships_have_no_code() {
    check("兰州新区国民经济和社会发展第十五个五年规划纲要", "outline, 兰州新区 ? ?, 15");
    check("苏州工业园区国民经济和社会发展第十四个五年规划纲要", "outline, 苏州工业园区 ? ?, 14");
    check(
        "呼和浩特经济技术开发区国民经济和社会发展第十五个五年规划纲要",
        "outline, 呼和浩特经济技术开发区 ? ?, 15",
    );
    check("河北雄安新区规划纲要", "special, 河北雄安新区 ? ?, -");
    check("昆山市周庄镇国民经济和社会发展第十五个五年规划纲要", "outline, 周庄镇 ? township, 15");
    check("杭州市余杭区仓前街道国民经济和社会发展第十四个五年规划纲要", "outline, 仓前街道 ? township, 14");
    check("东莞市长安镇国民经济和社会发展第十五个五年规划纲要", "outline, 长安镇 ? township, 15");
    check("虎门镇国民经济和社会发展第十五个五年规划纲要", "outline, 虎门镇 ? township, 15");
    check("景德镇市国民经济和社会发展第十五个五年规划纲要", "outline, 景德镇市 360200 prefecture, 15");
    check("镇江新区国民经济和社会发展第十三个五年规划纲要", "outline, 镇江新区 ? ?, 13");
}

#[test]
fn words_that_only_look_like_a_place() {
    check("山西省城区改造规划", "special, 山西省 140000 province, -");
    check("河北省城镇体系规划（2021—2035年）", "special, 河北省 130000 province, 2021-2035");
    check("浙江省海洋经济发展示范区规划", "special, 浙江省 330000 province, -");
    check("乡村振兴战略规划（2018—2022年）", "special, -, 2018-2022");
    check("乡镇企业发展规划", "special, -, -");
    check("公共安全“十四五”规划", "special, -, 14");
    check("安全生产“十三五”规划", "special, -, 13");
    check("长治久安建设规划", "special, 长治市 140400 prefecture, -");
}

#[test]
fn special_plans() {
    check("山东省“十三五”科技创新规划", "special, 山东省 370000 province, 13");
    check("山东“十四五”海洋经济发展规划", "special, 山东省 370000 province, 14");
    check("内蒙古“十五五”能源发展规划", "special, 内蒙古自治区 150000 province, 15");
    check("“十四五”智能制造发展规划", "special, -, 14");
    check("全国“十四五”农村经济发展规划", "special, 全国 ? national, 14");
    check("国家综合立体交通网规划纲要", "special, 全国 ? national, -");
    check("“十三五”国家科技创新规划", "special, -, 13");
    check("中医药发展战略规划纲要（2016—2030年）", "special, -, 2016-2030");
    check("北京城市总体规划（2016年—2035年）", "special, 北京市 110000 province, 2016-2035");
    check("上海市城市总体规划（2017-2035年）", "special, 上海市 310000 province, 2017-2035");
    check("粤港澳大湾区发展规划纲要", "special, 粤港澳大湾区 ? ?, -");
    check("长江三角洲区域一体化发展规划纲要", "special, 长江三角洲区域 ? ?, -");
    check("新疆生产建设兵团“十四五”水利发展规划", "special, 新疆生产建设兵团 ? ?, 14");
    check("深圳市综合交通“十四五”规划", "special, 深圳市 440300 prefecture, 14");
    check("苏州市“十一五”环境保护规划", "special, 苏州市 320500 prefecture, 11");
    check("余杭区“十五五”教育事业发展规划", "special, 余杭区 330110 county, 15");
    check("推动大规模设备更新行动方案", "special, -, -");
    check("成都市人工智能产业三年行动计划（2024—2026年）", "special, 成都市 510100 prefecture, 2024-2026");
    check("福建省贯彻国家标准化发展纲要实施方案", "special, 福建省 350000 province, -");
    check("中国（上海）自由贸易试验区建设总体方案", "special, 上海市 310000 province, -");
    check("法治宣传教育第八个五年规划（2021—2025年）", "special, -, 2021-2025");
}

#[test]
fn reports_proposals_and_other_papers() {
    check("政府工作报告", "report, -, -");
    check("2026年浙江省政府工作报告", "report, 浙江省 330000 province, -");
    check("2026年国务院政府工作报告", "report, 全国 ? national, -");
    check("杭州市政府工作报告", "report, 杭州市 330100 prefecture, -");
    check("2023年周口市国民经济和社会发展统计公报", "other, 周口市 411600 prefecture, -");
    check(
        "黔南布依族苗族自治州2016年国民经济和社会发展统计公报",
        "other, 黔南布依族苗族自治州 522700 prefecture, -",
    );
    check("中华人民共和国2025年国民经济和社会发展统计公报", "other, 全国 ? national, -");
    check("中共中央关于制定国民经济和社会发展第十五个五年规划的建议", "proposal, 全国 ? national, 15");
    check(
        "中共合肥市委关于制定合肥市国民经济和社会发展第十五个五年规划的建议",
        "proposal, 合肥市 340100 prefecture, 15",
    );
    check(
        "中共中央关于制定国民经济和社会发展第十四个五年规划和二〇三五年远景目标的建议",
        "proposal, 全国 ? national, 14",
    );
    check(
        "中国共产党江苏省委员会关于制定江苏省国民经济和社会发展第十五个五年规划的建议",
        "proposal, 江苏省 320000 province, 15",
    );
    check("国务院办公厅关于加强三级公立医院绩效考核工作的意见", "notice, 全国 ? national, -");
    check("国务院关于支持贵州在新时代西部大开发上闯新路的意见", "notice, 全国 ? national, -");
    check("关于支持深圳建设先行示范区的意见", "notice, 深圳市 440300 prefecture, -");
    check("国务院关于南京市国土空间总体规划（2021—2035年）的批复", "notice, 全国 ? national, 2021-2035");
    check("长春市第三批历史建筑名录", "other, 长春市 220100 prefecture, -");
    check("某市2026年国民经济和社会发展计划", "special, -, -");
}

#[test]
fn notices_are_taken_off() {
    check_notice(
        "国务院关于印发中医药发展战略规划纲要（2016—2030年）的通知",
        "中医药发展战略规划纲要（2016—2030年）",
        "国务院",
        "special, 全国 ? national, 2016-2030",
    );
    check_notice(
        "国务院办公厅关于印发“十四五”文物保护和科技创新规划的通知",
        "“十四五”文物保护和科技创新规划",
        "国务院办公厅",
        "special, 全国 ? national, 14",
    );
    check_notice(
        "国家文物局关于印发《革命文物保护利用“十四五”专项规划》的通知_国务院部门文件_某网",
        "革命文物保护利用“十四五”专项规划",
        "国家文物局",
        "special, 全国 ? national, 14",
    );
    check_notice(
        "工业和信息化部等八部门关于印发《“十四五”智能制造发展规划》的通知",
        "“十四五”智能制造发展规划",
        "工业和信息化部等八部门",
        "special, -, 14",
    );
    check_notice(
        "杭州市人民政府 关于印发杭州市国民经济和社会发展 第十五个五年规划纲要的通知-某市人民政府公报网站",
        "杭州市国民经济和社会发展第十五个五年规划纲要",
        "杭州市人民政府",
        "outline, 杭州市 330100 prefecture, 15",
    );
    check_notice(
        "内蒙古自治区人民政府办公厅关于印发自治区“十四五”公共服务规划的通知",
        "自治区“十四五”公共服务规划",
        "内蒙古自治区人民政府办公厅",
        "special, 内蒙古自治区 150000 province, 14",
    );
    check_notice(
        "市人民政府关于印发《某市“十五五”规划》的通知",
        "某市“十五五”规划",
        "市人民政府",
        "special, -, 15",
    );
    check_notice(
        "中共中央办公厅 国务院办公厅印发《关于实施某某工程（2018－2022年）的意见》",
        "关于实施某某工程（2018－2022年）的意见",
        "中共中央办公厅国务院办公厅",
        "notice, 全国 ? national, 2018-2022",
    );
    check_notice(
        "浙江省发展和改革委员会 浙江省能源局关于印发《浙江省能源发展“十四五”规划》的通知",
        "浙江省能源发展“十四五”规划",
        "浙江省发展和改革委员会浙江省能源局",
        "special, 浙江省 330000 province, 14",
    );
    check_notice(
        "县人民政府办公室转发县水利局关于印发《赵县水利“十四五”规划》的通知",
        "赵县水利“十四五”规划",
        "县人民政府办公室",
        "special, 赵县 130133 county, 14",
    );
    check_notice(
        "关于印发《〈全民健身条例〉实施方案》的通知",
        "〈全民健身条例〉实施方案",
        "-",
        "special, -, -",
    );
    check_notice("关于做好当前工作的通知", "关于做好当前工作的通知", "-", "notice, -, -");
}

#[test]
fn what_stands_around_a_title_goes() {
    let title = |printed: &str| {
        describe(&Input { title: Some(printed), ..Input::default() }).title.unwrap_or_default()
    };
    assert_eq!(title("《某市“十五五”规划》"), "某市“十五五”规划");
    assert_eq!(title("某市“十五五”规划（全文）"), "某市“十五五”规划");
    assert_eq!(title("新一代人工智能发展规划（国发〔2017〕35号）"), "新一代人工智能发展规划");
    assert_eq!(
        title("某省第十个五年计划纲要（2001年2月16日某省第九届人民代表大会第四次会议通过）"),
        "某省第十个五年计划纲要"
    );
    assert_eq!(title("某市城市总体规划（2017-2035年）"), "某市城市总体规划（2017-2035年）");
    assert_eq!(title("某市城市规划-新闻中心-某网"), "某市城市规划");
    assert_eq!(title("《政府工作报告》全文_某机关"), "政府工作报告");
    assert_eq!(
        title("某市国民经济和 社会发展第十五个\n五年规划纲要"),
        "某市国民经济和社会发展第十五个五年规划纲要"
    );
}

#[test]
fn titles_are_told_from_other_lines() {
    let titles = [
        "国民经济和社会发展第十五个五年规划纲要",
        "某县“十四五”规划",
        "关于加快某业发展的实施方案",
        "2023年某市国民经济和社会发展统计公报",
        "政府工作报告",
        "“十四五”数字经济发展规划",
    ];
    for title in titles {
        assert!(is_plan_title(title), "{title}");
    }
    let others = [
        "",
        "规划",
        "第三章 优化城市空间布局规划",
        "第一节 编制规划",
        "一、科学编制规划",
        "（三）完善实施方案",
        "1. 某市综合规划",
        "专栏3 重点行动计划",
        "附件：某市某规划",
        "根据《某市国民经济和社会发展第十五个五年规划纲要》，制定本规划。",
        "发展规划......................12",
        "本规划",
        "为落实某规划",
        "主题分类：规划",
        "2026年4月",
        "目 录",
        "坚持规划引领，完善实施方案",
    ];
    for other in others {
        assert!(!is_plan_title(other), "{other}");
    }
    assert!(
        title_score("南京市国民经济和社会发展第十五个五年规划纲要") > title_score("第十五个五年规划纲要")
    );
}

#[test]
fn titles_over_several_lines() {
    let find = |lines: &[&str]| {
        find_title(lines).map(|(range, title)| format!("{range:?} {title}")).unwrap_or_default()
    };
    let whole = "南京市国民经济和社会发展第十五个五年规划纲要";
    assert_eq!(
        find(&["南京市国民经济和社会发展", "第十五个五年规划纲要", "", "序言"]),
        format!("0..2 {whole}")
    );
    assert_eq!(
        find(&["首页", "南京市", "", "国民经济和社会发展", "第十五个五年规划纲要"]),
        format!("1..5 {whole}")
    );
    assert_eq!(
        find(&["南京市国民经济和 社会发展第十五个五年规划纲要", "2026年4月"]),
        format!("0..1 {whole}")
    );
    assert_eq!(
        find(&["某局关于印发", "“十四五”某业发展规划的通知", "某发〔2021〕43号", "某局", "2021年10月28日"]),
        "0..2 某局关于印发“十四五”某业发展规划的通知"
    );
    assert_eq!(
        find(&["某日报/2001年/02月/20日", "云南省国民经济和社会发展", "第十个五年计划纲要"]),
        "1..3 云南省国民经济和社会发展第十个五年计划纲要"
    );
    assert_eq!(find(&["某县发展和改革局", "赵县“十四五”某业规划"]), "1..2 赵县“十四五”某业规划");
    assert_eq!(find(&["呼和浩特市", "新城区“十四五”某业规划"]), "0..2 呼和浩特市新城区“十四五”某业规划");
    assert_eq!(find(&["中文名\t江苏省“十四五”某业规划"]), "0..1 江苏省“十四五”某业规划");
    assert_eq!(find(&["各位代表：", "现在，我向大会报告工作。"]), "");
    assert_eq!(find(&[]), "");
}

#[test]
fn dates_issuers_and_numbers() {
    check_head(&["某市国民经济规划纲要", "2026年4月", "目 录"], ["2026-04", "-", "-"]);
    check_head(&["某市“十五五”规划", "二〇二六年四月"], ["2026-04", "-", "-"]);
    check_head(
        &["国办发〔2021〕43 号", "各省、自治区、直辖市人民政府：", "国务院办公厅", "2021 年 10 月 28 日"],
        ["2021-10-28", "国务院办公厅", "国办发〔2021〕43号"],
    );
    check_head(&["国发﹝2016﹞15号", "国务院2016年2月22日"], ["2016-02-22", "国务院", "国发〔2016〕15号"]);
    check_head(
        &["文      号： 杭政函〔2026〕24号", "成文日期： 2026-03-19", "发文单位： 杭州市人民政府"],
        ["2026-03-19", "杭州市人民政府", "杭政函〔2026〕24号"],
    );
    check_head(
        &[
            "发文机关：",
            "国务院办公厅",
            "成文日期：",
            "2019年01月16日",
            "发文字号：",
            "国办发〔2019〕4号",
            "发布日期：",
            "2019年01月30日",
        ],
        ["2019-01-16", "国务院办公厅", "国办发〔2019〕4号"],
    );
    check_head(
        &[
            "发文机关： 国务院办公厅    成文日期： 2019年01月16日",
            "发文字号：国办发〔2019〕4号 发布日期：2019年01月30日",
        ],
        ["2019-01-16", "国务院办公厅", "国办发〔2019〕4号"],
    );
    check_head(&["成文日期：2026-03-19 20:08"], ["2026-03-19", "-", "-"]);
    check_head(
        &["某省人民政府", "（某政发〔2 0 2 1〕5号）", "2 0 2 1年4月6日"],
        ["2021-04-06", "-", "某政发〔2021〕5号"],
    );
    check_head(&["（2001年2月16日云南省第九届人民代表大会第四次会议通过）"], ["2001-02-16", "-", "-"]);
    check_head(&["(2 0 0 1年2月1 6日云南省第九", "届人民代表大会第四次会议通过)"], ["2001-02-16", "-", "-"]);
    check_head(
        &["（二0二五年十二月十二日中国共产党某市第十二届委员会全体会议通过）"],
        ["2025-12-12", "-", "-"],
    );
    check_head(&["——2026年1月14日在浙江省第十四届人民代表大会第四次会议上"], ["2026-01-14", "-", "-"]);
    check_head(
        &["政府工作报告（2026年1月15日在某市第十七届人民代表大会第四次会议上）"],
        ["2026-01-15", "-", "-"],
    );
    check_head(&["周口市统计局", "2024年4月29日"], ["2024-04-29", "周口市统计局", "-"]);
}

#[test]
fn what_is_no_date_or_number_of_the_document() {
    check_head(&["2026-04-14 20:08", "发布日期：2026-01-20"], ["-", "-", "-"]);
    check_head(&["某某日报 / 2001年 / 02月 / 20日 / 第A01版"], ["-", "-", "-"]);
    check_head(&["2026年是“十五五”开局之年。", "到2030年4月，全部完成。"], ["-", "-", "-"]);
    check_head(&["根据《某通知》（国发〔2016〕15号）的要求，制定本规划。"], ["-", "-", "-"]);
    check_head(&["2025年工作回顾", "2026年"], ["-", "-", "-"]);
    check_head(&["文号：/", "成文日期：", "主题分类：宏观经济"], ["-", "-", "-"]);
}

#[test]
fn the_end_of_a_document_may_bear_its_date() {
    let data = describe(&Input { tail: &["某县发展和改革局", "2021年3月"], ..Input::default() });
    assert_eq!(data.issued.as_deref(), Some("2021-03"));
    assert_eq!(data.issuer.as_deref(), Some("某县发展和改革局"));
    let cells = ["2021年3月", "一", "二", "三", "四", "五"];
    assert_eq!(describe(&Input { tail: &cells, ..Input::default() }).issued, None);
}

#[test]
fn what_the_format_carries_comes_first() {
    let metadata = [
        ("title".to_owned(), "杭州市人民政府关于印发杭州市“十五五”规划的通知".to_owned()),
        ("issued".to_owned(), "2026-03-19".to_owned()),
        ("issuer".to_owned(), "杭州市人民政府".to_owned()),
        ("document_number".to_owned(), "杭政函〔2026〕24号".to_owned()),
    ];
    let data = describe(&Input { metadata: &metadata, head: &["2026年4月"], ..Input::default() });
    assert_eq!(data.title.as_deref(), Some("杭州市“十五五”规划"));
    assert_eq!(data.issued.as_deref(), Some("2026-03-19"));
    assert_eq!(data.issuer.as_deref(), Some("杭州市人民政府"));
    assert_eq!(data.document_number.as_deref(), Some("杭政函〔2026〕24号"));
}

#[test]
fn what_the_format_carries_may_be_no_title() {
    for carried in ["文档1.docx", "某市人民政府门户网站", "Microsoft Word - 1", "untitled"] {
        let metadata = [("title".to_owned(), carried.to_owned())];
        assert_eq!(describe(&Input { metadata: &metadata, ..Input::default() }).title, None, "{carried}");
    }
}

#[test]
fn a_document_without_a_title_speaks_for_itself() {
    let report = |body: &str| show(&describe(&Input { body, ..Input::default() }));
    assert_eq!(
        report("各位代表：现在，我代表北京市人民政府，向大会报告政府工作，请予审议。"),
        "report, 北京市 110000 province, -"
    );
    assert_eq!(
        report(
            "现在，我代表市人民政府向大会报告工作。全省领先，全省第一，全省前列。杭州发展，浙江样板，杭州经验。"
        ),
        "report, 杭州市 330100 prefecture, -"
    );
    assert_eq!(
        report("为抢抓机遇，建设创新型国家，推动我国发展，制定本规划。"),
        "special, 全国 ? national, -"
    );
    assert_eq!(report("全县上下，我县赵县，赵县人民，制定本规划。"), "special, 赵县 130133 county, -");
    assert_eq!(
        report(
            "根据《中共中央关于制定某规划的建议》，编制《南京市国民经济和社会发展第十五个五年规划纲要》。"
        ),
        "outline, 南京市 320100 prefecture, 15"
    );
    assert_eq!(report("国家的书"), "other, -, -");
    assert_eq!(report(""), "other, -, -");
    assert_eq!(
        show(&head(&["政府工作报告", "——2026年1月14日在浙江省第十四届人民代表大会第四次会议上"])),
        "report, 浙江省 330000 province, -"
    );
    let named = Input { file_name: "plans/南京市“十四五”规划.pdf", ..Input::default() };
    assert_eq!(show(&describe(&named)), "outline, 南京市 320100 prefecture, 14");
    assert_eq!(describe(&named).title, None);
}

#[test]
fn what_is_too_long_is_no_title() {
    let long = "关于印发《".repeat(100_000);
    let metadata = [("title".to_owned(), long.clone()), ("issued".to_owned(), "20260319".to_owned())];
    let lines = [long.as_str()];
    let data = describe(&Input {
        title: Some(&long),
        head: &lines,
        tail: &lines,
        metadata: &metadata,
        body: &long,
        file_name: "",
    });
    assert_eq!((data.title, data.issued.as_deref()), (None, Some("2026-03-19")));
}

#[test]
fn a_plan_may_state_its_period_in_the_text() {
    check_in(
        "深圳市某业规划",
        "本规划期为2021—2025年，展望至2035年。",
        "special, 深圳市 440300 prefecture, 2021-2025",
    );
    check_in("2026年深圳市政府工作报告", "规划期为2021—2025年", "report, 深圳市 440300 prefecture, -");
}

/// Every place of the gazetteer, by its chain of names and by itself with a text that names what it lies in.
#[test]
fn every_place_is_found_by_its_names() {
    let code = |title: &str, body: &str| {
        let data = describe(&Input { title: Some(title), body, ..Input::default() });
        data.region.and_then(|region| region.code).unwrap_or_default()
    };
    let mut wrong = Vec::new();
    for place in gazetteer::GAZETTEER.current() {
        let above: String = gazetteer::GAZETTEER
            .above(place)
            .iter()
            .rev()
            .filter(|p| p.is_current())
            .map(|p| p.name)
            .collect();
        let short = gazetteer::GAZETTEER.above(place).first().map_or("", |above| above.short);
        let titles = [
            format!("{short}{}国民经济和社会发展第十五个五年规划纲要", place.name),
            format!("{above}{}国民经济和社会发展第十五个五年规划纲要", place.name),
            format!("{above}{}“十五五”水利发展规划", place.name),
            format!("2026年{above}{}政府工作报告", place.name),
            format!("{}国民经济和社会发展第十五个五年规划纲要", place.name),
            format!("{}人民政府关于印发《{}“十五五”水利发展规划》的通知", place.name, place.name),
        ];
        for title in titles {
            let found = code(&title, &above);
            if found != format!("{:06}", place.code) {
                wrong.push(format!("{title} -> {found:?}, not {}", place.code));
            }
        }
    }
    assert!(wrong.is_empty(), "{}: {}", wrong.len(), wrong.join("\n"));
}

/// Words out of which titles and mastheads are made, in any order.
fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "南京市",
        "新城区",
        "城区",
        "吉林",
        "内蒙古",
        "镇",
        "新区",
        "经济技术开发区",
        "国民经济",
        "第十五个五年",
        "“十五五”",
        "十五",
        "规划",
        "纲要",
        "关于印发",
        "《",
        "》",
        "（",
        "）",
        "的通知",
        "的建议",
        "2016—2030年",
        "2026年4月",
        "年",
        "月",
        "日",
        "〔2021〕",
        "43号",
        "：",
        "_",
        "-",
        "网",
        " ",
        "\n",
        "第",
        "个",
        "人民政府",
        "成文日期",
        "一1",
        "二〇",
        "\u{3000}",
        "😀",
        "é",
    ]);
    prop::collection::vec(word, 0..12).prop_map(|words| words.concat())
}

proptest! {
    #[test]
    fn never_panics(title in words(), lines in prop::collection::vec(words(), 0..6), any in ".{0,80}") {
        let lines: Vec<&str> = lines.iter().map(String::as_str).chain([any.as_str()]).collect();
        let metadata = [("title".to_owned(), any.clone()), ("issued".to_owned(), title.clone())];
        let inputs = [
            Input { title: Some(&title), head: &lines, tail: &lines, body: &any, file_name: &title, ..Input::default() },
            Input { head: &lines, metadata: &metadata, body: &title, file_name: &any, ..Input::default() },
            Input { title: Some(&any), body: &title, ..Input::default() },
        ];
        for input in &inputs {
            let data = describe(input);
            prop_assert!(data.title.is_none_or(|title| !title.contains(char::is_whitespace)));
        }
    }

    #[test]
    fn taking_a_title_apart_twice_is_taking_it_apart_once(title in words()) {
        let once = notice::unwrap(&title).title;
        let twice = notice::unwrap(&once).title;
        prop_assert!(twice.chars().count() <= once.chars().count());
    }
}
