//! Numbering schemes: which levels a plan has, how they are labelled, whether their numbers run through.

use crate::shape::{Brackets, Numbering, Shape, Size};

/// How a level prints its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Pian,
    Zhang,
    Jie,
    CnDun,
    CnParen,
    ArabicDot,
    ArabicParen,
    Decimal,
}

/// Whether a level's numbers begin again under each heading above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Count {
    Restarts,
    RunsThrough,
}

/// Whether a level's headings stand on their own line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    OwnLine,
    RunIn,
}

/// One level of headings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Level {
    pub(crate) style: Style,
    pub(crate) count: Count,
    pub(crate) place: Place,
    pub(crate) heading_type: &'static str,
}

const fn level(style: Style, heading_type: &'static str) -> Level {
    Level { style, count: Count::Restarts, place: Place::OwnLine, heading_type }
}

const fn through(level: Level) -> Level {
    Level { count: Count::RunsThrough, ..level }
}

const fn run_in(level: Level) -> Level {
    Level { place: Place::RunIn, ..level }
}

/// The levels of a scheme, outermost first.
pub(crate) fn levels(numbering: Numbering) -> Vec<Level> {
    use Style::{ArabicDot, ArabicParen, CnDun, CnParen, Decimal, Jie, Pian, Zhang};
    match numbering {
        Numbering::ZhangJie => vec![level(Zhang, "chapter"), level(Jie, "section")],
        Numbering::PianZhangJieThrough => {
            vec![level(Pian, "part"), through(level(Zhang, "chapter")), level(Jie, "section")]
        }
        Numbering::PianZhangJieRestart => {
            vec![level(Pian, "part"), level(Zhang, "chapter"), level(Jie, "section")]
        }
        Numbering::ZhangJieDun => {
            vec![level(Zhang, "chapter"), level(Jie, "section"), level(CnDun, "subsection")]
        }
        Numbering::PianZhangDun => {
            vec![level(Pian, "part"), level(Zhang, "chapter"), level(CnDun, "section")]
        }
        Numbering::DunParen => vec![level(CnDun, "chapter"), level(CnParen, "section")],
        Numbering::DunParenDeep => vec![
            level(CnDun, "chapter"),
            level(CnParen, "section"),
            level(ArabicDot, "subsection"),
            level(ArabicParen, "subsection"),
        ],
        Numbering::DunArabicThrough => vec![level(CnDun, "chapter"), through(level(ArabicDot, "section"))],
        Numbering::DunDecimalRunIn => vec![level(CnDun, "chapter"), run_in(level(Decimal, "section"))],
        Numbering::DunParenRunIn => vec![level(CnDun, "chapter"), run_in(level(CnParen, "section"))],
    }
}

/// How many headings stand at each level under one heading of the level above.
pub(crate) const fn counts(size: Size, levels: usize) -> [usize; 4] {
    match (size, levels) {
        (Size::Small, _) => [2, 2, 2, 2],
        (Size::Middle, 2) => [4, 3, 0, 0],
        (Size::Middle, _) => [3, 3, 2, 2],
        (Size::Large, 2) => [11, 3, 0, 0],
        (Size::Large, _) => [6, 3, 3, 2],
    }
}

/// The label as it is printed.
pub(crate) fn label(style: Style, above: usize, number: usize, shape: &Shape) -> String {
    let (open, close) = if shape.brackets == Brackets::Half { ("(", ")") } else { ("（", "）") };
    match style {
        Style::Pian => format!("第{}篇", chinese(number)),
        Style::Zhang => format!("第{}章", chinese(number)),
        Style::Jie => format!("第{}节", chinese(number)),
        Style::CnDun => format!("{}、", chinese(number)),
        Style::CnParen => format!("{open}{}{close}", chinese(number)),
        Style::ArabicDot => format!("{number}."),
        Style::ArabicParen => format!("{open}{number}{close}"),
        Style::Decimal => format!("{above}.{number}"),
    }
}

/// 1 to 99 in Chinese numerals.
pub(crate) fn chinese(number: usize) -> String {
    let digit = |n: usize| "零一二三四五六七八九".chars().nth(n).expect("a digit is below ten");
    match (number / 10, number % 10) {
        (0, ones) => digit(ones).to_string(),
        (1, 0) => "十".to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens, 0) => format!("{}十", digit(tens)),
        (tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_plans_write_them() {
        let written: Vec<String> = [1, 10, 12, 20, 33].map(chinese).into();
        assert_eq!(written, ["一", "十", "十二", "二十", "三十三"]);
    }

    #[test]
    fn labels_have_the_brackets_of_the_shape() {
        let half = Shape { brackets: Brackets::Half, ..Shape::default() };
        assert_eq!(label(Style::CnParen, 0, 2, &half), "(二)");
        assert_eq!(label(Style::Decimal, 3, 2, &half), "3.2");
    }
}
