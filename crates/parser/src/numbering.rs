//! Heading numbers: what style, which number.

/// The style of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Marker {
    /// 第一篇, 第一编, 第一部分.
    Pian,
    /// 第一章.
    Zhang,
    /// 第一节.
    Jie,
    /// 一、
    CnDun,
    /// （一）
    CnParen,
    /// 1.
    ArabicDot,
    /// 1、
    ArabicDun,
    /// （1）
    ArabicParen,
    /// 1.1
    Decimal,
    /// No number.
    #[default]
    None,
}
