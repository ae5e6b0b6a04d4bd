//! Every rule that is enforced has a folder, and every folder holds what it must.

use std::{fs, path::Path};

use cors_core::{
    Level, Rule,
    rules::{self, find},
};

/// Rules that need a route attribute to be seen. The package `frameworks` compiles their fixtures, whose names begin
/// with the framework.
const WITH_A_FRAMEWORK: &[(&str, &str)] = &[("method-not-served", "actix_")];

fn folder(rule: &Rule) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").join(rule.id())
}

#[test]
fn every_enforced_rule_has_a_folder() {
    for rule in rules::ALL {
        assert_eq!(folder(rule).is_dir(), rule.level() != Level::Note, "{}", rule.id());
    }
}

#[test]
fn every_folder_is_a_rule_with_a_refusal_and_a_neighbour() {
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let rule = find(&name).unwrap_or_else(|| panic!("`{name}` is no rule"));
        let framework = WITH_A_FRAMEWORK.iter().find(|(id, _)| *id == name).map_or("", |(_, name)| name);
        let has = |file: &str| folder(rule).join(format!("{framework}{file}")).is_file();
        let (refusal, opt_out) = match rule.level() {
            Level::Hard => ("refused", None),
            Level::Denied => ("refused", Some("ok_opted_out.rs")),
            Level::Warning => ("warns", Some("ok_silenced.rs")),
            level => panic!("`{name}` is of level {level:?}"),
        };
        assert!(has(&format!("{refusal}.rs")), "{name}: {refusal}.rs");
        assert!(has("ok.rs"), "{name}: ok.rs");
        assert!(opt_out.is_none_or(has), "{name}: {opt_out:?}");
        // The one rule that is no finding: it names a danger word that replaces a key.
        if name != "mirror-request-headers" {
            let text = fs::read_to_string(folder(rule).join(format!("{framework}{refusal}.stderr"))).unwrap();
            assert!(
                text.contains(&format!("[cors::{name}]")),
                "{name}: {refusal}.stderr is about something else"
            );
        }
    }
}
