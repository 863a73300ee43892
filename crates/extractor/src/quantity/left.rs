//! What stands before a number in its clause: the noun that is counted, and the words that tie it to the number.
//!
//! What enters is a stretch of a clause that ends at a number; what leaves is the noun's range and the cues.

use std::ops::Range;

use gangyao_model::Bound;
use gangyao_normaliser::value::bound::{Bounds, bound_before};
use gangyao_normaliser::value::unit::UnitKind;

use super::opening::{OF_A_MEASURE, opening, strip_openings};
use super::words::{self, Before, Opening};

/// The stretch before a number, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Left {
    /// The noun, in bytes of the paragraph; empty where none stands there.
    pub(super) noun: Range<usize>,
    /// The verb of change nearest to the number.
    pub(super) change: Option<Before>,
    /// 达到, 为, 提高到, or a bound, ties a noun to the number.
    pub(super) linked: bool,
    /// 达到, 为, 提高到, but no mere bound.
    pub(super) reached: bool,
    /// 完成, 实现, 拥有 stands right before the number.
    pub(super) done: bool,
    /// A verb of doing opens the stretch: 建成, 培育.
    pub(super) led: bool,
    /// 新增 opens the stretch.
    pub(super) gained: bool,
    /// 减少 opens the stretch.
    pub(super) lost: bool,
    /// 从 or 由 stands before the number: it is where a change starts.
    pub(super) from: bool,
    /// Only a conjunction stands there: 8.8%和9.5%.
    pub(super) joined: bool,
    /// 高于 or 低于 and who is compared stand before the number.
    pub(super) compared: bool,
    /// The noun is who does it (市级财政每年安排…), not what is counted.
    pub(super) agent: bool,
    /// 分别.
    pub(super) respective: bool,
    /// 预计.
    pub(super) estimated: bool,
    /// 每年.
    pub(super) every: bool,
    /// Bounds before the number.
    pub(super) bounds: Bounds,
    /// 枢纽场站 of 枢纽场站等4亿元: the last example before a number; empty where a noun stands behind 等.
    pub(super) example: Range<usize>,
    /// The noun is followed by 等: what stands before lists examples of what the number counts.
    pub(super) listed: bool,
    /// Where the bound words right before the number begin: the first byte of the quantity.
    pub(super) tie: usize,
    /// The link or the modal word, for the record's modality.
    pub(super) modal: Option<Range<usize>>,
}

impl Left {
    /// 新建农田10万亩，改造提升5万亩: two verbs tell what is done to what was named before, 提升 of no share. 出口增长8.7%
    /// is told by its unit.
    pub(super) fn without_lone_verbs(&mut self, text: &str, unit: Option<UnitKind>) {
        let noun = &text[self.noun.clone()];
        let is_verb =
            matches!(words::opening(noun), Some((len, Opening::Lead | Opening::Loss)) if len == noun.len());
        if is_verb && unit != Some(UnitKind::Ratio) && self.change == Some(Before::Rise) {
            self.noun = self.noun.start..self.noun.start;
            self.change = None;
            self.linked = true;
        }
    }
}

impl Left {
    /// 浓度降到39微克/立方米，降幅32.8%: what fell was told before.
    pub(super) fn without_lone_extent(&mut self, text: &str) {
        let change = match &text[self.noun.clone()] {
            "降幅" | "跌幅" | "减幅" => Before::Fall,
            "增幅" | "涨幅" | "升幅" => Before::Grow,
            _ => return,
        };
        self.noun = self.noun.start..self.noun.start;
        self.change.get_or_insert(change);
    }

    /// 企业净增58家、总数达到412家: what is summed up was told before.
    pub(super) fn without_lone_total(&mut self, text: &str) {
        if ["总数", "总量", "数量", "总数量"].contains(&&text[self.noun.clone()]) {
            self.noun = self.noun.start..self.noun.start;
            self.linked = true;
        }
    }

