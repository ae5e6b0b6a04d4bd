//! One program end to end on loopback: without CORS, with this library, with the framework's usual middleware.
//!
//! `cargo run --release -p benches --bin load [-- [SECONDS [ROUNDS [CONNECTIONS]]]]` prints one table: throughput, the
//! 99th percentile of the time to an answer and the server's CPU time an answer, each as a ratio to the bare program of
//! the same framework. `-- --quick` asks for a moment only, for a smoke test. It ends with 1 after a wrong answer, or
//! where nothing answers, and never because of a time.
//!
//! Each program is served by one thread in a process of its own, the generator is one thread too: that is as much as
//! two cores can do without the two waiting for each other. The processes also keep the programs' memory apart, and
//! the system counts the CPU time of each. Programs take turns, and a turn is compared with the bare program's of the
//! same round, so that a computer that is busy for a while disturbs both.

#![allow(clippy::expect_used, reason = "a measurement that breaks is none")]

mod actix_apps;
mod apps;
mod axum_apps;
mod client;
mod judge;
mod process;
mod table;

use std::{env, io, process::ExitCode, time::Duration};

use self::{
    apps::{APPS, App, Ask},
    judge::Judge,
    process::{Served, Usage},
    table::{Figures, Line},
};

/// How much is asked.
#[derive(Debug, Clone, Copy)]
struct Plan {
    turn: Duration,
    rounds: usize,
    connections: usize,
}

/// An odd number of rounds has a median; 16 turns of a second in each, so that all fits into two minutes.
const USUAL: Plan = Plan { turn: Duration::from_secs(1), rounds: 7, connections: 32 };
const QUICK: Plan = Plan { turn: Duration::from_millis(150), rounds: 1, connections: 32 };

fn main() -> io::Result<ExitCode> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let ["--serve", name] = arguments[..] {
        return apps::serve(name);
    }
    let plan = match arguments[..] {
        [] => Some(USUAL),
        ["--quick"] => Some(QUICK),
        [turn] => plan(turn, "7", "32"),
        [turn, rounds] => plan(turn, rounds, "32"),
        [turn, rounds, connections] => plan(turn, rounds, connections),
        _ => None,
    };
    let Some(plan) = plan else {
        eprintln!("cargo run --release -p benches --bin load [-- --quick | SECONDS [ROUNDS [CONNECTIONS]]]");
        return Ok(ExitCode::from(2));
    };
    let lines = measure(plan)?;
    println!("{}", table::table(&lines));
    let broken = table::broken(&lines);
    for line in &broken {
        println!("{line}");
    }
    Ok(if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn plan(turn: &str, rounds: &str, connections: &str) -> Option<Plan> {
    let seconds = turn.parse().ok().filter(|seconds| *seconds > 0.0)?;
    let count = |number: &str| number.parse().ok().filter(|number| *number > 0);
    Some(Plan {
        turn: Duration::try_from_secs_f64(seconds).ok()?,
        rounds: count(rounds)?,
        connections: count(connections)?,
    })
}

/// All turns of all programs.
fn measure(plan: Plan) -> io::Result<Vec<Line>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let served = APPS.iter().map(Served::start).collect::<io::Result<Vec<_>>>()?;
    let mut lines: Vec<Line> = APPS.iter().map(|app| Line::new(*app)).collect();
    for round in 0..plan.rounds {
        for ask in Ask::ALL {
            // Not always in the same order: what runs first finds a colder cache.
            for offset in 0..APPS.len() {
                let index = (offset + round) % APPS.len();
                let (Some(app), Some(served), Some(line)) =
                    (APPS.get(index), served.get(index), lines.get_mut(index))
                else {
                    continue;
                };
                line.push(ask, runtime.block_on(turn(app, served, ask, plan)));
            }
        }
        eprintln!("round {} of {}", round + 1, plan.rounds);
    }
    Ok(lines)
}

/// One turn of one program.
async fn turn(app: &App, served: &Served, ask: Ask, plan: Plan) -> Figures {
    let judge = Judge::new(app, ask);
    let before = (served.usage(), Usage::own());
    let load = client::load(served.address, &ask.bytes(), judge, plan.connections, plan.turn).await;
    let after = (served.usage(), Usage::own());
    Figures::new(load, after.0.since(before.0), after.1.since(before.1))
}
