//! The tables, in Markdown: one for rows without a framework, and one for each framework.

use std::collections::BTreeMap;

use http::HeaderName;

use super::{Entry, Measured, ratio, time_ratio};
use crate::rows::{Group, Label, Role};

/// A table of the document.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Section {
    /// The name of its markers.
    pub marker: &'static str,
    groups: &'static [Group],
}

/// All tables.
pub const SECTIONS: [Section; 7] = [
    Section { marker: "tower", groups: &[Group::Http, Group::Tower] },
    Section { marker: "axum", groups: &[Group::Axum] },
    Section { marker: "actix-web", groups: &[Group::Actix] },
    Section { marker: "rocket", groups: &[Group::Rocket] },
    Section { marker: "poem", groups: &[Group::Poem] },
    Section { marker: "salvo", groups: &[Group::Salvo] },
    Section { marker: "warp", groups: &[Group::Warp] },
];

/// A table, and what peers answer otherwise or less.
///
/// A cell has the time as a ratio to the bare service, the instructions as a ratio to code by hand (in a framework: to
/// its bare service), and the number of allocations; `–` where a row cannot do the case, `†` where a peer answers otherwise
/// than this library, so that the two are not compared.
#[must_use]
pub fn table(all: &[Measured], section: &Section) -> String {
    let labels = labels(all, section);
    let mut lines = vec![
        line(std::iter::once("case").chain(labels.iter().map(|label| label.name))),
        line(std::iter::once("---").chain(labels.iter().map(|_| "---:"))),
    ];
    for measured in all {
        let cells = labels.iter().map(|label| match measured.entry(label.name) {
            Some(entry) => cell(measured, entry),
            None => "–".to_owned(),
        });
        lines.push(line(std::iter::once(measured.case.title.to_owned()).chain(cells)));
    }
    let mut text = lines.join("\n");
    for note in
        labels.iter().filter(|label| label.role == Role::Peer).filter_map(|label| note(all, label.name))
    {
        text.push_str("\n\n");
        text.push_str(&note);
    }
    text
}

fn line<T: AsRef<str>>(cells: impl Iterator<Item = T>) -> String {
    cells.fold("|".to_owned(), |line, cell| format!("{line} {} |", cell.as_ref()))
}

/// The rows that answer any case.
fn labels(all: &[Measured], section: &Section) -> Vec<Label> {
    let mut labels = Vec::new();
    let entries = all.iter().flat_map(|measured| &measured.entries);
    for entry in entries.filter(|entry| section.groups.contains(&entry.label.group)) {
        if !labels.contains(&entry.label) {
            labels.push(entry.label);
        }
    }
    labels
}

fn cell(measured: &Measured, entry: &Entry) -> String {
    let group = entry.label.group;
    let time = measured.bare(group).map_or(1.0, |bare| time_ratio(&entry.cost, &bare.cost));
    let other = match group {
        Group::Http | Group::Tower => measured.by_hand(group),
        _ => measured.bare(group),
    };
    let instructions = match (entry.cost.instructions, other.and_then(|other| other.cost.instructions)) {
        (Some(own), Some(other)) => format!("{:.2}", ratio(own, other)),
        _ => "?".to_owned(),
    };
    let mark = if is_otherwise(measured, entry) { " †" } else { "" };
    format!("{time:.2} / {instructions} / {}{mark}", entry.cost.allocations)
}

/// Whether a peer does not do what this library does there.
fn is_otherwise(measured: &Measured, entry: &Entry) -> bool {
    let mut ours = measured.with_role(entry.label.group, Role::Ours);
    entry.label.role == Role::Peer && ours.any(|ours| !ours.answers_like(entry))
}

/// What a peer answers otherwise, and which headers it lacks that code by hand sends.
fn note(all: &[Measured], name: &str) -> Option<String> {
    let known: Vec<(&Measured, &Entry)> =
        all.iter().filter_map(|measured| Some((measured, measured.entry(name)?))).collect();
    let mut said = Vec::new();
    let mut statuses: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
    for (measured, entry) in known.iter().filter(|(measured, entry)| is_otherwise(measured, entry)) {
        statuses.entry(entry.answer.status).or_default().push(measured.case.title);
    }
    for (status, cases) in statuses {
        said.push(format!("† {status} ({})", cases.join("; ")));
    }
    let alike: Vec<&(&Measured, &Entry)> =
        known.iter().filter(|(measured, entry)| !is_otherwise(measured, entry)).collect();
    let mut lacking: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (measured, entry) in &alike {
        for header in lacks(measured, entry) {
            lacking.entry(header).or_default().push(measured.case.title);
        }
    }
    for (header, cases) in lacking {
        let is_due = |measured: &Measured| {
            measured.by_hand(Group::Http).is_some_and(|entry| entry.answer.headers.contains_key(header))
        };
        let due = alike.iter().filter(|(measured, _)| is_due(measured)).count();
        let cases = if cases.len() == due { String::new() } else { format!(" ({})", cases.join("; ")) };
        said.push(format!("no `{header}`{cases}"));
    }
    (!said.is_empty()).then(|| format!("{name}: {}.", said.join("; ")))
}

/// The headers that code by hand sends and this row does not.
#[must_use]
pub fn lacks<'m>(measured: &'m Measured, entry: &Entry) -> Vec<&'m str> {
    let by_hand = measured.by_hand(Group::Http);
    let headers = by_hand.into_iter().flat_map(|by_hand| by_hand.answer.headers.keys());
    headers.filter(|name| !entry.answer.headers.contains_key(*name)).map(HeaderName::as_str).collect()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::{
        super::tests::{case, entry},
        *,
    };

    #[test]
    fn a_table_has_ratios_and_what_is_missing() {
        let mut by_hand = entry("by hand", Group::Http, Role::ByHand, (150, 2, Some(1500)));
        by_hand.answer.headers.insert("vary", HeaderValue::from_static("Origin"));
        let bare = entry("bare warp", Group::Warp, Role::Bare, (400, 4, Some(4000)));
        let mut ours = entry("cors::warp", Group::Warp, Role::Ours, (600, 4, Some(5000)));
        ours.answer.headers.insert("vary", HeaderValue::from_static("Origin"));
        let peer = entry("warp::cors()", Group::Warp, Role::Peer, (500, 6, None));
        let mut refusing = peer.clone();
        refusing.answer.status = 403;
        let all = [
            Measured::new(case("allowed"), vec![by_hand.clone(), bare.clone(), ours.clone(), peer]),
            Measured::new(case("refused"), vec![by_hand.clone(), bare.clone(), ours.clone(), refusing]),
            Measured::new(case("allowed-pattern"), vec![by_hand, bare, ours]),
        ];
        let section = SECTIONS.iter().find(|section| section.marker == "warp").unwrap();
        assert_eq!(
            table(&all, section),
            "\
| case | bare warp | cors::warp | warp::cors() |
| --- | ---: | ---: | ---: |
| actual, allowed | 1.00 / 1.00 / 4 | 1.50 / 1.25 / 4 | 1.25 / ? / 6 |
| actual, refused | 1.00 / 1.00 / 4 | 1.50 / 1.25 / 4 | 1.25 / ? / 6 † |
| actual, allowed by a pattern | 1.00 / 1.00 / 4 | 1.50 / 1.25 / 4 | – |

warp::cors(): † 403 (actual, refused); no `vary`."
        );
    }
}
