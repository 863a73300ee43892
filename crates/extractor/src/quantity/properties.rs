//! What must hold for every text: no panic, ranges on character boundaries, linear time.

use gangyao_model::{Kind, Period, ValueKind};
use proptest::prelude::*;

use super::{Carry, Context, quantities};

const PLAN: Period = Period { ordinal: Some(15), start: 2026, end: 2030 };

fn context() -> Context<'static> {
    Context {
        kind: Kind::OutlinePlan,
        period: Some(PLAN),
        path: &[],
        reached: None,
        told: None,
        carried: None,
    }
}

/// Pieces of planning prose, so that random texts meet the rules.
const PIECES: [&str; 72] = [
    "1",
    "20",
    "2025",
    "2030年",
    "3.5",
    "1,234",
    "一",
    "十",
    "两",
    "百",
    "千",
    "万",
    "亿",
    "万亿",
    "三十五",
    "余",
    "多",
    "个",
    "家",
    "公里",
    "%",
    "个百分点",
    "元",
    "年",
    "第",
    "前",
    "首位",
    "翻一番",
    "倍",
    "成",
    "分之",
    "“",
    "”",
    "《",
    "》",
    "（",
    "）",
    "〔",
    "〕",
    "，",
    "、",
    "。",
    "；",
    "：",
    "—",
    "——",
    "-",
    "~",
    " ",
    "\u{3000}",
    "达到",
    "提高到",
    "增长",
    "新增",
    "从",
    "由",
    "占",
    "分别",
    "和",
    "等",
    "累计",
    "力争",
    "建成",
    "地区生产总值",
    "到",
    "十五五",
    "PM2.5",
    "G",
    "😀",
    "以上",
    "的",
    "\n",
];

fn holds(text: &str) {
    for draft in quantities(text, &context()) {
        assert_eq!(draft.value.raw, text[draft.range.clone()], "{text}");
        assert_eq!(draft.metric, text[draft.metric_range.clone()], "{text}");
        assert!(!draft.metric.is_empty(), "{text}");
        assert!(draft.sentence.start <= draft.range.start && draft.range.end <= draft.sentence.end, "{text}");
        assert!(text.is_char_boundary(draft.sentence.start) && text.is_char_boundary(draft.sentence.end));
        match draft.value.kind {
            ValueKind::Number => assert!(draft.value.number.is_some_and(f64::is_finite), "{text}"),
            ValueKind::Range => assert!(draft.value.min < draft.value.max, "{text}"),
            _ => panic!("prose states numbers and ranges: {text}"),
        }
    }
    Carry::default().observe(text, false, &context());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_panic(text in any::<String>()) {
        holds(&text);
    }

    #[test]
    fn any_prose_is_read_without_panic(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
        holds(&pieces.concat());
    }
}

/// A quadratic rule would need minutes for these.
#[test]
fn hostile_texts_take_linear_time() {
    let repeated = [
        "1",
        "1 ",
        "1家",
        "5年",
        "第1",
        "第一",
        "前3",
        "“",
        "（",
        "（1家",
        "《1",
        "1、",
        "2.5、",
        "一",
        "十",
        "万",
        "百家",
        "从1家",
        "分别1%",
        "1级、",
        "1个万亿级",
        "增长",
        "等",
        "累计",
        "到2030年",
        "每1",
        "翻一番",
        "5%—",
        "1—",
        " ",
        "以上",
        "1家以上",
        "建成",
        "“十五五”",
        "新增1家、",
        "居全国第1",
        "1亿元以上的",
        "连续",
        "。",
        "甲和",
        "分别",
        "占",
    ];
    for piece in repeated {
        let text = piece.repeat(30_000 / piece.len());
        holds_quickly(&text);
        holds_quickly(&format!("地区生产总值{text}达到1家"));
    }
}

fn holds_quickly(text: &str) {
    let drafts = quantities(text, &context());
    assert!(drafts.len() <= text.len());
    Carry::default().observe(text, false, &context());
}
