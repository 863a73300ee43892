//! What kind of paper a title and a text make, and of which period.

use super::*;

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
fn a_plan_may_state_its_period_in_the_text() {
    check_in(
        "深圳市某业规划",
        "本规划期为2021—2025年，展望至2035年。",
        "special, 深圳市 440300 prefecture, 2021-2025",
    );
    check_in("2026年深圳市政府工作报告", "规划期为2021—2025年", "report, 深圳市 440300 prefecture, -");
}
