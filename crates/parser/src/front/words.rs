//! Lines that stand around a document: mastheads of web pages and newspapers, dates, remarks of adoption, offices.
//!
//! What enters is the text of a line, what leaves is whether it is one of them. Where the line stands is the caller's concern:
//! inside a plan 来源： may well be text.

use std::sync::LazyLock;

use gangyao_normaliser::value::{date, numeral};

use crate::shape::{dense, dense_len, open_marks};

/// Where a word stands in its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Label,
    Alone,
    Related,
}

static WORDS: LazyLock<Vec<(&str, Place)>> = LazyLock::new(|| {
    include_str!("../../data/masthead-words.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let (word, place) = line.split_once('\t').expect("words have two columns");
            let place = match place {
                "label" => Place::Label,
                "related" => Place::Related,
                _ => Place::Alone,
            };
            (word, place)
        })
        .collect()
});

/// Longest line of a masthead, in bytes.
const LONGEST: usize = 240;

/// 来源：某日报, 责任编辑：某某, 【打印】, 新华社北京3月13日电.
pub(crate) fn is_masthead(text: &str) -> bool {
    if is_credit(text) {
        return true;
    }
    if text.len() > LONGEST || text.contains('。') {
        return false;
    }
    let dense = dense(text);
    let bare = dense.trim_matches(BRACKETS);
    is_dateline(&dense)
        || is_stamp(text)
        || WORDS.iter().any(|(word, place)| match place {
            Place::Label => bare.strip_prefix(word).is_some_and(|rest| rest.starts_with(['：', ':'])),
            Place::Alone => bare == *word,
            Place::Related => false,
        })
}

/// 相关阅读, 推荐阅读：: other articles follow.
pub(crate) fn is_related_head(text: &str) -> bool {
    if text.len() > 60 {
        return false;
    }
    let dense = dense(text);
    let bare = dense.trim_matches(BRACKETS).trim_end_matches(['：', ':', '>', '＞']);
    WORDS.iter().any(|(word, place)| *place == Place::Related && bare == *word)
}

const BRACKETS: &[char] = &['【', '】', '[', ']', '（', '）', '(', ')', '〖', '〗', '|'];

/// 新华社北京3月13日电, 本报讯: a news agency's head that fills its line.
fn is_dateline(dense: &str) -> bool {
    let head = ["新华社", "新华网", "人民网", "中新社", "中新网", "本报", "央视网"]
        .iter()
        .any(|agency| dense.starts_with(agency));
    head && dense.len() <= 90 && (dense.ends_with('电') || dense.ends_with("电（") || dense.ends_with('讯'))
}

/// 3月5日，某某在会议上作报告。某社记者 某某 摄: the caption of a news picture.
fn is_credit(text: &str) -> bool {
    let text = text.trim_end_matches(['）', ')', ' ']);
    text.len() <= 600
        && (text.ends_with('摄') || text.ends_with("摄影报道"))
        && text.rfind("记者").is_some_and(|at| text.len() - at <= 60)
}

/// 2026-04-14 20:08: the time at which a page was put up.
fn is_stamp(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let only = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b':' | b' ' | b'/' | b'.'));
    only && digits >= 8 && text.starts_with("20") && text.contains(['-', '/', ':'])
}

/// 2026年4月, 二〇二六年四月二十日, and nothing else on the line.
pub(crate) fn is_date(text: &str) -> bool {
    if text.len() > 90 || !text.contains('年') {
        return false;
    }
    dense(text).chars().all(|c| {
        numeral::digit(c).is_some() || matches!(c, '年' | '月' | '日' | '十' | '（' | '）' | '(' | ')')
    })
}

/// Longest remark, in characters.
const LONGEST_REMARK: usize = 70;

