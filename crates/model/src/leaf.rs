//! Which records own text: the rule by which every character of a source has exactly one owner.

use crate::{Common, Record};

impl Record {
    /// True for a record that owns the text of its evidence. The others are *derived*: they say once more, typed, what
    /// a leaf says (an indicator repeats a table's row, a quantity a clause of its paragraph), or they are about the
    /// document (the document record, diagnostics).
    ///
    /// A project owns its text in a box, but not in a table (附表 重大项目表), where the table owns all cells.
    /// `parent` is the enclosing record, where there is one.
    #[must_use]
    pub fn is_leaf(&self, parent: Option<&Self>) -> bool {
        match self {
            Self::TocEntry(_)
            | Self::Part(_)
            | Self::Chapter(_)
            | Self::Section(_)
            | Self::Subsection(_)
            | Self::Paragraph(_)
            | Self::Box(_)
            | Self::Table(_)
            | Self::Term(_)
            | Self::Furniture(_) => true,
            Self::Project(_) => !matches!(parent, Some(Self::Table(_))),
            Self::Document(_) | Self::Indicator(_) | Self::Quantity(_) | Self::Diagnostic(_) => false,
        }
    }

    /// The fields that every record has, to be filled in.
    #[must_use]
    pub fn common_mut(&mut self) -> &mut Common {
        match self {
            Self::Document(r) => &mut r.common,
            Self::TocEntry(r) => &mut r.common,
            Self::Part(r) | Self::Chapter(r) | Self::Section(r) | Self::Subsection(r) => &mut r.common,
            Self::Paragraph(r) => &mut r.common,
            Self::Box(r) => &mut r.common,
            Self::Table(r) => &mut r.common,
            Self::Project(r) => &mut r.common,
            Self::Indicator(r) => &mut r.common,
            Self::Quantity(r) => &mut r.common,
            Self::Term(r) => &mut r.common,
            Self::Furniture(r) => &mut r.common,
            Self::Diagnostic(r) => &mut r.common,
        }
    }
}

/// True for a code point that coverage does not count: white space, and characters that show nothing on paper — control
/// characters (a NUL in a broken dump), zero-width and direction marks, soft hyphens, a byte order mark in the middle.
///
/// ```
/// assert!(gangyao_model::is_blank('\u{3000}') && gangyao_model::is_blank('\u{200B}'));
/// assert!(!gangyao_model::is_blank('*') && !gangyao_model::is_blank('—'));
/// ```
#[must_use]
pub fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '\u{AD}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{2064}'
                | '\u{FEFF}'
        )
}