    /// 响应能力达到最大用电负荷的5%: what is measured stands before the link, the whole behind it. 达到2025年的41% is
    /// no share.
    pub(super) fn of_a_whole(&mut self, text: &str, before: Range<usize>) {
        let stretch = text[before.clone()].trim_end();
        let Some(stretch) = stretch.strip_suffix('的').filter(|_| self.change.is_none()) else { return };
        let place = |link: &str| stretch.rfind(link).map(|at| (at, at + link.len()));
        let links = ["达到", "提高到", "提升到", "相当于", "完成"];
        let link = links.into_iter().filter_map(place).max();
        // 研发投入超过地区生产总值的3%; 不低于上年水平的80% compares.
        const COMPARED_WITH: [&str; 5] = ["平均", "水平", "上年", "去年", "同期"];
        let bound = || {
            let (_, behind) = ["超过", "高于", "低于", "少于"].into_iter().filter_map(place).max()?;
            let (at, says) = bound_before(&stretch[..behind])?;
            let compares = COMPARED_WITH.iter().any(|word| stretch[behind..].contains(word));
            (!compares).then_some((at, behind, says))
        };
        let Some((at, behind, says)) =
            link.map(|(at, behind)| (at, behind, Bounds::default())).or_else(bound)
        else {
            return;
        };
        let whole = &stretch[behind..];
        if whole.is_empty() || whole.ends_with(['年', '末', '期', '初']) {
            return;
        }
        let read = read(text, before.start, before.start + at);
        if !read.noun.is_empty() && !read.from {
            self.noun = read.noun;
            self.change = Some(Before::Share);
            self.linked = true;
            self.bounds.add(says);
        }
    }

    /// 人均收入是全省平均水平的1.5倍: what is measured stands before 是, what it is compared with behind it.
    pub(super) fn without_measure_of(&mut self, text: &str, before: Range<usize>) {
        let noun = &text[self.noun.clone()];
        if !text[before].trim_end().ends_with('的') {
            return;
        }
        let place = |verb: &&str| noun.rfind(*verb);
        let Some(at) = ["相当于", "是", "为"].iter().filter_map(place).max() else { return };
        self.noun = self.noun.start..self.noun.start + noun[..at].trim_end().len();
        self.linked = true;
    }

    /// 民营经济贡献了60%以上的税收: the share is that of the noun behind; 就业率95%以上的目标 measures the rate.
    pub(super) fn without_agent(&mut self, text: &str, after: &str) {
        let noun = &text[self.noun.clone()];
        let measured = noun.ends_with(['率', '比', '重', '例', '度', '值', '额', '量', '速', '幅', '平']);
        let tied = self.linked || self.change.is_some();
        if !tied && !measured && after.trim_start().starts_with('的') {
            self.noun = self.noun.start..self.noun.start;
        }
    }
}

/// The longest noun that is told, in characters; of a longer one its end is taken.
const MAX_NOUN: usize = 48;

/// Links that say what was done: 完成10969套保交楼任务.
const DOING: [&str; 8] = ["完成", "实现", "拥有", "设有", "现有", "已有", "共有", "有"];

/// Links that are bounds as well, too short to be read as such anywhere: 营收过千亿.
const EXCEEDING: [&str; 5] = ["过", "破", "首破", "冲破", "超出"];

/// Words that tell how firmly something is intended.
pub(super) const MODALS: [&str; 8] = ["力争", "确保", "争取", "努力", "保证", "计划", "预计", "有望"];

/// Reads `text[start..end]`, which ends at a number.
pub(super) fn read(text: &str, start: usize, end: usize) -> Left {
    let left = read_list(text, start, end);
    Left { noun: shorten(text, left.noun.clone()), ..left }
}

