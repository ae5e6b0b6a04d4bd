//! A list of routes and their policies, for a log at start, a test or a review.

use std::fmt;

use crate::policy::{HandlerInfo, Policy, PolicyRef};

/// Routes and their policies.
///
/// Its [`Display`](fmt::Display) is a table without source lines, so that it changes only when a route or a policy
/// does. The adapters make it; so may code for a framework that has none.
///
/// ```
/// use cors_core::{Policies, Policy, PolicyRef, PolicySource, RoutePolicy};
///
/// let policy = Policy::builder().name("Api").origins(["https://app.example.com"]).build()?;
/// let route = RoutePolicy::new(Some("GET"), Some("/orders"), PolicySource::Application)
///     .with_policy(PolicyRef::from(policy));
/// let table = "method  path     handler  policy             opt-outs\n\
///              GET     /orders           Api (application)\n";
/// assert_eq!(Policies::new(vec![route]).to_string(), table);
/// # Ok::<(), cors_core::PolicyError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Policies(Vec<RoutePolicy>);

/// What answers for one method and path.
#[derive(Debug, Clone)]
pub struct RoutePolicy {
    method: Option<String>,
    path: Option<String>,
    handler: Option<HandlerInfo>,
    policy: Option<PolicyRef>,
    source: PolicySource,
}

/// Where the policy of a route comes from.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicySource {
    /// The handler, or a statement at its route.
    Handler,
    /// The policy of the whole application around it.
    Application,
    /// `#[cors(off)]` or `without`: there is none, although the application may have one.
    OptOut,
    /// None, or none that can be seen: a handler without an attribute in an application without a policy, no handler
    /// at all, or something around it that hides it.
    Nothing,
}

impl Policies {
    /// A list in this order.
    #[must_use]
    pub const fn new(routes: Vec<RoutePolicy>) -> Self {
        Self(routes)
    }

    /// A list sorted by path, then by method; what stands for everything else comes last.
    #[must_use]
    pub fn sorted(mut routes: Vec<RoutePolicy>) -> Self {
        let key = |route: &RoutePolicy| {
            (route.path.is_none(), route.path.clone(), route.method.is_none(), route.method.clone())
        };
        routes.sort_by_key(key);
        Self(routes)
    }

    /// The routes.
    pub fn iter(&self) -> impl Iterator<Item = &RoutePolicy> {
        self.0.iter()
    }

    /// Writes a report at start into the program's log: one event of level INFO and target `cors` for each route.
    ///
    /// Its fields are `method` (`*` for any other), `path` (none for all other paths), `handler`, `handler_at`, `policy`,
    /// `source` (`handler`, `application`, `off`, `none`), `origins` (the first eight, and how many more there are),
    /// `credentials`, and `opt_outs`, each with its reason.
    #[cfg(feature = "tracing")]
    pub fn log(&self) {
        for route in self.iter() {
            let policy = route.policy();
            let place = route.handler.map(|handler| format!("{}:{}", handler.file(), handler.line()));
            tracing::info!(
                target: crate::event::TARGET,
                method = route.method().unwrap_or("*"),
                path = route.path(),
                handler = route.handler.as_ref().map(HandlerInfo::name),
                handler_at = place,
                policy = policy.map(Policy::name),
                source = route.source.as_str(),
                origins = policy.map(origins),
                credentials = policy.map(Policy::allows_credentials),
                opt_outs = policy.map(opt_outs).filter(|opt_outs| !opt_outs.is_empty()),
                "CORS policy of {} {}",
                route.method().unwrap_or("*"),
                route.path().unwrap_or("(other paths)"),
            );
        }
    }
}

impl PolicySource {
    /// The name, such as `handler`: for logs. It does not change.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Handler => "handler",
            Self::Application => "application",
            Self::OptOut => "off",
            Self::Nothing => "none",
        }
    }
}

/// The first few origins of a policy.
#[cfg(feature = "tracing")]
fn origins(policy: &Policy) -> String {
    const SHOWN: usize = 8;
    if policy.origins().is_any() {
        return "any".to_owned();
    }
    let (mut shown, mut all) = (Vec::new(), 0_usize);
    policy.origins().each(usize::MAX, &mut |origin| {
        if all < SHOWN {
            shown.push(origin.to_owned());
        }
        all += 1;
    });
    let listed = shown.join(", ");
    match all.saturating_sub(SHOWN) {
        0 if all == 0 => "none".to_owned(),
        0 => listed,
        more => format!("{listed} and {more} more"),
    }
}

