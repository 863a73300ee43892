//! Places that titles name, of all levels and times.

use super::*;

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

/// Every place of the gazetteer, by its chain of names and by itself with a text that names what it lies in.
#[test]
fn every_place_is_found_by_its_names() {
    let code = |title: &str, body: &str| {
        let data = describe(&Input { title: Some(title), body, ..Input::default() });
        data.region.and_then(|region| region.code).unwrap_or_default()
    };
    let mut wrong = Vec::new();
    for place in gazetteer::current() {
        let above: String =
            gazetteer::above(place).iter().rev().filter(|p| p.is_current()).map(|p| p.name).collect();
        let short = gazetteer::above(place).first().map_or("", |above| above.short);
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

#[test]
fn a_place_that_no_gazetteer_knows_is_not_the_nation() {
    let national = "全面落实国家战略，我国进入新发展阶段";
    check_in("东岭区“十五五”生态环境保护规划", national, "special, -, 15");
    check_in("望川市国民经济和社会发展第十五个五年规划纲要", national, "outline, -, 15");
    check_in("生态环境保护“十五五”规划", national, "special, 全国 ? national, 15");
    check_in("智慧城市“十四五”发展规划", national, "special, 全国 ? national, 14");
}

#[test]
fn an_unlisted_place_that_reports_is_not_the_nation() {
    let national = "国家战略深入实施，全国上下共同努力";
    check_report(
        &["政府工作报告", "——2026年1月8日在云西县第十八届人民代表大会第五次会议上"],
        national,
        "report, -, -",
    );
    check_report(&["政府工作报告", "云西县人民政府县长 王平"], national, "report, -, -");
    check_report(&["政府工作报告"], "国家战略深入实施，我县产值达到100亿元", "report, -, -");
    check_report(
        &["政府工作报告", "——2026年1月8日在白桥镇第十八届人民代表大会第五次会议上"],
        national,
        "report, 白桥镇 ? township, -",
    );
    check_report(
        &["政府工作报告", "余姚市白桥镇人民政府镇长 王平"],
        national,
        "report, 白桥镇 ? township, -",
    );
    check_report(
        &["政府工作报告", "——2026年3月5日在第十四届全国人民代表大会第四次会议上"],
        national,
        "report, 全国 ? national, -",
    );
}

#[test]
fn a_town_that_begins_like_a_prefecture() {
    check("大理镇“十五五”乡村振兴发展规划", "special, 大理镇 ? township, 15");
    check("大理州“十五五”旅游业发展规划", "special, 大理白族自治州 532900 prefecture, 15");
}

#[test]
fn congresses_of_any_number() {
    check_report(
        &["——2026年2月3日在仁怀市第六届人民代表大会第五次会议上"],
        "全国经济持续向好",
        "report, 仁怀市 520382 county, -",
    );
}
