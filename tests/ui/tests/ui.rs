//! Compiles the fixtures.

#[test]
fn fixtures() {
    let tests = trybuild::TestCases::new();
    tests.pass("pass/*.rs");
    tests.pass("rules/*/ok*.rs");
    tests.compile_fail("rules/*/refused*.rs");
    tests.compile_fail("rules/*/warns*.rs");
    tests.compile_fail("fail/*.rs");
}