#[cfg(feature = "tracing")]
fn opt_outs(policy: &Policy) -> String {
    policy.dangers().map(|(id, reason)| format!("{id}: {reason}")).collect::<Vec<_>>().join("; ")
}

impl RoutePolicy {
    /// A route without a policy; `None` stands for every other method, and for every other path.
    #[must_use]
    pub fn new(method: Option<&str>, path: Option<&str>, source: PolicySource) -> Self {
        let (method, path) = (method.map(str::to_owned), path.map(str::to_owned));
        Self { method, path, handler: None, policy: None, source }
    }

    /// The same with its handler.
    #[must_use]
    pub fn with_handler(self, handler: HandlerInfo) -> Self {
        Self { handler: Some(handler), ..self }
    }

    /// The same with its policy.
    #[must_use]
    pub fn with_policy(self, policy: PolicyRef) -> Self {
        Self { policy: Some(policy), ..self }
    }

    /// The method; `None` for all that have no handler of their own.
    #[must_use]
    pub fn method(&self) -> Option<&str> {
        self.method.as_deref()
    }

    /// The path with the prefixes of the routers or scopes around it; `None` for all that are not known one by one.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// The handler; `None` where it is not one with an attribute or a statement.
    #[must_use]
    pub const fn handler(&self) -> Option<&HandlerInfo> {
        self.handler.as_ref()
    }

    /// The policy; `None` where there is none.
    #[must_use]
    pub fn policy(&self) -> Option<&Policy> {
        self.policy.as_deref()
    }

    /// Where the policy comes from.
    #[must_use]
    pub const fn source(&self) -> PolicySource {
        self.source
    }

    fn cells(&self) -> [String; 5] {
        let policy = match (&self.policy, self.source) {
            (Some(policy), PolicySource::Application) => format!("{} (application)", policy.name()),
            (Some(policy), _) => policy.name().to_owned(),
            (None, PolicySource::OptOut) => "none (off)".to_owned(),
            (None, _) => "none".to_owned(),
        };
        let opt_outs: Vec<&str> =
            self.policy.iter().flat_map(|policy| policy.dangers().map(|(id, _)| id)).collect();
        [
            self.method.clone().unwrap_or_else(|| "*".to_owned()),
            self.path.clone().unwrap_or_else(|| "(other paths)".to_owned()),
            self.handler.map_or_else(String::new, |handler| handler.name().to_owned()),
            policy,
            opt_outs.join(", "),
        ]
    }
}

impl fmt::Display for Policies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["method", "path", "handler", "policy", "opt-outs"].map(str::to_owned);
        let rows: Vec<[String; 5]> =
            std::iter::once(head).chain(self.0.iter().map(RoutePolicy::cells)).collect();
        let mut widths = [0; 5];
        for row in &rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        for row in &rows {
            let line: Vec<String> =
                widths.iter().zip(row).map(|(width, cell)| format!("{cell:width$}")).collect();
            writeln!(f, "{}", line.join("  ").trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_keeps_what_it_was_given() {
        let policy = PolicyRef::from(Policy::builder().origins(["https://a.example"]).build().unwrap());
        let info = HandlerInfo::new("list_orders", "src/main.rs", 7);
        let bare = || RoutePolicy::new(Some("GET"), Some("/"), PolicySource::Handler);
        for route in [
            bare().with_policy(policy.clone()).with_handler(info),
            bare().with_handler(info).with_policy(policy.clone()),
        ] {
            assert_eq!(
                (route.handler(), route.method(), route.path()),
                (Some(&info), Some("GET"), Some("/"))
            );
            assert_eq!(route.policy().map(Policy::name), Some("policy"));
        }
    }

    #[test]
    fn what_stands_for_everything_else_comes_last() {
        let route = |method, path| RoutePolicy::new(method, path, PolicySource::Nothing);
        let list = Policies::sorted(vec![
            route(None, None),
            route(None, Some("/b")),
            route(Some("PUT"), Some("/b")),
            route(Some("GET"), Some("/b")),
            route(Some("GET"), Some("/a")),
        ]);
        let order: Vec<_> = list.iter().map(|route| (route.method(), route.path())).collect();
        assert_eq!(
            order,
            [
                (Some("GET"), Some("/a")),
                (Some("GET"), Some("/b")),
                (Some("PUT"), Some("/b")),
                (None, Some("/b")),
                (None, None)
            ]
        );
    }
}
