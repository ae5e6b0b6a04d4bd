//! The case files in the tree.

use std::path::Path;

use conformance::run::run;

#[test]
fn every_case_comes_out_as_it_says() {
    let report = run(&Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")).expect("the cases are readable");
    println!("{report}");
    assert!(report.failures.is_empty(), "{:#?}", report.failures);
    // A runner that finds no case passes every test.
    let counts: Vec<_> = report.kinds.iter().map(|count| (count.kind, count.passed + count.failed)).collect();
    let fetches = "fetches in the standard and three engines";
    let expected = [
        (fetches, 132),
        ("configurations", 331),
        ("origin matches", 152),
        ("request headers", 98),
        ("exchanges", 333),
        ("verdicts", 5),
    ];
    assert_eq!(counts, expected);
}

#[test]
fn a_wrong_case_is_a_failure() {
    let dir = std::env::temp_dir().join(format!("cors-conformance-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("a folder for the case");
    let case = r#"[{"id": "wrong", "source": "", "pattern": "https://a.example", "origin": "https://b.example",
        "allowed": true, "class": ""}]"#;
    std::fs::write(dir.join("origin-match-wrong.json"), case).expect("the case is written");
    let report = run(&dir).expect("the case is readable");
    std::fs::remove_dir_all(&dir).expect("the folder is removed");
    assert_eq!((report.passed(), report.failed()), (0, 1));
    assert!(
        report.to_string().contains("origin-match-wrong.json: wrong: the library: expected true, got false")
    );
}
