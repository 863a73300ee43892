//! Which words are the title: notices taken off, lines joined, what the format carries.

use super::*;

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
fn what_the_format_carries_may_be_no_title() {
    for carried in ["文档1.docx", "某市人民政府门户网站", "Microsoft Word - 1", "untitled"] {
        let metadata = [("title".to_owned(), carried.to_owned())];
        assert_eq!(describe(&Input { metadata: &metadata, ..Input::default() }).title, None, "{carried}");
    }
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
fn what_is_cut_off_a_line_ends_the_title() {
    let found = |lines: &[&str]| find_title(lines).map(|(_, title)| title);
    let title = "东河市国民经济和社会发展第十五个五年规划纲要";
    let printed = "东河市国民经济和社会发展第十五个五年规划纲要_东河市人民政府";
    assert_eq!(found(&[printed, "发展规划"]).as_deref(), Some(title));
    assert_eq!(
        found(&["东河市国民经济和社会发展", "第十五个五年规划纲要_东河市人民政府"]).as_deref(),
        Some(title)
    );
    assert_eq!(
        found(&["东河市_东河市人民政府", "国民经济和社会发展第十五个五年规划纲要"]).as_deref(),
        Some(&title["东河市".len()..])
    );
}
