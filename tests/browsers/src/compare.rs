//! Three answers to one question: the policy's, the model's and the browser's.

use std::{collections::BTreeMap, fmt, path::Path};

use conformance::verdicts::{OWN_HEADERS, Site, Stated, Step};
use cors_core::testing::{Browser, Profile};
use serde::Deserialize;

/// The lab's file.
#[derive(Debug, Deserialize)]
#[non_exhaustive]
pub struct Report {
    /// The browser's own words.
    pub agent: Option<String>,
    /// One entry an experiment.
    pub experiments: Vec<Experiment>,
}

/// One experiment.
#[derive(Debug, Deserialize)]
#[non_exhaustive]
pub struct Experiment {
    /// Unique in the file.
    pub id: String,
    /// What has policies.
    site: Option<NamedSite>,
    /// What has an answer with a fault.
    pub fault: Option<Fault>,
    step: Step,
    /// By `browser`, or by the name of a profile.
    outcomes: BTreeMap<String, Outcome>,
}

/// An answer that every browser refuses.
#[derive(Debug, Deserialize)]
#[non_exhaustive]
pub struct Fault {
    /// What is wrong, for a heading.
    pub title: String,
    /// To a preflight, where that is what is wrong.
    pub preflight: Option<Answer>,
    /// To everything else.
    pub answer: Answer,
}

/// Status and header lines.
#[derive(Debug, Deserialize)]
#[non_exhaustive]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The lines.
    pub headers: Vec<(String, String)>,
}

#[derive(Debug, Deserialize)]
struct NamedSite {
    routes: Site,
}

/// What came of one experiment.
#[derive(Debug, Deserialize)]
#[non_exhaustive]
pub struct Outcome {
    status: Option<u16>,
    headers: Vec<String>,
    preflights: usize,
    handler_runs: usize,
    /// The model's sentence, or the browser's exception.
    pub why: Option<String>,
    /// The step of the standard at which the model fails.
    pub failed_step: Option<String>,
    /// What would help, in the words of the attribute.
    pub cure: Option<String>,
}

/// How many experiments agree, and in what the others differ.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Summary {
    /// Experiments.
    pub experiments: usize,
    /// Those in which the script reads the answer.
    pub readable: usize,
    /// Those with a preflight.
    pub preflights: usize,
    /// One line a difference.
    pub differences: Vec<String>,
}

/// Reads the lab's file.
///
/// # Errors
/// In words.
pub fn read(file: &Path) -> Result<Report, String> {
    let text = std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    serde_json::from_slice(&text).map_err(|error| format!("{}: {error}", file.display()))
}

impl Report {
    /// Compares what policies state with the model of `profile`, and, where `engine` is its name, with that browser.
    #[must_use]
    pub fn compare(&self, name: &str, profile: &Profile, with_browser: bool) -> Summary {
        let mut summary = Summary { experiments: self.experiments.len(), ..Summary::default() };
        for experiment in &self.experiments {
            let Some(model) = experiment.outcomes.get(name) else {
                summary.differences.push(format!("{}: no outcome of the model", experiment.id));
                continue;
            };
            let stated = experiment.stated(profile, name == "standard");
            let differs_from_policy = |outcome: &Outcome| {
                if let Some(stated) = &stated {
                    return differs_from_policy(stated, outcome);
                }
                // No policy: every browser refuses a fault, and does with a habit as its model does.
                let status = outcome.status.filter(|_| experiment.fault.is_some());
                status.map(|status| format!("is to be blocked, got {status}"))
            };
            if let Some(difference) = differs_from_policy(model) {
                summary.differences.push(format!("{}: policy and model: {difference}", experiment.id));
            }
            summary.readable += usize::from(model.status.is_some());
            summary.preflights += usize::from(model.preflights > 0);
            if !with_browser {
                continue;
            }
            match experiment.outcomes.get("browser") {
                Some(browser) => {
                    if let Some(difference) = differs_from_policy(browser) {
                        summary
                            .differences
                            .push(format!("{}: policy and browser: {difference}", experiment.id));
                    }
                    if let Some(difference) = differs_from_model(model, browser) {
                        summary
                            .differences
                            .push(format!("{}: model and browser: {difference}", experiment.id));
                    }
                }
                None => summary.differences.push(format!("{}: no outcome of the browser", experiment.id)),
            }
        }
        summary
    }
}