/// （2001年2月16日某省人民代表大会通过）, ——2026年3月5日在某会议上, 第七届人民代表大会1991年4月9日批准.
pub(crate) fn is_remark(text: &str) -> bool {
    if !may_be_remark(text) {
        return false;
    }
    if text.len() > 4 * LONGEST_REMARK || text.contains(['。', '；']) || dense_len(text) > LONGEST_REMARK {
        return false;
    }
    let dense = dense(text);
    let bare = dense.trim_start_matches(['—', '-', '－', '―']);
    let bracketed = bare.starts_with(['（', '(']);
    let inner = bare.trim_matches(['（', '）', '(', ')', '*', '＊']);
    // （本文有删减）
    if bracketed && inner.ends_with("删减") {
        return true;
    }
    let decides = ["通过", "批准", "审议"].iter().any(|word| inner.contains(word));
    if bracketed && (decides && inner.contains(['年', '届']) || inner.contains('年') && inner.contains('月'))
    {
        return true;
    }
    let dated = date::leading(inner).is_some_and(|(date, _)| date.month.is_some());
    let closes =
        ["通过", "批准", "会议上", "大会上", "全会上", "上"].iter().any(|word| inner.ends_with(word));
    dated && inner.contains("会议上")
        || closes && (dated || inner.contains("会议") && inner.contains('年') && inner.contains('日'))
}

/// A remark opens with a bracket, says …上, or ends with 通过 or 批准: most lines do not.
fn may_be_remark(text: &str) -> bool {
    let first = text.chars().find(|&c| !c.is_whitespace() && !matches!(c, '—' | '-' | '－' | '―'));
    let aside = |c: char| c.is_whitespace() || matches!(c, '（' | '）' | '(' | ')' | '*' | '＊');
    matches!(first, Some('（' | '('))
        || matches!(text.chars().rev().find(|&c| !aside(c)), Some('过' | '准'))
        || text.len() <= 4 * LONGEST_REMARK
            && memchr::memmem::find(text.as_bytes(), "上".as_bytes()).is_some()
}

/// A remark whose bracket the next line closes.
pub(crate) fn is_open_remark(text: &str) -> bool {
    // ——2026年1月5日在某县第十九届人民代表大会第一次会 / 议上
    let spoken = text.starts_with("——")
        && date::leading(text.trim_start_matches('—').trim_start())
            .is_some_and(|(date, _)| date.day.is_some())
        && text.contains('在')
        && !text.contains(['，', '。', '；'])
        && !is_remark(text);
    spoken && dense_len(text) <= LONGEST_REMARK
        || text.starts_with(['（', '('])
            && open_marks(&text.replace('(', "（").replace(')', "）")) > 0
            && text.contains('年')
            && dense_len(text) <= LONGEST_REMARK
}

/// 某省省长 某某, 国务院总理　某某: who gives the report.
pub(crate) fn is_speaker(text: &str) -> bool {
    if text.len() > 90 || text.contains(['，', '。', '、', '：', '；', '“', '《']) {
        return false;
    }
    OFFICES.iter().any(|office| {
        text.find(office).is_some_and(|at| {
            let name = &text[at + office.len()..];
            (2..=12).contains(&dense_len(name))
                // 市长 （略）, 市长 ×××: the name may be left out.
                && name.chars().all(|c| gangyao_text::is_han(c) || matches!(c, ' ' | '·' | '•' | '×' | '（' | '）'))
                && (name.starts_with(' ') || dense_len(name) <= 4)
        })
    })
}

const OFFICES: &[&str] = &[
    "总理",
    "省长",
    "市长",
    "区长",
    "县长",
    "州长",
    "盟长",
    "旗长",
    "镇长",
    "乡长",
    "主席",
    "行政长官",
    "主任",
    "书记",
];

/// 国办发〔2021〕43号, alone on its line.
pub(crate) fn is_document_number(text: &str) -> bool {
    let dense_end = text.trim_end_matches(['）', ')', ' ']);
    text.len() <= 90
        && dense_end.ends_with('号')
        && text.contains(['〔', '[', '﹝', '【', '［', '（'])
        && text.bytes().any(|b| b.is_ascii_digit())
        && !text.contains(['，', '。', '、', '：', '《'])
}

