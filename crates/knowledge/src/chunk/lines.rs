//! Tables, projects and terms as lines that can be read alone.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use gangyao_model::{Indicator, Project, Record, Span, Table, Term};

use super::Piece;
use super::sentences::grouped;
use crate::tables::{Row, holder, rows};

/// A piece a row: `指标：森林覆盖率（%）；2025年：39.2；2030年：39.85`, behind caption and group. The notes come last.
pub(super) fn table<'c>(table: &'c Table, derived: &[&'c Record]) -> Vec<Piece<'c>> {
    let rows = rows(table);
    let (of_rows, of_none) = by_row(&rows, derived);
    let mut pieces = Vec::new();
    let mut group = "";
    for (row, derived) in rows.iter().zip(of_rows) {
        if row.group && derived.is_empty() {
            group = row.cells[0];
            continue;
        }
        let text = line(table, row, group);
        if text.is_empty() {
            continue;
        }
        let mut piece = of(table, text, &row.evidence);
        derived.into_iter().for_each(|record| add(&mut piece, record));
        pieces.push(piece);
    }
    if pieces.is_empty() {
        pieces.push(of(table, table.columns.join("；"), &table.common.evidence));
    }
    of_none.into_iter().for_each(|record| add(&mut pieces[0], record));
    pieces.extend(table.notes.iter().map(|note| of(table, note.clone(), &table.common.evidence)));
    pieces
}

fn of<'c>(table: &'c Table, text: String, evidence: &[Span]) -> Piece<'c> {
    Piece { text, evidence: evidence.to_vec(), records: vec![&table.common.id], keywords: Vec::new() }
}

/// A row with the heads of its cells, behind caption and group.
fn line(table: &Table, row: &Row<'_>, group: &str) -> String {
    let cells = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
    let cells = cells.map(|(at, cell)| match table.columns.get(at) {
        Some(head) if !head.is_empty() => format!("{head}：{cell}"),
        _ => (*cell).to_owned(),
    });
    let text = cells.collect::<Vec<_>>().join("；");
    if text.is_empty() {
        return text;
    }
    let heads = [table.caption.as_deref().unwrap_or_default(), group, &text];
    heads.into_iter().filter(|head| !head.is_empty()).collect::<Vec<_>>().join(" › ")
}

/// The records that are read out of each row, and those that belong to none: a record is of the row that most of its
/// evidence begins in, since a name can be that of several rows.
fn by_row<'c>(rows: &[Row<'_>], derived: &[&'c Record]) -> (Vec<Vec<&'c Record>>, Vec<&'c Record>) {
    let cells = rows
        .iter()
        .enumerate()
        .flat_map(|(at, row)| row.evidence.iter().map(move |span| (span.start, span.end, at)));
    let mut cells: Vec<(u32, u32, usize)> = cells.collect();
    cells.sort_unstable();
    let row_of = |span: &Span| holder(&cells, span.start);
    let (mut of_rows, mut of_none) = (vec![Vec::new(); rows.len()], Vec::new());
    for &record in derived {
        let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
        for row in record.common().evidence.iter().filter_map(row_of) {
            *votes.entry(row).or_insert(0) += 1;
        }
        match votes.into_iter().max_by_key(|&(row, count)| (count, Reverse(row))) {
            Some((row, _)) => of_rows[row].push(record),
            None => of_none.push(record),
        }
    }
    (of_rows, of_none)
}

/// Adds a record to the row that it is read out of.
fn add<'c>(piece: &mut Piece<'c>, record: &'c Record) {
    piece.records.push(&record.common().id);
    match record {
        Record::Indicator(indicator) => {
            piece.keywords.push(&indicator.name);
            with_unit(&mut piece.text, indicator);
        }
        Record::Project(project) => piece.keywords.push(&project.name),
        _ => {}
    }
}

/// Adds the unit where it stands in no cell of the row: in the caption, or in the head of a group.
fn with_unit(text: &mut String, indicator: &Indicator) {
    if let Some(unit) = indicator.unit.as_deref()
        && !text.contains(unit)
    {
        text.push_str("；单位：");
        text.push_str(unit);
    }
}

/// `1. 农业提升工程：推进甲园区、乙水库等项目。` A description that is too long goes on in further pieces.
pub(super) fn project(project: &Project, size: u32) -> Vec<Piece<'_>> {
    let head = match project.number {
        Some(number) => format!("{number}. {}", project.name),
        None => project.name.clone(),
    };
    told(head, project.description.as_deref().unwrap_or_default(), size, &project.common.evidence)
}

/// `低空经济：以低空空域为依托的经济。`
pub(super) fn term(term: &Term, size: u32) -> Vec<Piece<'_>> {
    let mut pieces = told(term.term.clone(), &term.definition, size, &term.common.evidence);
    for piece in &mut pieces {
        piece.records.push(&term.common.id);
        piece.keywords.push(&term.term);
    }
    pieces
}

/// A name and what is said of it; every piece begins with the name.
fn told<'c>(name: String, said: &str, size: u32, evidence: &[Span]) -> Vec<Piece<'c>> {
    let piece = |text: String| Piece { text, evidence: evidence.to_vec(), ..Piece::default() };
    if said.is_empty() {
        return vec![piece(name)];
    }
    let left = size.saturating_sub(crate::tokens::estimate(&name)).max(1);
    grouped(said, left).into_iter().map(|part| piece(format!("{name}：{}", part.trim_end()))).collect()
}
