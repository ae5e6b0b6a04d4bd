//! A list of the routes of a router and their policies.

use std::fmt::{self, Write as _};

use cors_core::{HandlerInfo, Policy, PolicyRef};

/// The routes of a [`Router`](super::Router) and their policies, sorted by path.
///
/// Its [`Display`](fmt::Display) is a table without source lines, so that it changes only when a route or a policy
/// does.
#[derive(Debug, Clone)]
pub struct Policies(Vec<RoutePolicy>);

/// One handler of a router.
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
    /// The policy of the whole application.
    Application,
    /// `#[cors(off)]` or `without`: there is none, although the application may have one.
    OptOut,
    /// Nobody said anything: a route of axum's own in an application without a policy.
    Nothing,
}

impl Policies {
    pub(super) fn new(mut routes: Vec<RoutePolicy>) -> Self {
        // What stands for everything else comes last.
        routes.sort_by(|a, b| {
            let key =
                |route: &RoutePolicy| (route.path.is_none(), route.path.clone(), route.method.is_none());
            key(a).cmp(&key(b))
        });
        Self(routes)
    }

    /// The routes.
    pub fn iter(&self) -> impl Iterator<Item = &RoutePolicy> {
        self.0.iter()
    }
}

impl RoutePolicy {
    pub(super) fn new(
        method: Option<&str>,
        path: Option<&str>,
        handler: Option<HandlerInfo>,
        (policy, source): (Option<PolicyRef>, PolicySource),
    ) -> Self {
        let (method, path) = (method.map(str::to_owned), path.map(str::to_owned));
        Self { method, path, handler, policy, source }
    }

    /// The method; `None` for all that have no handler of their own.
    #[must_use]
    pub fn method(&self) -> Option<&str> {
        self.method.as_deref()
    }

    /// The path with the prefixes of the routers around it; `None` for all that the router does not know.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// The handler; `None` where it is not known.
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
            let mut line = String::new();
            for (width, cell) in widths.iter().zip(row) {
                write!(line, "{cell:width$}  ")?;
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}
