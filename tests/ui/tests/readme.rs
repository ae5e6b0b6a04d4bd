//! The README shows what the compiler says, word for word.
#![cfg(test)]

use std::{fs, path::Path};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The first block of the README that begins with this fence.
fn block<'a>(readme: &'a str, fence: &str) -> &'a str {
    let (_, behind) = readme.split_once(&format!("```{fence}\n")).unwrap();
    behind.split_once("```").unwrap().0
}

#[test]
fn the_first_error_is_the_compilers() {
    let readme = read("../../README.md");
    let source = read("fail/readme.rs");
    assert!(source.starts_with(block(&readme, "rust,compile_fail")), "fail/readme.rs has another program");
    let said = read("fail/readme.stderr").replace("fail/readme.rs", "src/main.rs");
    assert_eq!(block(&readme, "text"), said);
}
