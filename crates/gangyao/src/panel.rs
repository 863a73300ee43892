//! `gangyao panel`: the output of many documents as one long and tidy table.
//!
//! What enters is an output folder of `convert`, what leaves is the table and, beside it, a report of what has no place in
//! it. Documents are read one by one, in the order of their names.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use gangyao_definition::panel;
use gangyao_model::{Conversion, Record};
use gangyao_tables::{Csv, Panel, TableRows, Unplaced, write_line};

use crate::Error;
use crate::batch::{MANIFEST, read_file, slashed};
use crate::beside::{Beside, output_error};

/// What became a panel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents that were read.
    pub documents: u64,
    /// Rows of the panel.
    pub rows: u64,
    /// What has no place, by its code.
    pub unplaced: BTreeMap<&'static str, u64>,
}

/// Writes the panel of an output folder to `target`: Parquet where its name ends so, else CSV. What has no place goes to
/// `<target without its ending>.report.csv`.
///
/// # Errors
/// When the folder or one of its documents cannot be read, or the panel cannot be written; earlier files stay as they were.
pub fn write(folder: &Path, target: &Path, csv: Csv) -> Result<Summary, Error> {
    let report_target = target.with_extension("report.csv");
    let failed = |target: &Path| {
        let target = target.to_owned();
        move |error| output_error(&target, error)
    };
    let documents = documents(folder)?;
    let mut out = Out::create(target, csv).map_err(failed(target))?;
    let mut report = Beside::create(&report_target).map_err(failed(&report_target))?;
    write_line(&["file", "indicator", "name", "code", "message"], &mut report)
        .map_err(failed(&report_target))?;
    let mut summary = Summary::default();
    let mut panel = Panel::default();
    for (file, path) in documents {
        let (rows, unplaced) = panel.document(&read(&path)?, &file);
        summary.documents += 1;
        summary.rows += rows.len() as u64;
        out.add(&rows).map_err(failed(target))?;
        for Unplaced { file, indicator, name, code, message } in unplaced {
            *summary.unplaced.entry(code).or_insert(0) += 1;
            let cells = [&file, indicator.as_deref().unwrap_or_default(), &name, code, &message];
            write_line(&cells, &mut report).map_err(failed(&report_target))?;
        }
    }
    let mut out = out.close().map_err(failed(target))?;
    out.close().map_err(failed(target))?;
    report.close().map_err(failed(&report_target))?;
    out.put_in_place().map_err(failed(target))?;
    report.put_in_place().map_err(failed(&report_target))?;
    Ok(summary)
}

/// The file of the panel.
enum Out {
    Csv(Csv, Beside),
    #[cfg(feature = "parquet")]
    Parquet(Box<gangyao_parquet::ParquetTable<Beside>>),
}

impl Out {
    fn create(target: &Path, csv: Csv) -> io::Result<Self> {
        let mut out = Beside::create(target)?;
        #[cfg(feature = "parquet")]
        if target.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet")) {
            return Ok(Self::Parquet(Box::new(gangyao_parquet::ParquetTable::new(panel(), out)?)));
        }
        csv.write_head(panel(), &mut out)?;
        Ok(Self::Csv(csv, out))
    }

    fn add(&mut self, rows: &TableRows) -> io::Result<()> {
        match self {
            Self::Csv(csv, out) => csv.write_rows(rows, out),
            #[cfg(feature = "parquet")]
            Self::Parquet(out) => out.add(rows),
        }
    }

    fn close(self) -> io::Result<Beside> {
        match self {
            Self::Csv(_, mut out) => out.flush().map(|()| out),
            #[cfg(feature = "parquet")]
            Self::Parquet(out) => out.close(),
        }
    }
}

/// The documents of an output folder: their places, and the file of each that is read.
fn documents(folder: &Path) -> Result<BTreeMap<String, PathBuf>, Error> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    let failed = |error: io::Error| {
        Error::io("not-readable", format!("{} cannot be read: {error}", folder.display()), error)
    };
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let (name, path) = (entry.file_name(), entry.path());
            let name = name.to_string_lossy();
            if name.starts_with('.') || name == MANIFEST || gangyao_tables::DESCRIPTIONS.contains(&&*name) {
                continue;
            }
            if entry.file_type().map_err(failed)?.is_dir() {
                folders.push(path);
                continue;
            }
            let Some(stem) = [".json", ".jsonl"].iter().find_map(|ending| name.strip_suffix(ending)) else {
                continue;
            };
            let place = path.with_file_name(stem);
            let place = slashed(place.strip_prefix(folder).unwrap_or(&place));
            // Both say the same; the whole document is read faster.
            if name.ends_with(".json") || !found.contains_key(&place) {
                found.insert(place, path);
            }
        }
    }
    if found.is_empty() {
        let message = format!("{} holds no output of gangyao; give the output folder", folder.display());
        return Err(Error::new("no-output", message));
    }
    Ok(found)
}

fn read(path: &Path) -> Result<Conversion, Error> {
    let named = |error: &dyn std::fmt::Display| {
        let message =
            format!("{} is no output of gangyao: {error}; convert the document again", path.display());
        Error::new("no-output", message)
    };
    let bytes =
        read_file(path).map_err(|error| Error::new(error.code(), format!("{}: {error}", path.display())))?;
    if path.extension().is_some_and(|ending| ending == "json") {
        return serde_json::from_slice(&bytes).map_err(|error| named(&error));
    }
    let mut document = None;
    let (mut toc, mut records, mut diagnostics) = (Vec::new(), Vec::new(), Vec::new());
    for line in bytes.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
        match serde_json::from_slice(line).map_err(|error| named(&error))? {
            Record::Document(record) => document = Some(*record),
            Record::TocEntry(record) => toc.push(record),
            Record::Diagnostic(record) => diagnostics.push(record),
            record => records.push(record),
        }
    }
    let document = document.ok_or_else(|| named(&"it has no document record"))?;
    Ok(Conversion { schema: gangyao_model::SCHEMA.to_owned(), document, toc, records, diagnostics })
}
