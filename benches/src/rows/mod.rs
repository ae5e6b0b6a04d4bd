//! The rows: services that answer a case. Each framework stands beside its own bare service and its usual middleware.

mod actix_web;
mod axum;
mod http;
mod poem;
mod rocket;
mod salvo;
mod tower;
mod warp;

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

use ::http::{HeaderMap, HeaderValue};
use cors::{Policy, PolicyRef};

use crate::cases::{Allows, Case, FOUR, HEADERS, METHODS, Origins, PAGE, SEVEN, Served};

/// Answers requests that were made before.
pub trait Runner {
    /// Makes `count` requests.
    fn prepare(&mut self, count: usize);

    /// Answers them all.
    fn run(&mut self);

    /// Answers one, for a look at it.
    fn answer(&mut self) -> Answer;
}

/// The head of an answer.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The headers, of which the table reads names only.
    pub headers: HeaderMap,
}

/// A row of the table.
#[expect(missing_debug_implementations, reason = "it holds services")]
#[non_exhaustive]
pub struct Row {
    /// What it is.
    pub label: Label,
    /// Whom its answer must name.
    pub allows: Allows,
    /// What answers.
    pub runner: Box<dyn Runner>,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label {
    /// For a reader.
    pub name: &'static str,
    /// The rows that are compared with each other: the first is the bare service.
    pub group: Group,
    /// What it is to the check.
    pub role: Role,
}

/// What a row's bare service is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Group {
    /// A function of `http` types.
    Http,
    /// A tower service of `http` types.
    Tower,
    /// An axum router of one route.
    Axum,
    /// An actix-web application of one route.
    Actix,
    /// A Rocket application of one path.
    Rocket,
    /// A poem router of one route.
    Poem,
    /// A salvo service of one route.
    Salvo,
    /// A warp filter of one path.
    Warp,
}

/// What a row is to the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// Without CORS.
    Bare,
    /// By an expert's hand, as short as it can be.
    Shortest,
    /// By an expert's hand, with what this library guarantees.
    ByHand,
    /// This library.
    Ours,
    /// Another library.
    Peer,
}

impl Group {
    /// All groups, in the order of the tables.
    pub const ALL: [Self; 8] =
        [Self::Http, Self::Tower, Self::Axum, Self::Actix, Self::Rocket, Self::Poem, Self::Salvo, Self::Warp];
}

/// The rows of a group for a case, without those that cannot answer it; within a runtime of actix-web.
pub async fn rows(case: &Case, group: Group) -> Vec<Row> {
    let handlers = handlers(case);
    match group {
        Group::Http => http::rows(case, &handlers),
        Group::Tower => tower::rows(case, &handlers),
        Group::Axum => axum::rows(case, &handlers),
        Group::Actix => actix_web::rows(case, &handlers).await,
        Group::Rocket => rocket::rows(case, &handlers).await,
        Group::Poem => poem::rows(case, &handlers),
        Group::Salvo => salvo::rows(case, &handlers),
        Group::Warp => warp::rows(case, &handlers),
    }
}

/// What is wrong with what a row answers: a row must not win by answering less than it claims.
#[must_use]
pub fn mistake(case: &Case, row: &Row, answer: &Answer) -> Option<String> {
    let named: Vec<&[u8]> =
        answer.headers.get_all("access-control-allow-origin").iter().map(HeaderValue::as_bytes).collect();
    let origin = case.request().headers().get("origin").cloned();
    let expected: &[&[u8]] = match row.allows {
        Allows::Nobody => &[],
        Allows::Anybody => &[b"*"],
        Allows::Page => &[origin.as_ref().map_or(PAGE.as_bytes(), |origin| origin.as_bytes())],
    };
    let ran = (200..300).contains(&answer.status) && !case.is_preflight();
    let is_plain =
        answer.headers.get("content-type").is_some_and(|value| value.as_bytes().starts_with(b"text/plain"));
    if named != expected {
        Some("names somebody else".to_owned())
    } else if case.is_preflight()
        && row.allows != Allows::Nobody
        // An adapter that names only the requested one has none to name.
        && !case.is_refused_by_methods()
        && !answer.headers.contains_key("access-control-allow-methods")
    {
        Some("lists no method".to_owned())
    } else if ran && !is_plain {
        Some("is not the handler's".to_owned())
    } else {
        None
    }
}

