//! Every case file about configurations, and policies with all that is said about each.

use std::{fmt::Write as _, fs, path::Path};

use serde_json::Value;

use super::*;
use crate::{
    rules::{self, Level},
    spec::{DangerSpec, OriginsSpec},
};

fn strings(value: &Value) -> Vec<String> {
    value.as_array().expect("a list").iter().map(|item| item.as_str().expect("a text").to_owned()).collect()
}

/// The policy of a case, with the opt-outs it has already made.
fn policy(case: &Value) -> PolicySpec {
    let policy = &case["policy"];
    let danger = policy.get("danger").map(strings).unwrap_or_default();
    PolicySpec {
        origins: OriginsSpec::List(strings(&policy["origins"])),
        methods: Some(strings(&policy["methods"])),
        headers: Some(strings(&policy["headers"])),
        expose_headers: Some(strings(&policy["expose"])),
        credentials: policy["credentials"].as_bool().expect("a boolean"),
        max_age: policy["max_age"].as_i64().map(MaxAgeSpec::Seconds),
        danger: danger.iter().map(|id| DangerSpec::new(id.replace('-', "_"), "as the case says")).collect(),
        ..PolicySpec::default()
    }
}

fn ids(findings: &[Violation]) -> Vec<&'static str> {
    let mut ids: Vec<_> = findings.iter().map(|found| found.rule().id()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn refusing(policy: &PolicySpec) -> Vec<&'static str> {
    let findings: Vec<_> = check(policy).into_iter().filter(|found| found.level().refuses()).collect();
    ids(&findings)
}

#[test]
fn case_files_are_decided_as_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/conformance/cases");
    let mut count = 0;
    let mut wrong = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder of the cases") {
        let path = entry.expect("an entry").path();
        if !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("config-")) {
            continue;
        }
        let cases: Value =
            serde_json::from_str(&fs::read_to_string(&path).expect("a case file")).expect("JSON");
        let is_single = path.to_string_lossy().contains("config-origins-");
        for case in cases.as_array().expect("a list") {
            count += 1;
            let id = &case["id"];
            let spec = policy(case);
            let found = refusing(&spec);
            let expected = strings(&case["rules"]);
            // The files about origins name the first rule only; the others name all.
            let as_expected = expected.iter().all(|id| found.contains(&id.as_str()))
                && (is_single || found.len() == expected.len())
                && found.is_empty() == case["valid"].as_bool().expect("a boolean");
            if !as_expected {
                wrong.push(format!("{id}: {found:?} instead of {expected:?}"));
            }
            let opt_out = strings(&case["opt_out"]);
            if !expected.is_empty() && opt_out == expected {
                let mut opted_out = spec.clone();
                opted_out.danger =
                    opt_out.iter().map(|id| DangerSpec::new(id.replace('-', "_"), "on purpose")).collect();
                let left = refusing(&opted_out);
                if !left.is_empty() {
                    wrong.push(format!("{id}: {left:?} in spite of the opt-out"));
                }
            }
            let all = check(&spec);
            let warnings = ids(&all);
            for warning in strings(&case["warnings"]) {
                if !warnings.contains(&warning.as_str()) {
                    wrong.push(format!("{id}: no warning {warning}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 330, "only {count} cases were found");
}

#[test]
fn policies_of_the_other_case_files_are_accepted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/conformance/cases");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the folder of the cases") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let is_match = name.starts_with("origin-match-");
        if !is_match && !name.starts_with("requests-") {
            continue;
        }
        let cases: Value =
            serde_json::from_str(&fs::read_to_string(&path).expect("a case file")).expect("JSON");
        for case in cases.as_array().expect("a list") {
            count += 1;
            let spec = if is_match {
                let pattern = case["pattern"].as_str().expect("a text").to_owned();
                PolicySpec { origins: OriginsSpec::List(vec![pattern]), ..PolicySpec::default() }
            } else {
                policy(case)
            };
            let hard: Vec<_> =
                refusing(&spec).into_iter().filter(|id| !is_match || *id != "null-origin").collect();
            assert!(hard.is_empty(), "{}: {hard:?}", case["id"]);
        }
    }
    assert!(count > 450, "only {count} cases were found");
}

/// `findings.txt`: a line `> key=item|item; key; ..` for each policy, followed by its findings.
const FINDINGS: &str = include_str!("findings.txt");

/// The policy of a line of `findings.txt`.
fn parse(line: &str) -> PolicySpec {
    let list = |value: &str| -> Vec<String> {
        value
            .split('|')
            .filter(|item| !item.is_empty())
            .map(|item| item.replace("(empty)", "").replace("LONG", &"x".repeat(4_097)))
            .collect()
    };
    let mut spec = PolicySpec::default();
    for part in line.split("; ").filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        match key {
            "nothing" => {}
            "origins" if value == "runtime" => spec.origins = OriginsSpec::Runtime,
            "origins" => spec.origins = OriginsSpec::List(list(value)),
            "dev_origins" => spec.dev_origins = Some(list(value)),
            "methods" => spec.methods = Some(list(value)),
            "headers" => spec.headers = Some(list(value)),
            "expose_headers" => spec.expose_headers = Some(list(value)),
            "credentials" => spec.credentials = true,
            "max_age" => {
                spec.max_age = Some(match value.parse() {
                    Ok(seconds) => MaxAgeSpec::Seconds(seconds),
                    Err(_) => MaxAgeSpec::Text(value.trim_matches('"').to_owned()),
                });
            }
            "preflight_status" => spec.preflight_status = Some(value.parse().expect("a number")),
            "public_origin" => spec.public_origin = Some(value.to_owned()),
            "danger" => {
                let (word, reason) = value.split_once(':').unwrap_or((value, ""));
                spec.danger.push(DangerSpec::new(word, reason.replace("(blank)", "  ")));
            }
            "silence" => spec.silence.push(value.to_owned()),
            _ => panic!("the key {key}"),
        }
    }
    spec
}

