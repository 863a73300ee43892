//! The times that a sentence gives to those behind it, and a lead-in to its list.
//!
//! What enters is a sentence's tokens; what leaves is the time that opens it, or one of its clauses. What the numbers
//! are told of is not known here.

use std::ops::Range;

use super::scan::Token;
use super::time::{TimeToken, When};

/// The time that opens a sentence, or a clause behind words like 主要目标是：.
pub(super) fn opening_time(text: &str, tokens: &[Token], sentence: &Range<usize>) -> Option<When> {
    let mut clause = sentence.start;
    for token in tokens {
        match token {
            Token::Time(TimeToken { start, when: Some(when), .. }) => {
                let before = text[clause..*start].trim();
                return (before.chars().count() <= 6 && when.year().is_some()).then_some(*when);
            }
            Token::Break { end, soft: false, .. } if text[..*end].ends_with(['：', ':']) => clause = *end,
            Token::Time(_) => {}
            _ => return None,
        }
    }
    None
}

/// The last time that opens a clause before any number: 综合考虑发展条件，今后五年要实现以下目标：.
pub(super) fn last_opening_time(text: &str, tokens: &[Token], sentence: &Range<usize>) -> Option<When> {
    let mut clause = sentence.start;
    let mut last = None;
    for token in tokens {
        match token {
            Token::Time(TimeToken { start, when: Some(when), .. }) => {
                // 力争到2030年.
                let before = text[clause..*start].trim();
                if before.chars().count() <= 3 && when.year().is_some() {
                    last = Some(*when);
                }
            }
            Token::Break { end, soft: false, .. } => clause = *end,
            Token::Number(_) => break,
            Token::Time(_) | Token::Break { .. } | Token::Open(..) | Token::Close(..) => {}
        }
    }
    last
}

/// 到2027年，达到50家；到2030年，达到80家。: what follows the sentence goes on with the time of its last part.
pub(super) fn last_part_time(text: &str, tokens: &[Token], first: u16) -> u16 {
    let mut latest = first;
    let mut part = None;
    for token in tokens {
        match token {
            Token::Break { start, end, soft: false } if text[*start..].starts_with(['；', ';']) => {
                part = Some(*end);
            }
            Token::Time(TimeToken { start, when: Some(when), .. }) => {
                if let (Some(part), Some(year)) = (part.take(), when.year())
                    && text[part..*start].trim().chars().count() <= 6
                {
                    latest = latest.max(year);
                }
            }
            Token::Time(_) => {}
            _ => part = None,
        }
    }
    latest
}
