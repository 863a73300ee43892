//! Tables, projects and terms as lines that can be read alone.

use gangyao_model::{Indicator, Project, Record, Span, Table, Term};

use super::Piece;
use super::sentences::grouped;
use crate::tables::rows;

/// A piece a row: `指标：森林覆盖率（%）；2025年：39.2；2030年：39.85`, behind caption and group. The notes come last.
pub(super) fn table<'c>(table: &'c Table, derived: &[&'c Record]) -> Vec<Piece<'c>> {
    let mut pieces = Vec::new();
    let mut group = "";
    for row in rows(table) {
        if row.group {
            group = row.cells[0];
            continue;
        }
        let cells = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
        let cells = cells.map(|(at, cell)| match table.columns.get(at) {
            Some(head) if !head.is_empty() => format!("{head}：{cell}"),
            _ => (*cell).to_owned(),
        });
        let mut text = cells.collect::<Vec<_>>().join("；");
        if text.is_empty() {
            continue;
        }
        let heads = [table.caption.as_deref().unwrap_or_default(), group];
        let heads = heads.into_iter().filter(|head| !head.is_empty()).collect::<Vec<_>>().join(" › ");
        if !heads.is_empty() {
            text = format!("{heads} › {text}");
        }
        let records = vec![table.common.id.as_str()];
        let mut piece = Piece { text, evidence: row.evidence.clone(), records, ..Piece::default() };
        for record in derived.iter().filter(|record| share(&record.common().evidence, &row.evidence)) {
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
        pieces.push(piece);
    }
    if pieces.is_empty() {
        let text = table.columns.join("；");
        pieces.push(Piece {
            text,
            records: vec![&table.common.id],
            evidence: table.common.evidence.clone(),
            ..Piece::default()
        });
    }
    let notes = table.notes.iter().map(|note| Piece {
        text: note.clone(),
        records: vec![table.common.id.as_str()],
        ..Piece::default()
    });
    pieces.extend(notes);
    pieces
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

fn share(a: &[Span], b: &[Span]) -> bool {
    a.iter().any(|a| b.iter().any(|b| a.start < b.end && b.start < a.end))
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
