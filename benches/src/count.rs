//! Instructions, counted by callgrind: this program runs once more for each case and group, inside of it.
//!
//! Callgrind counts only what happens in `counted_answers`, and writes a sum down whenever `end_of_row` returns. So
//! one process has the counts of all rows, without what it takes to make them and their requests.

use std::{fs, hint::black_box, process::Command};

use crate::rows::{Group, Row, Runner};

/// The instructions of one answer of each row of a case, in the order of the groups and their rows.
///
/// # Errors
/// In words, also where there is no valgrind.
pub fn instructions(case: &str) -> Result<Vec<u64>, String> {
    let mut all = Vec::new();
    for group in 0..Group::ALL.len() {
        all.extend(counted(case, &group.to_string())?);
    }
    Ok(all)
}

fn counted(case: &str, group: &str) -> Result<Vec<u64>, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let sums = std::env::temp_dir().join(format!("cors-benches-{}-{case}-{group}", std::process::id()));
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--collect-atstart=no", "--combine-dumps=yes", "--dump-line=no"])
        .args(["--toggle-collect=benches::count::counted_answers", "--dump-after=benches::count::end_of_row"])
        .arg(format!("--callgrind-out-file={}", sums.display()))
        .arg(program)
        .args([COUNTED, case, group])
        .output()
        .map_err(|error| format!("valgrind does not start: {error}"))?;
    let text = fs::read_to_string(&sums).unwrap_or_default();
    // It may not be there.
    let _ = fs::remove_file(&sums);
    let counts = sums_in(&text);
    if !output.status.success() || counts.is_empty() {
        return Err(format!("valgrind counts nothing:\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    Ok(counts.into_iter().map(|count| count / ANSWERS).collect())
}

/// What runs inside of callgrind.
pub fn answer(rows: &mut [Row]) {
    for row in rows {
        // The first answers make what later ones find.
        for _ in 0..2 {
            row.runner.prepare(BATCH);
            row.runner.run();
        }
        for _ in 0..BATCHES {
            row.runner.prepare(BATCH);
            counted_answers(&mut *row.runner);
        }
        end_of_row();
    }
}

/// The argument with which this program is started inside of callgrind; the next ones are the case and the number of the
/// group.
pub const COUNTED: &str = "--counted";

/// Its name is what callgrind looks for.
#[inline(never)]
fn counted_answers(runner: &mut dyn Runner) {
    runner.run();
    // Not a jump into the runner, which would leave this function first.
    black_box(());
}

/// Its name is what callgrind looks for.
#[inline(never)]
fn end_of_row() {
    black_box(());
}

/// The sums of the parts, the last of which is what remains at the end.
fn sums_in(text: &str) -> Vec<u64> {
    let mut sums: Vec<u64> = text
        .lines()
        .filter_map(|line| line.strip_prefix("totals:"))
        .filter_map(|sum| sum.trim().parse().ok())
        .collect();
    sums.pop();
    sums
}

const BATCH: usize = 4;
const BATCHES: usize = 3;
const ANSWERS: u64 = 12;
