//! The CORS lab: every experiment in a real browser, on servers that are real.
//!
//! `cargo run -p lab` prints the address of a page that runs all experiments when it is loaded. See `--help`.

mod compiler;
mod experiments;
mod export;
mod judge;
mod options;
mod page;
mod recorder;
mod run;
mod servers;
mod snippets;
mod stage;

use std::{process::ExitCode, time::Duration};

use tokio::sync::mpsc;

use crate::{
    options::{HELP, Options, Task},
    servers::Lab,
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
    let sockets = Sockets::bind(options.addresses).map_err(|error| error.to_string())?;
    let (sender, posted) = mpsc::unbounded_channel();
    let sender = (options.task == Task::BrowserReport).then_some(sender);
    let lab = Lab::start(options.addresses, sockets, sender).map_err(|error| error.to_string())?;
    let address = format!("{}/", lab.addresses.origin(Page::App));
    let reports = match &options.task {
        Task::Check | Task::Export(_) => run::with_model(&lab, "check").await?,
        Task::BrowserReport => {
            println!("open {address} in the browser that is to report");
            run::with_browser(posted, PATIENCE).await
        }
        Task::Serve | Task::Help => {
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

/// How long `--browser-report` waits for a page to post everything.
const PATIENCE: Duration = Duration::from_secs(90);
