//! Asks the model of the browser what three engines were asked.

use cors_core::testing::{
    Browser, Credentials, Fetch, Profile, Seen, is_forbidden_request_header, is_safelisted_request_header,
};
use http::{Method, Request, Response};

use crate::{
    case::{Answer, AskedFirst, BrowserModel, RequestHeader, bytes},
    compare::{expect, header_map},
};

/// The difference between what a case says about a header and what the model says; `None` for none.
#[must_use]
pub fn request_header(case: &RequestHeader) -> Option<String> {
    let run = || {
        let value = bytes(&case.value)?;
        // A forbidden header is dropped before anything else is asked about it.
        let forbidden = is_forbidden_request_header(&case.name, &value);
        expect("forbidden", &forbidden, &case.forbidden)?;
        let safelisted = !forbidden && is_safelisted_request_header(&case.name, &value);
        expect("safelisted", &safelisted, &case.safelisted)
    };
    run().err()
}

/// The same for a fetch, in the standard and in each engine.
#[must_use]
pub fn browser_model(case: &BrowserModel) -> Option<String> {
    let run = || {
        let seen = ask(case, Profile::fetch_standard())?;
        expect("standard: outcome", &outcome(&seen), &case.spec_outcome.as_str())?;
        expect("standard: preflight", &asked_first(&seen), &case.spec_preflight)?;
        if let Some(names) = &case.spec_visible_headers {
            expect("standard: visible headers", &visible(case, &seen), &sorted(names))?;
        }
        for (engine, profile) in [
            ("chromium", Profile::chromium()),
            ("firefox", Profile::firefox()),
            ("webkit", Profile::webkit()),
        ] {
            let seen = ask(case, profile)?;
            let recorded = case.outcome_by_engine.get(engine).map(String::as_str);
            expect(&format!("{engine}: outcome"), &Some(outcome(&seen)), &recorded)?;
            let recorded = case.preflight_sent_by_engine.get(engine).copied();
            expect(&format!("{engine}: preflight"), &Some(seen.preflights() == 1), &recorded)?;
            if let Some(names) = &case.visible_headers_by_engine {
                let recorded = names.get(engine).map(|names| sorted(names));
                expect(&format!("{engine}: visible headers"), &Some(visible(case, &seen)), &recorded)?;
            }
        }
        Ok::<(), String>(())
    };
    run().err()
}

fn ask(case: &BrowserModel, profile: Profile) -> Result<Seen, String> {
    let mut fetch =
        Fetch::new(&case.request_method, SERVER).credentials(match case.credentials_mode.as_str() {
            "omit" => Credentials::Omit,
            "same-origin" => Credentials::SameOrigin,
            "include" => Credentials::Include,
            other => return Err(format!("credentials mode {other:?} is unknown")),
        });
    for (name, value) in &case.request_headers {
        fetch = fetch.header(name, bytes(value)?);
    }
    if case.force_preflight {
        fetch = fetch.text("x").with_upload_listener();
    }
    let (preflight, answer) =
        (case.preflight_answer.as_ref().map(response).transpose()?, response(&case.answer)?);
    let server = |request: Request<Vec<u8>>| {
        let asks_first = request.method() == Method::OPTIONS
            && request.headers().contains_key("access-control-request-method");
        let chosen = if asks_first { preflight.as_ref() } else { Some(&answer) };
        chosen.cloned().unwrap_or_else(|| Response::new(""))
    };
    Ok(Browser::at(&case.origin).with_profile(profile).fetch(&fetch, server))
}

fn response(answer: &Answer) -> Result<Response<&'static str>, String> {
    let mut response =
        Response::builder().status(answer.status).body("").map_err(|error| error.to_string())?;
    *response.headers_mut() = header_map(&answer.headers)?;
    Ok(response)
}

fn outcome(seen: &Seen) -> &'static str {
    if seen.readable().is_some() { "ok" } else { "fail" }
}

fn asked_first(seen: &Seen) -> Option<AskedFirst> {
    let preflight = seen.exchanges().iter().find(|exchange| exchange.is_preflight())?;
    let header = |name: &str| preflight.request_headers().get(name)?.to_str().ok();
    let headers = header("access-control-request-headers").unwrap_or_default();
    Some(AskedFirst {
        method: header("access-control-request-method")?.to_owned(),
        headers: headers.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
    })
}

/// The names of the answer that the script sees.
fn visible(case: &BrowserModel, seen: &Seen) -> Vec<String> {
    let names = case.answer.headers.iter().map(|(name, _)| name.clone());
    let reads = |name: &String| seen.readable().is_some_and(|readable| readable.header(name).is_some());
    sorted(&names.filter(reads).collect::<Vec<_>>())
}

fn sorted(names: &[String]) -> Vec<String> {
    let mut names: Vec<_> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

const SERVER: &str = "http://localhost:8701/";
