//! The panel: the values of all indicators of many documents, long and tidy, one row a value.
//!
//! What enters is documents one by one, what leaves is their rows and what could not be placed, with the reason. A value has
//! its place by document, indicator, unit, role and year; what has none, or one that is taken, is told and never guessed.
//! A value that the document does not state (`absent`) is no row.

use std::collections::{BTreeMap, BTreeSet};

use gangyao_definition::panel;
use gangyao_model::{Conversion, Indicator, IndicatorValue, Record, Role, Table, ValueKind};

use crate::rows::TableRows;

/// Collects the panel.
#[derive(Debug, Default)]
pub struct Panel {
    /// The file that each document id came from first.
    seen: BTreeMap<String, String>,
}

/// Something that has no place in the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unplaced {
    /// The document's file.
    pub file: String,
    /// Id of the indicator; none where the whole document has no place.
    pub indicator: Option<String>,
    /// Name of the indicator, or title of the document.
    pub name: String,
    /// Kebab-case and stable.
    pub code: &'static str,
    /// The same in words.
    pub message: String,
}

impl Panel {
    /// The rows of a document, and what has no place. `file` is its place below the output folder.
    pub fn document(&mut self, conversion: &Conversion, file: &str) -> (TableRows, Vec<Unplaced>) {
        let mut rows = TableRows::new(panel());
        let document = &conversion.document;
        let whole = |code, message: &str| Unplaced {
            file: file.to_owned(),
            indicator: None,
            name: document.title.clone().unwrap_or_default(),
            code,
            message: message.to_owned(),
        };
        if let Some(other) = self.seen.get(&*document.common.doc) {
            let message = format!("a copy of {other}: the same document id");
            return (rows, vec![whole("copy", &message)]);
        }
        let (indicators, tables) = indicators(conversion);
        if indicators.is_empty() {
            return (rows, vec![whole("no-indicators", "it has no indicator table that was read")]);
        }
        if document.region.is_none() {
            return (rows, vec![whole("no-region", "it does not say what region it is about")]);
        }
        if document.period.is_none() {
            return (rows, vec![whole("no-period", "it does not say what years it covers")]);
        }
        self.seen.insert(document.common.doc.to_string(), file.to_owned());
        let mut taken = BTreeSet::new();
        let mut unplaced = Vec::new();
        for indicator in indicators {
            for (ordinal, value) in (0..).zip(&indicator.values) {
                match place(indicator, value, &mut taken) {
                    Ok(true) => row(&mut rows, conversion, file, indicator, (ordinal, value), &tables),
                    Ok(false) => {}
                    Err((code, message)) => unplaced.push(Unplaced {
                        file: file.to_owned(),
                        indicator: Some(indicator.common.id.clone()),
                        name: full_name(indicator),
                        code,
                        message,
                    }),
                }
            }
        }
        (rows, unplaced)
    }
}

