//! The lab's page in a real browser: every experiment comes out as stated there too.
#![cfg(test)]

use std::{
    env, fs,
    io::Read,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Ends with this value, whatever comes of the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Chromium's switches for a machine without display, network and user.
const SWITCHES: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
];

const PATIENCE: Duration = Duration::from_secs(100);

#[test]
fn every_outcome_is_as_stated_in_chromium() {
    let found =
        Command::new("chromium").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if found.is_err() {
        let not_run = "not run: the lab's page in a browser needs `chromium`";
        assert!(env::var_os("CORS_NOT_RUN").is_none_or(|word| word != "fail"), "{not_run}");
        eprintln!("{not_run}");
        return;
    }
    let first_port = "23000";
    let mut lab = Running(
        Command::new(env!("CARGO_BIN_EXE_lab"))
            .args(["--browser-report", "--port", first_port])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let profile = Path::new(env!("CARGO_TARGET_TMPDIR")).join("chromium");
    let _ = fs::remove_dir_all(&profile);
    let _browser = Running(
        Command::new("chromium")
            .args(SWITCHES)
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg(format!("http://localhost:{first_port}/"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let end = Instant::now() + PATIENCE;
    let status = loop {
        if let Some(status) = lab.0.try_wait().unwrap() {
            break status;
        }
        assert!(Instant::now() < end, "the page has not posted everything");
        thread::sleep(Duration::from_millis(100));
    };
    let mut table = String::new();
    lab.0.stdout.take().unwrap().read_to_string(&mut table).unwrap();
    assert!(status.success(), "{table}");
    assert!(!table.contains("DIFFERENT") && !table.contains("MISSING"), "{table}");
    assert!(table.contains("as stated  simple-get "), "{table}");
}
