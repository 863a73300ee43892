//! What a synthetic plan looks like: one small enumeration for each thing in which real plans differ.
//!
//! In every enumeration the plainest choice stands first, so that a shape shrinks towards a plan without any
//! difficulty. A shape knows nothing of words.

use crate::rng::Rng;

/// Declares an enumeration with the list of its choices.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($(#[$choice_doc:meta])* $choice:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $name {
            #[default]
            $($(#[$choice_doc])* $choice),+
        }

        impl $name {
            /// Every choice, the plainest first.
            pub const ALL: &'static [Self] = &[$(Self::$choice),+];
        }
    };
}

choices! {
    /// How headings are numbered.
    Numbering {
        /// 第一章, 第一节; sections restart in each chapter.
        ZhangJie,
        /// 第一篇, 第一章 running through the parts, 第一节.
        PianZhangJieThrough,
        /// 第一篇, 第一章 restarting in each part, 第一节.
        PianZhangJieRestart,
        /// 第一章, 第一节, 一、
        ZhangJieDun,
        /// 第一篇, 第一章 restarting, 一、
        PianZhangDun,
        /// 一、, （一）
        DunParen,
        /// 一、, （一）, 1., （1）
        DunParenDeep,
        /// 一、, then 1. to 33. running through the whole document.
        DunArabicThrough,
        /// 一、, then 1.1加强……。 as the start of a paragraph.
        DunDecimalRunIn,
        /// 一、, then （一）加强……。 as the start of a paragraph.
        DunParenRunIn,
    }
}

choices! {
    /// What stands between a heading's label and its title.
    Gap {
        /// One space.
        Space,
        /// Nothing: 第一章发展基础.
        Nothing,
        /// U+3000.
        Ideographic,
        /// U+00A0.
        NoBreak,
        /// U+2002.
        En,
        /// U+2003.
        Em,
        /// Two spaces.
        Two,
        /// A tab.
        Tab,
    }
}

choices! {
    /// Width of the brackets in （一） and （1）.
    Brackets {
        /// （一）
        Full,
        /// (一)
        Half,
    }
}

choices! {
    /// The table of contents.
    Toc {
        /// None.
        None,
        /// 第一章 发展基础……………1
        Dots,
        /// 第一章 发展基础, a tab, 1.
        Tab,
        /// 第一章 发展基础, a tab, (1).
        Bracketed,
        /// Titles without pages.
        Bare,
        /// As `Tab`, and the boxes are listed too.
        WithBoxes,
    }
}

choices! {
    /// Hard line ends.
    Width {
        /// A paragraph is a line.
        Unbroken,
        /// Forty Han characters a line, digits and Latin letters counted as half, as a printed page has them.
        Forty,
        /// Twenty-eight Han characters a line.
        TwentyEight,
        /// Thirty characters of any kind a line, as a program breaks lines.
        ThirtyCounted,
    }
}

choices! {
    /// What stands between two pages, also in the middle of a sentence.
    PageBreak {
        /// Nothing: the text has no pages.
        None,
        /// A blank line.
        Blank,
        /// A form feed.
        FormFeed,
        /// — 12 —
        Number,
        /// — 12 — and the document's title above the next page.
        RunningHead,
    }
}

choices! {
    /// What stands between two paragraphs.
    Spacing {
        /// A blank line.
        Blank,
        /// A line end.
        Close,
        /// A line end; every paragraph begins with two ideographic spaces.
        Indented,
    }
}

choices! {
    /// Headings of the outermost level over several lines.
    HeadingBreak {
        /// On one line.
        Whole,
        /// The second half on the next line.
        Line,
        /// The second half after a blank line.
        BlankLine,
    }
}

choices! {
    /// How a box (专栏) is announced.
    BoxHead {
        /// 专栏 1 标题
        Spaced,
        /// There are no boxes.
        None,
        /// 专栏1 标题
        Tight,
        /// 专栏1：标题
        Colon,
        /// 专栏1, and the title on the next line.
        TitleBelow,
        /// 专栏 1 标题, printed again after a page break in the box.
        Repeated,
    }
}

choices! {
    /// How a box numbers its items.
    ItemLabel {
        /// 1. 名称：……
        ArabicDot,
        /// （1）名称：……
        Paren,
        /// 01 on its own line, the name on the next, the description on the third.
        OwnLine,
        /// ●名称：……
        Bullet,
        /// 名称：……
        Unnumbered,
    }
}

choices! {
    /// What follows a box.
    AfterBox {
        /// The next heading.
        Heading,
        /// A paragraph of the body.
        Prose,
    }
}

choices! {
    /// The columns of the indicator table.
    TableCells {
        /// Separated by tabs.
        Tabs,
        /// There is no table.
        None,
        /// Separated by four spaces.
        Spaces,
    }
}

