//! The CORS lab: every experiment in a real browser, on servers that are real.
//!
//! `cargo run -p lab` prints the address of a page that runs all experiments when it is loaded. See `--help`.

mod compiler;
mod experiments;
mod export;
mod judge;
mod matrix;
mod options;
mod page;
mod probe;
mod recorder;
mod run;
mod servers;
mod snippets;
mod stage;

use std::{path::Path, process::ExitCode, time::Duration};

use tokio::sync::mpsc;

use crate::{
    options::{HELP, Options, Task},
    servers::{Lab, Listeners},
    stage::{Page, Sockets},
};

#[tokio::main]
async fn main() -> ExitCode {
    match Options::from_environment() {
        Ok(Options { task: Task::Help, .. }) => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        Ok(options) => perform(options).await.unwrap_or_else(|message| fail(&message)),
        Err(message) => fail(&message),
    }
}

/// The lab could not be set up: exit code 2, as opposed to 1 for an outcome that is not as stated.
fn fail(message: &str) -> ExitCode {
    eprintln!("lab: {message}");
    ExitCode::from(2)
}

async fn perform(options: Options) -> Result<ExitCode, String> {
    if let Task::Probe(probe) = &options.task {
        return probe::command::run(probe).await;
    }
    let sockets = Sockets::bind(options.addresses).map_err(|error| error.to_string())?;
    let (sender, posted) = mpsc::unbounded_channel();
    let (matrix_sender, matrix_posted) = mpsc::unbounded_channel();
    let listeners = Listeners {
        experiments: (options.task == Task::BrowserReport).then_some(sender),
        matrix: matches!(options.task, Task::Matrix(_)).then_some(matrix_sender),
    };
    let lab = Lab::start(options.addresses, sockets, listeners).map_err(|error| error.to_string())?;
    let address = format!("{}/", lab.addresses.origin(Page::App));
    let reports = match &options.task {
        Task::Check | Task::Export(_) => run::with_model(&lab, "check").await?,
        Task::BrowserReport => {
            println!("open {address} in the browser that is to report");
            run::with_browser(posted, PATIENCE).await
        }
        Task::Matrix(file) => {
            println!("open {address}matrix in the browser that is to report");
            let report = matrix::with_browser(&lab, matrix_posted, MATRIX_PATIENCE).await;
            return write_matrix(&report, file, report.missing());
        }
        Task::MatrixModel(file) => {
            let report = matrix::with_models(&lab).await;
            return write_matrix(&report, file, 0);
        }
        Task::Serve | Task::Probe(_) | Task::Help => {
            println!("open {address}");
            println!("(Ctrl-C ends the lab; `cargo run -p lab -- --help` lists what else it does)");
            return std::future::pending().await;
        }
    };
    let (table, holds) = run::table(&reports);
    print!("{table}");
    if let Task::Export(file) = &options.task {
        let page = export::page(lab.addresses, &reports).map_err(|error| error.to_string())?;
        std::fs::write(file, page)
            .map_err(|error| format!("`{}` cannot be written: {error}", file.display()))?;
        println!("written to {}", file.display());
    }
    Ok(if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Writes what came of the generated experiments; `missing` of them have no outcome.
fn write_matrix(report: &matrix::Report, file: &Path, missing: usize) -> Result<ExitCode, String> {
    let json = serde_json::to_vec(report).map_err(|error| error.to_string())?;
    std::fs::write(file, json).map_err(|error| format!("`{}` cannot be written: {error}", file.display()))?;
    println!("{} experiments, written to {}", report.len(), file.display());
    if missing == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    println!("{missing} of them were not posted in time");
    Ok(ExitCode::FAILURE)
}

/// How long `--matrix` waits.
const MATRIX_PATIENCE: Duration = Duration::from_mins(5);
/// How long `--browser-report` waits for a page to post everything.
const PATIENCE: Duration = Duration::from_secs(90);
