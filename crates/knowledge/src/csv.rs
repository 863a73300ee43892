//! Comma-separated values as RFC 4180 says, with line feeds, as all the imports that take them do.

use std::io::{self, Write};

/// Writes one row.
pub(crate) fn row<'c>(cells: impl IntoIterator<Item = &'c str>, out: &mut impl Write) -> io::Result<()> {
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            out.write_all(b",")?;
        }
        if cell.contains([',', '"', '\n', '\r']) {
            out.write_all(b"\"")?;
            out.write_all(cell.replace('"', "\"\"").as_bytes())?;
            out.write_all(b"\"")?;
        } else {
            out.write_all(cell.as_bytes())?;
        }
    }
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut out = Vec::new();
        row(["甲", "a,b", "说“\"是\"”", "一\n二", ""], &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "甲,\"a,b\",\"说“\"\"是\"\"”\",\"一\n二\",\n");
    }
}
