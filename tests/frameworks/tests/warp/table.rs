use frameworks::{run, table::TABLE, warp_app};

#[test]
fn every_exchange() {
    let report = run::run("warp", TABLE, warp_app::EXCEPTIONS, warp_app::start).unwrap();
    println!("{report}");
    assert_eq!(report.failures().collect::<Vec<_>>(), Vec::<String>::new());
    // Far fewer would mean that the table is not read.
    assert!(report.passed() > 150, "{}", report.passed());
}
