//! What must hold: ratios within one run and exact numbers of allocations, never a time.
//!
//! Instructions are compared where callgrind has counted them, because they are nearly the same in each run. Where it has
//! not, times stand in, and only a time that is over its bound in three runs is a broken bound: see
//! [`Broken::is_noisy`].

use std::{collections::BTreeSet, fmt};

use super::{Entry, Measured, added::ADDED, more, ratio, time_ratio};
use crate::{
    measure::Cost,
    rows::{Group, Role},
};

/// A bound that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Broken {
    /// The cases that it is about, by their ids.
    pub cases: Vec<&'static str>,
    /// Whether it is about a time: such a one is measured again before it is believed.
    pub is_noisy: bool,
    row: &'static str,
    what: String,
}

impl Broken {
    /// Whether both are about the same, with other numbers perhaps.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let said = |broken: &Self| (broken.cases.clone(), broken.is_noisy, broken.row);
        said(self) == said(other)
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.cases.join(" and "), self.what)
    }
}

/// What does not hold; empty where all does.
#[must_use]
pub fn broken(all: &[Measured]) -> Vec<Broken> {
    let mut broken = Vec::new();
    for measured in all {
        by_hand(measured, &mut broken);
        allocations(measured, &mut broken);
        peers(measured, &mut broken);
    }
    growth(all, &mut broken);
    broken
}

/// Which cases are to be measured again, because a time is over its bound.
#[must_use]
pub fn noisy(broken: &[Broken]) -> BTreeSet<&'static str> {
    broken.iter().filter(|broken| broken.is_noisy).flat_map(|broken| broken.cases.iter().copied()).collect()
}

/// The core and the layer beside code by hand.
fn by_hand(measured: &Measured, broken: &mut Vec<Broken>) {
    for group in [Group::Http, Group::Tower] {
        for (hand, ours) in measured
            .with_role(group, Role::ByHand)
            .chain(measured.with_role(group, Role::Shortest))
            .flat_map(|hand| measured.with_role(group, Role::Ours).map(move |ours| (hand, ours)))
        {
            let (name, by_hand) = (ours.label.name, hand.label.name);
            let most = most_instructions(hand);
            let mut add = |is_noisy, what| {
                broken.push(Broken { cases: vec![measured.case.id], is_noisy, row: ours.label.name, what });
            };
            let (own, other) = (ours.cost.allocations, hand.cost.allocations);
            if own != other {
                add(false, format!("{name} allocates {own} times, {by_hand} {other}: equal"));
            }
            let time = time_ratio(&ours.cost, &hand.cost);
            if time > MOST_TIME {
                add(true, format!("{name} takes {time:.2} times the time of {by_hand}: at most {MOST_TIME}"));
            }
            if let (Some(own), Some(other)) = (ours.cost.instructions, hand.cost.instructions) {
                let count = ratio(own, other);
                if count > most {
                    let what = format!(
                        "{name} takes {count:.3} times the instructions of {by_hand} ({own} and {other}): \
                         at most {most}"
                    );
                    add(false, what);
                }
            }
        }
    }
}

/// What each adapter adds to its bare service.
fn allocations(measured: &Measured, broken: &mut Vec<Broken>) {
    for added in &ADDED {
        let Some(ours) = measured.entry(added.row) else {
            continue;
        };
        let Some(bare) = measured.bare(ours.label.group) else {
            continue;
        };
        let adds = more(ours.cost.allocations, bare.cost.allocations);
        let expected = added.to(&measured.case);
        if adds != expected {
            let what = format!(
                "{} adds {adds} allocations to {}: {expected} in `report/added.rs`",
                added.row, bare.label.name
            );
            broken.push(Broken { cases: vec![measured.case.id], is_noisy: false, row: added.row, what });
        }
    }
}

/// What the other library of each group adds to the bare service: more than each of ours, where both answer alike.
fn peers(measured: &Measured, broken: &mut Vec<Broken>) {
    for peer in measured.entries.iter().filter(|entry| entry.label.role == Role::Peer) {
        let group = peer.label.group;
        let Some(bare) = measured.bare(group) else {
            continue;
        };
        for ours in measured.with_role(group, Role::Ours).filter(|ours| ours.answers_like(peer)) {
            let [own, other] = [ours, peer].map(|entry| added(entry, bare));
            let (unit, is_noisy) = match own.1 {
                Unit::Instructions => ("instructions", false),
                Unit::Nanoseconds => ("ns", true),
            };
            if own.0 >= other.0 {
                let what = format!(
                    "{} adds {} {unit}, {} {}: fewer",
                    ours.label.name, own.0, peer.label.name, other.0
                );
                broken.push(Broken { cases: vec![measured.case.id], is_noisy, row: ours.label.name, what });
            }
        }
    }
}

