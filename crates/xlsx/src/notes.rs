//! The last sheet: what the workbook does not hold as it is.

use std::io;

use gangyao_tables::{Cell, Headers};

use crate::deflate::Deflater;
use crate::part::Part;
use crate::sheet::{MAX_ROWS, Sheet};
use crate::xml::Style;

/// A list of remarks.
pub(crate) struct Notes {
    chinese: bool,
    rows: Vec<[String; 3]>,
    /// Remarks for which the sheet has no room.
    more: usize,
}

impl Notes {
    pub(crate) fn new(headers: Headers) -> Self {
        Self { chinese: headers == Headers::Chinese, rows: Vec::new(), more: 0 }
    }

    /// A text that was cut.
    pub(crate) fn cut(&mut self, sheet: &str, cell: String, length: usize) {
        let what = if self.chinese {
            format!("文字长 {length}，超过 Excel 单元格的上限，已截断；全文见 JSON、CSV 或 Parquet")
        } else {
            format!(
                "cut: its text has {length} characters, more than a cell of Excel holds; JSON, CSV and Parquet have all of it"
            )
        };
        self.push(sheet, cell, what);
    }

    /// Links that a sheet has no room for.
    pub(crate) fn links(&mut self, sheet: &str, cell: String) {
        let what = if self.chinese {
            "从此行起没有链接：已达到 Excel 每张工作表的链接上限"
        } else {
            "no links from here on: a sheet of Excel holds no more of them"
        };
        self.push(sheet, cell, what.to_owned());
    }

    fn push(&mut self, sheet: &str, cell: String, what: String) {
        if self.rows.len() + 2 < MAX_ROWS {
            self.rows.push([sheet.to_owned(), cell, what]);
        } else {
            self.more += 1;
        }
    }

    pub(crate) fn sheet(self, part: Part, deflater: &mut Deflater) -> io::Result<Sheet> {
        let (name, heads) = if self.chinese {
            ("说明", ["工作表", "单元格", "说明"])
        } else {
            ("notes", ["sheet", "cell", "note"])
        };
        let mut sheet = Sheet::new(name, heads.into_iter().zip([16, 10, 60]), part, deflater)?;
        for cells in &self.rows {
            sheet.row(&cells.each_ref().map(|cell| Cell::Text(cell)), Style::Plain, deflater)?;
        }
        if self.more > 0 && sheet.has_room() {
            sheet.row(
                &[Cell::Null, Cell::Null, Cell::Text(&format!("+ {}", self.more))],
                Style::Plain,
                deflater,
            )?;
        }
        Ok(sheet)
    }
}
