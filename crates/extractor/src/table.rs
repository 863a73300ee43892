//! Tables, and what their rows are: indicators, projects, or just cells.

use std::ops::Range;
use std::sync::Arc;

use gangyao_model::{Cell, Component, Project, Record, Table};
use gangyao_normaliser::Joined;
use gangyao_parser::{Grid, TableItem};
use gangyao_text::NormRange;

use crate::assemble::Facts;
use crate::builder::Builder;
use crate::indicator::{self, Context};
use crate::project::{GridProject, from_grid};

/// What the rows of a table are.
pub(crate) enum TableContent {
    Indicators(Vec<indicator::Draft>),
    Projects(Vec<GridProject>),
    Other,
}

/// Reads a table's rows; `title` is the title of its box.
pub(crate) fn content(item: &TableItem, title: Option<&str>, facts: &Facts) -> TableContent {
    let title = title.or_else(|| item.caption.as_ref().map(Joined::text));
    if let Some(rows) = indicator::indicators(item, &Context { period: facts.plan, title }) {
        return TableContent::Indicators(rows);
    }
    from_grid(item).map_or(TableContent::Other, TableContent::Projects)
}

/// Adds a table and its rows, which `content` tells; `in_box` is the id of the box that it stands in.
pub(crate) fn push(
    builder: &mut Builder<'_>,
    item: &TableItem,
    content: TableContent,
    in_box: Option<&Arc<str>>,
) {
    let common = match in_box {
        Some(id) => builder.common_under(id.clone(), builder.spans(&item.at)),
        None => builder.common(&item.at),
    };
    let id = builder.push(Record::Table(Table {
        common,
        caption: item.caption.as_ref().map(|caption| caption.text().to_owned()),
        columns: columns(&item.grid),
        head: rows(builder, &item.grid, 0..item.grid.head_rows),
        rows: rows(builder, &item.grid, item.grid.head_rows..item.grid.rows),
        notes: item.notes.iter().map(|note| note.text().to_owned()).collect(),
    }));
    match content {
        TableContent::Indicators(drafts) => {
            for draft in drafts {
                let cells: Vec<NormRange> = draft
                    .cells
                    .iter()
                    .filter_map(|&cell| item.grid.cells.get(cell))
                    .flat_map(|cell| cell.text.ranges())
                    .collect();
                let common = builder.common_under(id.clone(), builder.spans(&cells));
                builder.push(Record::Indicator(Box::new(draft.into_indicator(common))));
            }
        }
        TableContent::Projects(projects) => {
            let holder = in_box.unwrap_or(&id).clone();
            for project in projects {
                push_project(builder, project, &id, &holder);
            }
        }
        TableContent::Other => {}
    }
}

fn push_project(builder: &mut Builder<'_>, project: GridProject, table: &Arc<str>, holder: &Arc<str>) {
    let components = project
        .components
        .iter()
        .map(|name| Component { name: name.text().to_owned(), evidence: builder.spans(&name.ranges()) })
        .collect();
    let text = |joined: Option<Joined>| joined.filter(|j| !j.is_empty()).map(|j| j.text().to_owned());
    let description = project.description_text();
    builder.push(Record::Project(Box::new(Project {
        common: builder.common_under(table.clone(), builder.spans(&project.at)),
        number: project.number,
        name: project.name.text().to_owned(),
        description,
        in_box: Some(holder.clone()),
        components,
        investment: text(project.investment),
        period: text(project.period),
        location: text(project.location),
        owner: text(project.owner),
        scale: text(project.scale),
    })));
}

/// Names of the columns: the head's cells from top to bottom, joined with a slash.
fn columns(grid: &Grid) -> Vec<String> {
    let mut names = vec![String::new(); grid.columns as usize];
    for cell in grid.cells.iter().filter(|cell| cell.row < grid.head_rows) {
        let end = (cell.col + cell.col_span).min(grid.columns);
        for name in names.get_mut(cell.col as usize..end as usize).into_iter().flatten() {
            if !name.is_empty() && !cell.text.is_empty() {
                name.push('/');
            }
            name.push_str(cell.text.text());
        }
    }
    names
}

/// Some of the rows; places that no cell covers are empty cells.
fn rows(builder: &Builder<'_>, grid: &Grid, range: Range<u32>) -> Vec<Vec<Cell>> {
    let mut rows: Vec<Vec<Cell>> = vec![Vec::new(); range.len()];
    for cell in &grid.cells {
        let Some(row) = cell.row.checked_sub(range.start).and_then(|row| rows.get_mut(row as usize)) else {
            continue;
        };
        row.push(Cell {
            text: cell.text.text().to_owned(),
            row_span: cell.row_span,
            col_span: cell.col_span,
            evidence: builder.spans(&cell.text.ranges()),
        });
    }
    rows
}
