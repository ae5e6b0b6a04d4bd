//! `cargo bench -p benches` prints the table; `-- --check` also says what does not hold, and ends with 1 then.
//! `-- --instructions` counts them with callgrind.

use std::process::ExitCode;

use benches::{
    cases::CASES,
    measure::{self, COUNTED},
    report::{self, Measured},
    rows,
};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    actix_web::rt::System::new().block_on(async {
        if let ["--counted", case, row, what] = arguments[..] {
            return counted(case, row, what).await;
        }
        let check = arguments.contains(&"--check");
        let count = check || arguments.contains(&"--instructions");
        let only = arguments.iter().find(|argument| !argument.starts_with('-'));
        let mut all = Vec::new();
        for case in CASES.iter().filter(|case| only.is_none_or(|only| case.id.contains(only))) {
            let mut rows = rows::rows(case).await;
            for row in &mut rows {
                let (status, headers) = row.runner.answer();
                let allowed = headers.contains_key("access-control-allow-origin");
                assert_eq!(allowed, row.allowed, "{}: {}: {status} {headers:?}", case.id, row.name);
            }
            let mut costs = measure::rows(&mut rows, 301);
            if count {
                for (index, cost) in costs.iter_mut().enumerate() {
                    cost.instructions = measure::instructions(case.id, index).ok();
                }
            }
            all.push(Measured::new(*case, rows, costs));
            eprintln!("{}", case.title);
        }
        println!("{}", report::table(&all));
        if !check {
            return ExitCode::SUCCESS;
        }
        let broken = report::broken(&all);
        for line in &broken {
            println!("{line}");
        }
        if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    })
}

/// What callgrind runs.
async fn counted(case: &str, row: &str, what: &str) -> ExitCode {
    let row: Option<usize> = row.parse().ok();
    let (Some(case), Some(row)) = (CASES.iter().find(|known| known.id == case), row) else {
        return ExitCode::from(2);
    };
    let mut rows = rows::rows(case).await;
    let Some(row) = rows.get_mut(row) else {
        return ExitCode::from(2);
    };
    // The first answer makes what later ones find.
    row.runner.answer();
    row.runner.prepare(COUNTED);
    if what == "answers" {
        row.runner.run();
    }
    ExitCode::SUCCESS
}
