//! Times and allocations, in this process. [`count`](crate::count) has instructions.

use std::time::{Duration, Instant};

use crate::rows::Row;

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

/// Measures all rows of a case, which take turns.
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
