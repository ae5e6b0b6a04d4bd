//! Times, allocations and instructions.

use std::{
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use crate::rows::Row;

/// What one answer of a row costs.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Cost {
    /// Median over the rounds.
    pub time: Duration,
    /// How many allocations.
    pub allocations: u64,
    /// How many bytes they have together.
    pub bytes: u64,
    /// How many instructions; `None` without valgrind.
    pub instructions: Option<u64>,
}

/// Measures all rows of a case, which take turns.
pub fn rows(rows: &mut [Row], rounds: usize) -> Vec<Cost> {
    let mut times = vec![Vec::with_capacity(rounds); rows.len()];
    for round in 0..rounds {
        // Not always in the same order: what runs first finds a colder cache.
        for offset in 0..rows.len() {
            let index = (offset + round) % rows.len();
            let Some(row) = rows.get_mut(index) else {
                continue;
            };
            row.runner.prepare(BATCH);
            let start = Instant::now();
            row.runner.run();
            let time = start.elapsed() / u32::try_from(BATCH).unwrap_or(1);
            if let Some(times) = times.get_mut(index) {
                times.push(time);
            }
        }
    }
    rows.iter_mut()
        .zip(&mut times)
        .map(|(row, times)| {
            times.sort_unstable();
            row.runner.prepare(1);
            let counted = allocation_counter::measure(|| row.runner.run());
            Cost {
                time: times.get(times.len() / 2).copied().unwrap_or_default(),
                allocations: counted.count_total,
                bytes: counted.bytes_total,
                instructions: None,
            }
        })
        .collect()
}

/// Counts the instructions of one answer: this program is run by callgrind with and without answers.
///
/// # Errors
/// In words; the first says that valgrind is missing.
pub fn instructions(case: &str, row: usize) -> Result<u64, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let with = collected(&program, case, row, true)?;
    let without = collected(&program, case, row, false)?;
    Ok(with.saturating_sub(without) / COUNTED as u64)
}

fn collected(program: &Path, case: &str, row: usize, answers: bool) -> Result<u64, String> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(["--counted", case, &row.to_string(), if answers { "answers" } else { "none" }])
        .output()
        .map_err(|error| format!("valgrind does not start: {error}"))?;
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().find_map(|line| line.split_once("Collected : ")).map(|(_, count)| count.trim());
    line.and_then(|count| count.parse().ok()).ok_or_else(|| format!("valgrind counts nothing:\n{text}"))
}

/// Requests of one measurement of time.
const BATCH: usize = 64;
/// Requests of one count of instructions.
pub const COUNTED: usize = 200;