/// What long lists and requests cost beside short ones.
fn growth(all: &[Measured], broken: &mut Vec<Broken>) {
    let find = |id: &str| all.iter().find(|measured| measured.case.id == id);
    for Growth { long, short, of, most } in &GROWTHS {
        let (Some(long), Some(short)) = (find(long), find(short)) else {
            continue;
        };
        for ours in long.entries.iter().filter(|entry| entry.label.role == Role::Ours) {
            let group = ours.label.group;
            if !matches!(group, Group::Http | Group::Tower) {
                continue;
            }
            let (Some(other), Some(long_bare), Some(short_bare)) =
                (short.entry(ours.label.name), long.bare(group), short.bare(group))
            else {
                continue;
            };
            let (own, other) = match of {
                Of::Whole => (whole(&ours.cost), whole(&other.cost)),
                Of::Added => (added(ours, long_bare), added(other, short_bare)),
            };
            #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
            let times = own.0 as f64 / (other.0 as f64).max(1.0);
            if times > *most {
                let (what, is_noisy) = match own.1 {
                    Unit::Instructions => ("the instructions", false),
                    Unit::Nanoseconds => ("the time", true),
                };
                let what = format!(
                    "{}{} takes {times:.2} times {what} of the latter ({} and {}): at most {most}",
                    ours.label.name,
                    if matches!(of, Of::Added) { ", beyond its bare service," } else { "" },
                    own.0,
                    other.0
                );
                let cases = vec![long.case.id, short.case.id];
                broken.push(Broken { cases, is_noisy, row: ours.label.name, what });
            }
        }
    }
}

/// What a cost is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Instructions,
    Nanoseconds,
}

fn whole(cost: &Cost) -> (i64, Unit) {
    match cost.instructions {
        Some(count) => (more(count, 0), Unit::Instructions),
        None => (nanoseconds(cost), Unit::Nanoseconds),
    }
}

/// What a row costs beyond its bare service.
fn added(entry: &Entry, bare: &Entry) -> (i64, Unit) {
    match (entry.cost.instructions, bare.cost.instructions) {
        (Some(own), Some(bare)) => (more(own, bare), Unit::Instructions),
        _ => (nanoseconds(&entry.cost) - nanoseconds(&bare.cost), Unit::Nanoseconds),
    }
}

fn nanoseconds(cost: &Cost) -> i64 {
    i64::try_from(cost.time.as_nanos()).unwrap_or(i64::MAX)
}

/// How much more a case may cost than another.
struct Growth {
    long: &'static str,
    short: &'static str,
    of: Of,
    most: f64,
}

/// What is compared.
#[derive(Clone, Copy)]
enum Of {
    /// The whole answer.
    Whole,
    /// What is left of it without the bare service, which takes down 1,000 header lines as well.
    Added,
}

/// How many times the instructions of code by hand an answer may take.
const fn most_instructions(hand: &Entry) -> f64 {
    match hand.label.role {
        Role::Shortest => MOST_BESIDE_SHORTEST,
        _ => MOST_INSTRUCTIONS,
    }
}

const MOST_TIME: f64 = 1.25;
/// Beside code with the same guarantees.
const MOST_INSTRUCTIONS: f64 = 1.05;
/// Beside code without them: they are what the rest is for.
const MOST_BESIDE_SHORTEST: f64 = 1.25;
const GROWTHS: [Growth; 5] = [
    Growth { long: "many-hit", short: "allowed", of: Of::Whole, most: 1.2 },
    Growth { long: "many-miss", short: "refused", of: Of::Whole, most: 1.2 },
    Growth { long: "patterns-hit", short: "allowed-pattern", of: Of::Whole, most: 2.0 },
    Growth { long: "long-names", short: "preflight", of: Of::Whole, most: 2.0 },
    Growth { long: "many-lines", short: "allowed", of: Of::Added, most: 2.0 },
];

#[cfg(test)]
mod tests {
    use super::{
        super::tests::{case, entry},
        *,
    };

    /// A case in which all holds: the bare service, code by hand, the core, the layer, an adapter and its peer.
    fn good(id: &str) -> Measured {
        let entries = vec![
            entry("bare", Group::Http, Role::Bare, (100, 2, Some(1000))),
            entry("by hand", Group::Http, Role::ByHand, (150, 2, Some(1500))),
            entry("cors, core alone", Group::Http, Role::Ours, (160, 2, Some(1550))),
            entry("bare actix-web", Group::Actix, Role::Bare, (500, 7, Some(5000))),
            entry("cors::actix_web", Group::Actix, Role::Ours, (600, 5, Some(6000))),
            entry("actix-cors", Group::Actix, Role::Peer, (700, 9, Some(7000))),
        ];
        Measured::new(case(id), entries)
    }

    fn lines(all: &[Measured]) -> Vec<String> {
        broken(all).iter().map(ToString::to_string).collect()
    }

