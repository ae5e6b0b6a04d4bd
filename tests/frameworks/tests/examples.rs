//! The examples, by the commands in their own READMEs.
#![cfg(test)]

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// A running example; it ends with this value.
struct Running {
    child: Child,
    address: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

fn start(example: &str) -> Running {
    let mut child = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", &format!("example-{example}")])
        .current_dir(folder().join(example))
        .env("PORT", "0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening on http://").unwrap_or_else(|| panic!("{line}"));
    Running { address: address.to_owned(), child }
}

/// The commands of a README, each with what it states of the answer.
fn commands(readme: &str) -> Vec<(&str, &str)> {
    let lines: Vec<&str> = readme.lines().collect();
    let pairs = lines.windows(2).filter(|pair| pair[0].starts_with("curl "));
    pairs.map(|pair| (pair[0], pair[1].strip_prefix("# => ").unwrap_or_else(|| panic!("{pair:?}")))).collect()
}

/// In what an answer differs from the statement `201; name: value; no name`.
fn differences(answer: &str, statement: &str) -> Vec<String> {
    let head: Vec<String> = answer.lines().take_while(|line| !line.is_empty()).map(str::to_owned).collect();
    let has = |wanted: &str| head.iter().any(|line| line.eq_ignore_ascii_case(wanted));
    let names =
        |name: &str| head.iter().any(|line| line.to_ascii_lowercase().starts_with(&format!("{name}:")));
    let is_so = |part: &str| match part.strip_prefix("no ") {
        Some(name) => !names(name),
        None if part.contains(':') => has(part),
        None => head[0].split(' ').nth(1) == Some(part),
    };
    statement.split("; ").filter(|part| !is_so(part)).map(|part| format!("`{part}` is not so")).collect()
}

#[test]
fn the_commands_of_the_readmes_give_what_they_state() {
    if Command::new("curl").arg("--version").stdout(Stdio::null()).status().is_err() {
        let not_run = "not run: the commands of the examples need `curl`";
        assert!(env::var_os("CORS_NOT_RUN").is_none_or(|word| word != "fail"), "{not_run}");
        eprintln!("{not_run}");
        return;
    }
    for example in ["axum", "actix-web", "rocket", "poem", "salvo", "warp", "hyper"] {
        let readme = fs::read_to_string(folder().join(example).join("README.md")).unwrap();
        let running = start(example);
        let commands = commands(&readme);
        assert!(commands.len() > 5, "{example}");
        for (command, statement) in commands {
            let command = command.replace("127.0.0.1:3000", &running.address);
            let output = Command::new("sh").args(["-c", &command]).output().unwrap();
            let answer = String::from_utf8(output.stdout).unwrap();
            assert_eq!(differences(&answer, statement), [""; 0], "{example}: {command}\n{answer}");
        }
    }
}

/// The rules about public suffixes cost a program a hundred and fifty kilobytes, if it builds policies at run time.
#[test]
fn a_program_without_a_builder_does_not_link_the_public_suffixes() {
    // A line of the data, put together here so that the test itself does not hold it.
    let line = format!("\n{}\n", ["com", "amazonaws", "s3"].join("."));
    let holds =
        |program: &Path| fs::read(program).unwrap().windows(line.len()).any(|bytes| bytes == line.as_bytes());
    let own = env::current_exe().unwrap();
    let example = own.ancestors().nth(2).unwrap().join("example-axum");
    drop(start("axum"));
    assert!(!holds(&example), "{}", example.display());
    // This program does build one.
    assert!(cors::Policy::builder().origins(["https://*.com"]).build().is_err());
    assert!(holds(&own), "the test looks for the wrong thing");
}
