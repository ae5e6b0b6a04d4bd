//! The table, and what must hold.

use std::fmt::Write;

use crate::{
    cases::Case,
    measure::Cost,
    rows::{Group, Role, Row},
};

/// A measured case.
#[expect(missing_debug_implementations, reason = "rows hold services")]
#[non_exhaustive]
pub struct Measured {
    /// The case.
    pub case: Case,
    /// The rows and their costs.
    pub rows: Vec<(Row, Cost)>,
}

impl Measured {
    /// A case and what its rows cost.
    #[must_use]
    pub fn new(case: Case, rows: Vec<Row>, costs: Vec<Cost>) -> Self {
        Self { case, rows: rows.into_iter().zip(costs).collect() }
    }

    fn cost(&self, name: &str) -> Option<&Cost> {
        self.rows.iter().find(|(row, _)| row.name == name).map(|(_, cost)| cost)
    }

    /// The bare service of a group.
    fn bare(&self, group: Group, before: usize) -> Option<&Cost> {
        let is_bare = |(row, _): &&(Row, Cost)| row.group == group && row.role == Role::Bare;
        self.rows.get(..=before)?.iter().rev().find(is_bare).map(|(_, cost)| cost)
    }
}

/// A Markdown table: each row as a ratio to the bare service of its group, and its allocations.
#[must_use]
pub fn table(all: &[Measured]) -> String {
    let mut text = String::new();
    let Some(first) = all.first() else {
        return text;
    };
    let mut line = |cells: Vec<String>| {
        // Writing to a string does not fail.
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    };
    line(
        std::iter::once("case".to_owned())
            .chain(first.rows.iter().map(|(row, _)| row.name.to_owned()))
            .collect(),
    );
    line(vec!["---".to_owned(); first.rows.len() + 1]);
    for measured in all {
        let cells = measured.rows.iter().enumerate().map(|(index, (row, cost))| {
            let ratio = measured.bare(row.group, index).map_or(1.0, |bare| ratio(cost.time, bare.time));
            let instructions =
                match (cost.instructions, measured.bare(row.group, index).and_then(|bare| bare.instructions))
                {
                    (Some(own), Some(bare)) if bare > 0 => format!(", {:.2} i", count_ratio(own, bare)),
                    _ => String::new(),
                };
            format!("{ratio:.2}{instructions}, {} / {}", cost.allocations, cost.bytes)
        });
        line(std::iter::once(measured.case.title.to_owned()).chain(cells).collect());
    }
    text
}

/// What does not hold; empty where all does.
#[must_use]
pub fn broken(all: &[Measured]) -> Vec<String> {
    let mut broken = Vec::new();
    for measured in all {
        let id = measured.case.id;
        let Some(by_hand) = measured.cost("by hand") else {
            continue;
        };
        for name in ["cors, core alone", "cors::tower layer"] {
            let Some(ours) = measured.cost(name) else {
                continue;
            };
            if ours.allocations != by_hand.allocations {
                broken.push(format!(
                    "{id}: {name} allocates {} times, by hand {}",
                    ours.allocations, by_hand.allocations
                ));
            }
            let time = ratio(ours.time, by_hand.time);
            if time > MOST_TIME {
                broken.push(format!(
                    "{id}: {name} takes {time:.2} times the time of by hand, at most {MOST_TIME}"
                ));
            }
            if let (Some(own), Some(hand)) = (ours.instructions, by_hand.instructions) {
                let count = count_ratio(own, hand);
                if count > MOST_INSTRUCTIONS {
                    broken.push(format!(
                        "{id}: {name} takes {count:.3} times the instructions of by hand, at most {MOST_INSTRUCTIONS}"
                    ));
                }
            }
        }
    }
    broken
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn count_ratio(own: u64, other: u64) -> f64 {
    own as f64 / other as f64
}

fn ratio(own: std::time::Duration, other: std::time::Duration) -> f64 {
    own.as_secs_f64() / other.as_secs_f64().max(f64::MIN_POSITIVE)
}

const MOST_TIME: f64 = 1.25;
const MOST_INSTRUCTIONS: f64 = 1.05;
