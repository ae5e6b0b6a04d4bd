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

mod known;
use known::{Known, until_it_listens};

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

/// Says so where it is not.
fn chromium_is_here() -> bool {
    let found =
        Command::new("chromium").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if found.is_err() {
        let not_run = "not run: the lab's page in a browser needs `chromium`";
        assert!(env::var_os("CORS_NOT_RUN").is_none_or(|word| word != "fail"), "{not_run}");
        eprintln!("{not_run}");
    }
    found.is_ok()
}

#[test]
fn every_outcome_is_as_stated_in_chromium() {
    if !chromium_is_here() {
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
    let _browser = Running(
        chromium("chromium")
            .arg(format!("http://localhost:{first_port}/"))
            .stdout(Stdio::null())
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

#[test]
fn a_linked_probe_runs_at_once_in_chromium() {
    if !chromium_is_here() {
        return;
    }
    let first_port = "24900";
    let server = Known::start("");
    let mut lab = Running(
        Command::new(env!("CARGO_BIN_EXE_lab"))
            .args(["--port", first_port])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    until_it_listens(&mut lab.0);
    let address = |path: &str, more: &str| {
        format!("http://localhost:{first_port}/your-server?run=1#url={}{more}", server.url(path))
    };
    for (path, more, verdict, requests) in [
        ("/readable", "", "readable 200", 2),
        // What the server sends is text to the page.
        ("/missing", "", "blocked", 2),
        // Changes something, so it waits for the reader.
        ("/other", "&method=DELETE", "press Ask", 0),
    ] {
        let page = chromium("chromium-probe")
            .args(["--dump-dom", "--virtual-time-budget=8000"])
            .arg(address(path, more))
            .output()
            .unwrap();
        let page = String::from_utf8_lossy(&page.stdout).into_owned();
        assert!(page.contains(verdict), "{path}: {page}");
        assert_eq!(page.contains("The browser came to the same"), requests > 0, "{path}: {page}");
        assert!(!page.contains("<script>alert"), "{page}");
        assert_eq!(server.requests(path).len(), requests, "{path}");
    }
    // Asked by the stranger's page, in a frame; that one loads in real time only.
    let _browser = Running(
        chromium("chromium-probe")
            .arg(address("/from-frame", "&origin=http://127.0.0.1:24901"))
            .stdout(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let end = Instant::now() + PATIENCE;
    while server.requests("/from-frame").len() < 2 {
        assert!(Instant::now() < end, "the frame has not asked: {:?}", server.requests("/from-frame"));
        thread::sleep(Duration::from_millis(100));
    }
    let requests = server.requests("/from-frame");
    assert!(
        requests.iter().all(|head| head.contains("\norigin: http://127.0.0.1:24901\r\n")),
        "{requests:?}"
    );
    assert_eq!(requests.iter().filter(|head| head.contains("user-agent: cors-testing")).count(), 1);
}

/// Without a profile of an earlier run.
fn chromium(profile: &str) -> Command {
    let profile = Path::new(env!("CARGO_TARGET_TMPDIR")).join(profile);
    let _ = fs::remove_dir_all(&profile);
    let mut command = Command::new("chromium");
    command.args(SWITCHES).arg(format!("--user-data-dir={}", profile.display())).stderr(Stdio::null());
    command
}
