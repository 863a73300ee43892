//! Indicators: the rows of indicator tables.
//!
//! What enters is a parsed [`TableItem`] and the plan period, what leaves is one [`Draft`] a row: an
//! [`Indicator`] without the fields that every record has, and the grid cells that it came
//! from. For the row `1 | 地区生产总值增长（%） | 5.7 | 5.5左右 | 预期性` under the head 序号 指标 2025年 年均 属性 that is number 1,
//! unit %, a baseline of 2025, a change, nature expected.
//!
//! Nothing here knows identifiers, offsets or formats.

mod columns;
mod matrix;
mod name;
mod row;
#[cfg(test)]
mod tests;
mod value_column;

use gangyao_model::{Common, Indicator, IndicatorValue, Nature, Period};
use gangyao_parser::TableItem;

use columns::Columns;
use matrix::Matrix;

/// What the document says around the table.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'d> {
    /// The plan's period: 规划期末 is its end, 现状 the year before its start.
    pub period: Option<Period>,
    /// The title of the table or of its box; a plan named in it (“十四五”规划…完成情况) wins over the document's.
    pub title: Option<&'d str>,
}

/// A row of an indicator table.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Number in the table.
    pub number: Option<u32>,
    /// Group without its count.
    pub group: Option<String>,
    /// Name without number, unit and note marks.
    pub name: String,
    /// Name of a sub-row.
    pub sub_name: Option<String>,
    /// Unit without brackets.
    pub unit: Option<String>,
    /// How firm the target is.
    pub nature: Option<Nature>,
    /// Code of the catalogue.
    pub concept: Option<&'static str>,
    /// Notes that the row refers to by a mark.
    pub notes: Vec<String>,
    /// One value a column.
    pub values: Vec<IndicatorValue>,
    /// The row's own cells, as places in `table.grid.cells`, in order; a cell that covers several rows is named by each.
    pub cells: Vec<usize>,
}

impl Draft {
    /// The record, with the fields that every record has.
    #[must_use]
    pub fn into_indicator(self, common: Common) -> Indicator {
        Indicator {
            common,
            number: self.number,
            group: self.group,
            name: self.name,
            sub_name: self.sub_name,
            unit: self.unit,
            nature: self.nature,
            concept: self.concept.map(str::to_owned),
            notes: self.notes,
            values: self.values,
        }
    }
}

/// The indicators of a table; `None` when it is no indicator table: it has no name column, or no column of values.
#[must_use]
pub fn indicators(table: &TableItem, context: &Context<'_>) -> Option<Vec<Draft>> {
    let matrix = Matrix::new(&table.grid)?;
    let columns = Columns::read(&matrix, table, context)?;
    let drafts = row::read_all(&matrix, &columns, table);
    (!drafts.is_empty()).then_some(drafts)
}
