//! A sentence as tokens: measures, times, breaks and brackets; words stay unread between them.
//!
//! What enters is one sentence of a paragraph; what leaves is its tokens in order. Everything is read in one pass from
//! left to right. What a number means is not known here, only what it cannot be: a number inside a word (PM2.5,
//! 5G), in a title (《…》) or behind 每 (每10万人) makes no token.

use std::sync::LazyLock;

use gangyao_normaliser::value::measure::{Measure, Numbers, measure_at};
use gangyao_normaliser::value::number::{Script, number_at};
use gangyao_normaliser::value::numeral;
use gangyao_normaliser::value::unit::UnitKind;
use gangyao_normaliser::value::words::CharSet;

use super::time::{self, TimeToken};
use super::{Context, judge};

/// How a number is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// 35家.
    Plain,
    /// 第3位, 首位.
    Rank,
    /// 前3位.
    Top,
    /// 翻一番.
    Doubling,
}

/// A measure and where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    /// The number and its unit; `start` is that of 第 or 前 where one stands before it.
    pub(super) measure: Measure,
    /// How it is told.
    pub(super) form: Form,
    /// Inside “…”.
    pub(super) quoted: bool,
    /// Inside （…）.
    pub(super) bracketed: bool,
}

/// A token of a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token {
    /// A number.
    Number(Found),
    /// A time.
    Time(TimeToken),
    /// ，；：, a line end: one past its last byte is where the next clause begins.
    Break {
        /// First byte.
        start: usize,
        /// One past the last byte.
        end: usize,
        /// 、 does not end a clause.
        soft: bool,
    },
    /// （ outside of quotes: first byte, and one past the last.
    Open(usize, usize),
    /// ）.
    Close(usize, usize),
}

impl Token {
    /// First byte.
    pub(super) const fn start(&self) -> usize {
        match self {
            Self::Number(found) => found.measure.start,
            Self::Time(time) => time.start,
            Self::Break { start, .. } | Self::Open(start, _) | Self::Close(start, _) => *start,
        }
    }
}

/// The characters at which [`Scanner::step`] has something to do; between them are words.
static STOPS: LazyLock<CharSet> = LazyLock::new(|| {
    CharSet::of(&[
        "0123456789",
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "±#№每第前首翻数几",
        "〇零○一二两三四五六七八九十百千万亿",
        "“”「」『』\"‘’《》〈〉〔[［【（(）)",
        "，；：。！？;:,!?\n、—",
        time::RELATIVE_BEGIN,
    ])
});

/// Reads one sentence.
pub(super) struct Scanner<'t, 'c> {
    text: &'t str,
    context: &'c Context<'c>,
    ahead: bool,
    start: usize,
    at: usize,
    quotes: u32,
    titles: u32,
    brackets: u32,
    tokens: Vec<Token>,
}

impl<'t, 'c> Scanner<'t, 'c> {
    /// The tokens of `text[start..end]`; `ahead` tells whether the passage looks ahead.
    pub(super) fn tokens(
        text: &'t str,
        start: usize,
        end: usize,
        context: &'c Context<'c>,
        ahead: bool,
    ) -> Vec<Token> {
        Self::new(&text[..end], start, context, ahead).until(|_| false)
    }

    /// The first tokens of `text[start..end]`, which looks ahead: as many as tell what time opens it.
    pub(super) fn opening(text: &'t str, start: usize, end: usize, context: &'c Context<'c>) -> Vec<Token> {
        Self::new(&text[..end], start, context, true).until(|token| match token {
            Token::Time(time) => time.when.is_some(),
            Token::Break { end, soft, .. } => *soft || !text[..*end].ends_with(['：', ':']),
            Token::Number(_) | Token::Open(..) | Token::Close(..) => true,
        })
    }

    const fn new(text: &'t str, start: usize, context: &'c Context<'c>, ahead: bool) -> Self {
        Self { text, context, ahead, start, at: start, quotes: 0, titles: 0, brackets: 0, tokens: Vec::new() }
    }

    /// Reads up to the first token that is `last`, or to the end.
    fn until(mut self, last: impl Fn(&Token) -> bool) -> Vec<Token> {
        let stops: &CharSet = &STOPS;
        while let Some((at, c)) = stops.next_in(self.text, self.at) {
            self.at = at;
            let known = self.tokens.len();
            self.step(c);
            debug_assert!(self.at > at, "the scanner must go on");
            if self.tokens.len() > known && self.tokens.last().is_some_and(&last) {
                break;
            }
        }
        self.tokens
    }

