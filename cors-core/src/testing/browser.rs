//! One page of one browser, with its caches and its clock.

use std::{
    convert::Infallible,
    error::Error,
    future::Future,
    net::SocketAddr,
    pin::pin,
    task::{Context, Poll, Waker},
    time::Duration,
};

use http::{Request, Response};
use url::Url;

use super::{
    cookies::Cookies,
    fetch::Fetch,
    http_cache::HttpCache,
    page::Page,
    preflight_cache::PreflightCache,
    profile::Profile,
    reason::PreflightReason,
    run,
    seen::Seen,
    service::{self, Body},
    socket,
};
use crate::policy::PolicyRef;

/// A browser that has one page open.
///
/// Its caches, its cookies and its clock belong to it: start with a new one where a test must not know of another.
///
/// ```
/// use cors_core::testing::{Browser, Fetch, Profile};
/// use http::Response;
///
/// let server = |_| Response::builder().header("access-control-allow-origin", "*").body("tea").unwrap();
/// for profile in Profile::all() {
///     let mut browser = Browser::at("https://app.example.com").with_profile(profile);
///     let seen = browser.fetch(&Fetch::get("https://api.example.com/orders"), server);
///     assert_eq!(seen.expect_readable().text(), "tea");
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Browser {
    pub(super) page: Page,
    pub(super) profile: Profile,
    pub(super) now: Duration,
    pub(super) cookies: Cookies,
    pub(super) preflights: PreflightCache,
    pub(super) answers: HttpCache,
    pub(super) policy: Option<PolicyRef>,
}

impl Browser {
    /// Opens a page, by its address or by its origin, in a browser that follows the Fetch standard.
    ///
    /// Addresses are normalised as browsers do: `HTTPS://App.example.com:443/a` is the origin
    /// `https://app.example.com`. What is no `http` or `https` address is taken as the serialised origin itself, such
    /// as `capacitor://localhost`; `null` is a page without one, such as a sandboxed frame.
    #[must_use]
    pub fn at(page: &str) -> Self {
        Self {
            page: Page::at(page),
            profile: Profile::fetch_standard(),
            now: Duration::ZERO,
            cookies: Cookies::default(),
            preflights: PreflightCache::default(),
            answers: HttpCache::default(),
            policy: None,
        }
    }

    /// The same as another browser.
    #[must_use]
    pub fn with_profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    /// The same, and what it sees is explained by this policy of the server: wherever an outcome is displayed, and where
    /// an assertion about it fails.
    ///
    /// The server is asked as before; where its answer is not what the policy says, the explanation says so.
    ///
    /// ```
    /// use cors_core::{Policy, Reason, testing::{Browser, Fetch}};
    /// use http::Response;
    ///
    /// let policy = Policy::builder().name("Api").origins(["https://app.example.com"]).build()?;
    /// let mut browser = Browser::at("http://app.example.com").explained_by(policy);
    /// let seen = browser.fetch(&Fetch::get("https://api.example.com/orders"), |_| Response::new("tea"));
    ///
    /// assert_eq!(seen.explanation().and_then(|explanation| explanation.reason()), Some(Reason::OriginNotAllowed));
    /// assert!(seen.to_string().contains("it differs only in the scheme: \"http\", allowed is \"https\""));
    /// # Ok::<(), cors_core::PolicyError>(())
    /// ```
    #[must_use]
    pub fn explained_by(mut self, policy: impl Into<PolicyRef>) -> Self {
        self.policy = Some(policy.into());
        self
    }

    /// Opens another page and keeps caches and cookies.
    pub fn open(&mut self, page: &str) {
        self.page = Page::at(page);
    }

    /// Keeps a cookie, in the words of a `Set-Cookie` line, as if the user had been to `site` before.
    ///
    /// Of its attributes only `SameSite` counts; without one it is sent to every site, as `SameSite=None` is.
    pub fn set_cookie(&mut self, site: &str, line: &str) {
        if let Ok(url) = Url::parse(site) {
            self.cookies.set(&url, line);
        }
    }

    /// Lets time pass, for the caches.
    pub fn advance(&mut self, time: Duration) {
        self.now = self.now.saturating_add(time);
    }

    /// The serialised origin of the page, `null` where it has none.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.page.origin()
    }

    /// Why the browser would send a preflight before this request; empty where it would not.
    ///
    /// Whether an earlier answer is still in the cache is not looked at.
    #[must_use]
    pub fn preflight_reasons(&self, fetch: &Fetch) -> Vec<PreflightReason> {
        run::preflight_reasons(self, fetch)
    }

    /// Sends a request to a server that is a function, and returns what the script sees.
    ///
    /// The function gets the request as a server does: the target has no host in it, `Host` has.
    pub fn fetch<B>(&mut self, fetch: &Fetch, mut server: impl FnMut(Request<Vec<u8>>) -> Response<B>) -> Seen
    where
        B: AsRef<[u8]>,
    {
        ready(self.fetch_with(fetch, async |request| {
            Ok::<_, Infallible>(server(request).map(|body| body.as_ref().to_vec()))
        }))
    }

    /// Sends a request to whatever the function asks, such as the test client of a framework.
    ///
    /// An error of the function is a server that cannot be reached. See [`fetch`](Self::fetch) for its argument.
    pub async fn fetch_with<E>(
        &mut self,
        fetch: &Fetch,
        mut server: impl AsyncFnMut(Request<Vec<u8>>) -> Result<Response<Vec<u8>>, E>,
    ) -> Seen
    where
        E: ToString,
    {
        run::run(self, fetch, &mut async |request| server(request).await.map_err(|error| error.to_string()))
            .await
    }

    /// Sends a request to a service, such as an axum `Router`, and reads the whole answer.
    ///
    /// An error of the service or of its body is a server that cannot be reached.
    pub async fn fetch_service<S, R>(&mut self, fetch: &Fetch, service: &mut S) -> Seen
    where
        S: tower_service::Service<Request<Body>, Response = Response<R>>,
        S::Error: ToString,
        R: http_body::Body,
        R::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        run::run(self, fetch, &mut async |request| service::call(service, request).await).await
    }

    /// Sends a request to a server behind a socket, whatever host and scheme the address names.
    ///
    /// Speaks HTTP/1.1 without TLS, one connection a request, for at most ten seconds and 16 MiB each. It blocks the
    /// thread: in an asynchronous test the server must run on another one.
    pub fn fetch_socket(&mut self, fetch: &Fetch, server: SocketAddr) -> Seen {
        ready(run::run(self, fetch, &mut async |request| socket::ask(server, &request)))
    }
}

/// The value of a future that never waits.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        // Nothing in `run` waits but the server's own future, and those above are ready at once.
        Poll::Pending => unreachable!("a synchronous server does not wait"),
    }
}