    fn change(measured: &mut Measured, name: &str, change: impl Fn(&mut Entry)) {
        change(measured.entries.iter_mut().find(|entry| entry.label.name == name).unwrap());
    }

    /// What is reported when one row of a good table changes.
    fn after(name: &str, by: impl Fn(&mut Entry)) -> Vec<String> {
        let mut measured = good("allowed");
        change(&mut measured, name, by);
        lines(&[measured])
    }

    fn without_instructions(mut measured: Measured) -> Measured {
        for entry in &mut measured.entries {
            entry.cost.instructions = None;
        }
        measured
    }

    #[test]
    fn nothing_is_reported_where_all_holds() {
        assert_eq!(lines(&[good("allowed"), good("many-hit"), good("many-lines")]), [""; 0]);
    }

    #[test]
    fn a_bound_beside_code_by_hand_is_reported() {
        let core = "cors, core alone";
        assert_eq!(
            after(core, |entry| entry.cost.instructions = Some(1600)),
            [
                "allowed: cors, core alone takes 1.067 times the instructions of by hand (1600 and 1500): at most 1.05"
            ]
        );
        assert_eq!(
            after(core, |entry| entry.cost.time *= 2),
            ["allowed: cors, core alone takes 2.13 times the time of by hand: at most 1.25"]
        );
        assert_eq!(
            after(core, |entry| entry.cost.allocations = 3),
            [
                "allowed: cors, core alone allocates 3 times, by hand 2: equal",
                "allowed: cors, core alone adds 1 allocations to bare: 0 in `report/added.rs`",
            ]
        );
    }

    #[test]
    fn another_number_of_allocations_is_reported_be_it_better_or_worse() {
        for (allocations, adds) in [(4, -3), (6, -1)] {
            assert_eq!(
                after("cors::actix_web", |entry| entry.cost.allocations = allocations),
                [format!(
                    "allowed: cors::actix_web adds {adds} allocations to bare actix-web: -2 in `report/added.rs`"
                )]
            );
        }
    }

    #[test]
    fn a_peer_that_is_not_slower_is_reported() {
        assert_eq!(
            after("actix-cors", |entry| entry.cost.instructions = Some(6000)),
            ["allowed: cors::actix_web adds 1000 instructions, actix-cors 1000: fewer"]
        );
    }

    #[test]
    fn a_peer_that_answers_otherwise_is_not_compared() {
        let cheap = |entry: &mut Entry| {
            entry.cost.instructions = Some(5000);
            entry.answer.status = 403;
        };
        assert_eq!(after("actix-cors", cheap), [""; 0]);
    }

    #[test]
    fn growth_is_reported() {
        let core = "cors, core alone";
        let mut long = good("many-hit");
        change(&mut long, core, |entry| entry.cost.instructions = Some(1900));
        change(&mut long, "by hand", |entry| entry.cost.instructions = Some(1900));
        assert_eq!(
            lines(&[good("allowed"), long]),
            [
                "many-hit and allowed: cors, core alone takes 1.23 times the instructions of the latter (1900 and 1550): \
              at most 1.2"
            ]
        );
        // 1,000 lines cost the bare service as much.
        let mut long = good("many-lines");
        for name in ["bare", "by hand", core] {
            change(&mut long, name, |entry| {
                entry.cost.instructions = entry.cost.instructions.map(|n| n + 90_000);
            });
        }
        assert_eq!(lines(&[good("allowed"), long.clone()]), [""; 0]);
        change(&mut long, core, |entry| entry.cost.instructions = Some(92_200));
        assert_eq!(
            lines(&[good("allowed"), long]),
            [
                "many-lines and allowed: cors, core alone, beyond its bare service, takes 2.18 times the instructions of the \
              latter (1200 and 550): at most 2"
            ]
        );
    }

    #[test]
    fn times_stand_in_for_instructions_and_are_noisy() {
        let short = without_instructions(good("allowed"));
        let mut long = without_instructions(good("many-hit"));
        assert_eq!(lines(&[short.clone(), long.clone()]), [""; 0]);
        for name in ["by hand", "cors, core alone"] {
            change(&mut long, name, |entry| entry.cost.time *= 2);
        }
        change(&mut long, "actix-cors", |entry| entry.cost.time /= 2);
        let broken = broken(&[short, long]);
        assert_eq!(
            broken.iter().map(ToString::to_string).collect::<Vec<_>>(),
            [
                "many-hit: cors::actix_web adds 100 ns, actix-cors -150: fewer",
                "many-hit and allowed: cors, core alone takes 2.00 times the time of the latter (320 and 160): \
                 at most 1.2",
            ]
        );
        assert_eq!(noisy(&broken).into_iter().collect::<Vec<_>>(), ["allowed", "many-hit"]);
    }
}
