//! What opens the stretch before a number: verbs, adverbs, places and labels that are no part of the noun behind them.
//!
//! What enters is a stretch of a clause; what leaves is where the noun begins, with the cues of what was taken off.

use gangyao_normaliser::value::numeral;

use super::left::{Left, MODALS, RESPECTIVELY};
use super::words::{self, Opening};

/// Takes verbs, adverbs and places off the front.
pub(super) fn strip_openings(text: &str, mut start: usize, end: usize, left: &mut Left) -> usize {
    start += point_label(&text[start..end]);
    loop {
        let stretch = text[start..end].trim_start();
        let stretch = &stretch[item_label(stretch)..];
        start = end - stretch.len();
        let Some((len, role)) = opening(stretch) else { return start };
        match role {
            Opening::Keep => return start,
            Opening::Lead => left.led = true,
            Opening::Gain => {
                left.led = true;
                left.gained = true;
            }
            Opening::Loss => {
                left.led = true;
                left.lost = true;
            }
            Opening::Open => {
                left.respective |= &stretch[..len] == RESPECTIVELY;
                if MODALS.contains(&&stretch[..len]) {
                    left.modal = Some(start..start + len);
                }
            }
        }
        start += len;
    }
}

/// The label of an item that begins a clause: 2．新增学位, 3.改造小区; of 2．为6万名妇女 nothing else is left.
fn point_label(stretch: &str) -> usize {
    let label = stretch.trim_start();
    let point = label.trim_start_matches(|c: char| c.is_ascii_digit());
    let noun = point
        .strip_prefix(['．', '.'])
        .filter(|noun| noun.is_empty() || noun.starts_with(gangyao_text::is_han));
    let numbered = (1..=2).contains(&(label.len() - point.len()));
    noun.filter(|_| numbered).map_or(0, |noun| stretch.len() - noun.len())
}

/// The label of an item in running text: （2）, ③.
fn item_label(stretch: &str) -> usize {
    if let Some(first) = stretch.chars().next().filter(|c| ('①'..='⑳').contains(c)) {
        return first.len_utf8();
    }
    let Some(rest) = stretch.strip_prefix(['（', '(']) else { return 0 };
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || numeral::is_chinese_numeral(c));
    let is_number = after.len() < rest.len() && rest.len() - after.len() <= 9;
    match after.strip_prefix(['）', ')']) {
        Some(noun) if is_number => stretch.len() - noun.len(),
        _ => 0,
    }
}

/// What makes a noun of a verb: 生产性, 整改率, 服务业.
const NOUN_ENDINGS: [char; 16] =
    ['性', '化', '型', '式', '者', '率', '额', '量', '力', '度', '商', '厂', '员', '期', '权', '业'];

/// What a verb before it measures: 发行规模, 治理面积, 运营里程 are nouns as a whole.
const MEASURED: [&str; 15] = [
    "价格", "规模", "总额", "总量", "数量", "面积", "范围", "里程", "收入", "能力", "水平", "人数", "产值",
    "占比", "比重",
];

/// Verbs that govern such nouns instead: 实现产值600亿元, 提高水平.
pub(super) const OF_A_MEASURE: [&str; 14] = [
    "实现", "完成", "达到", "取得", "获得", "拥有", "提高", "提升", "扩大", "带动", "稳定", "保持", "降低",
    "提出",
];

/// How much shorter a verb is whose end belongs to the noun behind it: 新增 of 新增加工能力, of 新增建设用地.
fn overlap(word: &str, rest: &str) -> usize {
    // 新增加工能力, 新增发明专利, 新增发电装机.
    if word.ends_with('加') && rest.starts_with('工')
        || word.ends_with('发') && rest.starts_with(['明', '电'])
    {
        return '加'.len_utf8();
    }
    let last = word.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
    let end = &word[last..];
    let keeps =
        KEPT_WORDS.iter().any(|kept| kept.strip_prefix(end).is_some_and(|tail| rest.starts_with(tail)));
    if last > 0 && keeps { end.len() } else { 0 }
}

/// Nouns whose first half may also be the second half of a verb (新增建设).
const KEPT_WORDS: [&str; 4] = ["建设用地", "建设项目", "建设资金", "培育库"];

/// The word that opens a stretch. 新 before a verb goes with it (新供应); a verb with a noun's ending stays (生产性).
pub(super) fn opening(stretch: &str) -> Option<(usize, Opening)> {
    let plain = words::opening(stretch);
    let renewed = stretch.strip_prefix('新').and_then(words::opening).filter(|(len, _)| *len > 3);
    let (len, role) = match (plain, renewed) {
        (Some((len, role)), Some((more, Opening::Lead))) if more + 3 > len && role != Opening::Keep => {
            (more + 3, Opening::Lead)
        }
        (None, Some((more, Opening::Lead))) => (more + 3, Opening::Lead),
        (plain, _) => plain?,
    };
    let len = len - overlap(&stretch[..len], &stretch[len..]);
    let rest = &stretch[len..];
    let measured =
        matches!(role, Opening::Lead | Opening::Loss) && MEASURED.iter().any(|word| rest.starts_with(word));
    if measured && !rest.starts_with("规模以上") && !OF_A_MEASURE.contains(&&stretch[..len]) {
        return Some((len, Opening::Keep));
    }
    let derived = role != Opening::Keep
        && len > 3
        && rest.starts_with(NOUN_ENDINGS)
        && !["业务", "业主", "业态", "化工", "化学", "力争", "量子", "权威"]
            .iter()
            .any(|word| rest.starts_with(word));
    Some(if derived { (len, Opening::Keep) } else { (len, role) })
}
