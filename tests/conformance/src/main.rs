//! `cargo run -p conformance -- DIR` runs every case file below DIR; `-- --pairs N` judges N random pairs of a policy
//! and a fetch. Both exit 1 on any failure.

use std::{path::Path, process::ExitCode, time::UNIX_EPOCH};

use conformance::{pairs, run, verdicts::Library};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["--pairs", count] => match count.parse() {
            Ok(count) => judge(count, now()),
            Err(_) => usage(),
        },
        ["--pairs", count, "--seed", seed] => match (count.parse(), seed.parse()) {
            (Ok(count), Ok(seed)) => judge(count, seed),
            _ => usage(),
        },
        [dir] if !dir.starts_with('-') => cases(Path::new(dir)),
        _ => usage(),
    }
}

fn cases(dir: &Path) -> ExitCode {
    match run::run(dir) {
        Ok(report) => {
            println!("{report}");
            if report.failed() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn judge(count: usize, seed: u64) -> ExitCode {
    println!("seed {seed}");
    match pairs::judge(count, seed, Library::Real) {
        Ok(done) => {
            println!("{done} pairs of a policy and a fetch, 0 disagreements");
            ExitCode::SUCCESS
        }
        Err(found) => {
            println!("{}", found.difference);
            let json = serde_json::to_string_pretty(&[&found.case]).unwrap_or_else(|error| error.to_string());
            println!("as a case file, `tests/conformance/cases/verdicts-found.json`:\n{json}");
            ExitCode::FAILURE
        }
    }
}

/// Another seed at each run; it is printed.
fn now() -> u64 {
    UNIX_EPOCH.elapsed().map_or(1, |elapsed| elapsed.as_secs())
}

fn usage() -> ExitCode {
    eprintln!(
        "usage: cargo run -p conformance -- DIR (a folder with case files; see tests/conformance/cases/README.md)\n       \
         cargo run --release -p conformance -- --pairs N [--seed S]"
    );
    ExitCode::from(2)
}
