//! What came of the experiments: in the browser, and in the model of each.

use std::{collections::HashMap, time::Duration};

use cors::testing::{Browser, Profile};
use serde::{Deserialize, Serialize};
use tokio::{
    sync::mpsc::UnboundedReceiver,
    time::{Instant, timeout_at},
};

use super::{Experiment, Step, Subject, experiments};
use crate::{judge::Seen, run::on_this_computer, servers::Lab};

/// What a page posts.
#[derive(Debug, Deserialize)]
pub(crate) struct Posted {
    pub(crate) run: String,
    /// Name and version, in the browser's own words.
    pub(crate) agent: String,
    pub(crate) outcomes: Vec<PostedOutcome>,
    /// Whether these are the last.
    pub(crate) done: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct PostedOutcome {
    id: String,
    seen: Seen,
}

/// The file that `--matrix` writes.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// The browser; `None` without one.
    pub(crate) agent: Option<String>,
    experiments: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    id: String,
    #[serde(flatten)]
    subject: Subject,
    step: Step,
    /// By name: `browser`, and the profiles of the model.
    outcomes: HashMap<&'static str, Outcome>,
}

#[derive(Debug, Serialize)]
struct Outcome {
    /// The status that the script read.
    status: Option<u16>,
    /// The names of the headers that it read.
    headers: Vec<String>,
    preflights: usize,
    handler_runs: usize,
    /// The model's sentence, or the browser's exception.
    why: Option<String>,
    /// The step of the standard at which the model fails.
    failed_step: Option<&'static str>,
    /// What would help, in the words of the attribute.
    cure: Option<String>,
}

impl Report {
    /// Whether every experiment has an outcome in the browser.
    pub(crate) fn missing(&self) -> usize {
        self.experiments.iter().filter(|row| !row.outcomes.contains_key("browser")).count()
    }

    pub(crate) fn len(&self) -> usize {
        self.experiments.len()
    }
}

/// Runs every experiment in the models.
pub(crate) async fn with_models(lab: &Lab) -> Report {
    let profiles = [
        ("standard", Profile::fetch_standard()),
        ("chromium", Profile::chromium()),
        ("firefox", Profile::firefox()),
        ("webkit", Profile::webkit()),
    ];
    let mut rows = Vec::new();
    for experiment in experiments(lab.addresses) {
        let mut outcomes = HashMap::new();
        for (name, profile) in &profiles {
            let run = format!("model-{name}");
            let mut browser = Browser::at(&experiment.step.page).with_profile(profile.clone());
            let fetch = experiment.fetch(lab.addresses, &run);
            let mut seen = browser.fetch_with(&fetch, on_this_computer).await;
            for _ in 1..experiment.times() {
                seen = browser.fetch_with(&fetch, on_this_computer).await;
            }
            let found = outcome(lab, &experiment, &run, &Seen::from(seen.outcome()));
            let blocked = seen.blocked();
            outcomes.insert(
                *name,
                Outcome {
                    failed_step: blocked.map(|blocked| blocked.step().id()),
                    cure: blocked.and_then(|blocked| blocked.cure().map(str::to_owned)),
                    ..found
                },
            );
        }
        let Experiment { id, subject, step, .. } = experiment;
        rows.push(Row { id, subject, step, outcomes });
    }
    Report { agent: None, experiments: rows }
}

/// Waits until one page load has posted all its outcomes, for at most `patience`, and adds what the models see.
pub(crate) async fn with_browser(
    lab: &Lab,
    mut posted: UnboundedReceiver<Posted>,
    patience: Duration,
) -> Report {
    let until = Instant::now() + patience;
    let known: HashMap<String, Experiment> = experiments(lab.addresses)
        .into_iter()
        .map(|experiment| (experiment.id.clone(), experiment))
        .collect();
    let mut found: HashMap<String, Outcome> = HashMap::new();
    let mut agent = None;
    while let Ok(Some(batch)) = timeout_at(until, posted.recv()).await {
        for PostedOutcome { id, seen } in batch.outcomes {
            if let Some(experiment) = known.get(&id) {
                found.insert(id, outcome(lab, experiment, &batch.run, &seen));
            }
        }
        agent = Some(batch.agent);
        if batch.done {
            break;
        }
    }
    let mut report = with_models(lab).await;
    for row in &mut report.experiments {
        if let Some(outcome) = found.remove(&row.id) {
            row.outcomes.insert("browser", outcome);
        }
    }
    Report { agent, ..report }
}

fn outcome(lab: &Lab, experiment: &Experiment, run: &str, seen: &Seen) -> Outcome {
    let record = lab.recorder.record(&experiment.key(run));
    Outcome {
        status: seen.status,
        headers: seen.headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect(),
        preflights: record.preflights(),
        handler_runs: record.handler_runs,
        why: seen.cause.clone().or_else(|| seen.error.clone()),
        failed_step: None,
        cure: None,
    }
}
