//! What policies state is what the browser concludes; and a library that is broken is found out.

#![allow(clippy::panic, reason = "helpers of tests")]

use conformance::{
    pairs::judge,
    verdicts::{Library, difference},
};

const PAIRS: usize = 20_000;

#[test]
fn a_browser_concludes_what_policies_state() {
    // `cargo run --release -p conformance -- --pairs 1000000` judges more of them.
    match judge(PAIRS, 1, Library::Real) {
        Ok(pairs) => assert!(pairs >= PAIRS),
        Err(found) => panic!("{}\n{:#?}", found.difference, found.case),
    }
}

#[test]
fn each_fault_is_found() {
    for library in Library::BROKEN {
        let found = judge(PAIRS, 1, library).expect_err(&format!("{library:?} is not found"));
        assert!(difference(&found.case, library).is_err(), "{library:?}");
        // The fault is the library's, not the case's.
        assert_eq!(difference(&found.case, Library::Real), Ok(()), "{library:?}");
        assert!(
            found.case.steps.len() <= 3 && found.case.site.routes.len() <= 2,
            "{library:?}: {:#?}",
            found.case
        );
    }
}