    fn step(&mut self, c: char) {
        match c {
            '0'..='9' => self.digits(),
            'a'..='z' | 'A'..='Z' => self.latin_word(),
            '±' | '#' | '№' => self.skip_number(c),
            '每' => self.each(),
            '第' | '前' | '首' => self.rank(c),
            '翻' => self.doubling(),
            '数' | '几' => self.some(c),
            _ if numeral::is_chinese_numeral(c) || matches!(c, '万' | '亿') => self.chinese(c),
            '“' | '”' | '「' | '」' | '『' | '』' | '"' | '‘' | '’' => self.quote(c),
            '《' | '〈' => self.enter(c, |s| &mut s.titles),
            '》' | '〉' => self.leave(c, |s| &mut s.titles),
            '〔' | '[' | '［' | '【' => self.square(c),
            '（' | '(' => self.open(c),
            '）' | ')' => self.close(c),
            '，' | '；' | '：' | '。' | '！' | '？' | ';' | ':' | ',' | '!' | '?' | '\n' | '、' => {
                self.pause(c)
            }
            '—' if self.text[self.at..].starts_with("——") => self.dash(),
            _ => self.relative(c),
        }
    }

    fn push_time(&mut self, token: TimeToken) {
        self.at = token.end;
        if self.titles == 0 {
            self.tokens.push(Token::Time(token));
        }
    }

    fn digits(&mut self) {
        let at = self.at;
        if let Some(token) = time::digits_at(self.text, at, self.start) {
            return self.push_time(token);
        }
        if self.text[at..].starts_with(['3', '5'])
            && let Some(token) = time::relative_at(self.text, at, self.context, self.ahead)
        {
            return self.push_time(token);
        }
        if !self.is_second_of_pair(at) && part_of_a_name(&self.text[self.start..at]) {
            return self.latin_word();
        }
        match measure_at(self.text, at).map(|measure| below_zero(self.text, to_one(self.text, measure))) {
            Some(measure) => self.push_measure(self.with_shared_unit(measure), Form::Plain),
            // More digits than a number has: an account or a telephone.
            None => self.latin_word(),
        }
    }

    /// 420万千瓦/840万千瓦时: two sizes of one thing.
    fn is_second_of_pair(&self, at: usize) -> bool {
        let Some(first) = self.text[..at].strip_suffix('/') else { return false };
        matches!(self.tokens.last(), Some(Token::Number(found))
            if found.measure.end == first.len() && found.measure.kind() == Some(UnitKind::Amount))
    }

    /// 2.6、1.5个百分点: the unit behind the list holds for all of its numbers.
    fn with_shared_unit(&self, measure: Measure) -> Measure {
        let mut from = measure.end;
        if measure.unit.is_some() {
            return measure;
        }
        // A list of numbers without units is short.
        for _ in 0..4 {
            let Some(rest) = self.text[from..].strip_prefix(['、', '和']) else { return measure };
            let at = self.text.len() - rest.len();
            let Some(next) =
                rest.starts_with(|c: char| c.is_ascii_digit()).then(|| measure_at(self.text, at)).flatten()
            else {
                return measure;
            };
            if next.unit.is_some() {
                return Measure { unit: next.unit, ..measure };
            }
            from = next.end;
        }
        measure
    }

    fn push_measure(&mut self, measure: Measure, form: Form) {
        self.at = measure.end;
        let (quoted, bracketed) = (self.quotes > 0, self.brackets > 0);
        // A number that only names is a word like others: the noun around it must not end at it.
        let names = form == Form::Plain && judge::only_names(self.text, &measure, quoted);
        if self.titles == 0 && !names {
            self.tokens.push(Token::Number(Found { measure, form, quoted, bracketed }));
        }
    }

    /// PM2.5, IPv6, GB/T 2260: letters and what hangs on them are one word.
    fn latin_word(&mut self) {
        let word = self.text[self.at..]
            .bytes()
            .take_while(|b| {
                b.is_ascii_alphanumeric()
                    || matches!(b, b'_' | b'{' | b'}' | b'.' | b'-' | b'+' | b'&' | b'/')
            })
            .count();
        self.at += word.max(1);
    }

