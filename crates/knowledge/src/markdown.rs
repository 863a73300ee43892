//! The document as Markdown: headings, paragraphs, boxes, tables, the glossary, each with an anchor that is its id.
//!
//! `plan.md#2739642ecb1f-4085946a3967` leads to a record. Contents and furniture are left out: headings make contents of
//! their own.

use std::io::{self, Write};

use gangyao_model::{Common, Conversion, Record, Table};

use crate::tables::{ids, rows};

/// Writes the document.
pub(crate) fn write(conversion: &Conversion, out: &mut impl Write) -> io::Result<()> {
    let document = &conversion.document;
    let title = document.title.as_deref().unwrap_or(&document.source.name);
    writeln!(out, "{}# {}", anchor(&document.common), escaped(title))?;
    let tables = ids(conversion);
    // What is read out of a table stands in its rows.
    let in_table = |common: &Common| common.parent.as_deref().is_some_and(|parent| tables.contains(parent));
    for record in &conversion.records {
        block(record, in_table(record.common()), out)?;
    }
    Ok(())
}

fn block(record: &Record, in_table: bool, out: &mut impl Write) -> io::Result<()> {
    let common = record.common();
    match record {
        Record::Part(heading)
        | Record::Chapter(heading)
        | Record::Section(heading)
        | Record::Subsection(heading) => {
            // The title is the one heading of the first level; Markdown knows six.
            let level = "#".repeat((usize::from(heading.depth) + 1).clamp(2, 6));
            writeln!(
                out,
                "\n{}{level} {}",
                anchor(common),
                labelled(heading.label.as_deref(), &heading.title)
            )
        }
        Record::Paragraph(paragraph) => {
            let bullet = if paragraph.bullet.is_some() { "- " } else { "" };
            writeln!(out, "\n{bullet}{}{}", mark(common), escaped(&paragraph.text))
        }
        Record::Box(found) => {
            writeln!(out, "\n{}**{}**", mark(common), labelled(found.label.as_deref(), &found.title))
        }
        Record::Project(project) if !in_table => {
            let number = project.number.map(|number| format!("{number}. ")).unwrap_or_default();
            let said =
                project.description.as_deref().map(|text| format!("：{}", escaped(text))).unwrap_or_default();
            // Behind its anchor the number begins no list.
            writeln!(out, "\n{}{number}**{}**{said}", mark(common), escaped(&project.name))
        }
        Record::Term(term) => {
            writeln!(out, "\n{}**{}**：{}", mark(common), escaped(&term.term), escaped(&term.definition))
        }
        Record::Table(table) => grid(table, out),
        _ => Ok(()),
    }
}

fn grid(table: &Table, out: &mut impl Write) -> io::Result<()> {
    write!(out, "\n{}", anchor(&table.common))?;
    if let Some(caption) = &table.caption {
        writeln!(out, "**{}**\n", escaped(caption))?;
    }
    let rows = rows(table);
    let width = table.columns.len().max(rows.iter().map(|row| row.cells.len()).max().unwrap_or(0)).max(1);
    line(table.columns.iter().map(String::as_str), width, out)?;
    writeln!(out, "|{}", " --- |".repeat(width))?;
    for row in &rows {
        line(row.cells.iter().copied(), width, out)?;
    }
    table.notes.iter().try_for_each(|note| writeln!(out, "\n{}", escaped(note)))
}

fn line<'c>(cells: impl Iterator<Item = &'c str>, width: usize, out: &mut impl Write) -> io::Result<()> {
    let mut left = width;
    write!(out, "|")?;
    for cell in cells {
        write!(out, " {} |", escaped(cell))?;
        left -= 1;
    }
    writeln!(out, "{}", " |".repeat(left))
}

/// An anchor on a line of its own, for what must begin a line.
fn anchor(common: &Common) -> String {
    format!("{}\n\n", mark(common))
}

fn mark(common: &Common) -> String {
    format!("<a id=\"{}\"></a>", common.id)
}

fn labelled(label: Option<&str>, title: &str) -> String {
    match label {
        Some(label) if !label.is_empty() => format!("{} {}", escaped(label), escaped(title)),
        _ => escaped(title),
    }
}

/// Text that Markdown takes as it is: what would be markup gets a backslash, also where a line would begin a list.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let before = || &text[..at];
        let ends_word = || text[at + c.len_utf8()..].chars().next().is_none_or(char::is_whitespace);
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '$' | '&' => {
                out.extend(['\\', c])
            }
            '+' | '-' if at == 0 && ends_word() => out.extend(['\\', c]),
            '.' | ')'
                if at > 0 && at < 10 && ends_word() && before().bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                out.extend(['\\', c]);
            }
            '\n' | '\r' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_no_markup() {
        for (text, expected) in [
            ("坚持创新。", "坚持创新。"),
            ("1.加强", "1.加强"),
            ("1. 加强", "1\\. 加强"),
            ("72.3", "72.3"),
            ("PM_{2.5}", "PM\\_{2.5}"),
            ("*注", "\\*注"),
            ("- 3 -", "\\- 3 -"),
            ("a|b\n<c>", "a\\|b \\<c\\>"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }
}
