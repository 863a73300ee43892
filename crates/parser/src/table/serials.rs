//! Numbers of rows that one space parts from the names behind them: 1 地区生产总值, where the head has a column of numbers.
//!
//! What enters and leaves are the tokens of a table. Names may begin with a figure of their own (5 岁以下…): only what
//! counts the rows from one on is a number of theirs.

use gangyao_text::{NormRange, is_han};

use super::token::{Shape, Token};

/// Rows that prove the count, at the least.
const PROOF: usize = 2;
/// Digits of the longest number of a row.
const DIGITS: usize = 3;

/// Parts the numbers from the names, in the lines behind the head, which ends before token `head_end`.
pub(super) fn part(text: &str, tokens: Vec<Token>, head_end: usize) -> Vec<Token> {
    let places = places(text, &tokens, head_end);
    if places.len() < PROOF {
        return tokens;
    }
    let mut out = Vec::with_capacity(tokens.len() + places.len());
    let mut places = places.into_iter().peekable();
    for (at, token) in tokens.into_iter().enumerate() {
        let Some((_, digits)) = places.next_if(|&(place, _)| place == at) else {
            out.push(token);
            continue;
        };
        let (start, end) = (token.range.start as usize, token.range.end as usize);
        let number = NormRange::from_usize(start, start + digits);
        let name = NormRange::from_usize(start + digits, end).trim(text);
        out.push(Token { range: number, shape: Shape::of(number.of(text)), ..token });
        out.push(Token { range: name, begins_line: false, shape: Shape::of(name.of(text)) });
    }
    out
}

/// The tokens that hold a number and a name, with the bytes of the number; a row may have its number in a cell of its own.
fn places(text: &str, tokens: &[Token], head_end: usize) -> Vec<(usize, usize)> {
    let mut expected = 1u32;
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate().skip(head_end) {
        let own = token.range.of(text);
        let digits = own.bytes().take(DIGITS + 1).take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > DIGITS || own[..digits].parse() != Ok(expected) {
            continue;
        }
        // The column of groups stands before that of numbers.
        let is_first = token.begins_line || at > 0 && tokens[at - 1].begins_line;
        match own[digits..].strip_prefix(' ') {
            Some(name) if is_first && name.starts_with(is_han) => found.push((at, digits)),
            None if is_first && own.len() == digits => {}
            _ => continue,
        }
        expected += 1;
    }
    found
}