    fn skip_number(&mut self, c: char) {
        self.at += c.len_utf8();
        self.latin_or_nothing();
    }

    fn latin_or_nothing(&mut self) {
        if self.text[self.at..].starts_with(|c: char| c.is_ascii_alphanumeric()) {
            self.latin_word();
        }
    }

    /// 每年 is a time; the number of 每10万人, 每千人口 belongs to the metric's name.
    fn each(&mut self) {
        if let Some(token) = time::relative_at(self.text, self.at, self.context, self.ahead) {
            return self.push_time(token);
        }
        self.at += '每'.len_utf8();
        if let Some(number) = number_at(self.text, self.at) {
            self.at = number.end;
        }
    }

    /// 第38位, 第一, 前3位, 首位.
    fn rank(&mut self, c: char) {
        let from = self.at + c.len_utf8();
        if c == '首' {
            if self.text[from..].starts_with('位') {
                let measure = whole(self.at, from, 1, self.text);
                return self.push_measure(measure, Form::Rank);
            }
            self.at = from;
            return;
        }
        self.at = from;
        let spaces = self.text[from..].len() - self.text[from..].trim_start_matches(' ').len();
        if let Some(measure) = measure_at(self.text, from + spaces) {
            let start = from - c.len_utf8();
            self.push_measure(Measure { start, ..measure }, if c == '第' { Form::Rank } else { Form::Top });
        }
    }

    /// 翻一番, 翻番, 翻两番.
    fn doubling(&mut self) {
        let start = self.at;
        let from = start + '翻'.len_utf8();
        // 翻了一番, 翻了近一番.
        let rest = self.text[from..].strip_prefix('了').unwrap_or(&self.text[from..]);
        let rest = rest.strip_prefix('近').unwrap_or(rest);
        let from = self.text.len() - rest.len();
        let (times, len) =
            [("一番", 2), ("番", 2), ("两番", 4), ("二番", 4), ("三番", 8), ("1番", 2), ("2番", 4)]
                .into_iter()
                .find(|(word, _)| rest.starts_with(word))
                .map_or((0, 0), |(word, times)| (times, word.len()));
        self.at = from;
        if times > 0 {
            let mut measure = whole(start, from + len, times, self.text);
            measure.unit = None;
            measure.end = from + len;
            self.push_measure(measure, Form::Doubling);
        }
    }

    /// 数十, 几百 are no numbers.
    fn some(&mut self, c: char) {
        self.at += c.len_utf8();
        let run = self.text[self.at..]
            .chars()
            .take(8)
            .take_while(|c| matches!(c, '十' | '百' | '千' | '万' | '亿'));
        self.at += run.map(char::len_utf8).sum::<usize>();
    }

    fn chinese(&mut self, c: char) {
        let at = self.at;
        if c != '万'
            && let Some(token) = time::plan_at(self.text, at, self.start)
        {
            // The token holds its quotes, of which the first is already counted.
            if token.start < at {
                self.quotes = self.quotes.saturating_sub(1);
            }
            return self.push_time(token);
        }
        if let Some(token) = time::relative_at(self.text, at, self.context, self.ahead) {
            return self.push_time(token);
        }
        if let Some(token) = time::chinese_year_at(self.text, at, self.start) {
            return self.push_time(token);
        }
        match measure_at(self.text, at) {
            Some(measure) => self.push_measure(measure, Form::Plain),
            None => {
                let run = self.text[at..].chars().take(16).take_while(|&c| numeral::is_chinese_numeral(c));
                self.at += run.map(char::len_utf8).sum::<usize>().max(c.len_utf8());
            }
        }
    }

    fn relative(&mut self, c: char) {
        match time::relative_at(self.text, self.at, self.context, self.ahead) {
            Some(token) => self.push_time(token),
            None => self.at += c.len_utf8(),
        }
    }

    fn quote(&mut self, c: char) {
        match c {
            '“' | '「' | '『' | '‘' => self.quotes += 1,
            '"' => self.quotes = u32::from(self.quotes == 0),
            _ => self.quotes = self.quotes.saturating_sub(1),
        }
        self.at += c.len_utf8();
    }

    fn enter(&mut self, c: char, depth: fn(&mut Self) -> &mut u32) {
        *depth(self) += 1;
        self.at += c.len_utf8();
    }

