//! Is the outcome of an experiment the stated one? Asked for real browsers and for the lab's own model alike.

use cors::testing::Outcome;
use serde::{Deserialize, Serialize};

use crate::{
    experiments::{Case, Expect, Verdict},
    recorder::Record,
};

/// What a script got of one request.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Seen {
    /// `None` stands for an exception or an opaque response.
    pub(crate) status: Option<u16>,
    #[serde(default)]
    pub(crate) opaque: bool,
    /// The headers that the script could read.
    #[serde(default)]
    pub(crate) headers: Vec<(String, String)>,
    #[serde(default)]
    pub(crate) body: String,
    /// The exception, in the browser's words.
    #[serde(default)]
    pub(crate) error: Option<String>,
    /// Why, as far as the model knows; a real browser does not tell the script.
    #[serde(default)]
    pub(crate) cause: Option<String>,
}

impl From<&Outcome> for Seen {
    fn from(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Readable(readable) => Self {
                status: Some(readable.status()),
                headers: readable
                    .headers()
                    .iter()
                    .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into()))
                    .collect(),
                body: readable.text(),
                ..Self::default()
            },
            Outcome::Blocked(blocked) => Self {
                error: Some("TypeError: Failed to fetch".to_owned()),
                cause: Some(blocked.to_string()),
                ..Self::default()
            },
            _ => Self { opaque: true, ..Self::default() },
        }
    }
}

impl Seen {
    /// The outcome in the words of the table.
    pub(crate) fn verdict(&self) -> Verdict {
        match self.status {
            Some(status) => Verdict::Readable(status),
            None if self.opaque => Verdict::Opaque,
            None => Verdict::Blocked,
        }
    }

    fn reads(&self, name: &str) -> bool {
        self.headers.iter().any(|(known, _)| known == name)
    }
}

/// The judgement of one experiment, with all that it rests on.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Report {
    pub(crate) id: String,
    /// One entry a request of the script.
    pub(crate) seen: Vec<Seen>,
    pub(crate) record: Record,
    /// In what the outcome differs from the statement; empty when it does not.
    pub(crate) differences: Vec<String>,
}

impl Report {
    /// Compares what the script saw and what the servers recorded with the statement.
    pub(crate) fn new(case: Case, seen: Vec<Seen>, record: Record) -> Self {
        let differences = differences(case.expect(), &seen, &record);
        Self { id: case.id(), seen, record, differences }
    }

    /// Whether the outcome is the stated one.
    pub(crate) fn holds(&self) -> bool {
        self.differences.is_empty()
    }

    /// The outcome of the last request.
    pub(crate) fn verdict(&self) -> Verdict {
        self.seen.last().map_or(Verdict::Blocked, Seen::verdict)
    }
}

fn differences(expect: &Expect, seen: &[Seen], record: &Record) -> Vec<String> {
    let Some(last) = seen.last() else {
        return vec!["nothing was asked".to_owned()];
    };
    let mut found = Vec::new();
    let mut compare = |what: &str, stated: String, got: String| {
        if stated != got {
            found.push(format!("{what}: stated {stated}, got {got}"));
        }
    };
    compare("outcome", expect.verdict.to_string(), last.verdict().to_string());
    compare("preflights", expect.preflights.to_string(), record.preflights().to_string());
    compare("handler runs", expect.handler_runs.to_string(), record.handler_runs.to_string());
    for name in expect.exposed.iter().filter(|name| !last.reads(name)) {
        found.push(format!("header `{name}`: stated readable, got hidden"));
    }
    for name in expect.hidden {
        let sent =
            record.exchanges.iter().any(|exchange| exchange.answer.iter().any(|(known, _)| known == name));
        if !sent {
            found.push(format!("header `{name}`: stated hidden, but it was never sent"));
        } else if last.reads(name) {
            found.push(format!("header `{name}`: stated hidden, got readable"));
        }
    }
    let reasons = record.reasons.join("; ");
    match expect.reason {
        Some(part) if !reasons.contains(part) => {
            found.push(format!("reason: stated one with `{part}`, got `{reasons}`"));
        }
        None if !reasons.is_empty() => found.push(format!("reason: stated none, got `{reasons}`")),
        _ => {}
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{experiments::cases, recorder::Exchange};

    fn case(id: &str) -> Case {
        cases().into_iter().find(|case| case.id() == id).unwrap()
    }

    fn readable(status: u16, headers: &[&str]) -> Seen {
        let headers = headers.iter().map(|name| ((*name).to_owned(), "1".to_owned())).collect();
        Seen { status: Some(status), headers, ..Seen::default() }
    }

    fn ran_once(answer: &[(&'static str, &'static [u8])]) -> Record {
        let exchange =
            Exchange::arrived("GET", "/", std::iter::empty()).answered(200, answer.iter().copied());
        Record { exchanges: vec![exchange], handler_runs: 1, reasons: Vec::new() }
    }

    #[test]
    fn the_stated_outcome_has_no_differences() {
        let report = Report::new(case("simple-get"), vec![readable(200, &[])], ran_once(&[]));
        assert!(report.holds(), "{:?}", report.differences);
    }

    #[test]
    fn every_part_of_the_statement_counts() {
        let record = Record { reasons: vec!["no".to_owned()], handler_runs: 2, ..ran_once(&[]) };
        let report = Report::new(case("simple-get"), vec![Seen::default()], record);
        assert_eq!(
            report.differences,
            [
                "outcome: stated readable 200, got blocked",
                "handler runs: stated 1, got 2",
                "reason: stated none, got `no`",
            ]
        );
        assert_eq!(
            Report::new(case("stranger-get"), Vec::new(), Record::default()).differences,
            ["nothing was asked"]
        );
    }

    #[test]
    fn a_hidden_header_must_have_been_sent() {
        let sent = ran_once(&[("x-request-id", b"1"), ("x-internal-host", b"2")]);
        let judge = |seen, record| Report::new(case("exposed-header"), vec![seen], record).differences;
        assert!(judge(readable(200, &["x-request-id"]), sent.clone()).is_empty());
        assert_eq!(
            judge(readable(200, &["x-internal-host"]), sent),
            [
                "header `x-request-id`: stated readable, got hidden",
                "header `x-internal-host`: stated hidden, got readable",
            ]
        );
        assert_eq!(
            judge(readable(200, &["x-request-id"]), ran_once(&[])),
            ["header `x-internal-host`: stated hidden, but it was never sent"]
        );
    }
}