/// The same, with a noun of any length: the list that 分别 hands out may have a dozen names.
pub(super) fn read_list(text: &str, start: usize, end: usize) -> Left {
    let mut left = Left { noun: start..start, tie: end, ..Left::default() };
    left.joined = ["和", "及", "与", "以及", "并"].contains(&text[start..end].trim());
    let end = strip_ties(text, start, end, &mut left);
    let end = strip_bound_of_verb(text, start, end, &mut left);
    let from = strip_openings(text, start, end, &mut left);
    if takes_a_share(&text[from..end]) {
        left.change.get_or_insert(Before::Share);
        left.noun = from..from;
        return left;
    }
    let compared = text[from..end].trim_start_matches(['远', '均', '都', '大', '明', '显', '幅']);
    if COMPARING.iter().any(|word| compared.starts_with(word)) || falls_short(compared) {
        left.linked = true;
        left.compared = true;
        left.noun = from..from;
        return left;
    }
    let cut = from + words::last_cut(&text[from..end]).unwrap_or(0);
    // 引导银行新增贷款300亿元.
    left.gained |= ["新增", "净增"].iter().any(|verb| text[from..cut].ends_with(verb));
    let from = cut;
    let from = behind_list(text, from, end, &mut left);
    let from = strip_openings(text, from, end, &mut left);
    let from = keep_bare_verb(text, from, end, start, &left);
    let noun = bounded(text, without_comparison(text, trim(text, from, end), &mut left), &mut left);
    let noun = without_run(text, noun);
    left.noun = without_handing_out(text, noun, &mut left);
    let noun = &text[left.noun.clone()];
    if NO_NOUNS.contains(&noun) || UNDER.iter().any(|word| noun.ends_with(word)) {
        left.noun = from..from;
    }
    left
}

impl Left {
    /// 在东州、西州建设养殖基地120个: the verb stands behind the last of the places.
    pub(super) fn behind_places(&mut self, text: &str) {
        let noun = &text[self.noun.clone()];
        let verb = noun.char_indices().skip(2).find_map(|(at, _)| match opening(&noun[at..]) {
            Some((len, Opening::Lead | Opening::Gain)) if len >= "建设".len() => Some(at + len),
            _ => None,
        });
        if let Some(end) = verb.filter(|&end| noun[end..].chars().nth(1).is_some()) {
            self.noun.start += end;
            self.led = true;
        }
    }

    /// 新建第二跑道及12万平方米航站楼: what stands before the conjunction is another thing than the number's.
    pub(super) fn without_conjunction(&mut self, text: &str) {
        let noun = &text[self.noun.clone()];
        if noun.ends_with(['及', '和', '与']) && !OF_A_WORD.iter().any(|word| noun.ends_with(word)) {
            self.noun = self.noun.end..self.noun.end;
        }
    }
}

/// Words that end like conjunctions.
const OF_A_WORD: [&str; 9] = ["普及", "涉及", "触及", "波及", "总和", "饱和", "缓和", "中和", "参与"];

pub(super) const RESPECTIVELY: &str = "分别";

/// 甲市、乙市分别新建10万亩、8万亩: the verb behind 分别 is no part of the noun before it.
fn without_handing_out(text: &str, noun: Range<usize>, left: &mut Left) -> Range<usize> {
    let Some(at) = text[noun.clone()].find(RESPECTIVELY) else { return noun };
    left.respective = true;
    let behind = noun.start + at + RESPECTIVELY.len();
    let from = strip_openings(text, behind, noun.end, left);
    let object = trim(text, from, noun.end);
    if object.is_empty() { trim(text, noun.start, noun.start + at) } else { object }
}

/// 补助标准不超过造价的30%: the bound parts what is measured from what it is measured by.
fn bounded(text: &str, noun: Range<usize>, left: &mut Left) -> Range<usize> {
    let stretch = &text[noun.clone()];
    let word = |(at, _): (usize, &str)| {
        let upto = stretch.get(..at + "不超过".len())?;
        bound_before(upto).filter(|&(start, _)| start == at && at > 0)
    };
    let Some((at, says)) = stretch.match_indices('不').find_map(word) else { return noun };
    left.bounds.add(says);
    left.linked = true;
    noun.start..noun.start + stretch[..at].trim_end().len()
}

/// 高于全国平均水平1.6个百分点: what is compared was told before.
const COMPARING: [&str; 6] = ["高于", "低于", "高出", "快于", "优于", "好于"];

/// 不足全省平均水平的七成, 接近全国平均水平的两倍.
fn falls_short(stretch: &str) -> bool {
    ["不足", "接近", "仅为", "仅相当于"]
        .iter()
        .filter_map(|word| stretch.strip_prefix(word))
        .any(|rest| ["全", "省", "市", "国", "平均"].iter().any(|whole| rest.starts_with(whole)))
}

