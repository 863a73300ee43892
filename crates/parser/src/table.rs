//! Tables: real ones from the format, and tables that stand as text.
use crate::tree::TableItem;
use gangyao_normaliser::Normalised;
use gangyao_text::{NormRange, SourceTable};

pub(crate) fn is_columnar(line: &str) -> bool {
    line.contains('\t') || line.contains("  ")
}
pub(crate) fn looks_like_row(text: &str) -> bool {
    is_columnar(text)
}
pub(crate) fn from_lines(_: &Normalised<'_>, _: &[NormRange]) -> Option<TableItem> {
    None
}
pub(crate) fn from_source(_: &Normalised<'_>, _: &SourceTable) -> TableItem {
    unreachable!()
}
pub(crate) fn run_end(_: &Normalised<'_>, _: &dyn Fn(usize) -> NormRange, at: usize, _: usize) -> usize {
    at
}
