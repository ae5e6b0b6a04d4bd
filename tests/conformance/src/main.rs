//! `cargo run -p conformance -- DIR` runs every case file below DIR and exits 1 on any failure.

use std::{path::Path, process::ExitCode};

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(dir), None) = (arguments.next(), arguments.next()) else {
        eprintln!(
            "usage: cargo run -p conformance -- DIR (a folder with case files; see tests/conformance/cases/README.md)"
        );
        return ExitCode::from(2);
    };
    match conformance::run::run(Path::new(&dir)) {
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
