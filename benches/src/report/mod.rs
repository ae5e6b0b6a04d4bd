//! What was measured, and what is made of it: tables, a chart, and bounds that must hold.

pub mod added;
pub mod bounds;
pub mod chart;
pub mod document;
pub mod table;

use crate::{
    cases::Case,
    measure::Cost,
    rows::{Answer, Group, Label, Role},
};

/// A measured case.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Measured {
    /// The case.
    pub case: Case,
    /// The rows that can answer it.
    pub entries: Vec<Entry>,
}

/// A measured row.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Entry {
    /// What it is.
    pub label: Label,
    /// What it answers.
    pub answer: Answer,
    /// What an answer costs.
    pub cost: Cost,
}

impl Measured {
    /// A case and its measured rows.
    #[must_use]
    pub const fn new(case: Case, entries: Vec<Entry>) -> Self {
        Self { case, entries }
    }

    /// The row of this name, if it can answer the case.
    #[must_use]
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.label.name == name)
    }

    /// The rows with a role, in order.
    pub fn with_role(&self, group: Group, role: Role) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.label.group == group && entry.label.role == role)
    }

    /// The bare service of a group.
    #[must_use]
    pub fn bare(&self, group: Group) -> Option<&Entry> {
        self.with_role(group, Role::Bare).next()
    }

    /// The code by hand that a group's rows are compared with: of their own kind where there is such.
    #[must_use]
    pub fn by_hand(&self, group: Group) -> Option<&Entry> {
        let own = self.with_role(group, Role::ByHand).next();
        own.or_else(|| self.with_role(Group::Http, Role::ByHand).next())
    }

    /// Takes times from another run.
    pub fn take_times(&mut self, costs: &[Cost]) {
        for (entry, cost) in self.entries.iter_mut().zip(costs) {
            entry.cost.time = cost.time;
        }
    }

    /// Takes counts of instructions, in the order of the rows.
    pub fn take_instructions(&mut self, counts: &[u64]) {
        for (entry, count) in self.entries.iter_mut().zip(counts) {
            entry.cost.instructions = Some(*count);
        }
    }
}

impl Entry {
    /// A measured row.
    #[must_use]
    pub const fn new(label: Label, answer: Answer, cost: Cost) -> Self {
        Self { label, answer, cost }
    }

    /// Whether two rows answer alike: both let the handler run, or the preflight pass, and both let the page in, or
    /// neither does.
    #[must_use]
    pub fn answers_like(&self, other: &Self) -> bool {
        let said = |entry: &Self| {
            (entry.answer.status / 100, entry.answer.headers.contains_key("access-control-allow-origin"))
        };
        said(self) == said(other)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn ratio(own: u64, other: u64) -> f64 {
    own as f64 / (other as f64).max(1.0)
}

fn time_ratio(own: &Cost, other: &Cost) -> f64 {
    own.time.as_secs_f64() / other.time.as_secs_f64().max(f64::MIN_POSITIVE)
}

/// What one row costs more than another; below zero if it costs less.
fn more(own: u64, other: u64) -> i64 {
    i64::try_from(own).unwrap_or(i64::MAX).saturating_sub_unsigned(other)
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;
    use crate::cases::CASES;

    /// A row with invented costs: time in nanoseconds, allocations, instructions.
    pub(super) fn entry(
        name: &'static str,
        group: Group,
        role: Role,
        cost: (u64, u64, Option<u64>),
    ) -> Entry {
        let (time, allocations, instructions) = cost;
        let time = std::time::Duration::from_nanos(time);
        let mut answer = Answer { status: 200, ..Answer::default() };
        if role != Role::Bare {
            let name = HeaderName::from_static("access-control-allow-origin");
            answer.headers.insert(name, HeaderValue::from_static("https://app.example.com"));
        }
        let cost = Cost { time, allocations, instructions, ..Cost::default() };
        Entry::new(Label { name, group, role }, answer, cost)
    }

    pub(super) fn case(id: &str) -> Case {
        *CASES.iter().find(|case| case.id == id).unwrap()
    }
}
