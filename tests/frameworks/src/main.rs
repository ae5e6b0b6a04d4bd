//! Prints which framework holds which row of the contract; `soak` runs many connections at once.

use std::{env, io, process::ExitCode, time::Duration};

use frameworks::{STACKS, run, soak, table::TABLE};

fn main() -> io::Result<ExitCode> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => report(),
        ["soak", numbers @ ..] if numbers.len() <= 2 => {
            let number = |at: usize, usual: u64| numbers.get(at).map_or(Ok(usual), |number| number.parse());
            match (number(0, 10), number(1, 1_000)) {
                (Ok(seconds), Ok(connections)) => soak(Duration::from_secs(seconds), connections),
                _ => Ok(usage()),
            }
        }
        _ => Ok(usage()),
    }
}

fn usage() -> ExitCode {
    eprintln!("cargo run -p frameworks [-- soak [SECONDS] [CONNECTIONS]]");
    ExitCode::from(2)
}

fn report() -> io::Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    println!("exchanges as expected, by row of the contract");
    for stack in STACKS {
        let report = run::run(stack.name, TABLE, stack.exceptions, stack.start)?;
        print!("{report}");
        if report.failures().next().is_some() {
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}

fn soak(time: Duration, connections: u64) -> io::Result<ExitCode> {
    let connections = usize::try_from(connections).map_err(io::Error::other)?;
    let mut code = ExitCode::SUCCESS;
    for stack in STACKS {
        let soak = soak::soak(stack, connections, time)?;
        println!("{soak}");
        if !soak.holds() {
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}
