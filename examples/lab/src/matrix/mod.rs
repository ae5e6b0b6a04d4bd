//! Policies times fetches: experiments that are made, not written, for real engines.
//!
//! The page `/matrix` runs them in whatever browser opens it. Nothing is judged here: the file that `--matrix` writes
//! holds the policies, the fetches, what the browser saw and what the model of each browser sees.

mod faults;
mod habits;
mod report;
mod table;

use cors::testing::Fetch;
use serde::Serialize;

pub(crate) use self::{
    faults::{Scripted, ScriptedAnswer, faults, landing, third_origin},
    habits::{habits, landing_any},
    report::{Posted, Report, with_browser, with_models},
    table::{OWN_HEADERS, sites},
};
use crate::{
    recorder::Key,
    stage::{Addresses, Page, Server},
};

/// The handlers of one path and their policies.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Site {
    pub(crate) id: &'static str,
    pub(crate) routes: Vec<Route>,
}

/// A handler; equal policies of one site are one policy.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Route {
    pub(crate) method: &'static str,
    pub(crate) policy: Option<Policy>,
}

/// A policy that hangs on handlers, in the words of its keys; `*` in a list means any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Policy {
    pub(crate) origins: Vec<String>,
    pub(crate) methods: Option<Vec<&'static str>>,
    pub(crate) headers: Vec<&'static str>,
    pub(crate) expose: Vec<&'static str>,
    pub(crate) credentials: bool,
    pub(crate) max_age: Option<u32>,
    pub(crate) forbid: bool,
}

/// What a page asks of a site.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Step {
    /// The page's origin.
    pub(crate) page: String,
    pub(crate) method: &'static str,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) credentials_mode: &'static str,
    pub(crate) upload_listener: bool,
}

/// What is asked: handlers with policies, answers with a fault, or answers in which engines differ.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Subject {
    Site(Site),
    Fault(Scripted),
    Habit(Scripted),
}

/// One subject, on one server, asked once.
#[derive(Clone, Debug)]
pub(crate) struct Experiment {
    pub(crate) id: String,
    pub(crate) server: Server,
    pub(crate) subject: Subject,
    pub(crate) from: Page,
    pub(crate) step: Step,
}

/// What the page is told.
#[derive(Debug, Serialize)]
pub(crate) struct Order {
    id: String,
    from: Page,
    /// How often; what the last one sees counts.
    times: u32,
    request: OrderedRequest,
}

#[derive(Debug, Serialize)]
struct OrderedRequest {
    url: String,
    method: &'static str,
    headers: Vec<(&'static str, String)>,
    body: Option<&'static str>,
    credentials: &'static str,
    mode: &'static str,
    via: &'static str,
}

impl Policy {
    /// The policy that the library makes of it.
    ///
    /// # Errors
    /// Its findings.
    pub(crate) fn build(&self) -> Result<cors::Policy, cors::PolicyError> {
        let mut policy = cors::Policy::builder();
        policy = if self.origins == ["*"] { policy.any_origin() } else { policy.origins(&self.origins) };
        if let Some(methods) = &self.methods {
            policy = policy.methods(methods.iter().copied());
        }
        policy = policy.headers(self.headers.iter().copied()).expose_headers(self.expose.iter().copied());
        if self.credentials {
            policy = policy.credentials();
        }
        if let Some(seconds) = self.max_age {
            policy = policy.max_age(i64::from(seconds));
        }
        if self.forbid {
            policy = policy.on_refused(cors::spec::OnRefused::Forbid);
        }
        policy.build()
    }
}

impl Experiment {
    /// The page load and the experiment, as the servers record it.
    pub(crate) fn key(&self, run: &str) -> Key {
        Key { run: run.to_owned(), experiment: self.id.clone() }
    }

    /// The address, which no other experiment has: caches of browsers do not mix them.
    fn url(&self, addresses: Addresses, run: &str) -> String {
        let path = match &self.subject {
            Subject::Site(site) => format!("/matrix/{}", site.id),
            Subject::Fault(scripted) | Subject::Habit(scripted) => format!("/fault/{}", scripted.id),
        };
        format!("{}{path}?run={run}&x={}", addresses.server(self.server), self.id)
    }