/// 投资增速比计划目标低1.9个百分点, 研发强度低于全国平均水平0.4个百分点: what a noun is compared with is no part of it.
fn without_comparison(text: &str, noun: Range<usize>, left: &mut Left) -> Range<usize> {
    let stretch = &text[noun.clone()];
    let by = stretch.rfind(['比', '较']).filter(|&at| {
        !stretch[..at].ends_with(['占', '同', '环', '对', '百', '分', '之', '类', '评', '无', '相'])
            && stretch[at + '比'.len_utf8()..].starts_with(COMPARED)
    });
    let above = || {
        // All of these words end with one of two letters, which are hardly ever there.
        let ends = stretch.rmatch_indices(['于', '出']).map(|(at, letter)| at + letter.len());
        let (end, word) = ends
            .filter_map(|end| Some((end, COMPARING.iter().find(|word| stretch[..end].ends_with(*word))?)))
            .next()?;
        stretch[end..].starts_with(COMPARED).then_some(end - word.len())
    };
    match by.or_else(|| above().filter(|&at| at > 0)) {
        // 比全省农民收入增速高2个百分点: who is compared was told before.
        Some(0) => {
            (left.linked, left.compared, left.change) = (true, true, None);
            noun.start..noun.start
        }
        Some(at) => noun.start..noun.start + stretch[..at].trim_end().len(),
        None => noun,
    }
}

/// 现行标准下5万贫困人口全部脱贫: by what standard they are counted is no noun of theirs.
const UNDER: [&str; 4] = ["标准下", "口径下", "条件下", "前提下"];

/// What the other side of a comparison begins with: 全国, 上年, 计划, 现在.
const COMPARED: [char; 13] = ['全', '上', '计', '去', '目', '省', '国', '预', '规', '现', '同', '往', '基'];

/// Words that stand where a noun would: 一期6万平方米标准厂房, 一季度开工率达30%、上半年达70%; 周转天数，要由127天缩短到95天.
const NO_NOUNS: [&str; 17] = [
    "一期",
    "二期",
    "三期",
    "首期",
    "要",
    "上半年",
    "下半年",
    "一季度",
    "二季度",
    "三季度",
    "四季度",
    "前三季度",
    "全年",
    "年底",
    "年末",
    "年内",
    "月底",
];

/// 出口增长8.7%: a verb that stands alone before a change is what changes.
fn keep_bare_verb(text: &str, from: usize, end: usize, start: usize, left: &Left) -> usize {
    let doing = || DONE_AS_A_WORD.iter().find(|word| text[start..end].ends_with(*word));
    if from == end
        && left.change.is_none()
        && let Some(word) = doing()
    {
        return end - word.len();
    }
    let changes = matches!(left.change, Some(Before::Grow | Before::Rise | Before::Fall));
    if from < end || !changes {
        return from;
    }
    let word = text[start..end].trim();
    let stands_alone =
        matches!(words::opening(word), Some((len, Opening::Lead | Opening::Loss)) if len == word.len());
    if stands_alone && !OF_A_MEASURE.contains(&word) { end - word.len() } else { from }
}

/// Verbs with their object in one word: 累计融资68亿元, 造林40万亩.
const DONE_AS_A_WORD: [&str; 5] = ["融资", "植树造林", "造林", "植树", "育林"];

/// 每个县至少建成1所学校: the bound stands before the verb that governs what is counted.
fn strip_bound_of_verb(text: &str, start: usize, end: usize, left: &mut Left) -> usize {
    let Some(at) = text[start..end].rfind(AT_LEAST) else { return end };
    // 至少建有1所: 有 was taken for a link.
    let verb = text[start + at + AT_LEAST.len()..left.tie].trim_end();
    let governs = matches!(opening(verb), Some((len, Opening::Lead | Opening::Gain)) if len == verb.len());
    if !governs {
        return end;
    }
    left.led = true;
    left.bounds.add(Bounds { bound: Some(Bound::Ge), approx: false });
    start + at
}

const AT_LEAST: &str = "至少";

