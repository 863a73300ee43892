//! Notes above and under a table: 单位：亿元, 注：[ ]内为累计数。

use gangyao_normaliser::Joined;
use gangyao_normaliser::text::JoinedBuilder;
use gangyao_text::NormRange;

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
    chars >= 6
        && explained.len() < line.len()
        && ["内", "中", "为", "表示", "代表", "指", "数据", "号", "的", "是", "数值", "标"]
            .iter()
            .any(|word| explained.starts_with(word))
}

/// Reads the notes at the top of `lines`; and how many lines they take.
pub(super) fn read(text: &str, lines: &[NormRange]) -> (Vec<Joined>, usize) {
    let mut notes = Vec::new();
    let mut builder: Option<JoinedBuilder<'_>> = None;
    let mut used = 0;
    for (at, &line) in lines.iter().enumerate() {
        let own = line.of(text).trim();
        let begins = starts_note(own) || is_numbered_note(own);
        if at > 0 && !begins && !goes_on(text, lines[at - 1], line) {
            break;
        }
        if (at == 0 || begins)
            && let Some(done) = builder.replace(JoinedBuilder::new(text))
        {
            notes.push(done.finish());
        }
        if let Some(builder) = builder.as_mut() {
            builder.push(line);
        }
        used = at + 1;
    }
    notes.extend(builder.map(JoinedBuilder::finish));
    (notes, used)
}

/// 2．“—”代表…; ②…
fn is_numbered_note(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < line.len() && line.len() - rest.len() <= 2 && rest.starts_with(['.', '．', '、', '）', ')'])
        || line.starts_with(['①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨', '*', '∗', '※'])
        || (line.starts_with(['（', '('])
            && line.contains(['）', ')'])
            && line.len() < 400
            && line.trim_start_matches(['（', '(']).starts_with(|c: char| c.is_ascii_digit()))
}

/// A note goes on where its line does not end a sentence and no blank line follows.
fn goes_on(text: &str, before: NormRange, line: NormRange) -> bool {
    let gap = &text[before.end as usize..line.start as usize];
    let ended = before.of(text).trim_end().ends_with(['。', '；', '！', '：']);
    let full = before.of(text).trim().chars().count() >= 24;
    !ended && full && gap.matches('\n').count() <= 1
}
