//! Registration mistakes do not compile, and the texts say what to do.

#[test]
fn mistakes() {
    trybuild::TestCases::new().compile_fail("tests/ui-actix/*.rs");
}

/// The fixtures of rules that need a route attribute stand beside those of all others.
#[test]
fn rules_about_routes() {
    let tests = trybuild::TestCases::new();
    tests.compile_fail("../ui/rules/*/actix_warns.rs");
    tests.pass("../ui/rules/*/actix_ok*.rs");
}