/// 占全市总量的20.6%: the metric is the one of the clause before.
fn takes_a_share(stretch: &str) -> bool {
    // 约占全社会用电量的八成.
    stretch
        .trim_start_matches(['约', '仅', '只', '也', '均', '已', '共'])
        .strip_prefix('占')
        .is_some_and(|rest| !rest.starts_with(['用', '道', '补', '有', '领']) && !matches!(rest, "" | "地"))
        && !stretch.starts_with("占地面积")
}

/// Takes bounds, links and verbs of change off the end.
fn strip_ties(text: &str, start: usize, mut end: usize, left: &mut Left) -> usize {
    loop {
        // 2025年的45.28%, 全市总量的20.6%.
        let stretch = text[start..end].trim_end().trim_end_matches('的').trim_end();
        end = start + stretch.len();
        let word = words::before(stretch);
        // 不低于 is a bound, 低于 in 低于上年 is none: the longer of the two readings wins.
        match (bound_before(stretch), word) {
            (Some((at, says)), word) if word.is_none_or(|(other, _)| at <= other) => {
                // 高于全省0.4个百分点 compares: what the number bounds would stand right before it.
                let compares = text[end..left.tie].trim_start().starts_with('全');
                if compares {
                    left.compared = true;
                } else {
                    left.bounds.add(says);
                }
                left.linked = true;
                if text[end..left.tie].trim().is_empty() {
                    left.tie = start + at;
                }
                left.modal.get_or_insert(start + at..end);
                end = start + at;
            }
            (_, Some((_, Before::Keep))) | (_, None) => return end,
            // 城乡居民收入比缩小到2.23:1: before a link 比 is the end of a noun.
            (_, Some((at, Before::Fill))) if &stretch[at..] == "比" && (left.linked || left.from) => {
                return end;
            }
            (_, Some((at, role))) => {
                note(left, role, &stretch[at..], start + at..end);
                end = start + at;
            }
        }
    }
}

fn note(left: &mut Left, role: Before, word: &str, range: Range<usize>) {
    match role {
        Before::Link => {
            left.linked = true;
            left.reached = !DOING.contains(&word);
            left.done |= DOING.contains(&word);
            left.led |= DOING.contains(&word);
            if EXCEEDING.contains(&word) {
                left.bounds.add(Bounds { bound: Some(Bound::Gt), approx: false });
            }
            left.modal.get_or_insert(range);
        }
        Before::Rise | Before::Grow | Before::Fall => {
            // 实现增长 and 增长达到: the verb nearest to the number counts, unless a link stands between.
            left.change.get_or_insert(role);
        }
        Before::Share => {
            left.change.get_or_insert(role);
        }
        Before::From => left.from = true,
        Before::Guess => left.estimated = true,
        Before::Every => left.every = true,
        Before::Fill => {
            left.respective |= word.starts_with("分别");
            if MODALS.contains(&word) {
                left.modal = Some(range);
            }
        }
        Before::Keep => {}
    }
}

/// 断面水质达标率连续5年保持100%: the run of years is no part of the noun.
fn without_run(text: &str, noun: Range<usize>) -> Range<usize> {
    let stretch = &text[noun.clone()];
    if !stretch.ends_with('年') {
        return noun;
    }
    match stretch.rfind("连续") {
        Some(at) if stretch[at..].chars().count() <= 7 => {
            noun.start..noun.start + stretch[..at].trim_end().len()
        }
        _ => noun,
    }
}

/// Words with 等 that do not close a list: 高等教育, 等级.
const NO_LIST: [&str; 6] = ["高等", "平等", "中等", "初等", "均等", "同等"];

/// 毫沁营片区等断头路: the noun stands behind 等.
fn behind_list(text: &str, start: usize, end: usize, left: &mut Left) -> usize {
    let stretch = &text[start..end];
    let Some(at) = stretch.rfind('等') else { return start };
    let after = at + '等'.len_utf8();
    let upto = &stretch[..after];
    let word_goes_on = stretch[after..].starts_with(['级', '量', '效', '值', '次', '离']);
    // 幸福河湖（含母亲河等）建设: the list in brackets is an aside.
    let in_brackets = stretch[after..]
        .find([')', '）'])
        .is_some_and(|close| !stretch[after..after + close].contains(['(', '（']));
    if at == 0 || word_goes_on || in_brackets || NO_LIST.iter().any(|word| upto.ends_with(word)) {
        return start;
    }
    left.listed = true;
    if stretch[after..].trim().is_empty() {
        left.example = trim(text, strip_openings(text, start, start + at, left), start + at);
    }
    start + after + of_the_list(&stretch[after..])
}

