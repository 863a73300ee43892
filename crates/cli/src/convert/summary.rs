//! The table at the end of a run.

use std::fmt::Write;
use std::time::Duration;

use gangyao::batch::Summary;

/// Documents, records by type, diagnostics, seconds. The inputs that failed are named after it, on standard error.
pub(super) fn table(summary: &Summary, elapsed: Duration) -> String {
    let mut rows: Vec<(String, String)> = vec![("documents".to_owned(), summary.converted.to_string())];
    if summary.resumed > 0 {
        rows.push(("  done before".to_owned(), summary.resumed.to_string()));
    }
    if summary.left > 0 {
        rows.push(("not begun".to_owned(), summary.left.to_string()));
    }
    if summary.skipped > 0 {
        rows.push(("skipped".to_owned(), summary.skipped.to_string()));
    }
    if summary.failed > 0 {
        rows.push(("failed".to_owned(), summary.failed.to_string()));
    }
    rows.push(("records".to_owned(), summary.records.values().sum::<u64>().to_string()));
    rows.extend(summary.records.iter().map(|(kind, count)| (format!("  {kind}"), count.to_string())));
    rows.push(("diagnostics".to_owned(), summary.diagnostics.values().sum::<u64>().to_string()));
    rows.extend(summary.diagnostics.iter().map(|((severity, code), count)| {
        (format!("  {code} ({})", format!("{severity:?}").to_lowercase()), count.to_string())
    }));
    rows.push(("seconds".to_owned(), format!("{:.2}", elapsed.as_secs_f64())));

    let width = |column: fn(&(String, String)) -> &String| {
        rows.iter().map(|row| column(row).chars().count()).max().unwrap_or(0)
    };
    let (names, counts) = (width(|row| &row.0), width(|row| &row.1));
    let mut out = String::new();
    // Writing to a string cannot fail.
    for (name, count) in &rows {
        let _ = writeln!(out, "{name:<names$}  {count:>counts$}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_all_that_matters() {
        let summary = Summary {
            converted: 12,
            skipped: 1,
            failed: 1,
            records: [("chapter".to_owned(), 3), ("paragraph".to_owned(), 400)].into(),
            ..Summary::default()
        };
        assert_eq!(
            table(&summary, Duration::from_millis(1240)),
            "documents      12
skipped         1
failed          1
records       403
  chapter       3
  paragraph   400
diagnostics     0
seconds      1.24
"
        );
    }
}
