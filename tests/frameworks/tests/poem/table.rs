use frameworks::{poem_app, run, table::TABLE};

#[test]
fn every_exchange() {
    let report = run::run("poem", TABLE, poem_app::EXCEPTIONS, poem_app::start).unwrap();
    println!("{report}");
    assert_eq!(report.failures().collect::<Vec<_>>(), Vec::<String>::new());
    // Far fewer would mean that the table is not read.
    assert!(report.passed() > 150, "{}", report.passed());
}