/// 在斐济等国建设综合基地: what the listed things are is no part of what the verb governs.
fn of_the_list(rest: &str) -> usize {
    let governs =
        |rest: &str| matches!(opening(rest), Some((_, Opening::Lead | Opening::Gain | Opening::Loss)));
    ["国家", "国", "地区", "地", "领域", "省份", "省", "市", "县", "乡镇", "单位", "部门", "企业"]
        .iter()
        .find(|kind| rest.strip_prefix(**kind).is_some_and(governs))
        .map_or(0, |kind| kind.len())
}

fn trim(text: &str, start: usize, end: usize) -> Range<usize> {
    let noun = &text[start..end];
    let is_edge = |c: char| c.is_whitespace() || matches!(c, '，' | '、' | '：' | '；' | '的');
    let end = start + noun.trim_end_matches(is_edge).len();
    let is_mark = |c: char| c.is_whitespace() || c == '、' || ('①'..='⑳').contains(&c);
    let start = end - text[start..end].trim_start_matches(is_mark).len();
    let noun = &text[start..end];
    // A noun needs a letter: brackets and quotes alone are none, and neither is 使 of 使55%的县达标.
    let bare = ["使", "让", "对", "把", "将", "由", "按", "以", "用", "给", "为", "于"].contains(&noun);
    if !bare && noun.chars().any(char::is_alphanumeric) { start..end } else { start..start }
}

fn shorten(text: &str, range: Range<usize>) -> Range<usize> {
    match text[range.clone()].char_indices().rev().nth(MAX_NOUN - 1) {
        Some((at, _)) => range.start + at..range.end,
        None => range,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, noun: &str) -> Left {
        let left = read(text, 0, text.len());
        assert_eq!(&text[left.noun.clone()], noun, "{text}");
        left
    }

    #[test]
    fn the_noun_without_its_verbs() {
        check("地区生产总值达到", "地区生产总值");
        check("累计改造老旧小区", "老旧小区");
        check("力争新增配套充电设施的停车位", "配套充电设施的停车位");
        check("打通科技城区块、毫沁营片区等断头路", "断头路");
        check("农村居民人均可支配收入力争突破", "农村居民人均可支配收入");
        check("建设用地面积控制在", "建设用地面积");
        check("高等教育毛入学率达", "高等教育毛入学率");
        check("新增加工能力", "加工能力");
        check("新增加就业岗位", "就业岗位");
        check("新增建设用地总量控制在", "建设用地总量");
        check("（2）新增普惠性托位", "普惠性托位");
        check("在毛里塔尼亚、斐济等国建设综合基地", "综合基地");
        check("更新建造老旧渔船", "老旧渔船");
        check("新上", "");
        check("老年人按每人每月不低于", "老年人");
        assert_eq!(check("补助标准不超过造价的", "补助标准").bounds.bound, Some(Bound::Le));
        check("传统产业占比仍达", "传统产业占比");
    }

    #[test]
    fn no_noun() {
        assert!(check("成功创建", "").led);
        assert!(check("实施", "").led);
        assert!(!check("增长", "").led);
        check("", "");
        check("其中", "");
    }

    #[test]
    fn ties() {
        assert!(check("绿地率从", "绿地率").from);
        assert_eq!(check("年均增长预计", "").change, Some(Before::Grow));
        let left = check("不少于", "");
        assert_eq!(left.bounds.bound, Some(Bound::Ge));
        assert!(check("分别达到", "").respective);
        assert!(check("新增学位超", "学位").gained);
        assert_eq!(check("下降到", "").change, None);
        assert_eq!(check("比重提高", "比重").change, Some(Before::Rise));
    }
}