    fn body(&self) -> Option<&'static str> {
        let has_body = self.step.upload_listener || ["POST", "PUT", "PATCH"].contains(&self.step.method);
        has_body.then_some("tea")
    }

    /// How often it is asked.
    fn times(&self) -> u32 {
        match &self.subject {
            Subject::Site(_) => 1,
            Subject::Fault(scripted) | Subject::Habit(scripted) => scripted.times,
        }
    }

    /// The request for the page.
    pub(crate) fn order(&self, addresses: Addresses, run: &str) -> Order {
        let step = &self.step;
        let request = OrderedRequest {
            url: self.url(addresses, run),
            method: step.method,
            headers: step.headers.clone(),
            body: self.body(),
            credentials: step.credentials_mode,
            mode: "cors",
            via: if step.upload_listener { "upload-listener" } else { "fetch" },
        };
        Order { id: self.id.clone(), from: self.from, times: self.times(), request }
    }

    /// The request for the model of a browser.
    fn fetch(&self, addresses: Addresses, run: &str) -> Fetch {
        let step = &self.step;
        let mut fetch = Fetch::new(step.method, &self.url(addresses, run));
        for (name, value) in &step.headers {
            fetch = fetch.header(name, value);
        }
        if let Some(body) = self.body() {
            fetch = fetch.text(body);
        }
        fetch = fetch.credentials(match step.credentials_mode {
            "include" => cors::testing::Credentials::Include,
            "omit" => cors::testing::Credentials::Omit,
            _ => cors::testing::Credentials::SameOrigin,
        });
        if step.upload_listener { fetch.with_upload_listener() } else { fetch }
    }
}

/// All experiments: the sites on both APIs, the faults and the habits.
pub(crate) fn experiments(addresses: Addresses) -> Vec<Experiment> {
    let mut all = Vec::new();
    for (server, name) in [(Server::Axum, "axum"), (Server::Actix, "actix")] {
        for site in sites(addresses) {
            for (id, pages, asked) in table::fetches() {
                for (from, page) in
                    [(Page::App, "app"), (Page::Stranger, "stranger"), (Page::Subdomain, "shop")]
                {
                    if from != Page::App && !pages.other {
                        continue;
                    }
                    all.push(Experiment {
                        id: format!("{name}-{}-{id}-{page}", site.id),
                        server,
                        subject: Subject::Site(site.clone()),
                        from,
                        step: Step { page: addresses.origin(from), ..asked.clone() },
                    });
                }
            }
        }
    }
    let scripted = |kind: &str, scripted: Scripted, subject: fn(Scripted) -> Subject| Experiment {
        id: format!("{kind}-{}", scripted.id),
        server: scripted.server(),
        from: Page::App,
        step: scripted.step.clone(),
        subject: subject(scripted),
    };
    all.extend(faults(addresses).into_iter().map(|fault| scripted("fault", fault, Subject::Fault)));
    all.extend(habits(addresses).into_iter().map(|habit| scripted("habit", habit, Subject::Habit)));
    all
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn there_are_enough_and_each_has_a_name() {
        let addresses = Addresses::from_port(4400).unwrap();
        let all = experiments(addresses);
        assert!(all.len() >= 600, "{}", all.len());
        let mut seen = HashSet::new();
        for experiment in all {
            let query = format!("run=r&x={}", experiment.id);
            assert_eq!(Key::from_query(Some(&query)), Some(experiment.key("r")));
            assert!(seen.insert(experiment.id));
        }
    }

    #[test]
    fn every_policy_is_one() {
        for site in sites(Addresses::from_port(4400).unwrap()) {
            for policy in site.routes.iter().filter_map(|route| route.policy.as_ref()) {
                assert!(policy.build().is_ok(), "{}: {:?}", site.id, policy.build());
            }
        }
    }
}
