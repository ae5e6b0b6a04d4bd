//! `docs/rules.md` is made of the catalogue. `CORS_BLESS=1 cargo test -p cors-core --test rules_page` writes it anew.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::{fmt::Write, fs, path::Path};

use cors_core::rules::{ALL, Level, Rule};

fn render() -> String {
    let mut page = String::from(
        "# The rules\n\n\
         Every rule that a policy must pass, when it is compiled and when it is built at run time. This page is made of\n\
         the catalogue, `cors::rules::ALL`.\n\n\
         | level | meaning | opt-out |\n|---|---|---|\n\
         | hard | can never work, or can never be safe | none: the policy must change |\n\
         | denied | works, but is dangerous or almost surely a mistake | `danger(rule_id = \"reason\")`, in this one policy |\n\
         | warning | legal, likely a mistake | `silence(rule_id)` |\n\
         | note | worth knowing; nothing is reported | none needed |\n\n\
         A word in `danger(..)` and `silence(..)` is the rule's id with `_` for `-`.\n",
    );
    for level in [Level::Hard, Level::Denied, Level::Warning, Level::Note] {
        let count = ALL.iter().filter(|rule| rule.level() == level).count();
        let links: Vec<_> = ALL
            .iter()
            .filter(|rule| rule.level() == level)
            .map(|rule| format!("[{0}](#{0})", rule.id()))
            .collect();
        write!(page, "\n**{} ({count}):** {}\n", name(level), links.join(", ")).unwrap();
    }
    for rule in ALL {
        write!(
            page,
            "\n## {}\n\n{}: {}.\n\n- Why: {}\n- Cure: {}\n- {}\n- See <{}>\n",
            rule.id(),
            name(rule.level()),
            rule.what(),
            rule.why(),
            rule.fix(),
            opt_out(rule),
            rule.reference()
        )
        .unwrap();
    }
    page
}

fn name(level: Level) -> &'static str {
    match level {
        Level::Hard => "Hard",
        Level::Denied => "Denied",
        Level::Warning => "Warning",
        _ => "Note",
    }
}

fn opt_out(rule: &Rule) -> String {
    let word = rule.id().replace('-', "_");
    match rule.level() {
        Level::Denied => format!("Opt-out: `danger({word} = \"why this is safe here\")`"),
        Level::Warning => format!("Opt-out: `silence({word})`"),
        Level::Note => "Opt-out: none needed".to_owned(),
        _ => "Opt-out: none".to_owned(),
    }
}

#[test]
fn the_page_of_rules_is_what_the_catalogue_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules.md");
    let page = render();
    if std::env::var_os("CORS_BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/rules.md is stale: CORS_BLESS=1 cargo test -p cors-core --test rules_page"
    );
}

#[test]
fn every_rule_has_its_texts() {
    for rule in ALL {
        for text in [rule.what(), rule.why(), rule.fix()] {
            assert!(!text.is_empty() && !text.ends_with('.'), "{}: {text}", rule.id());
        }
        assert!(rule.reference().starts_with("https://"), "{}", rule.id());
    }
}
