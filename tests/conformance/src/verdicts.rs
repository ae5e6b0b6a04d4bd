//! What a policy states is what a browser concludes from our answers.
//!
//! A case is one path with handlers and their policies, and fetches of one browser, which keeps its caches between
//! them. The statement is read off the policies by [`Site::states`], without a look at any answer.

use std::cell::Cell;

use cors_core::{
    MethodPolicies, Policy, PolicyRef,
    http1::{self, Outcome, Prepared},
    method_policies::{Dispatch, Selected},
    origin_set::MAX_ORIGIN_LEN,
    spec::OnRefused,
    testing::{Browser, Credentials, Exchange, Fetch, PreflightReason, Profile, Seen},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response};
use serde::{Deserialize, Serialize};

use crate::reference;

/// One path, and what pages ask of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Verdicts {
    /// Unique over all files.
    pub id: String,
    /// `standard`, `chromium`, `firefox` or `webkit`.
    pub profile: String,
    /// The handlers of the path.
    pub site: Site,
    /// The fetches, in order.
    pub steps: Vec<Step>,
}

/// The handlers of one path; the first of a method counts.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
#[non_exhaustive]
pub struct Site {
    /// At most one a method.
    pub routes: Vec<Route>,
}

/// A handler.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Route {
    /// The method.
    pub method: String,
    /// Its policy, where it has one.
    pub policy: Option<SitePolicy>,
}

/// A policy that hangs on a handler; `*` in a list means any.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SitePolicy {
    /// `origins`
    pub origins: Vec<String>,
    /// `methods`, where it is given.
    pub methods: Option<Vec<String>>,
    /// `headers`
    pub headers: Vec<String>,
    /// `expose_headers`
    pub expose: Vec<String>,
    /// `credentials`
    pub credentials: bool,
    /// `max_age` in seconds.
    pub max_age: Option<u32>,
    /// `on_refused = forbid`
    pub forbid: bool,
}

/// A fetch of a page.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Step {
    /// The page's address.
    pub page: String,
    /// As the script writes it.
    pub method: String,
    /// As the script sets them.
    pub headers: Vec<(String, String)>,
    /// `omit`, `same-origin` or `include`.
    pub credentials_mode: String,
    /// Whether something listens to the upload.
    pub upload_listener: bool,
}

/// What must come of a fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stated {
    /// Whether the script reads the answer.
    pub readable: bool,
    /// Whether the handler runs, unless a cache answers.
    pub runs: bool,
    /// Which of [`OWN_HEADERS`] the script sees.
    pub visible: Vec<&'static str>,
}

/// Response headers that each handler sets and that are not safelisted.
pub const OWN_HEADERS: [&str; 3] = ["etag", "x-internal", "x-request-id"];

/// What answers: the library, or the library with a fault that the check must find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Library {
    /// As it is.
    Real,
    /// `Vary` is lost.
    WithoutVary,
    /// `https://*.example.com` takes `https://evilexample.com`.
    SuffixWithoutDot,
    /// `Access-Control-Allow-Credentials` goes to everybody.
    CredentialsToAll,
    /// A preflight is answered with the policy of the first handler.
    NeighboursPolicy,
    /// A preflight names the methods of all handlers of the path.
    NeighboursMethods,
}

impl Library {
    /// The faults.
    pub const BROKEN: [Self; 5] = [
        Self::WithoutVary,
        Self::SuffixWithoutDot,
        Self::CredentialsToAll,
        Self::NeighboursPolicy,
        Self::NeighboursMethods,
    ];
}

/// The difference between what a case states and what came of it; `None` for none.
#[must_use]
pub fn verdicts(case: &Verdicts) -> Option<String> {
    difference(case, Library::Real).err()
}