    fn leave(&mut self, c: char, depth: fn(&mut Self) -> &mut u32) {
        let depth = depth(self);
        *depth = depth.saturating_sub(1);
        self.at += c.len_utf8();
    }

    /// 〔2021〕43号, [3]: what stands in square brackets, and digits right behind them, number a document or a note.
    fn square(&mut self, c: char) {
        self.at += c.len_utf8();
        self.latin_or_nothing();
        if let Some(rest) = self.text[self.at..].strip_prefix(['〕', ']', '］', '】']) {
            self.at = self.text.len() - rest.len();
            self.latin_or_nothing();
        }
    }

    fn open(&mut self, c: char) {
        let end = self.at + c.len_utf8();
        if self.quotes == 0 && self.titles == 0 {
            self.brackets += 1;
            self.tokens.push(Token::Open(self.at, end));
        }
        self.at = end;
    }

    fn close(&mut self, c: char) {
        let end = self.at + c.len_utf8();
        if self.quotes == 0 && self.titles == 0 && self.brackets > 0 {
            self.brackets -= 1;
            self.tokens.push(Token::Close(self.at, end));
        }
        self.at = end;
    }

    fn pause(&mut self, c: char) {
        let (start, end) = (self.at, self.at + c.len_utf8());
        self.at = end;
        // A list inside quotes or a title is part of the name: “拿地即开工、…”.
        let inside = self.quotes > 0 || self.titles > 0;
        let of_number = matches!(c, ',' | ':') && self.text[end..].starts_with(|c: char| c.is_ascii_digit());
        if !inside && !of_number {
            self.tokens.push(Token::Break { start, end, soft: c == '、' });
        }
    }

    fn dash(&mut self) {
        let start = self.at;
        self.at += "——".len();
        if self.quotes == 0 && self.titles == 0 {
            self.tokens.push(Token::Break { start, end: self.at, soft: false });
        }
    }
}

/// 2.23:1, 2.1∶1: how many there are to one.
fn to_one(text: &str, measure: Measure) -> Measure {
    let one = || {
        let rest = text[measure.end..].strip_prefix([':', '：', '∶'])?.strip_prefix('1')?;
        let goes_on = rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ':' | '：' | '∶'));
        let larger = matches!(measure.numbers, Numbers::One(number) if number > 1.0);
        (larger && !goes_on).then_some(text.len() - rest.len())
    };
    let bare = measure.unit.is_none() && measure.per.is_none();
    match if bare { one() } else { None } {
        Some(end) => Measure { end, ..measure },
        None => measure,
    }
}

/// 自然增长率-0.86‰: a minus right behind a noun, before a share. 2-3% is a range, and 附件-2 has no unit.
fn below_zero(text: &str, measure: Measure) -> Measure {
    let before = &text[..measure.start];
    let Some(noun) = before.strip_suffix(['-', '−', '－']) else { return measure };
    let behind_noun = noun.ends_with(|c: char| c.is_alphabetic() && !c.is_ascii());
    match measure.numbers {
        Numbers::One(number)
            if behind_noun
                && measure.script == Script::Arabic
                && measure.unit.is_some_and(|unit| unit.kind == UnitKind::Ratio) =>
        {
            Measure { start: noun.len(), numbers: Numbers::One(-number), ..measure }
        }
        _ => measure,
    }
}

/// A whole number that is told without digits (首位, 翻番).
fn whole(start: usize, number_end: usize, number: u32, text: &str) -> Measure {
    let unit = gangyao_normaliser::value::unit::unit_at(text, number_end);
    Measure {
        start,
        number_end,
        end: unit.map_or(number_end, |unit| unit.end),
        numbers: Numbers::One(f64::from(number)),
        script: Script::Chinese,
        more: false,
        unit,
        per: None,
    }
}

/// Digits behind a letter, a plus or another such mark belong to a name: G60, PM_{2.5}, “1+3”, GPT-4.
fn part_of_a_name(before: &str) -> bool {
    let mut back = before.chars().rev();
    match back.next() {
        Some('×' | '_' | '{' | '+' | '＋' | '/' | '∶' | '．' | '.' | '=' | '@' | '№') => true,
        Some('-' | '–' | '—' | '·' | ':') => back.next().is_some_and(|c| c.is_ascii_alphanumeric()),
        Some(' ') => back.next().is_some_and(|c| c.is_ascii_uppercase()),
        Some(c) => c.is_ascii_alphabetic(),
        None => false,
    }
}
