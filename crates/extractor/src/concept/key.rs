//! Normal forms of names: what enters is a name, what leaves is what it says about a stem, and the stem.
//!
//! The build script brings the names of the catalogue into the same form, so that nothing here may need more of the crate.

/// What a name says about its stem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    Level,
    Growth,
    Drop,
    Rise,
}

/// A name in its normal form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) class: Class,
    pub(crate) stem: String,
}

/// Ways to write one thing, longest first where one holds another.
const SAME: &[Rewrite] = &[
    rewrite("国内生产总值", "GDP"),
    rewrite("国民生产总值", "GDP"),
    rewrite("地区生产总值", "GDP"),
    rewrite("研究与试验发展", "研发"),
    rewrite("研究与实验发展", "研发"),
    rewrite("R&D", "研发"),
    rewrite("RD", "研发"),
    rewrite("规模以上", "规上"),
    rewrite("百分比", "占比"),
    rewrite("所占比重", "占比"),
    rewrite("占比重", "占比"),
    rewrite("占比例", "占比"),
    rewrite("比重", "占比"),
    rewrite("比例", "占比"),
    rewrite("份额", "占比"),
    rewrite("之比", "占比"),
    rewrite("比率", "占比"),
    rewrite("细颗粒物", "PM2.5"),
    rewrite("三岁", "3岁"),
    rewrite("Ⅲ", "III"),
    rewrite("Ⅴ", "V"),
    rewrite("常住人口", "人口"),
    rewrite("相当于", "占"),
];

/// Whose an indicator is, at the beginning of its name: 区级一般公共预算收入 is the district's.
const OWNERS: &[&str] =
    &["地级及以上城市", "地级城市", "设区城市", "设区市", "区级", "县级", "市级", "州级", "旗级", "本级"];

/// Words that do not change what is measured.
const EMPTY: &[Rewrite] = &[
    rewrite("累计", ""),
    rewrite("拥有", ""),
    rewrite("全社会", ""),
    rewrite("全市", ""),
    rewrite("全县", ""),
    rewrite("全区", ""),
    rewrite("全省", ""),
    rewrite("全州", ""),
    rewrite("全旗", ""),
    rewrite("全国", ""),
    rewrite("的", ""),
    rewrite("年均", ""),
    rewrite("数量", ""),
    rewrite("“", ""),
    rewrite("”", ""),
    rewrite("_{", ""),
    rewrite("}", ""),
    rewrite("力争", ""),
    rewrite("达到", ""),
    rewrite("平均每年", ""),
    rewrite("：", ""),
    rewrite("、", ""),
    rewrite("，", ""),
    rewrite("－", ""),
    rewrite("-", ""),
    rewrite("—", ""),
];

/// What the words of [`SAME`] and [`EMPTY`] leave to say: 生产总值 alone is the region's; 海洋生产总值 and the like keep theirs.
const OF_GDP: &[Rewrite] = &[
    rewrite("占生产总值", "占GDP"),
    rewrite("单位生产总值", "单位GDP"),
    rewrite("人均生产总值", "人均GDP"),
    rewrite("与GDP占比", "占GDP占比"),
];

/// Ends that make a class of their own, longest first.
const ENDS: &[(&str, Class)] = &[
    ("增长速度", Class::Growth),
    ("增长率", Class::Growth),
    ("增长", Class::Growth),
    ("增速", Class::Growth),
    ("增幅", Class::Growth),
    ("下降率", Class::Drop),
    ("降低率", Class::Drop),
    ("下降幅度", Class::Drop),
    ("降低幅度", Class::Drop),
    ("下降", Class::Drop),
    ("降低", Class::Drop),
    ("减少", Class::Drop),
    ("降幅", Class::Drop),
    ("减排", Class::Drop),
    ("提高", Class::Rise),
    ("提升", Class::Rise),
];

impl Key {
    pub(crate) fn of(name: &str) -> Self {
        let mut stem = without_brackets(name);
        if let Some(own) = OWNERS.iter().find_map(|owner| stem.strip_prefix(owner)) {
            stem = own.to_owned();
        }
        let mut letters = letters(&stem);
        // What says nothing goes before the words behind it are looked at: 占全区生产总值.
        for rewrite in SAME.iter().chain(EMPTY).chain(OF_GDP) {
            rewrite.apply(&mut stem, &mut letters);
        }
        if let Some(rest) = stem.strip_prefix("生产总值") {
            stem = format!("GDP{rest}");
        }
        if stem.contains("占GDP占比") {
            stem = stem.replace("占GDP占比", "占GDP");
        }
        let mut class = Class::Level;
        if let Some((end, found)) = ENDS.iter().find(|(end, _)| stem.ends_with(end) && stem.len() > end.len())
        {
            // 自然增长率 is a level of its own.
            if !stem.ends_with("自然增长率") {
                stem.truncate(stem.len() - end.len());
                class = *found;
            }
        }
        for end in ["总数", "总额", "数", "量"] {
            // 常住人口数, 拥有量: what is counted is named before.
            if stem.chars().count() > 3 && stem.ends_with(end) && !keeps(&stem) {
                stem.truncate(stem.len() - end.len());
                break;
            }
        }
        Self { class, stem }
    }
}

/// Puts one word in the place of another.
struct Rewrite {
    from: &'static str,
    to: &'static str,
    /// Of `from`.
    letters: u64,
}

const fn rewrite(from: &'static str, to: &'static str) -> Rewrite {
    Rewrite { from, to, letters: letters(from) }
}

impl Rewrite {
    /// Most words are not there, which the letters tell at once. Stems are short: a search that prepares nothing is the quickest.
    fn apply(&self, stem: &mut String, known: &mut u64) {
        if *known & self.letters == self.letters
            && memchr::memmem::find(stem.as_bytes(), self.from.as_bytes()).is_some()
        {
            *stem = stem.replace(self.from, self.to);
            *known |= letters(self.to);
        }
    }
}

/// The letters of a text, one bit for all that have the same lowest six bits.
const fn letters(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut letters = 0;
    let mut at = 0;
    while at < bytes.len() {
        let is_last = at + 1 == bytes.len() || bytes[at + 1] & 0xC0 != 0x80;
        letters |= (is_last as u64) << (bytes[at] & 0x3F);
        at += 1;
    }
    letters
}

/// Stems whose last character is part of the word: 指数, 总量, 能力.
fn keeps(stem: &str) -> bool {
    [
        "指数",
        "系数",
        "倍数",
        "参数",
        "人数",
        "天数",
        "次数",
        "用水量",
        "总额",
        "吞吐量",
        "产量",
        "蓄积量",
        "流量",
        "质量",
        "容量",
    ]
    .iter()
    .any(|word| stem.ends_with(word))
}

/// The text without white space, brackets and what they hold.
fn without_brackets(text: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '（' | '(' | '〔' | '[' | '【' => depth += 1,
            '）' | ')' | '〕' | ']' | '】' => depth = depth.saturating_sub(1),
            c if depth > 0 || c.is_whitespace() => {}
            c => out.push(c),
        }
    }
    out
}