choices! {
    /// How the indicator table groups its rows.
    Groups {
        /// No groups.
        None,
        /// ► 经济发展
        Arrow,
        /// A merged first column, empty below its first row.
        FirstColumn,
    }
}

choices! {
    /// Where the indicator table has its units.
    Units {
        /// In a column.
        Column,
        /// In brackets after the name.
        Brackets,
    }
}

choices! {
    /// How the indicator table marks sums over the period.
    Cumulative {
        /// 〔6.5〕
        Tortoise,
        /// [6.5]
        Square,
        /// 【6.5】
        Lenticular,
    }
}

choices! {
    /// The glossary (名词解释).
    Glossary {
        /// None.
        None,
        /// 1. **术语**：定义
        Emphasised,
        /// 1.术语：定义
        Colon,
        /// 1.“术语”：定义
        Quoted,
        /// As `Colon`, with a page break in mid-definition.
        Cut,
    }
}

choices! {
    /// Words in the prose that look like headings and are none.
    References {
        /// None.
        None,
        /// 见第三章, 第一节所述; 第一，…；第二，…
        Some,
    }
}

choices! {
    /// Line ends.
    LineEnd {
        /// `\n`
        Lf,
        /// `\r\n`
        CrLf,
    }
}

choices! {
    /// Encoding of the bytes.
    Encoding {
        /// UTF-8.
        Utf8,
        /// UTF-8 with a byte order mark.
        Utf8Bom,
        /// GB18030.
        Gb18030,
        /// UTF-16, little end first, with a byte order mark.
        Utf16Le,
    }
}

choices! {
    /// How much text.
    Size {
        /// Two chapters.
        Small,
        /// Four chapters.
        Middle,
        /// Twelve chapters.
        Large,
    }
}

/// Declares [`Shape`] and what must go over all its fields.
macro_rules! shape {
    ($($(#[$doc:meta])* $field:ident: $of:ident),+ $(,)?) => {
        /// What a synthetic plan looks like. `Shape::default()` is the plainest plan.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Shape {
            $($(#[$doc])* pub $field: $of),+
        }

        impl Shape {
            /// A shape in which every field is chosen at random.
            #[must_use]
            pub fn random(seed: u64) -> Self {
                let mut rng = Rng::new(seed ^ 0x5AA5);
                Self { $($field: $of::ALL[rng.below($of::ALL.len())]),+ }
            }

            /// One shape for every choice of every field, with a name that says it; all else as in `base`.
            #[must_use]
            pub fn sweep(base: Self) -> Vec<(String, Self)> {
                let mut shapes = Vec::new();
                $(for choice in $of::ALL {
                    let name = format!("{}={choice:?}", stringify!($field));
                    shapes.push((name, Self { $field: *choice, ..base }));
                })+
                shapes
            }

            /// The fields that are not the plainest choice: `numbering=DunParen width=Forty`.
            #[must_use]
            pub fn name(&self) -> String {
                let mut parts: Vec<String> = Vec::new();
                $(if self.$field != $of::default() {
                    parts.push(format!("{}={:?}", stringify!($field), self.$field));
                })+
                if parts.is_empty() { "plain".to_owned() } else { parts.join(" ") }
            }
        }
    };
}

shape! {
    /// How headings are numbered.
    numbering: Numbering,
    /// What stands between label and title.
    gap: Gap,
    /// Width of brackets in labels.
    brackets: Brackets,
    /// The table of contents.
    toc: Toc,
    /// Hard line ends.
    width: Width,
    /// What stands between two pages.
    page_break: PageBreak,
    /// What stands between two paragraphs.
    spacing: Spacing,
    /// Headings over several lines.
    heading_break: HeadingBreak,
    /// How a box is announced.
    box_head: BoxHead,
    /// How a box numbers its items.
    item_label: ItemLabel,
    /// What follows a box.
    after_box: AfterBox,
    /// The columns of the indicator table.
    table_cells: TableCells,
    /// How the indicator table groups its rows.
    groups: Groups,
    /// Where the indicator table has its units.
    units: Units,
    /// How the indicator table marks sums.
    cumulative: Cumulative,
    /// The glossary.
    glossary: Glossary,
    /// Words that look like headings and are none.
    references: References,
    /// Line ends.
    line_end: LineEnd,
    /// Encoding of the bytes.
    encoding: Encoding,
    /// How much text.
    size: Size,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_the_plainest() {
        assert_eq!(Shape::default().name(), "plain");
        assert_eq!(Shape { width: Width::Forty, ..Shape::default() }.name(), "width=Forty");
    }

    #[test]
    fn a_seed_gives_one_shape() {
        assert_eq!(Shape::random(7), Shape::random(7));
        assert_ne!(Shape::random(7), Shape::random(8));
    }
}