/// A row, of its parts.
fn row(name: &'static str, group: Group, role: Role, allows: Allows, runner: Box<dyn Runner>) -> Row {
    Row { label: Label { name, group, role }, allows, runner }
}

/// The rows of a group that each have a service of one type. A peer is `None` where it cannot do the case.
fn group(
    group: Group,
    case: &Case,
    bare: (&'static str, Box<dyn Runner>),
    ours: Vec<(&'static str, Box<dyn Runner>)>,
    peer: Option<Peer>,
) -> Vec<Row> {
    let mut rows = vec![row(bare.0, group, Role::Bare, Allows::Nobody, bare.1)];
    rows.extend(ours.into_iter().map(|(name, runner)| row(name, group, Role::Ours, case.allows(), runner)));
    rows.extend(peer.map(|peer| row(peer.name, group, Role::Peer, peer.allows, peer.runner)));
    rows
}

/// Another library's row.
struct Peer {
    name: &'static str,
    allows: Allows,
    runner: Box<dyn Runner>,
}

/// A method and the policy of its handler.
struct Stated {
    method: &'static str,
    policy: PolicyRef,
}

/// The policy that handlers share.
fn policy(origins: Origins) -> PolicyRef {
    let mut policy = Policy::builder().methods(METHODS).headers(HEADERS).max_age(600);
    policy = match origins {
        Origins::Any => policy.any_origin(),
        _ => policy.origins(origins.entries()).credentials(),
    };
    policy.build().expect("a valid policy").into()
}

/// The handlers of every row of ours.
fn handlers(case: &Case) -> Vec<Stated> {
    match case.served {
        Served::Four => {
            let shared = policy(case.origins);
            FOUR.into_iter().map(|method| Stated { method, policy: shared.clone() }).collect()
        }
        Served::Seven => SEVEN
            .into_iter()
            .zip(601..)
            .map(|(method, seconds)| {
                let own = format!("https://{}.example.com", method.to_ascii_lowercase());
                let policy = Policy::builder().origins([PAGE.to_owned(), own]).headers(HEADERS);
                let policy = policy.credentials().max_age(seconds).build().expect("a valid policy").into();
                Stated { method, policy }
            })
            .collect(),
    }
}

/// The methods that bare services serve.
fn methods(case: &Case) -> &'static [&'static str] {
    match case.served {
        Served::Four => &FOUR,
        Served::Seven => &SEVEN,
    }
}

/// What stands behind the `*` of each pattern, for peers that take a predicate.
fn ends(origins: Origins) -> Vec<String> {
    origins.entries().iter().map(|entry| entry.replace("https://*", "")).collect()
}

/// Such a predicate, as a user of the peers writes it.
fn ends_with(origin: &str, ends: &[String]) -> bool {
    origin.starts_with("https://") && ends.iter().any(|end| origin.ends_with(end))
}

/// The value of a future that never waits.
fn once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("nothing here waits"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Group, mistake, rows};
    use crate::cases::CASES;

    #[test]
    fn every_row_answers_what_it_claims() {
        ::actix_web::rt::System::new().block_on(async {
            for case in &CASES {
                let mut all = Vec::new();
                for group in Group::ALL {
                    all.extend(rows(case, group).await);
                }
                for mut row in all {
                    let answer = row.runner.answer();
                    assert_eq!(
                        mistake(case, &row, &answer),
                        None,
                        "{}: {}: {answer:?}",
                        case.id,
                        row.label.name
                    );
                }
            }
        });
    }
}
