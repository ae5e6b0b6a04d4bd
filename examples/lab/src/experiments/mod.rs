//! What an experiment is, and the list of all of them.
//!
//! The list is data: the page, `--check`, `--export` and the tests read the same table.

mod ask;
mod expect;
mod table;

use serde::Serialize;

pub(crate) use self::{
    ask::{Ask, Sent},
    expect::{Expect, Verdict},
};
use crate::{
    compiler,
    recorder::Key,
    snippets,
    stage::{Addresses, Page, Server},
};

/// One row of the table.
#[derive(Debug)]
pub(crate) struct Experiment {
    id: &'static str,
    title: &'static str,
    /// One sentence that tells what happens and why.
    sentence: &'static str,
    from: Page,
    server: Server,
    /// Names of the items whose source is shown, in the server's file or among the named policies.
    source: &'static [&'static str],
    /// The compiler's words, where the mistake does not compile with the library.
    compiler: Option<&'static str>,
    asks: &'static [Ask],
    expect: Expect,
}

/// A classic mistake and its cure.
#[derive(Debug)]
struct Pair {
    title: &'static str,
    mistake: Experiment,
    cure: Experiment,
}

/// Where an experiment stands on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "group", content = "pair")]
pub(crate) enum Place {
    /// Works as the attribute says, on axum.
    Works,
    /// The same handler on actix-web.
    OnActix,
    /// A classic mistake, with the title of the pair.
    Mistake(&'static str),
    /// Its cure.
    Cure(&'static str),
}

/// An experiment on one server: what is run, judged and shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    experiment: &'static Experiment,
    place: Place,
}

impl Case {
    /// The name in links, queries and tables.
    pub(crate) fn id(self) -> String {
        match self.place {
            Place::OnActix => format!("{}-actix", self.experiment.id),
            _ => self.experiment.id.to_owned(),
        }
    }

    pub(crate) fn server(self) -> Server {
        match self.place {
            Place::OnActix => Server::Actix,
            _ => self.experiment.server,
        }
    }

    pub(crate) fn page(self) -> Page {
        self.experiment.from
    }

    pub(crate) fn expect(self) -> &'static Expect {
        &self.experiment.expect
    }

    /// The requests of the script, with absolute URLs that name this experiment.
    pub(crate) fn requests(self, addresses: Addresses, run: &str) -> Vec<Sent> {
        let server = addresses.server(self.server());
        let key = Key { run: run.to_owned(), experiment: self.id() };
        self.experiment.asks.iter().map(|ask| ask.to(&server, &key)).collect()
    }

    /// Everything that the page shows before the experiment has run.
    pub(crate) fn shown(self, addresses: Addresses, run: &str) -> Shown {
        let requests = self.requests(addresses, run);
        let server = self.server();
        Shown {
            id: self.id(),
            place: self.place,
            title: self.experiment.title,
            sentence: self.experiment.sentence,
            from: self.experiment.from,
            origin: addresses.origin(self.experiment.from),
            server: server.label(),
            source: snippets::of(server, self.experiment.source),
            compiler: self.experiment.compiler.map(compiler::first_policy),
            script: requests.iter().map(Sent::script).collect::<Vec<_>>().join("\n"),
            curl: requests.iter().map(Sent::curl).collect::<Vec<_>>().join("\n"),
            requests,
            expected: self.experiment.expect.to_string(),
            verdict: self.experiment.expect.verdict,
        }
    }
}

/// A row of the page.
#[derive(Debug, Serialize)]
pub(crate) struct Shown {
    pub(crate) id: String,
    #[serde(flatten)]
    place: Place,
    pub(crate) title: &'static str,
    sentence: &'static str,
    from: Page,
    origin: String,
    pub(crate) server: &'static str,
    source: Option<String>,
    compiler: Option<&'static str>,
    script: String,
    curl: String,
    requests: Vec<Sent>,
    pub(crate) expected: String,
    pub(crate) verdict: Verdict,
}

/// All experiments, in the order of the page.
pub(crate) fn cases() -> Vec<Case> {
    let works = table::WORKS.iter().map(|experiment| Case { experiment, place: Place::Works });
    let actix = table::WORKS.iter().map(|experiment| Case { experiment, place: Place::OnActix });
    let pairs = table::MISTAKES.iter().flat_map(|pair| {
        [
            Case { experiment: &pair.mistake, place: Place::Mistake(pair.title) },
            Case { experiment: &pair.cure, place: Place::Cure(pair.title) },
        ]
    });
    works.chain(actix).chain(pairs).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn addresses() -> Addresses {
        Addresses::from_port(4400).unwrap()
    }

    #[test]
    fn ids_are_unique_and_fit_into_a_query() {
        let mut seen = HashSet::new();
        for case in cases() {
            let id = case.id();
            assert_eq!(
                Key::from_query(Some(&format!("run=r&x={id}"))),
                Some(Key { run: "r".to_owned(), experiment: id.clone() })
            );
            assert!(seen.insert(id), "{}", case.id());
        }
        assert!(seen.len() >= 20);
    }

    #[test]
    fn every_running_server_shows_its_source() {
        for case in cases() {
            let shown = case.shown(addresses(), "r");
            assert_eq!(shown.source.is_none(), case.server() == Server::Down, "{}", shown.id);
        }
    }

    #[test]
    fn the_same_handler_has_the_same_attribute_on_both_frameworks() {
        let attribute = |case: Case| {
            let source = case.shown(addresses(), "r").source.unwrap();
            let from = source.find("#[cors(").unwrap();
            // The framework's own route attribute follows on actix-web.
            let lines = source[from..].lines().take_while(|line| {
                !line.contains("fn ")
                    && !["#[get", "#[post", "#[put", "#[delete"].iter().any(|own| line.starts_with(own))
            });
            lines.collect::<Vec<_>>().join("\n")
        };
        for experiment in table::WORKS {
            let axum = attribute(Case { experiment, place: Place::Works });
            let actix = attribute(Case { experiment, place: Place::OnActix });
            assert_eq!(axum, actix, "{}", experiment.id);
        }
    }

    #[test]
    fn sentences_are_one_sentence() {
        for case in cases() {
            let sentence = case.experiment.sentence;
            assert!(sentence.ends_with('.') && !sentence.contains(". "), "{sentence}");
        }
    }
}
