//! The lab as a program.

use std::{
    io::{self, BufRead, BufReader, Read},
    net::{Ipv4Addr, TcpListener},
    os::unix::process::CommandExt,
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicU16, Ordering},
    time::{Duration, Instant},
};

use crate::engine::{Engine, Running};

/// What came of one run of the lab.
#[derive(Debug)]
#[non_exhaustive]
pub struct Run {
    /// Whether it ended with exit code 0.
    pub succeeded: bool,
    /// What it printed.
    pub printed: String,
    /// What the browser wrote to its console.
    pub console: Vec<String>,
    /// The first of its ports.
    pub port: u16,
}

/// Builds the lab, so that no run waits for a compiler.
///
/// # Errors
/// What cargo says.
pub fn build() -> Result<(), String> {
    let status = cargo(&["build", "-q", "-p", "lab"]).status().map_err(|error| error.to_string())?;
    if status.success() { Ok(()) } else { Err("the lab does not build".to_owned()) }
}

/// Runs the lab without a browser.
///
/// # Errors
/// When it does not start.
pub fn alone(arguments: &[&str]) -> Result<Run, String> {
    let port = six_free_ports();
    let output = command(arguments, port).output().map_err(|error| error.to_string())?;
    Ok(Run {
        succeeded: output.status.success(),
        printed: String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr),
        console: Vec::new(),
        port,
    })
}

/// Runs the lab and opens the address that it prints, until it ends or `patience` is over.
///
/// # Errors
/// When a program does not start, or the lab does not end.
pub fn with(engine: Engine, arguments: &[&str], folder: &Path, patience: Duration) -> Result<Run, String> {
    let failed = |error: io::Error| error.to_string();
    let port = six_free_ports();
    let child = command(arguments, port).stdout(Stdio::piped()).process_group(0).spawn().map_err(failed)?;
    let mut lab = Running::new(child);
    let stdout = lab.child().stdout.take().ok_or("the lab has no output")?;
    let mut stdout = BufReader::new(stdout);
    let mut first = String::new();
    stdout.read_line(&mut first).map_err(failed)?;
    let address = first.split_whitespace().find(|word| word.starts_with("http://"));
    let address = address.ok_or_else(|| format!("the lab prints no address but {first:?}"))?;
    let log = folder.join(format!("{}.log", engine.name()));
    let browser = engine.open(address, &folder.join(engine.name()), &log).map_err(failed)?;
    let until = Instant::now() + patience;
    let status = loop {
        if let Some(status) = lab.child().try_wait().map_err(failed)? {
            break status;
        }
        if Instant::now() > until {
            return Err(format!("{} has not posted everything in {patience:?}", engine.name()));
        }
        std::thread::sleep(Duration::from_millis(100));
    };
    // Its console comes a moment after the page is done.
    std::thread::sleep(Duration::from_millis(500));
    let console = browser.console()?;
    drop(browser);
    let mut printed = first.clone();
    stdout.read_to_string(&mut printed).map_err(failed)?;
    Ok(Run { succeeded: status.success(), printed, console, port })
}

fn command(arguments: &[&str], port: u16) -> Command {
    let mut command = cargo(&["run", "-q", "-p", "lab", "--"]);
    command.args(arguments).args(["--port", &port.to_string()]).env_remove("CORS_LAB_PORT");
    command
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    command
}

/// Six ports in a row that are free now, below the range that systems give to clients.
fn six_free_ports() -> u16 {
    // Others in each test of a process: a lab binds its ports a moment after they were looked at.
    static NEXT: AtomicU16 = AtomicU16::new(26_000);
    loop {
        let first = NEXT.fetch_add(10, Ordering::Relaxed);
        if (first..first + 6).all(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()) {
            return first;
        }
    }
}
