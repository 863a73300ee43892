//! `gangyao panel`: the output of many documents as one long and tidy table.
//!
//! What enters is an output folder of `convert`, what leaves is the table and, beside it, a report of what has no place in
//! it. Documents are read one by one, in the order of their names.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use gangyao_model::{Conversion, Record, SCHEMA};
use gangyao_tables::{Csv, Panel, Remark, write_line};

use crate::Error;
use crate::batch::{MANIFEST, read_file, slashed};
use crate::beside::{Beside, output_error};
use crate::collect::{TABLE_ENDINGS, table_file};

/// What became a panel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents that were read.
    pub documents: u64,
    /// Rows of the panel.
    pub rows: u64,
    /// Lines of the report, by their code.
    pub remarks: BTreeMap<&'static str, u64>,
    /// Files that could not be read, with the reason. The report has them too.
    pub failures: Vec<(String, String)>,
}

/// Endings of the files that [`write()`] can write.
pub const ENDINGS: &[&str] = TABLE_ENDINGS;

/// Writes the panel of an output folder to `target`, in the format that its ending names. What has no place, and what must
/// be known of it, goes to `<target without its ending>.report.csv`.
///
/// # Errors
/// `output-format` where the ending is none of [`ENDINGS`]; when the folder cannot be read, or the panel cannot be written:
/// earlier files stay as they were. A document that cannot be read is a failure of the summary and harms no other.
pub fn write(folder: &Path, target: &Path, csv: Csv) -> Result<Summary, Error> {
    let ending = target.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    if !ENDINGS.contains(&&*ending) {
        let message = format!("the panel is written as .{}; give a name that ends so", ENDINGS.join(" or ."));
        return Err(Error::new("output-format", message));
    }
    let report_target = target.with_extension("report.csv");
    let failed = |target: &Path| {
        let target = target.to_owned();
        move |error| output_error(&target, error)
    };
    let documents = documents(folder)?;
    let mut out = Beside::create(target)
        .and_then(|out| table_file(gangyao_definition::panel(), &ending, csv, out))
        .map_err(failed(target))?;
    let mut report = Beside::create(&report_target).map_err(failed(&report_target))?;
    write_line(&["file", "indicator", "name", "code", "message"], &mut report)
        .map_err(failed(&report_target))?;
    let mut summary = Summary::default();
    let mut panel = Panel::default();
    for (file, path) in documents {
        let remarks = match read(&path) {
            Ok(None) => continue,
            Ok(Some(conversion)) => {
                let (rows, remarks) = panel.document(&conversion, &file);
                summary.documents += 1;
                summary.rows += rows.len() as u64;
                out.add(&rows).map_err(failed(target))?;
                remarks
            }
            Err((code, message)) => {
                summary.failures.push((path.display().to_string(), format!("{message} ({code})")));
                vec![Remark { file, indicator: None, name: String::new(), code, message }]
            }
        };
        for Remark { file, indicator, name, code, message } in remarks {
            *summary.remarks.entry(code).or_insert(0) += 1;
            let cells = [&file, indicator.as_deref().unwrap_or_default(), &name, code, &message];
            write_line(&cells, &mut report).map_err(failed(&report_target))?;
        }
    }
    let out = out.close().map_err(failed(target))?;
    report.close().map_err(failed(&report_target))?;
    out.put_in_place().map_err(failed(target))?;
    report.put_in_place().map_err(failed(&report_target))?;
    Ok(summary)
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

/// A document's output; none where the file is JSON Lines of another kind.
fn read(path: &Path) -> Result<Option<Conversion>, (&'static str, String)> {
    let bytes = read_file(path).map_err(|error| (error.code(), error.to_string()))?;
    let whole = path.extension().is_some_and(|ending| ending == "json");
    let conversion = if whole { from_json(&bytes) } else { from_lines(&bytes) };
    conversion.map_err(|error| {
        ("broken-output", format!("is no whole output of gangyao: {error}; convert the document again"))
    })
}

fn from_json(bytes: &[u8]) -> Result<Option<Conversion>, String> {
    let conversion: Conversion = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    if conversion.schema == SCHEMA {
        Ok(Some(conversion))
    } else {
        Err(format!("it has the schema {}, and this program reads {SCHEMA}", conversion.schema))
    }
}

fn from_lines(bytes: &[u8]) -> Result<Option<Conversion>, String> {
    let lines = bytes.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    let mut document = None;
    let (mut toc, mut records, mut diagnostics) = (Vec::new(), Vec::new(), Vec::new());
    for (number, line) in (1..).zip(lines) {
        match serde_json::from_slice(line) {
            Ok(Record::Document(record)) => document = Some(*record),
            Ok(Record::TocEntry(record)) => toc.push(record),
            Ok(Record::Diagnostic(record)) => diagnostics.push(record),
            Ok(record) => records.push(record),
            Err(error) => {
                let json = serde_json::from_slice::<serde_json::Value>(line);
                let foreign = number == 1 && json.is_ok_and(|json| json["type"] != "document");
                return if foreign { Ok(None) } else { Err(format!("line {number}: {error}")) };
            }
        }
    }
    let document = document.ok_or("it has no document record")?;
    let all: u32 = document.counts.values().sum();
    let there = toc.len() + records.len() + diagnostics.len();
    if all as usize != there {
        return Err(format!("it has {there} of {all} records"));
    }
    Ok(Some(Conversion { schema: SCHEMA.to_owned(), document, toc, records, diagnostics }))
}
