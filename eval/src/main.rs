//! The scorer's command line.
//!
//! - `gangyao-eval score GOLD.json OUTPUT.json [--json] [--show]` scores one output, of this tool or another.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line prints")]

use std::process::ExitCode;

use gangyao_eval::{report_json, score};
use gangyao_synthetic::Truth;
use serde_json::Value;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).filter(|arg| !arg.starts_with("--")).collect();
    let flag = |name: &str| args.iter().any(|arg| arg == name);
    let done = match words[..] {
        ["score", gold, output] => score_files(gold, output, flag("--json"), flag("--show")),
        _ => Err("usage: gangyao-eval score GOLD.json OUTPUT.json [--json] [--show]".to_owned()),
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
