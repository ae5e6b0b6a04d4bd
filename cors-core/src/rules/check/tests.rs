//! Every case file about configurations, and tables of findings with their texts.

use std::{fs, path::Path};

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
        let cases: Value = serde_json::from_str(&fs::read_to_string(&path).expect("a case file")).expect("JSON");
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
