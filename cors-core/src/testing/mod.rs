//! A browser as a value: what a script would see of a server's answers.
//!
//! A test that compares header lines repeats what its author believes about browsers. A test with a [`Browser`] asks
//! what matters: may the page read the answer, and if not, at which step of the
//! [Fetch standard](https://fetch.spec.whatwg.org/) does it fail?
//!
//! ```
//! use cors_core::{
//!     Policy,
//!     http1::{Outcome, Prepared},
//!     testing::{Browser, Fetch, Step},
//! };
//! use http::{Request, Response};
//!
//! // Any server: a closure, a `tower::Service`, a socket. Here a handler with a policy in front of it.
//! let policy = Policy::builder()
//!     .origins(["https://app.example.com"])
//!     .methods(["PUT"])
//!     .headers(["content-type"])
//!     .build()?;
//! let policy = Prepared::layer(policy);
//! let server = |request: Request<Vec<u8>>| match policy.decide(request.method(), request.headers()) {
//!     Outcome::Run(pending) => {
//!         let mut response = Response::new("renamed");
//!         pending.apply(response.headers_mut());
//!         response
//!     }
//!     Outcome::Answer(head) => head.into_response(""),
//!     _ => unreachable!(),
//! };
//!
//! let rename = Fetch::put("https://api.example.com/name").json(r#""tea""#);
//! let mut browser = Browser::at("https://app.example.com");
//! let seen = browser.fetch(&rename, server);
//! assert_eq!((seen.preflights(), seen.status()), (1, Some(200)));
//!
//! let seen = Browser::at("https://stranger.example").fetch(&rename, server);
//! assert_eq!(seen.failed_step(), Some(Step::NoAllowOrigin));
//! println!("{seen}"); // what was asked, sent and answered, and the sentence for a developer
//! # Ok::<(), cors_core::PolicyError>(())
//! ```
//!
//! | what | how |
//! |---|---|
//! | when a preflight is sent | methods, header names, values and their byte limits, upload listeners and streams; [`Browser::preflight_reasons`] |
//! | preflight cache | per page, URL and credentials; [`Browser::advance`] moves the clock |
//! | redirects | checked on every hop; a third origin makes `Origin` become `null` |
//! | HTTP cache | answers to GET with `max-age`, by what their `Vary` names; so a missing `Vary` fails a test |
//! | cookies | by host, with `SameSite`; no path, domain or expiry |
//! | engines | [`Profile`]: where Chromium, Firefox and WebKit leave the standard |
//!
//! Not in here: service workers, mixed content, content security policy, Local Network Access, client certificates,
//! `Cross-Origin-Resource-Policy`, and the loads that are not `fetch` (fonts, images, modules).

mod blocked;
mod browser;
mod check;
mod cookies;
mod exchange;
mod fetch;
mod http_cache;
mod page;
mod preflight_cache;
mod profile;
mod reason;
mod run;
mod safelist;
mod seen;
mod service;
mod socket;
#[cfg(test)]
mod tests;
mod values;

pub use self::{
    blocked::{Blocked, Step},
    browser::Browser,
    exchange::Exchange,
    fetch::{Credentials, Fetch, Mode, Redirect},
    profile::Profile,
    reason::PreflightReason,
    safelist::{is_forbidden_request_header, is_safelisted_request_header},
    seen::{Outcome, Readable, Seen},
    service::{Body, read_body},
    socket::ask,
};
