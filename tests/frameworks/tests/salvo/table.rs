use frameworks::{run, salvo_app, table::TABLE};

#[test]
fn every_exchange() {
    let report = run::run("salvo", TABLE, salvo_app::EXCEPTIONS, salvo_app::start).unwrap();
    println!("{report}");
    assert_eq!(report.failures().collect::<Vec<_>>(), Vec::<String>::new());
    // Far fewer would mean that the table is not read.
    assert!(report.passed() > 150, "{}", report.passed());
}
