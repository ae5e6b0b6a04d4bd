//! The experiments without a browser, and the outcome of a browser's run: both end in the same table.

use std::{
    collections::HashMap,
    fmt::Write,
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use axum::http::{Request, Response, header::HOST};
use cors::testing::{self, Browser, Fetch, Profile};
use tokio::{
    sync::mpsc::UnboundedReceiver,
    time::{Instant, timeout_at},
};

use crate::{
    experiments::{Verdict, cases},
    judge::{Report, Seen},
    recorder::Key,
    servers::Lab,
    stage::Page,
};

/// Runs every experiment with the model of a browser.
///
/// # Errors
/// When the web app itself does not answer.
pub(crate) async fn with_model(lab: &Lab, run: &str) -> Result<Vec<Report>, String> {
    let mut reports = Vec::new();
    for case in cases() {
        let mut browser =
            Browser::at(&lab.addresses.origin(Page::App)).with_profile(Profile::fetch_standard());
        // The user has been to the app, whatever page is open now: there is a session.
        let visit = browser.fetch_with(&Fetch::get("/"), on_this_computer).await;
        if visit.status() != Some(200) {
            return Err(format!("the web app does not answer\n{visit}"));
        }
        browser.open(&lab.addresses.origin(case.page()));
        let mut seen = Vec::new();
        for sent in case.requests(lab.addresses, run) {
            let outcome = browser.fetch_with(&sent.to_fetch(), on_this_computer).await;
            seen.push(Seen::from(outcome.outcome()));
        }
        let record = lab.recorder.record(&Key { run: run.to_owned(), experiment: case.id() });
        reports.push(Report::new(case, seen, record));
    }
    Ok(reports)
}

/// `localhost` and every name below it is loopback to a browser, whatever the resolver says.
pub(crate) async fn on_this_computer(request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String> {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let port = host.rsplit_once(':').map_or(Ok(80), |(_, port)| port.parse());
    let port: u16 = port.map_err(|_| format!("`{host}` has no port"))?;
    let server = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    tokio::task::spawn_blocking(move || testing::ask(server, &request))
        .await
        .map_err(|error| error.to_string())?
}

/// Waits until one page load has posted all its outcomes, for at most `patience`.
///
/// What has not come by then is missing in the result.
pub(crate) async fn with_browser(
    mut posted: UnboundedReceiver<(String, Report)>,
    patience: Duration,
) -> Vec<Report> {
    let until = Instant::now() + patience;
    let all = cases().len();
    let mut runs: HashMap<String, HashMap<String, Report>> = HashMap::new();
    while let Ok(Some((run, report))) = timeout_at(until, posted.recv()).await {
        let reports = runs.entry(run).or_default();
        reports.insert(report.id.clone(), report);
        if reports.len() == all {
            break;
        }
    }
    let mut best = runs.into_values().max_by_key(HashMap::len).unwrap_or_default();
    cases().into_iter().filter_map(|case| best.remove(&case.id())).collect()
}

/// The table, and whether every experiment came out as stated.
pub(crate) fn table(reports: &[Report]) -> (String, bool) {
    let mut text = String::new();
    let mut line = |arguments: std::fmt::Arguments<'_>| {
        // Writing to a string does not fail.
        let _ = text.write_fmt(arguments);
        text.push('\n');
    };
    let cases = cases();
    let width = cases.iter().map(|case| case.id().len()).max().unwrap_or_default();
    let mut holding = 0;
    for case in &cases {
        let (id, server, stated) = (case.id(), case.server().label(), case.expect());
        match reports.iter().find(|report| report.id == id) {
            Some(report) if report.holds() => {
                holding += 1;
                line(format_args!("as stated  {id:width$}  {server:9}  {stated}"));
            }
            Some(report) => {
                line(format_args!("DIFFERENT  {id:width$}  {server:9}  {stated}"));
                for difference in &report.differences {
                    line(format_args!("           {:width$}  {:9}  {difference}", "", ""));
                }
                if let Some(cause) = report.seen.last().and_then(|seen| seen.cause.as_ref()) {
                    line(format_args!("           {:width$}  {:9}  cause: {cause}", "", ""));
                }
            }
            None => line(format_args!("MISSING    {id:width$}  {server:9}  {stated}")),
        }
    }
    line(format_args!("{}", score(reports)));
    line(format_args!("{holding} of {} experiments came out as stated", cases.len()));
    (text, holding == cases.len())
}

/// "14 blocked as they must be, 9 readable": only outcomes that are as stated count.
fn score(reports: &[Report]) -> String {
    let count = |matches: fn(Verdict) -> bool| {
        reports.iter().filter(|report| report.holds() && matches(report.verdict())).count()
    };
    format!(
        "{} blocked as they must be, {} readable",
        count(|verdict| !matches!(verdict, Verdict::Readable(_))),
        count(|verdict| matches!(verdict, Verdict::Readable(_))),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_said_and_counts() {
        let (text, holds) = table(&[]);
        assert!(!holds);
        assert_eq!(text.matches("MISSING").count(), cases().len());
        assert!(text.contains("0 blocked as they must be, 0 readable\n"), "{text}");
    }

    #[test]
    fn a_browser_that_never_comes_is_not_waited_for_in_vain() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (sender, receiver) = tokio::sync::mpsc::unbounded_channel();
        let reports = runtime.block_on(with_browser(receiver, Duration::from_millis(10)));
        drop(sender);
        assert!(reports.is_empty());
    }
}
