//! Prints which framework holds which row of the contract.

use std::{io, process::ExitCode};

use frameworks::{actix_app, axum_app, run, table::TABLE, warp_app};

fn main() -> io::Result<ExitCode> {
    let reports = [
        run::run("axum", TABLE, axum_app::EXCEPTIONS, axum_app::start)?,
        run::run("actix-web", TABLE, actix_app::EXCEPTIONS, actix_app::start)?,
        run::run("warp", TABLE, warp_app::EXCEPTIONS, warp_app::start)?,
    ];
    let mut code = ExitCode::SUCCESS;
    println!("exchanges as expected, by row of the contract");
    for report in &reports {
        print!("{report}");
        if report.failures().next().is_some() {
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}
