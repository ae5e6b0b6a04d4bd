//! A list of routes and their policies.

use std::fmt;

use ::actix_web::{
    HttpMessage as _,
    dev::Service,
    http::{
        Method, Uri,
        header::{ACCESS_CONTROL_REQUEST_METHOD, HeaderValue},
    },
    test::TestRequest,
};
use cors_core::{HandlerInfo, Policy, PolicyRef};

use super::{
    look::{self, Look},
    site::Site,
};

/// Which handler of an application answers for each method and path, and by which policy.
///
/// actix-web gives away no list of its routes, so the paths are the caller's: real ones, with something in the place
/// of each `{id}`. Nothing runs but guards and what middleware does before its first `.await`.
///
/// ```
/// use actix_web::{App, get, test};
/// use cors::actix_web::cors;
///
/// #[cors(origins = ["https://app.example.com"])]
/// #[get("/orders")]
/// async fn list_orders() -> &'static str {
///     "none yet"
/// }
///
/// # #[actix_web::main]
/// # async fn main() {
/// let app = test::init_service(App::new().service(list_orders)).await;
/// let policies = cors::actix_web::policies(&app, [("GET", "/orders"), ("POST", "/orders")]);
/// let handlers: Vec<_> = policies.iter().map(|route| route.handler().is_some()).collect();
/// assert_eq!(handlers, [true, false]);
/// # }
/// ```
pub fn policies<S, M, P>(app: &S, routes: impl IntoIterator<Item = (M, P)>) -> Policies
where
    S: Service<::actix_http::Request>,
    M: AsRef<str>,
    P: AsRef<str>,
{
    let routes = routes.into_iter().map(|(method, path)| ask(app, method.as_ref(), path.as_ref()));
    Policies(routes.collect())
}

fn ask<S: Service<::actix_http::Request>>(app: &S, method: &str, path: &str) -> RoutePolicy {
    let mut request = TestRequest::default().to_request();
    let mut answer = RoutePolicy {
        method: method.to_owned(),
        path: path.to_owned(),
        handler: None,
        policy: None,
        source: PolicySource::Nothing,
    };
    let (Ok(uri), Ok(requested)) = (path.parse::<Uri>(), HeaderValue::from_str(method)) else {
        return answer;
    };
    let look = Look::default();
    let head = request.head_mut();
    head.method = Method::from_bytes(look::METHOD.as_bytes()).unwrap_or(Method::OPTIONS);
    head.uri = uri;
    head.headers.insert(ACCESS_CONTROL_REQUEST_METHOD, requested);
    request.extensions_mut().insert(look.clone());
    drop(app.call(request));
    match look.seen().site.as_deref() {
        Some(Site::Handler { prepared: Some(prepared), info }) => {
            answer.handler = Some(*info);
            answer.policy = Some(prepared.endpoint().policy_ref().clone());
            answer.source = PolicySource::Handler;
        }
        Some(Site::Handler { prepared: None, info }) => {
            answer.handler = Some(*info);
            answer.source = PolicySource::OptOut;
        }
        Some(site @ Site::Area(_)) => {
            answer.policy = site.prepared().map(|prepared| prepared.endpoint().policy_ref().clone());
            answer.source = PolicySource::Application;
        }
        None => {}
    }
    answer
}

/// What [`policies`] found, in the order of the questions.
///
/// Its [`Display`](fmt::Display) is a table without source lines, so that it changes only when a route or a policy
/// does.
#[derive(Debug, Clone)]
pub struct Policies(Vec<RoutePolicy>);

/// What answers for one method and path.
#[derive(Debug, Clone)]
pub struct RoutePolicy {
    method: String,
    path: String,
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
    /// [`policy`](super::policy) around it.
    Application,
    /// `#[cors(off)]` or `without`: there is none, although the application may have one.
    OptOut,
    /// None, or none that can be seen: a handler without an attribute, no handler at all, or middleware around it
    /// that is not in a [`SkipPreflight`](super::SkipPreflight).
    Nothing,
}

impl Policies {
    /// The routes.
    pub fn iter(&self) -> impl Iterator<Item = &RoutePolicy> {
        self.0.iter()
    }
}

impl RoutePolicy {
    /// The method.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
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
        let handler = self.handler.map_or_else(String::new, |handler| handler.name().to_owned());
        [self.method.clone(), self.path.clone(), handler, policy, opt_outs.join(", ")]
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