/// The same, with a library that may be broken.
///
/// # Errors
/// The first difference, and the story of its fetch.
pub fn difference(case: &Verdicts, library: Library) -> Result<(), String> {
    let server = Server::new(&case.site, library)?;
    let profile = match case.profile.as_str() {
        "standard" => Profile::fetch_standard(),
        "chromium" => Profile::chromium(),
        "firefox" => Profile::firefox(),
        "webkit" => Profile::webkit(),
        other => return Err(format!("profile {other:?} is unknown")),
    };
    let mut browser = Browser::at("https://nobody.example").with_profile(profile);
    for (index, step) in case.steps.iter().enumerate() {
        let fetch = step.fetch()?;
        browser.open(&step.page);
        let stated = case.site.states(&browser, step, case.profile == "standard");
        server.runs.set(0);
        let seen = browser.fetch(&fetch, |request| server.answer(&request));
        let check = || {
            let got = Stated {
                readable: seen.readable().is_some(),
                // A cached answer does not run the handler; that is no matter of the policy.
                runs: if is_from_cache(&seen) { stated.runs } else { server.runs.get() == 1 },
                visible: visible(&seen),
            };
            if got != stated {
                return Err(format!("stated {stated:?}, got {got:?}"));
            }
            seen.exchanges().iter().try_for_each(|exchange| case.site.well_formed(exchange))
        };
        check().map_err(|error| format!("step {index}: {error}\n{seen}"))?;
    }
    Ok(())
}

impl Site {
    /// What the policies say about a fetch of the page that `browser` has open.
    ///
    /// Whether it asks first is what the browser says; all else is read off the policies. `strict` is the standard, in
    /// which `*` does not cover `authorization`.
    #[must_use]
    pub fn states(&self, browser: &Browser, step: &Step, strict: bool) -> Stated {
        let reasons = step.fetch().map(|fetch| browser.preflight_reasons(&fetch)).unwrap_or_default();
        let nothing = Stated { readable: false, runs: false, visible: Vec::new() };
        let method = step.normalized();
        let Some(route) = self.route(&method) else {
            return nothing;
        };
        let asks_first = !reasons.is_empty();
        let Some(policy) = &route.policy else {
            return Stated { runs: !asks_first, ..nothing };
        };
        let with_credentials = step.credentials_mode == "include";
        let origin = browser.origin().as_bytes();
        let any = policy.origins == ["*"];
        let listed = any
            || (origin.len() <= MAX_ORIGIN_LEN
                && policy.origins.iter().any(|entry| reference::allows(entry, origin)));
        let readable = listed && (!with_credentials || (policy.credentials && !any));
        let names_method = || match &policy.methods {
            None => true,
            Some(list) => list.iter().any(|item| item == "*" || *item == method),
        };
        let names_header = |name: &str| {
            let star = policy.headers.iter().any(|item| item == "*") && !with_credentials;
            policy.headers.iter().any(|item| item.eq_ignore_ascii_case(name))
                || (star && (name != "authorization" || !strict))
        };
        let grants = readable
            && reasons.iter().all(|reason| match reason {
                PreflightReason::Method(_) => names_method(),
                PreflightReason::Header { name, .. } => names_header(name),
                _ => true,
            });
        if asks_first && !grants {
            return nothing;
        }
        let exposes = |name: &&str| {
            let star = policy.expose.iter().any(|item| item == "*") && !with_credentials;
            star || policy.expose.iter().any(|item| item.eq_ignore_ascii_case(name))
        };
        Stated {
            readable,
            runs: listed || !policy.forbid,
            visible: OWN_HEADERS.into_iter().filter(|name| readable && exposes(name)).collect(),
        }
    }