/// The cells of each table by the table's id, each with the place where it begins, in that order.
type Cells<'a> = BTreeMap<&'a str, Vec<(u32, &'a str)>>;

/// The indicators in order, and the cells of all tables.
fn indicators(conversion: &Conversion) -> (Vec<&Indicator>, Cells<'_>) {
    let mut indicators = Vec::new();
    let mut tables = Cells::new();
    for record in &conversion.records {
        match record {
            Record::Indicator(indicator) => indicators.push(&**indicator),
            Record::Table(table) => {
                tables.insert(table.common.id.as_str(), cells(table));
            }
            _ => {}
        }
    }
    (indicators, tables)
}

fn cells(table: &Table) -> Vec<(u32, &str)> {
    let cells = table.rows.iter().flatten();
    let mut cells: Vec<_> =
        cells.filter_map(|cell| Some((cell.evidence.first()?.start, cell.text.as_str()))).collect();
    cells.sort_by_key(|&(start, _)| start);
    cells
}

/// Name, sub-name, unit, role, year.
type Key = (String, Option<String>, Option<String>, u8, Option<u16>);

/// Whether a value becomes a row, or why it cannot.
fn place(
    indicator: &Indicator,
    each: &IndicatorValue,
    taken: &mut BTreeSet<Key>,
) -> Result<bool, (&'static str, String)> {
    if each.value.kind == ValueKind::Absent {
        return Ok(false);
    }
    let column = &each.column;
    let shown = format!("“{}” in column “{}”", each.value.raw, column.column);
    // 年均 and 累计 are of the whole period.
    if column.year.is_none() && column.role != Role::Change {
        return Err(("no-year", format!("{shown}: the column names no year")));
    }
    let key = (
        indicator.name.clone(),
        indicator.sub_name.clone(),
        unit(indicator, each).map(str::to_owned),
        column.role as u8,
        column.year,
    );
    if taken.insert(key) {
        Ok(true)
    } else {
        Err(("duplicate-key", format!("{shown}: another row has the same name, unit, role and year")))
    }
}

fn unit<'a>(indicator: &'a Indicator, each: &'a IndicatorValue) -> Option<&'a str> {
    each.value.unit.as_deref().or(indicator.unit.as_deref())
}

fn full_name(indicator: &Indicator) -> String {
    indicator
        .sub_name
        .as_ref()
        .map_or_else(|| indicator.name.clone(), |sub| format!("{}/{sub}", indicator.name))
}

fn row(
    rows: &mut TableRows,
    conversion: &Conversion,
    file: &str,
    indicator: &Indicator,
    (ordinal, each): (i64, &IndicatorValue),
    tables: &Cells<'_>,
) {
    let document = &conversion.document;
    let (region, period, value) = (document.region.as_ref(), document.period, &each.value);
    let cells = indicator.common.parent.as_deref().and_then(|id| tables.get(id));
    let quote = cells.and_then(|cells| quote(cells, indicator));
    rows.row()
        .text(file)
        .text(&*document.common.doc)
        .text(document.title.as_deref())
        .one_of(document.kind as usize)
        .text(region.and_then(|region| region.code.as_deref()))
        .text(region.map(|region| region.name.as_str()))
        .one_of(region.and_then(|region| region.level).map(|level| level as usize))
        .integer(period.map(|period| i64::from(period.start)))
        .integer(period.map(|period| i64::from(period.end)))
        .text(indicator.concept.as_deref())
        .text(indicator.name.as_str())
        .text(indicator.sub_name.as_deref())
        .text(unit(indicator, each))
        .one_of(indicator.nature.map(|nature| nature as usize))
        .one_of(each.column.role as usize)
        .integer(each.column.year.map(i64::from))
        .text(value.raw.as_str())
        .one_of(value.kind as usize)
        .number(value.number)
        .number(value.min)
        .number(value.max)
        .one_of(value.bound.map(|bound| bound as usize))
        .boolean(value.approx)
        .boolean(value.estimated)
        .boolean(value.cumulative)
        .text(quote.as_deref().unwrap_or(value.raw.as_str()))
        .integer(indicator.common.evidence.first().and_then(|span| span.page).map(i64::from))
        .text(indicator.common.id.as_str())
        .integer(ordinal)
        .end();
}

/// The cells that lie in the indicator's evidence.
fn quote(cells: &[(u32, &str)], indicator: &Indicator) -> Option<String> {
    let inside = indicator.common.evidence.iter().flat_map(|span| {
        let first = cells.partition_point(|&(start, _)| start < span.start);
        cells[first..].iter().take_while(|&&(start, _)| start < span.end)
    });
    let texts: Vec<&str> = inside.map(|&(_, text)| text).collect();
    (!texts.is_empty()).then(|| texts.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::Cell;

    const PLAN: &str = include_str!("../../exporter/tests/data/plan.txt.json");

    fn plan() -> Conversion {
        serde_json::from_str(PLAN).unwrap()
    }

    /// The codes of what has no place after `change`, and the number of rows.
    fn check(change: impl Fn(&mut Conversion), expected: &[&str], rows: usize) {
        let mut plan = plan();
        change(&mut plan);
        let (found, unplaced) = Panel::default().document(&plan, "a.txt");
        assert_eq!(unplaced.iter().map(|each| each.code).collect::<Vec<_>>(), expected);
        assert_eq!(found.len(), rows);
    }

    fn indicator(plan: &mut Conversion) -> &mut Indicator {
        let found = plan.records.iter_mut().find_map(|record| match record {
            Record::Indicator(indicator) => Some(indicator),
            _ => None,
        });
        found.unwrap()
    }

    #[test]
    fn every_stated_value_is_a_row() {
        let (rows, unplaced) = Panel::default().document(&plan(), "a.txt");
        assert_eq!(unplaced, []);
        let column = |name| panel().column(name).unwrap();
        assert_eq!(rows.cell(0, column("region_code")), Cell::Text("150102"));
        assert_eq!(rows.cell(0, column("name")), Cell::Text("地区生产总值"));
        assert!(matches!(rows.cell(0, column("quote")), Cell::Text(quote) if quote.contains(" | ")));
    }

    #[test]
    fn what_has_no_place_is_told() {
        let all = Panel::default().document(&plan(), "a.txt").0.len();
        check(|plan| plan.document.region = None, &["no-region"], 0);
        check(|plan| plan.document.period = None, &["no-period"], 0);
        check(|plan| plan.records.retain(|r| r.type_name() != "indicator"), &["no-indicators"], 0);
        check(|plan| indicator(plan).values[0].column.year = None, &["no-year"], all - 1);
        let twice = |plan: &mut Conversion| {
            let again = Record::Indicator(Box::new(indicator(plan).clone()));
            plan.records.push(again);
        };
        check(twice, &vec!["duplicate-key"; all], all);
        check(|plan| indicator(plan).values[0].value.kind = ValueKind::Absent, &[], all - 1);
    }

    #[test]
    fn a_copy_is_told_and_not_counted_twice() {
        let mut panel = Panel::default();
        panel.document(&plan(), "a.txt");
        let (rows, unplaced) = panel.document(&plan(), "b.pdf");
        assert!(rows.is_empty());
        assert_eq!(
            (unplaced[0].code, unplaced[0].message.as_str()),
            ("copy", "a copy of a.txt: the same document id")
        );
    }
}
