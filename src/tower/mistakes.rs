//! What a table of routes must not say.

use std::{collections::BTreeSet, fmt};

use http::Method;

/// Routes that a table cannot take; it says all of them at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteError {
    /// At least one, each a line.
    mistakes: Vec<String>,
}

impl fmt::Display for RouteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.mistakes.join("\n"))
    }
}

impl std::error::Error for RouteError {}

/// Collects the mistakes of a table.
///
/// Each of these would otherwise be silent: a route that is dropped, that no request reaches, or that ends in a panic of
/// the router.
#[derive(Debug, Default)]
pub(super) struct Mistakes<'t> {
    found: Vec<String>,
    routes: BTreeSet<(&'t str, &'t str)>,
}

impl<'t> Mistakes<'t> {
    /// Reads one route.
    pub(super) fn route(&mut self, method: &'t str, path: &'t str) {
        if !self.routes.insert((method, path)) {
            self.found.push(format!("the route `{method} {path}` is there already"));
        }
        if let Some(why) = of_method(method) {
            self.found.push(format!("the route `{method} {path}` cannot be served: {why}"));
        }
    }

    /// Reads one path, before the router does, which panics at some; `false` for one that it must not see.
    pub(super) fn path(&mut self, path: &str) -> bool {
        let why = of_path(path);
        if let Some(why) = &why {
            self.add(path, why);
        }
        why.is_none()
    }

    /// What the router says against a path.
    pub(super) fn unroutable(&mut self, path: &str, why: &impl fmt::Display) {
        let words = "a path has `{name}` for a segment and `{*name}` for the rest, and no two paths match the same requests";
        self.add(path, &format!("{why}; {words}"));
    }

    fn add(&mut self, path: &str, why: &str) {
        self.found.push(format!("the path `{path}` cannot be routed: {why}"));
    }

    /// # Errors
    /// All that was found.
    pub(super) fn finish(self) -> Result<(), RouteError> {
        if self.found.is_empty() { Ok(()) } else { Err(RouteError { mistakes: self.found }) }
    }
}

/// As many as the router can tell apart; at one more it panics.
const PARAMETERS: usize = 25;

fn of_method(method: &str) -> Option<String> {
    if method == "any" {
        return None;
    }
    if method.eq_ignore_ascii_case("any") {
        return Some("any method is written `any`".to_owned());
    }
    let usual = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
        Method::TRACE,
        Method::CONNECT,
    ];
    let meant = usual.iter().map(Method::as_str).find(|usual| usual.eq_ignore_ascii_case(method));
    match meant {
        Some(meant) if meant != method => Some(format!("methods are told apart by case, write `{meant}`")),
        Some(_) => None,
        None => Method::from_bytes(method.as_bytes())
            .is_err()
            .then(|| "a method consists of letters, digits and !#$%&'*+-.^_`|~".to_owned()),
    }
}

fn of_path(path: &str) -> Option<String> {
    let Some(segments) = path.strip_prefix('/') else {
        return Some("a path begins with `/`".to_owned());
    };
    if path.contains(['?', '#']) || path.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Some("a path has no query, no fragment and no space".to_owned());
    }
    for segment in segments.split('/') {
        if let Some(name) = segment.strip_prefix(':') {
            return Some(format!("a parameter is written `{{{name}}}`"));
        }
        if let Some(name) = segment.strip_prefix('*') {
            return Some(format!("the rest of a path is written `{{*{name}}}`"));
        }
    }
    let parameters = path.replace("{{", "").matches('{').count();
    (parameters > PARAMETERS).then(|| format!("a path has at most {PARAMETERS} parameters"))
}