    /// What holds of every answer, whoever asks.
    fn well_formed(&self, exchange: &Exchange) -> Result<(), String> {
        let Some(headers) = exchange.answer_headers() else {
            return Err("there is no answer".to_owned());
        };
        let present: Vec<&str> = CORS.into_iter().filter(|name| headers.contains_key(*name)).collect();
        for name in &present {
            if headers.get_all(*name).iter().count() > 1 {
                return Err(format!("more than one line of {name}"));
            }
        }
        if !present.is_empty() && !headers.contains_key("access-control-allow-origin") {
            return Err(format!("{present:?} without access-control-allow-origin"));
        }
        let misplaced: &[&str] = if exchange.is_preflight() { &CORS[5..] } else { &CORS[2..5] };
        if let Some(name) = misplaced.iter().find(|name| present.contains(name)) {
            return Err(format!("{name} does not belong on this answer"));
        }
        let Some(asked) = header(exchange.request_headers(), "access-control-request-method") else {
            return Ok(());
        };
        // The preflight cache has one entry a method: what is named here is not asked for again.
        let own = self.route(&asked).map(|route| &route.method);
        for named in header(headers, "access-control-allow-methods").unwrap_or_default().split(',') {
            let served = self.route(named).map(|route| &route.method);
            if !named.is_empty() && served != own {
                return Err(format!("a preflight for {asked} names {named}"));
            }
        }
        Ok(())
    }

    fn route(&self, method: &str) -> Option<&Route> {
        let find = |method: &str| self.routes.iter().find(|route| route.method == method);
        find(method).or_else(|| if method == "HEAD" { find("GET") } else { None })
    }
}

impl SitePolicy {
    /// The policy.
    ///
    /// # Errors
    /// The findings, as text.
    pub fn build(&self) -> Result<Policy, String> {
        let mut policy = Policy::builder();
        policy = if self.origins == ["*"] { policy.any_origin() } else { policy.origins(&self.origins) };
        if let Some(methods) = &self.methods {
            policy = policy.methods(methods);
            if methods.iter().any(|method| *method != method.to_ascii_uppercase()) {
                policy = policy.danger("method_lowercase", "clients write it like this");
            }
        }
        policy = policy.headers(&self.headers).expose_headers(&self.expose);
        if self.credentials {
            policy = policy.credentials();
        }
        if let Some(seconds) = self.max_age {
            policy = policy.max_age(i64::from(seconds));
        }
        if self.forbid {
            policy = policy.on_refused(OnRefused::Forbid);
        }
        policy.build().map_err(|error| error.to_string())
    }
}

impl Step {
    /// The page's address.
    #[must_use]
    pub fn page(&self) -> &str {
        &self.page
    }

    fn fetch(&self) -> Result<Fetch, String> {
        let mut fetch = Fetch::new(&self.method, URL).credentials(match self.credentials_mode.as_str() {
            "omit" => Credentials::Omit,
            "same-origin" => Credentials::SameOrigin,
            "include" => Credentials::Include,
            other => return Err(format!("credentials mode {other:?} is unknown")),
        });
        for (name, value) in &self.headers {
            fetch = fetch.header(name, value);
        }
        Ok(if self.upload_listener { fetch.with_upload_listener() } else { fetch })
    }

    fn normalized(&self) -> String {
        let upper = self.method.to_ascii_uppercase();
        let normalizes = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"].contains(&upper.as_str());
        if normalizes { upper } else { self.method.clone() }
    }
}

/// The path, served as an adapter serves it.
struct Server<'s> {
    site: &'s Site,
    kind: Library,
    dispatch: Dispatch<Prepared>,
    runs: Cell<u32>,
}

impl<'s> Server<'s> {
    fn new(site: &'s Site, library: Library) -> Result<Self, String> {
        let mut policies = MethodPolicies::new();
        for route in &site.routes {
            let policy = route.policy.as_ref().map(SitePolicy::build).transpose()?.map(PolicyRef::from);
            policies.add(&route.method, policy, None);
        }
        let dispatch = policies.finish(None, Prepared::new);
        Ok(Self { site, kind: library, dispatch, runs: Cell::new(0) })
    }