/// 某市人民政府, 某省统计局: a line that names who signs.
pub(crate) fn is_issuer(text: &str) -> bool {
    if text.len() > 120 || text.contains(['，', '。', '、', '：', '；', '《', '“', '（']) {
        return false;
    }
    let dense = dense(text);
    (3..=40).contains(&dense.chars().count())
        && crate::numbering::label(text).is_none()
        && [
            "政府",
            "国务院",
            "办公厅",
            "办公室",
            "委员会",
            "厅",
            "局",
            "部",
            "市委",
            "省委",
            "县委",
            "区委",
            "总队",
            "调查队",
        ]
        .iter()
        .any(|end| dense.ends_with(end))
}

/// 抄送：…, 某办公室2021年3月1日印发, （此件公开发布）, 主题词：…: the imprint of an official paper.
pub(crate) fn is_imprint(text: &str) -> bool {
    // Nearly all lines are done here.
    let may_be = text.starts_with(['抄', '主', '分', '（', '(', '公', '此']) || text.ends_with('发');
    if text.len() > 600 || !may_be {
        return false;
    }
    let dense = dense(text);
    let bare = dense.trim_matches(BRACKETS);
    ["抄送：", "抄报：", "主题词：", "主送：", "分送："].iter().any(|word| bare.starts_with(word))
        || text.len() <= 120
            && (bare.starts_with("此件") && bare.contains("发布") || bare.ends_with("日印发"))
        || bare == "公开方式：主动公开"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mastheads() {
        for text in [
            "新华社北京3月13日电",
            "来源：某日报",
            "责任编辑： 某某",
            "【责任编辑:某某】",
            "2026-04-14 20:08",
            "【打印】",
            "3月5日，某某在会议上作报告。某社记者 某某某 摄",
            "字号：大 中 小",
        ] {
            assert!(is_masthead(text), "{text}");
        }
        for text in ["来源于基层", "新华社会服务中心", "2026年", "编辑出版工作", "关闭落后产能"]
        {
            assert!(!is_masthead(text), "{text}");
        }
    }

    #[test]
    fn remarks() {
        for text in [
            "（2001年2月16日某省第九届人民代表大会第四次会议通过）",
            "（第七届全国人民代表大会第四次会议1991年4月9日批准）",
            "——2026年3月5日在第十四届全国人民代表大会第四次会议上",
            "1991年3月25日在第七届全国人民代表大会第四次会议上国务院总理某某",
            "2026年1月14日在某省第十四届人民代表大会第四次会议上",
            "（二0二五年十二月十二日某市委第十一次全体会议通过）",
        ] {
            assert!(is_remark(text), "{text}");
        }
        for text in ["2025年是很不平凡的一年", "（一）指导思想", "2030年达到50%以上", "（2026—2030年）"]
        {
            assert!(!is_remark(text), "{text}");
        }
        assert!(is_open_remark("（2026年1月20日某市第十五届人民代表大会"));
    }

    #[test]
    fn people_and_offices() {
        assert!(is_speaker("国务院总理 李某"));
        assert!(is_speaker("某省省长 张某某"));
        assert!(is_speaker("市长 （略）"));
        assert!(is_speaker("某市市长 ×××"));
        assert!(!is_speaker("市长质量奖 管理办法 实施细则的修订"));
        assert!(is_issuer("某市人民政府"));
        assert!(is_issuer("某州统计局 国家统计局某调查队"));
        assert!(!is_issuer("一、强化基层政府"));
        assert!(is_document_number("国办发〔2021〕43号"));
        assert!(is_imprint("（此件公开发布）"));
        assert!(is_imprint("某市人民政府办公室 2021年3月1日印发"));
    }
}
