//! `docs/frameworks.md` says what this package holds the adapters to.
//!
//! `CORS_BLESS=1 cargo test -p frameworks --test page` writes it anew.
#![cfg(test)]

use std::{fmt::Write as _, fs, path::Path};

use frameworks::{STACKS, Stack, exchange::Form, table::TABLE};

/// What users ask about an answer, the exchange that shows it, and the form in which it is run.
const QUESTIONS: &[(&str, &str, Form)] = &[
    ("401 of authentication around it", "401 of authentication around a route", Form::Skip),
    (
        "404 of an unknown path, with a policy for the application",
        "an unknown path has the policy of the application",
        Form::Front,
    ),
    ("405, with a policy for the application", "405 has the policy of the application", Form::Front),
    ("408 of a timeout around it", "a timeout", Form::Front),
    ("413 of a limit around it", "a body over the limit", Form::Front),
    ("a panic, caught inside of the policy for the application", "a panic", Form::Front),
    ("an extractor of the path that refuses", "an extractor of the path refuses", Form::Routes),
    ("an extractor of the body that refuses", "an extractor of the body finds no JSON", Form::Routes),
    ("a WebSocket upgrade", "a WebSocket upgrade", Form::Routes),
    ("HEAD by the handler of GET", "HEAD is answered by GET", Form::Routes),
];

/// The version of a crate in the lock file.
fn version(lock: &str, name: &str) -> String {
    let entry = lock.split("[[package]]").find(|entry| entry.contains(&format!("\nname = \"{name}\"\n")));
    let line =
        entry.unwrap_or_else(|| panic!("{name}")).lines().find_map(|line| line.strip_prefix("version = "));
    line.unwrap().trim_matches('"').to_owned()
}

/// What is so on a stack: yes, or in what it differs.
fn answer(stack: &Stack, name: &str, form: Form) -> String {
    let exchange = TABLE.iter().find(|exchange| exchange.name == name).unwrap_or_else(|| panic!("{name}"));
    assert!(exchange.forms.contains(&form), "{name}");
    let exception = stack
        .exceptions
        .iter()
        .find(|exception| exception.name == name && exception.form.is_none_or(|only| only == form));
    match exception {
        None => "yes".to_owned(),
        Some(exception) => match exception.expected {
            Some(expected) => {
                let headers = if expected.cors.is_empty() { "without headers" } else { "with headers" };
                format!("{} {headers}", expected.status)
            }
            None => "not run".to_owned(),
        },
    }
}

fn page() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let lock = fs::read_to_string(root.join("Cargo.lock")).unwrap();
    let mut page = "# Frameworks\n\nMade from the table of exchanges by `CORS_BLESS=1 cargo test -p frameworks --test page`; a test fails when it is stale. How to \
                    register is in the README and at the top of each module's documentation.\n\n\
                    ## Which answers carry the headers\n\n| |"
        .to_owned();
    for stack in STACKS {
        let on = if stack.name == stack.package { String::new() } else { format!("on {} ", stack.package) };
        write!(page, " {} {on}{} |", stack.name, version(&lock, stack.package)).unwrap();
    }
    write!(page, "\n|---|{}\n", "---|".repeat(STACKS.len())).unwrap();
    for (question, name, form) in QUESTIONS {
        write!(page, "| {question} |").unwrap();
        for stack in STACKS {
            write!(page, " {} |", answer(stack, name, *form)).unwrap();
        }
        page.push('\n');
    }
    page.push_str("\n## Where a framework differs, and why\n\nEverything else in the table is the same on all of them, preflights without exception run nothing of the user's.\n");
    for stack in STACKS {
        write!(page, "\n### {}\n\n", stack.name).unwrap();
        if stack.exceptions.is_empty() {
            page.push_str("Nowhere.\n");
        }
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for exception in stack.exceptions {
            if !seen.contains(&(exception.name, exception.reason)) {
                seen.push((exception.name, exception.reason));
                writeln!(page, "- {}: {}.", exception.name, exception.reason).unwrap();
            }
        }
    }
    page
}

#[test]
fn the_page_is_what_the_table_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/frameworks.md");
    let page = page();
    if std::env::var_os("CORS_BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/frameworks.md is stale: CORS_BLESS=1 cargo test -p frameworks --test page"
    );
}
