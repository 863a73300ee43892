//! The elements that reading tells apart; all others are [`Tag::Other`], which only groups text.

/// Declares the elements and their names once.
macro_rules! tags {
    ($($tag:ident $name:literal)*) => {
        /// An element's name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Tag { Root, Text, Other, $($tag),* }

        impl Tag {
            pub(super) const COUNT: usize = [Self::Root, Self::Text, Self::Other, $(Self::$tag),*].len();

            /// The element of a lower-case name.
            pub(super) fn named(name: &str) -> Self {
                match name {
                    $($name => Self::$tag,)*
                    _ => Self::Other,
                }
            }
        }
    };
}

tags! {
    A "a" Address "address" Article "article" Aside "aside" B "b" Big "big" Blockquote "blockquote" Br "br"
    Button "button" Caption "caption" Center "center" Cite "cite" Col "col" Colgroup "colgroup" Dd "dd"
    Details "details" Dialog "dialog" Dir "dir" Div "div" Dl "dl" Dt "dt" Em "em" Fieldset "fieldset"
    Figcaption "figcaption" Figure "figure" Font "font" Footer "footer" Form "form" Frame "frame" H1 "h1" H2 "h2" H3 "h3" H4 "h4"
    H5 "h5" H6 "h6" Header "header" Hr "hr" I "i" Iframe "iframe" Img "img" Input "input" Legend "legend" Li "li"
    Link "link" Main "main" Menu "menu" Meta "meta" Nav "nav" Noembed "noembed" Noframes "noframes" Object "object"
    Ol "ol" Option "option" P "p" Pre "pre" S "s" Script "script" Section "section" Select "select" Small "small"
    Span "span" Strong "strong" Style "style" Sub "sub" Summary "summary" Sup "sup" Table "table" Tbody "tbody"
    Td "td" Template "template" Textarea "textarea" Tfoot "tfoot" Th "th" Thead "thead" Title "title" Tr "tr" U "u"
    Ul "ul" Wbr "wbr" Xmp "xmp" Embed "embed" Source "source" Param "param" Area "area" Base "base" Track "track"
    Svg "svg"
}

impl Tag {
    /// Begins and ends a line of text.
    pub(super) const fn is_block(self) -> bool {
        self.closes_paragraph()
            || self.is_table_part()
            || matches!(
                self,
                Self::Root
                    | Self::Dd
                    | Self::Dt
                    | Self::Li
                    | Self::Legend
                    | Self::Option
                    | Self::Select
                    | Self::Title
            )
    }

    /// Ends an open `<p>` when it begins.
    pub(super) const fn closes_paragraph(self) -> bool {
        matches!(
            self,
            Self::Address
                | Self::Article
                | Self::Aside
                | Self::Blockquote
                | Self::Center
                | Self::Details
                | Self::Dialog
                | Self::Dir
                | Self::Div
                | Self::Dl
                | Self::Fieldset
                | Self::Figcaption
                | Self::Figure
                | Self::Footer
                | Self::Form
                | Self::Header
                | Self::Hr
                | Self::Main
                | Self::Menu
                | Self::Nav
                | Self::Ol
                | Self::P
                | Self::Pre
                | Self::Section
                | Self::Summary
                | Self::Table
                | Self::Ul
                | Self::Xmp
        ) || self.heading().is_some()
    }

    /// The level of `h1` to `h6`.
    pub(super) const fn heading(self) -> Option<u8> {
        match self {
            Self::H1 => Some(1),
            Self::H2 => Some(2),
            Self::H3 => Some(3),
            Self::H4 => Some(4),
            Self::H5 => Some(5),
            Self::H6 => Some(6),
            _ => None,
        }
    }

    /// Never has content, and no end tag.
    pub(super) const fn is_void(self) -> bool {
        matches!(
            self,
            Self::Br
                | Self::Img
                | Self::Hr
                | Self::Input
                | Self::Meta
                | Self::Link
                | Self::Frame
                | Self::Col
                | Self::Wbr
                | Self::Embed
                | Self::Source
                | Self::Param
                | Self::Area
                | Self::Base
                | Self::Track
        )
    }

    /// `td` or `th`.
    pub(super) const fn is_cell(self) -> bool {
        matches!(self, Self::Td | Self::Th)
    }

    /// A row group.
    pub(super) const fn is_row_group(self) -> bool {
        matches!(self, Self::Tbody | Self::Thead | Self::Tfoot)
    }

    /// Belongs inside a table and nowhere else.
    pub(super) const fn is_table_part(self) -> bool {
        self.is_cell()
            || self.is_row_group()
            || matches!(self, Self::Tr | Self::Caption | Self::Colgroup | Self::Col)
    }

    /// A place where only table parts may stand; anything else is moved before the table.
    pub(super) const fn is_table_frame(self) -> bool {
        self.is_row_group() || matches!(self, Self::Table | Self::Tr)
    }

    /// What is inside is no text of the page.
    pub(super) const fn is_hidden(self) -> bool {
        matches!(
            self,
            Self::Script
                | Self::Style
                | Self::Template
                | Self::Iframe
                | Self::Noembed
                | Self::Noframes
                | Self::Title
        )
    }

    /// Shows another file in the page.
    pub(super) const fn is_window(self) -> bool {
        matches!(self, Self::Iframe | Self::Frame | Self::Embed | Self::Object)
    }

    /// Stands around the article on every page of a site.
    pub(super) const fn is_chrome(self) -> bool {
        matches!(
            self,
            Self::Nav
                | Self::Aside
                | Self::Footer
                | Self::Select
                | Self::Button
                | Self::Textarea
                | Self::Menu
        )
    }

    /// Makes its text bold.
    pub(super) const fn is_bold(self) -> bool {
        matches!(self, Self::B | Self::Strong | Self::Th) || self.heading().is_some()
    }
}
