//! The results as one static page.

use serde::Serialize;

use crate::{
    experiments::{Shown, cases},
    judge::Report,
    page,
    stage::Addresses,
};

/// The page with everything in it: style, script and results.
///
/// # Errors
/// When the results cannot be written as JSON.
pub(crate) fn page(addresses: Addresses, reports: &[Report]) -> serde_json::Result<String> {
    let cases = cases().into_iter().map(|case| case.shown(addresses, "check")).collect();
    Ok(page::in_one_file(&serde_json::to_string(&Results { cases, reports })?))
}

#[derive(Serialize)]
struct Results<'a> {
    cases: Vec<Shown>,
    reports: &'a [Report],
}