    fn answer(&self, request: &Request<Vec<u8>>) -> Response<&'static str> {
        let mut headers = request.headers().clone();
        let origin = headers.get("origin").cloned();
        let looks_like = self.kind == Library::SuffixWithoutDot && self.take_for_a_subdomain(&mut headers);
        let mut response = self.as_written(request.method(), &headers);
        let answer = response.headers_mut();
        match self.kind {
            Library::SuffixWithoutDot => {
                if let (true, Some(origin)) = (looks_like && answer.contains_key(ACAO), origin) {
                    answer.insert(ACAO, origin);
                }
            }
            Library::WithoutVary => {
                answer.remove("vary");
            }
            Library::CredentialsToAll => {
                answer.insert("access-control-allow-credentials", HeaderValue::from_static("true"));
            }
            Library::NeighboursMethods if answer.contains_key("access-control-allow-methods") => {
                let all: Vec<_> = self.site.routes.iter().map(|route| route.method.as_str()).collect();
                if let Ok(value) = HeaderValue::from_str(&all.join(",")) {
                    answer.insert("access-control-allow-methods", value);
                }
            }
            _ => {}
        }
        response
    }

    fn as_written(&self, method: &Method, headers: &HeaderMap) -> Response<&'static str> {
        let requested = header(headers, "access-control-request-method");
        let requested = requested.filter(|_| method == Method::OPTIONS && headers.contains_key("origin"));
        let mut wanted = requested.as_deref().unwrap_or(method.as_str());
        if self.kind == Library::NeighboursPolicy && requested.is_some() {
            wanted = self.site.routes.first().map_or(wanted, |route| route.method.as_str());
        }
        match self.dispatch.select(wanted.as_bytes()) {
            Selected::Policy(prepared) => match prepared.decide(method, headers) {
                Outcome::Answer(head) => head.into_response(""),
                Outcome::Run(pending) => {
                    let mut response = self.handler();
                    pending.apply(response.headers_mut());
                    response
                }
                _ => Response::new("an outcome that this test does not know"),
            },
            _ if requested.is_some() => http1::nobody().into_response(""),
            Selected::Without => self.handler(),
            _ => {
                let mut response = Response::new("");
                *response.status_mut() = http::StatusCode::METHOD_NOT_ALLOWED;
                response
            }
        }
    }

    fn handler(&self) -> Response<&'static str> {
        self.runs.set(self.runs.get() + 1);
        let mut response = Response::new("tea");
        for name in OWN_HEADERS {
            response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static("1"));
        }
        response.headers_mut().insert("cache-control", HeaderValue::from_static("max-age=60"));
        response
    }

    /// The classic fault: the end of the host is compared, without the dot in front of it.
    fn take_for_a_subdomain(&self, headers: &mut HeaderMap) -> bool {
        let Some(origin) = header(headers, "origin") else {
            return false;
        };
        let policies = self.site.routes.iter().filter_map(|route| route.policy.as_ref());
        for entry in policies.flat_map(|policy| &policy.origins) {
            let Some((scheme, base)) = entry.split_once("://*.") else {
                continue;
            };
            let Ok(subdomain) = HeaderValue::from_str(&format!("{scheme}://x.{base}")) else {
                continue;
            };
            if origin.starts_with(scheme) && origin.ends_with(base) {
                headers.insert("origin", subdomain);
                return true;
            }
        }
        false
    }
}

fn is_from_cache(seen: &Seen) -> bool {
    seen.exchanges().iter().any(Exchange::is_from_cache)
}

fn visible(seen: &Seen) -> Vec<&'static str> {
    let reads = |name: &&str| seen.readable().is_some_and(|readable| readable.header(name).is_some());
    OWN_HEADERS.into_iter().filter(reads).collect()
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

const URL: &str = "https://api.example.com/orders";
const ACAO: &str = "access-control-allow-origin";
/// Both answers; then the answer to a preflight; then the other.
const CORS: [&str; 6] = [
    ACAO,
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-max-age",
    "access-control-expose-headers",
];
