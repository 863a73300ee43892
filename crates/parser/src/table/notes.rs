//! Notes above and under a table: 单位：亿元, 注：[ ]内为累计数。

use gangyao_normaliser::Joined;
use gangyao_normaliser::text::JoinedBuilder;
use gangyao_text::NormRange;

use super::token::is_parted;

/// Where a table's own lines begin and end among the lines of its block.
pub(super) struct Split {
    /// Lines above the head: 单位：亿元.
    pub above: usize,
    /// First line of the notes under the table.
    pub below: usize,
}

pub(super) fn split(text: &str, lines: &[NormRange]) -> Split {
    let above = lines.iter().take(2).take_while(|line| is_unit_line(line.of(text))).count();
    // The first two lines of a table are its head and a row.
    let from = (above + 2).min(lines.len());
    let below =
        lines[from..].iter().position(|line| starts_note(line.of(text))).map_or(lines.len(), |at| from + at);
    Split { above, below }
}

/// 单位：亿元 above the head.
pub(crate) fn is_unit_line(line: &str) -> bool {
    let line = line.trim().trim_start_matches(['（', '(']);
    line.len() < 90
        && (line.starts_with("单位：") || line.starts_with("单位:") || line.starts_with("计量单位："))
}

/// What a note explains stands at its head.
const MARKS: &[char] =
    &['*', '∗', '※', '①', '②', '“', '"', '[', ']', '〔', '〕', '［', '］', '【', '】', ' ', '”', '带'];

/// True for the first line of notes.
pub(super) fn starts_note(line: &str) -> bool {
    let line = line.trim();
    // Every note begins with one of these: most lines do not.
    if !line.starts_with(MARKS) && !line.starts_with(['∗', '※', '（', '(', '注', '备', '说', '附']) {
        return false;
    }
    let bare: String = line.chars().take(6).filter(|c| !c.is_whitespace()).collect();
    let bare = bare.trim_start_matches(['*', '∗', '※', '（', '(']);
    for word in ["注", "注释", "备注", "说明", "附注", "注解", "注明"] {
        if let Some(rest) = bare.strip_prefix(word)
            && rest.starts_with(['：', ':', '1', '①', '．', '.'])
        {
            return true;
        }
    }
    // 带*的为…, *为预期值, [ ]内为累计数, ①…: a mark that a sentence explains.
    let chars = line.chars().count();
    let explained = line.trim_start_matches(MARKS);
    if let Some(explained) = behind_mark(line) {
        // ①按当年价格计算。[1]地区生产总值按可比价格计算。 A cell with such a mark is no sentence.
        return chars >= 8
            && explained.ends_with('。')
            && EXPLAINS.iter().any(|word| explained.contains(word));
    }
    chars >= 6
        && explained.len() < line.len()
        && ["内", "中", "为", "表示", "代表", "指", "数据", "号", "的", "是", "数值", "标"]
            .iter()
            .any(|word| explained.starts_with(word))
}

/// Words of notes that a mark leads to.
const EXPLAINS: [&str; 8] = ["计算", "口径", "价格", "累计", "数据", "统计", "范围", "年数"];

/// What stands behind a mark in brackets or in a circle at the start of a line: [1], ①.
fn behind_mark(line: &str) -> Option<&str> {
    if let Some((_, len)) = crate::shape::circled(line) {
        return line.get(len..);
    }
    let inner = line.strip_prefix(['[', '［', '〔'])?;
    let after = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = inner.len() - after.len();
    after.strip_prefix([']', '］', '〕']).filter(|_| (1..=2).contains(&digits))
}

/// Reads the notes at the top of `lines`; and how many lines they take.
pub(super) fn read(text: &str, lines: &[NormRange]) -> (Vec<Joined>, usize) {
    let mut notes = Vec::new();
    let mut builder: Option<JoinedBuilder<'_>> = None;
    let (mut used, mut bare, mut counter) = (0, false, Counter::default());
    for (at, &line) in lines.iter().enumerate() {
        let own = line.of(text).trim();
        let counts = counter.takes(own);
        let begins = at == 0 || !bare && (starts_note(own) || counts || is_marked_note(own));
        if !begins && !bare && !goes_on(text, lines[at - 1], line) {
            break;
        }
        if begins && let Some(done) = builder.replace(JoinedBuilder::new(text)) {
            notes.push(done.finish());
        }
        if let Some(builder) = builder.as_mut() {
            builder.push(line);
        }
        used = at + 1;
        // 注：alone on its line, and the first note on the next.
        bare = own.len() <= 12 && own.ends_with(['：', ':']);
    }
    notes.extend(builder.map(JoinedBuilder::finish));
    (notes, used)
}

/// The notes at the top of `lines`, if the first of them begins one; and how many lines they take.
pub(super) fn at_top(text: &str, lines: &[NormRange]) -> (Vec<Joined>, usize) {
    match lines.first() {
        Some(first) if starts_note(first.of(text)) => read(text, lines),
        _ => (Vec::new(), 0),
    }
}

/// Notes that are counted: 注：1.…, 2.…. A number out of turn is that of a heading.
#[derive(Default)]
struct Counter {
    last: u32,
}

impl Counter {
    /// The line has the next number.
    fn takes(&mut self, line: &str) -> bool {
        let rest = line.trim_start_matches(['注', '：', ':', '（', '(', '备', '说', '明', ' ']);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let ends = rest[digits..].starts_with(['.', '．', '、', '）', ')']);
        let number = rest[..digits].parse().ok().filter(|_| ends && digits <= 2);
        let next = number == Some(self.last + 1);
        // Only behind 注： the first one may stand.
        let opens = self.last > 0 || rest.len() < line.len();
        self.last += u32::from(next);
        next && opens
    }
}

/// ②…, [2]…, *…: a note that a mark leads to.
fn is_marked_note(line: &str) -> bool {
    behind_mark(line).is_some() || line.starts_with(['*', '∗', '※'])
}

/// A note goes on where its line does not end a sentence and no blank line follows.
fn goes_on(text: &str, before: NormRange, line: NormRange) -> bool {
    let ended = before.of(text).trim_end().ends_with(['。', '；', '！', '：']);
    let full = before.of(text).trim().chars().count() >= 24;
    !ended && full && !is_parted(text, before.end, line.start)
}
