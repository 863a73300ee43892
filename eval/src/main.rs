//! The scorer's command line.
//!
//! - `gangyao-eval` scores synthetic plans and the fixtures, prints the tables and writes `eval/SCORES.md`.
//! - `gangyao-eval --check` scores them and fails where a figure is worse than the committed one.
//! - `gangyao-eval --show NAME` prints what is missing and what is too much in one document.
//! - `gangyao-eval score GOLD.json OUTPUT.json [--json] [--show]` scores one output, of this tool or another.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line prints")]

use std::process::ExitCode;

use gangyao_eval::suite::{self, Case, Scored};
use gangyao_eval::{report_json, score, table};
use gangyao_synthetic::Truth;
use serde_json::Value;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).filter(|arg| !arg.starts_with("--")).collect();
    let flag = |name: &str| args.iter().any(|arg| arg == name);
    let done = match words[..] {
        ["score", gold, output] => score_files(gold, output, flag("--json"), flag("--show")),
        [] if flag("--check") => check(),
        [] => write(),
        [name] if flag("--show") => show(name),
        _ => {
            Err("usage: gangyao-eval [--check | --show NAME | score GOLD.json OUTPUT.json [--json] [--show]]"
                .to_owned())
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn score_files(gold: &str, output: &str, as_json: bool, show: bool) -> Result<(), String> {
    let read = |path: &str| std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"));
    let gold: Truth = serde_json::from_str(&read(gold)?).map_err(|error| format!("{gold}: {error}"))?;
    let output: Value = serde_json::from_str(&read(output)?).map_err(|error| format!("{output}: {error}"))?;
    let report = score(&gold, &output);
    if show {
        report.listing.iter().for_each(|line| println!("{line}"));
    }
    let json = report_json(&report);
    if as_json {
        println!("{json}");
        return Ok(());
    }
    for (name, row) in json.as_object().into_iter().flatten() {
        println!("{name:24} {row}");
    }
    Ok(())
}

const INTRO: &str = "# Scores\n\nWritten by `cargo run --release -p gangyao-eval`; [README.md](README.md) says what the measures are. \
F1 of sets, shares of cases; `baseline` is thirty lines of regular expressions. Synthetic plans have known truth by \
construction, the gold of real documents was made by reading them.\n";

/// The page of scores that is committed: it holds nothing that lies outside the repository.
fn page() -> Result<String, String> {
    let random = suite::run_all(&suite::random())?;
    let sweep = suite::run_all(&suite::sweep())?;
    let (seed, fixtures): (Vec<Case>, Vec<Case>) =
        suite::fixtures()?.into_iter().partition(|case| case.name == "seed");
    let seed = suite::run_all(&seed)?;
    let fixtures = suite::run_all(&fixtures)?;
    let tables = [
        seed.iter().map(table::document).collect::<Vec<_>>().join("\n"),
        table::document(&suite::sum("Synthetic plans of 100 random shapes", &random)),
        table::documents("Synthetic plans, one choice each", &sweep),
        table::documents("Fixtures", &fixtures),
    ];
    Ok(format!("{INTRO}\n{}", tables.join("\n")))
}

fn write() -> Result<(), String> {
    let page = page()?;
    println!("{page}");
    let shared = suite::run_all(&suite::shared()?)?;
    shared.iter().map(table::document).for_each(|table| println!("{table}"));
    if !shared.is_empty() {
        println!("{}", table::document(&suite::sum("All gold documents", &shared)));
    }
    let path = suite::root().join("eval/SCORES.md");
    std::fs::write(&path, page).map_err(|error| format!("{}: {error}", path.display()))
}

fn check() -> Result<(), String> {
    let path = suite::root().join("eval/SCORES.md");
    let committed = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let worse = table::worse(&committed, &page()?);
    if worse.is_empty() {
        Ok(())
    } else {
        Err(format!("scores below the committed table:\n{}", worse.join("\n")))
    }
}

fn show(name: &str) -> Result<(), String> {
    let all = [suite::fixtures()?, suite::shared()?, suite::sweep(), suite::random()].concat();
    let named: Vec<Case> = all.into_iter().filter(|case| case.name == name).collect();
    let scored: Vec<Scored> = named.iter().map(suite::run).collect::<Result<_, _>>()?;
    for one in &scored {
        one.ours.listing.iter().for_each(|line| println!("{line}"));
        println!("{}", table::document(one));
    }
    if scored.is_empty() { Err(format!("no document is called {name}")) } else { Ok(()) }
}