#[test]
fn every_finding_has_its_text() {
    let mut actual = String::new();
    for line in FINDINGS.lines().filter_map(|line| line.strip_prefix("> ")) {
        writeln!(actual, "> {line}").expect("memory");
        for found in check(&parse(line)) {
            let range = found.range().map_or_else(String::new, |range| {
                assert!(found.value().get(range.clone()).is_some(), "{range:?} of {:?}", found.value());
                format!(" {}..{}", range.start, range.end)
            });
            writeln!(actual, "{}{range}: {found}", found.place()).expect("memory");
            if let Some((place, text)) = found.other() {
                writeln!(actual, "  = {place}: {text}").expect("memory");
            }
        }
    }
    if std::env::var_os("CORS_BLESS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules/check/findings.txt");
        fs::write(path, &actual).expect("the file of the findings");
    }
    assert!(actual == FINDINGS, "the findings are now:\n{actual}");
}

#[test]
fn every_rule_is_shown_or_raised_elsewhere() {
    // Raised by those who see the attribute, the route or the program.
    let elsewhere = [
        "mirror-any-origin-with-credentials",
        "regex-origin",
        "vary-origin-suppressed",
        "private-network-access-obsolete",
        "websocket-handshake-open",
        "method-not-served",
        "authorization-not-covered-by-wildcard",
        "content-type-missing",
        "duplicate-option",
        "framework-attribute",
        "stacked-policies",
        // A setting: `danger(mirror_request_headers)` is the opt-out and the key in one.
        "mirror-request-headers",
    ];
    let texts = include_str!("../origin/findings.txt");
    for rule in rules::ALL {
        let mark = format!("[cors::{}]", rule.id());
        let shown = FINDINGS.contains(&mark) || texts.contains(&mark);
        let expected = rule.level() != Level::Note && !elsewhere.contains(&rule.id());
        assert_eq!(shown, expected, "{}", rule.id());
    }
}

#[test]
fn long_lists_are_read_in_time() {
    // Ten thousand entries of one name each, under a thousand patterns: nothing quadratic may hide in here.
    let mut origins: Vec<String> =
        (0..10_000).map(|n| format!("https://a{n}.b{}.example", n % 1_000)).collect();
    origins.extend((0..1_000).map(|n| format!("https://*.b{n}.example")));
    let spec = PolicySpec { origins: OriginsSpec::List(origins), ..PolicySpec::default() };
    let found = check(&spec);
    assert_eq!(found.len(), 10_000);
    assert_eq!(ids(&found), ["origin-subsumed"]);
}

#[test]
fn a_line_of_request_headers_has_its_limit() {
    let warns = |second: usize| {
        let headers = Some(vec!["a".repeat(2_000), "b".repeat(second)]);
        let origins = OriginsSpec::List(vec!["https://a.example".to_owned()]);
        ids(&check(&PolicySpec { origins, headers, ..PolicySpec::default() }))
    };
    // Two names and the comma between them.
    assert_eq!((warns(2_095), warns(2_096)), (vec![], vec!["header-list-too-long"]));
}

#[test]
fn which_rule_speaks_when_several_fit() {
    for (policy, expected) in [
        // Independent mistakes in one literal are all reported.
        ("origins=https://A.example/", vec!["origin-trailing-slash", "origin-uppercase-host"]),
        // Of several that fit one character the more specific one speaks.
        ("origins=https://a.example, https://b.example", vec!["origin-list"]),
        ("origins=https://${HOST}", vec!["origin-template-unexpanded"]),
        ("origins=https://a$b.example", vec!["origin-host-odd-char"]),
        ("origins=https://%65xample.com", vec!["origin-percent-encoded-host"]),
        ("origins=https://b\u{fc}cher.example", vec!["origin-non-ascii-host"]),
        ("origins=https://*a.example", vec!["wildcard-partial-label"]),
        // What can never match is not judged as dangerous.
        ("origins=http://A.example; credentials", vec!["origin-uppercase-host"]),
        // `any` beside others; a pattern over a literal.
        ("origins=*|https://a.example", vec!["wildcard-origin-mixed"]),
        ("origins=https://*.a.example|https://b.a.example", vec!["origin-subsumed"]),
        // The stronger rule about a wildcard silences the weaker one; the longer id alone speaks.
        ("origins=https://*.github.io; credentials", vec!["public-suffix-wildcard"]),
        ("origins=https://*.a.example; credentials", vec!["subdomain-wildcard-with-credentials"]),
        ("origins=null; credentials", vec!["null-origin-with-credentials"]),
        ("origins=https://a.example:*; credentials", vec!["wildcard-port-with-credentials"]),
        ("origins=capacitor://localhost; credentials", vec!["shared-app-origin-with-credentials"]),
        ("origins=*://*", vec!["wildcard-any-host"]),
        // `origins` and `dev_origins` together; other empty lists are legal.
        ("origins=; dev_origins=http://localhost", vec![]),
        ("origins=", vec!["empty-origins"]),
        ("origins=https://a.example; methods=; headers=; expose_headers=", vec![]),
    ] {
        assert_eq!(ids(&check(&parse(policy))), expected, "{policy}");
    }
}
