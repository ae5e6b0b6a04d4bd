//! Registration mistakes do not compile, and the texts say what to do.

#[test]
fn mistakes() {
    trybuild::TestCases::new().compile_fail("tests/ui-warp/*.rs");
}