impl Experiment {
    /// What came of it in the model of a profile.
    #[must_use]
    pub fn model(&self, name: &str) -> Option<&Outcome> {
        self.outcomes.get(name)
    }

    fn stated(&self, profile: &Profile, strict: bool) -> Option<Stated> {
        let browser = Browser::at(self.step.page()).with_profile(profile.clone());
        Some(self.site.as_ref()?.routes.states(&browser, &self.step, strict))
    }
}

fn differs_from_policy(stated: &Stated, got: &Outcome) -> Option<String> {
    let outcome = (got.status.is_some(), got.handler_runs == 1, got.own_headers());
    let expected = (stated.readable, stated.runs, stated.visible.clone());
    (outcome != expected).then(|| {
        let why = got.why.as_deref().unwrap_or("no exception");
        format!("stated (readable, handler runs, visible headers) {expected:?}, got {outcome:?}: {why}")
    })
}

fn differs_from_model(model: &Outcome, browser: &Outcome) -> Option<String> {
    let parts =
        |outcome: &Outcome| (outcome.status, outcome.preflights, outcome.handler_runs, outcome.own_headers());
    (parts(model) != parts(browser)).then(|| {
        format!(
            "(status, preflights, handler runs, visible headers) {:?} in the model, {:?} in the browser",
            parts(model),
            parts(browser)
        )
    })
}

impl Outcome {
    fn own_headers(&self) -> Vec<&'static str> {
        OWN_HEADERS.into_iter().filter(|name| self.headers.iter().any(|known| known == name)).collect()
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:>5} experiments, {:>4} readable, {:>4} with a preflight, {:>3} differences",
            self.experiments,
            self.readable,
            self.preflights,
            self.differences.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One experiment in which all agree: a page of the policy reads the answer.
    const AGREED: &str = r#"{"agent": "x", "experiments": [{
        "id": "one",
        "site": {"id": "s", "routes": [{"method": "GET", "policy": {"origins": ["http://a.example"], "methods": null,
            "headers": [], "expose": ["etag"], "credentials": false, "max_age": null, "forbid": false}}]},
        "step": {"page": "http://a.example", "method": "GET", "headers": [], "credentials_mode": "same-origin",
            "upload_listener": false},
        "outcomes": {
            "standard": {"status": 200, "headers": ["etag"], "preflights": 0, "handler_runs": 1, "why": null},
            "browser": {"status": 200, "headers": ["etag"], "preflights": 0, "handler_runs": 1, "why": null}
        }
    }]}"#;

    fn differences(report: &str) -> Vec<String> {
        let report: Report = serde_json::from_str(report).unwrap();
        report.compare("standard", &Profile::fetch_standard(), true).differences
    }

    #[test]
    fn each_of_the_three_is_heard() {
        assert_eq!(differences(AGREED), Vec::<String>::new());
        let browser = |from: &str, to: &str| {
            let at = AGREED.find("\"browser\"").unwrap();
            AGREED[..at].to_owned() + &AGREED[at..].replacen(from, to, 1)
        };
        for (report, count) in [
            // The browser alone sees something else: it differs from both.
            (browser("\"status\": 200", "\"status\": null"), 2),
            (browser("\"headers\": [\"etag\"]", "\"headers\": []"), 2),
            (browser("\"handler_runs\": 1", "\"handler_runs\": 0"), 2),
            // What policies do not speak of.
            (browser("\"preflights\": 0", "\"preflights\": 1"), 1),
            (browser("\"status\": 200", "\"status\": 201"), 1),
            // The policy says something else.
            (AGREED.replacen("http://a.example", "http://b.example", 1), 2),
            // Nothing was posted.
            (AGREED.replace("\"browser\"", "\"other\""), 1),
        ] {
            assert_eq!(differences(&report).len(), count, "{report}");
        }
    }

    #[test]
    fn a_fault_that_is_readable_is_a_difference() {
        let start = AGREED.find("\"site\"").unwrap();
        let end = AGREED.find("\"step\"").unwrap();
        let fault =
            r#""fault": {"title": "x", "preflight": null, "answer": {"status": 200, "headers": []}}, "#;
        assert_eq!(differences(&(AGREED[..start].to_owned() + fault + &AGREED[end..])).len(), 2);
    }
}
