//! `docs/refusals.md` has a section for each reason and each error of a browser's console, and all that it refers to
//! exists.

#![cfg(feature = "runtime")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::{collections::BTreeSet, fs, path::Path};

use cors_core::{Policy, Reason, Refusal, RequestView, endpoint::Endpoint};

/// Reasons that no experiment of the lab shows.
const WITHOUT_EXPERIMENT: [Reason; 5] = [
    Reason::MalformedOrigin,
    Reason::SeveralOrigins,
    Reason::OriginsNotSet,
    Reason::TooManyHeaders,
    Reason::PassedOn,
];

/// Headings of the page that are no section of their own.
const PLAIN: [&str; 1] = ["What the console says"];

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Headings of the second level and what stands below them.
fn sections(page: &str) -> Vec<(&str, &str)> {
    let parts = page.split("\n## ").skip(1);
    parts.map(|part| part.split_once('\n').unwrap_or((part, ""))).collect()
}

/// The anchor that GitHub makes of a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
}

fn anchors(page: &str) -> BTreeSet<String> {
    let headings = page.lines().filter_map(|line| line.strip_prefix('#'));
    headings.map(|heading| anchor(heading.trim_start_matches('#').trim())).collect()
}

/// The items of a section that begin with this word, each with the lines that belong to it.
fn items<'a>(section: &'a str, word: &str) -> Vec<&'a str> {
    let of_word = |item: &&str| item.starts_with(word) && item[word.len()..].starts_with(": ");
    section.split("\n- ").filter(of_word).collect()
}

/// What stands between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The ids of the lab: of its table, and of the faults, which the page of console texts names.
fn experiments() -> BTreeSet<String> {
    let table = read("examples/lab/src/experiments/table.rs");
    let ids = table.split("id: \"").skip(1).filter_map(|rest| rest.split('"').next());
    let console = read("docs/console-errors.md");
    let faults = console.lines().filter_map(|line| line.strip_prefix("- Experiment: `"));
    let faults = faults.filter_map(|rest| rest.split('`').next());
    ids.chain(faults).filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

#[test]
fn every_reason_has_its_section() {
    let page = read("docs/refusals.md");
    let sections = sections(&page);
    for reason in Reason::ALL {
        assert_eq!(reason.guide(), format!("docs/refusals.md#{reason}"));
        let section = sections.iter().find(|(heading, _)| *heading == reason.as_str());
        let (_, section) = section.unwrap_or_else(|| panic!("no section for {reason}"));
        for word in ["Cause", "Cure", "Page", "Experiment", "Standard"] {
            assert!(!items(section, word).is_empty(), "{reason}: no `- {word}: ..`");
        }
        let none = items(section, "Experiment").iter().any(|item| item.starts_with("Experiment: none"));
        assert_eq!(
            none,
            WITHOUT_EXPERIMENT.contains(&reason),
            "{reason}: an experiment, or the list in this test"
        );
    }
}

#[test]
fn every_section_has_its_parts_and_its_experiments_exist() {
    let (page, known) = (read("docs/refusals.md"), experiments());
    assert!(known.contains("simple-get") && known.contains("fault-no-allow-origin"), "{known:?}");
    for (heading, section) in sections(&page) {
        if PLAIN.contains(&heading) {
            continue;
        }
        for word in ["Cause", "Cure", "Experiment"] {
            assert!(!items(section, word).is_empty(), "{heading}: no `- {word}: ..`");
        }
        for item in items(section, "Experiment").iter().filter(|item| !item.starts_with("Experiment: none")) {
            let ids = quoted(item);
            assert!(!ids.is_empty(), "{heading}: {item}");
            for id in ids {
                assert!(known.contains(id), "{heading}: no experiment `{id}` in the lab");
            }
        }
    }
}

#[test]
fn every_link_resolves() {
    let page = read("docs/refusals.md");
    let links: Vec<_> = page.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(links.len() > 40, "{links:?}");
    for link in links.into_iter().filter(|link| !link.starts_with("https://fetch.spec.whatwg.org/#")) {
        let (file, fragment) = link.split_once('#').unwrap_or((link, ""));
        let there = if file.is_empty() { page.clone() } else { read(&format!("docs/{file}")) };
        assert!(fragment.is_empty() || anchors(&there).contains(fragment), "{link}");
    }
}

#[test]
fn the_console_s_words_are_the_recorded_ones() {
    let (page, recorded) = (read("docs/refusals.md"), read("docs/console-errors.md"));
    let rows: Vec<_> = ["Chromium", "Firefox", "WebKit"]
        .iter()
        .flat_map(|engine| page.lines().filter_map(move |line| line.strip_prefix(&format!("| {engine} | `"))))
        .collect();
    assert!(rows.len() >= 3 * 12, "{}", rows.len());
    for row in rows {
        let words = row.strip_suffix("` |").unwrap();
        assert!(recorded.contains(words), "`{words}` is not what was recorded");
    }
    // Every recorded section is one that the page leads to.
    let missing: Vec<_> = sections(&recorded)
        .into_iter()
        .map(|(heading, _)| heading)
        .filter(|heading| !page.contains(&format!("console-errors.md#{})", anchor(heading))))
        // The same message, on the answer to the preflight or for another cause.
        .filter(|heading| {
            !heading.contains("answer to the preflight")
                && !heading.contains("for a request with credentials")
        })
        .filter(|heading| *heading != "No Access-Control-Allow-Headers")
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The lines of the log that the page shows are those that are written.
#[test]
fn the_log_s_words_are_the_written_ones() {
    let page = read("docs/refusals.md");
    let sections = sections(&page);
    let shown = |refusal: &Refusal<'_>| {
        let reason = refusal.reason();
        let (_, section) = sections.iter().find(|(heading, _)| *heading == reason.as_str()).unwrap();
        assert!(section.contains(&format!("```text\n{refusal}\n```")), "{reason}: {refusal}");
    };
    let policy = Policy::builder().origins(["https://app.example.com"]).build().unwrap();
    let endpoint = Endpoint::layer(policy);
    let lines: &[(&str, &[u8])] = &[("origin", b"http://app.example.com")];
    shown(&endpoint.decide(&RequestView::new("GET", &lines)).refusal().unwrap());
    for refusal in [
        Refusal::MalformedOrigin { origin: b"app.example.com" },
        Refusal::SeveralOrigins,
        Refusal::OriginsNotSet,
        Refusal::MethodNotAllowed { requested: b"PATCH", allowed: "GET,PUT" },
        Refusal::HeaderNotAllowed { name: b"x-other", allowed: "x-lab-tag" },
        Refusal::TooManyHeaders,
        Refusal::NoPolicy { requested: b"PUT" },
        Refusal::PassedOn,
    ] {
        shown(&refusal);
    }
}
