//! The command as a user runs it: what it prints and how it ends.

use std::{
    fs, io,
    net::{Ipv4Addr, TcpListener},
    process::{Command, Output},
    sync::atomic::{AtomicU16, Ordering},
};

fn lab(arguments: &[&str]) -> io::Result<Output> {
    Command::new(env!("CARGO_BIN_EXE_lab")).args(arguments).env_remove("CORS_LAB_PORT").output()
}

/// Six ports in a row that are free now.
fn six_free_ports() -> u16 {
    // Below the range that systems give to clients, and different in each test of a process.
    static NEXT: AtomicU16 = AtomicU16::new(21_000);
    loop {
        let first = NEXT.fetch_add(10, Ordering::Relaxed);
        if (first..first + 6).all(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()) {
            return first;
        }
    }
}

#[test]
fn every_outcome_is_as_stated() {
    let output = lab(&["--check", "--port", &six_free_ports().to_string()]).unwrap();
    let table = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{table}");
    assert!(!table.contains("DIFFERENT") && !table.contains("MISSING"), "{table}");
    assert!(table.contains("as stated  simple-get "), "{table}");
}

#[test]
fn the_results_are_one_page() {
    let file = concat!(env!("CARGO_TARGET_TMPDIR"), "/lab.html");
    let output = lab(&["--export", file, "--port", &six_free_ports().to_string()]).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let page = fs::read_to_string(file).unwrap();
    assert!(page.contains("id=\"results\"") && page.contains("differs only in the port"));
    assert!(!page.contains("src=\"/"));
}

#[test]
fn a_taken_port_is_named() {
    let first = six_free_ports();
    let _other = TcpListener::bind((Ipv4Addr::LOCALHOST, first + 3)).unwrap();
    for task in ["--check", "--browser-report"] {
        let output = lab(&[task, "--port", &first.to_string()]).unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(
            String::from_utf8(output.stderr).unwrap(),
            format!(
                "lab: port {} is taken (the actix-web API needs it); choose six free ports in a row with `--port {}`\n",
                first + 3,
                first + 1003,
            )
        );
    }
}

#[test]
fn an_unknown_option_is_named() {
    let output = lab(&["--chek"]).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "lab: unknown option `--chek`; `--help` lists all\n"
    );
}
