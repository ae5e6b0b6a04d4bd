//! Times and allocations: this program runs once more for each case and group. [`count`](crate::count) has instructions.
//!
//! In a process of its own a group finds neither the heap that others have left, nor their applications: pieces of ours
//! tell each other more where a program has several.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::rows::{Group, Row};

/// What one answer of a row costs.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Cost {
    /// Median over the rounds.
    pub time: Duration,
    /// How many allocations.
    pub allocations: u64,
    /// How many bytes they have together.
    pub bytes: u64,
    /// How many instructions; `None` where they were not counted.
    pub instructions: Option<u64>,
}

/// What one answer of each row of a case costs, in the order of the groups and their rows.
///
/// # Errors
/// In words, when a process fails.
pub fn costs(case: &str) -> Result<Vec<Cost>, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut costs = Vec::new();
    for group in 0..Group::ALL.len() {
        let mut command = Command::new(&program);
        let output = command.args([MEASURED, case, &group.to_string()]).stderr(Stdio::inherit()).output();
        let output = output.map_err(|error| error.to_string())?;
        let text = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() {
            return Err(format!("{case}: {}", output.status));
        }
        for line in text.lines() {
            costs.push(Cost::read(line).ok_or_else(|| format!("{case}: `{line}` is no cost"))?);
        }
    }
    Ok(costs)
}

/// What that process writes, a line for each row.
#[must_use]
pub fn written(costs: &[Cost]) -> String {
    let line = |cost: &Cost| format!("{} {} {}\n", cost.time.as_nanos(), cost.allocations, cost.bytes);
    costs.iter().map(line).collect()
}

/// The argument with which that process is started; the next ones are the case and the number of the group.
pub const MEASURED: &str = "--measured";

impl Cost {
    fn read(line: &str) -> Option<Self> {
        let mut numbers = line.split(' ').map(str::parse);
        let mut next = || numbers.next()?.ok();
        let time = Duration::from_nanos(next()?);
        Some(Self { time, allocations: next()?, bytes: next()?, instructions: None })
    }
}

/// Measures all rows of a case and group in this process; they take turns.
///
/// There are [`ROUNDS`] rounds, fewer where a row is so slow that they would take longer than some seconds.
pub fn rows(rows: &mut [Row]) -> Vec<Cost> {
    let mut times = vec![Vec::with_capacity(ROUNDS); rows.len()];
    let began = Instant::now();
    for round in 0..ROUNDS {
        if round >= LEAST_ROUNDS && began.elapsed() > LONGEST {
            break;
        }
        // Not always in the same order: what runs first finds a colder cache.
        for offset in 0..rows.len() {
            let index = (offset + round) % rows.len();
            let (Some(row), Some(times)) = (rows.get_mut(index), times.get_mut(index)) else {
                continue;
            };
            row.runner.prepare(BATCH);
            let start = Instant::now();
            row.runner.run();
            times.push(start.elapsed() / u32::try_from(BATCH).unwrap_or(1));
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

/// How often each row is measured: an odd number has a median.
pub const ROUNDS: usize = 151;
const LEAST_ROUNDS: usize = 9;
const LONGEST: Duration = Duration::from_secs(4);
/// Requests of one measurement of time.
const BATCH: usize = 32;
