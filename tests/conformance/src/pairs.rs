//! Random policies and random fetches, near to each other.
//!
//! Origins differ from the allowed ones in a port, a scheme, a label, a look-alike end; methods in their case; values of
//! headers stand at the byte limits of the safelist. A case that fails is made smaller by leaving out its parts one
//! after the other: a strategy of `proptest` for the same cases shrank for minutes.

use crate::{
    random::Random,
    verdicts::{Library, Route, Site, SitePolicy, Step, Verdicts, difference},
};

/// A case that the library gets wrong, made as small as it can be.
#[derive(Debug)]
#[non_exhaustive]
pub struct Counterexample {
    /// The case.
    pub case: Verdicts,
    /// What is wrong.
    pub difference: String,
}

/// Judges at least `pairs` pairs of a policy and a fetch, and returns how many it were.
///
/// The same `seed` makes the same cases.
///
/// # Errors
/// The first counterexample.
pub fn judge(pairs: usize, seed: u64, library: Library) -> Result<usize, Box<Counterexample>> {
    let mut random = Random::new(seed);
    let mut done = 0;
    while done < pairs {
        let case = case(&mut random);
        done += case.steps.len();
        if let Err(found) = difference(&case, library) {
            return Err(Box::new(smallest(Counterexample { case, difference: found }, library)));
        }
    }
    Ok(done)
}

/// Leaves out what can be left out.
fn smallest(mut found: Counterexample, library: Library) -> Counterexample {
    // Each round makes the case smaller, so this ends.
    while let Some(smaller) = smaller(&found.case).into_iter().find_map(|case| {
        let difference = difference(&case, library).err()?;
        Some(Counterexample { case, difference })
    }) {
        found = smaller;
    }
    found
}

/// Every case that is smaller by one part.
fn smaller(case: &Verdicts) -> Vec<Verdicts> {
    let mut all = Vec::new();
    let mut add = |change: &dyn Fn(&mut Verdicts)| {
        let mut case = case.clone();
        change(&mut case);
        all.push(case);
    };
    for index in 0..case.steps.len() {
        add(&|case| drop(case.steps.remove(index)));
    }
    for index in 0..case.site.routes.len() {
        add(&|case| drop(case.site.routes.remove(index)));
    }
    if case.profile != "standard" {
        add(&|case| "standard".clone_into(&mut case.profile));
    }
    for (index, step) in case.steps.iter().enumerate() {
        let mut step_change = |change: &dyn Fn(&mut Step)| {
            add(&|case| case.steps.iter_mut().skip(index).take(1).for_each(change));
        };
        for at in 0..step.headers.len() {
            step_change(&|step| drop(step.headers.remove(at)));
        }
        if step.upload_listener {
            step_change(&|step| step.upload_listener = false);
        }
        if step.credentials_mode != "same-origin" {
            step_change(&|step| "same-origin".clone_into(&mut step.credentials_mode));
        }
    }
    for (index, route) in case.site.routes.iter().enumerate() {
        let Some(policy) = &route.policy else {
            continue;
        };
        let mut policy_change = |change: &dyn Fn(&mut SitePolicy)| {
            add(&|case| {
                let route = case.site.routes.get_mut(index);
                if let Some(policy) = route.and_then(|route| route.policy.as_mut()) {
                    change(policy);
                }
            });
        };
        // A policy without any origin is refused by a rule.
        for at in 0..if policy.origins.len() > 1 { policy.origins.len() } else { 0 } {
            policy_change(&|policy| drop(policy.origins.remove(at)));
        }
        for at in 0..policy.headers.len() {
            policy_change(&|policy| drop(policy.headers.remove(at)));
        }
        for at in 0..policy.expose.len() {
            policy_change(&|policy| drop(policy.expose.remove(at)));
        }
        if policy.methods.is_some() {
            policy_change(&|policy| policy.methods = None);
        }
        if policy.max_age.is_some() {
            policy_change(&|policy| policy.max_age = None);
        }
        if policy.credentials {
            policy_change(&|policy| policy.credentials = false);
        }
        if policy.forbid {
            policy_change(&|policy| policy.forbid = false);
        }
    }
    // What a rule refuses is no policy.
    all.retain(|case| {
        case.site.routes.iter().filter_map(|route| route.policy.as_ref()).all(|policy| policy.build().is_ok())
    });
    all
}

fn case(random: &mut Random) -> Verdicts {
    let count = 1 + random.below(4);
    let routes = random.some(&METHODS, count).into_iter().map(|method| Route {
        method: method.to_owned(),
        policy: if random.below(10) == 0 { None } else { Some(policy(random)) },
    });
    let site = Site { routes: routes.collect() };
    // Only the first has headers: the header names of a preflight are shared by all handlers of a path.
    let mut steps = vec![step(random, true)];
    for _ in 0..random.below(3) {
        steps.push(step(random, false));
    }
    let profile = random.pick(&["standard", "chromium", "firefox", "webkit"]).to_owned();
    Verdicts { id: "found".to_owned(), profile, site, steps }
}

fn policy(random: &mut Random) -> SitePolicy {
    let any = || owned(&["*"]);
    let origins = match random.below(5) {
        0 => any(),
        count => owned(&random.some(&ENTRIES, count)),
    };
    let methods = match random.below(10) {
        0 => Some(any()),
        1..=4 => {
            let count = 1 + random.below(3);
            Some(owned(&random.some(&METHODS, count)))
        }
        _ => None,
    };
    let headers = match random.below(7) {
        5 => any(),
        6 => owned(&["*", "authorization"]),
        count => owned(&random.some(&NAMES, count)),
    };
    let expose = match random.below(4) {
        3 => any(),
        count => owned(&random.some(&["etag", "x-request-id"], count)),
    };
    // `*` with credentials is refused by a rule.
    let has_any = [Some(&origins), methods.as_ref(), Some(&headers), Some(&expose)]
        .into_iter()
        .flatten()
        .flatten()
        .any(|item| item == "*");
    SitePolicy {
        credentials: !has_any && random.below(2) == 0,
        max_age: if random.below(2) == 0 { None } else { Some([0, 5, 600, 7200][random.below(4)]) },
        forbid: random.below(3) == 0,
        origins,
        methods,
        headers,
        expose,
    }
}

fn step(random: &mut Random, with_headers: bool) -> Step {
    let count = if with_headers { random.below(4) } else { 0 };
    let headers = random.some(&HEADERS, count).into_iter().map(|(name, values)| {
        let value = values[random.below(values.len())];
        (name.to_owned(), value())
    });
    Step {
        headers: headers.collect(),
        page: page(random),
        method: if random.below(5) == 0 { random.pick(&ODD_METHODS) } else { random.pick(&METHODS) }
            .to_owned(),
        credentials_mode: random.pick(&["same-origin", "omit", "include"]).to_owned(),
        upload_listener: with_headers && random.below(10) == 0,
    }
}

/// A page of an allowed origin, or of one that looks like it.
fn page(random: &mut Random) -> String {
    let entry = random.pick(&ENTRIES);
    let (scheme, rest) = entry.split_once("://").unwrap_or((entry, ""));
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) => (host, format!(":{}", port.replace('*', "3000"))),
        None => (rest, String::new()),
    };
    let base = host.trim_start_matches("*.");
    let host = host.replace('*', "shop");
    match random.below(14) {
        0..=3 => format!("{scheme}://{host}{port}"),
        4 => format!("{}://{host}{port}", if scheme == "https" { "http" } else { "https" }),
        5 => format!("{scheme}://{host}:8443"),
        6 => format!("{scheme}://a.b.{base}{port}"),
        7 => format!("{scheme}://evil{base}{port}"),
        8 => format!("{scheme}://{base}{port}"),
        9 => format!("{scheme}://{base}.evil.example{port}"),
        10 => format!("{scheme}://{host}.{port}"),
        11 => format!("{scheme}://{}{port}", host.to_ascii_uppercase()),
        12 => format!("{scheme}://{host}"),
        _ => "null".to_owned(),
    }
}

fn owned(items: &[&str]) -> Vec<String> {
    items.iter().map(|&item| item.to_owned()).collect()
}

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "patch", "PURGE"];
const ODD_METHODS: [&str; 7] = ["patch", "put", "Delete", "HEAD", "OPTIONS", "CHICKEN", "chicken"];
const NAMES: [&str; 5] = ["content-type", "authorization", "x-a", "X-B", "range"];
const ENTRIES: [&str; 8] = [
    "https://app.example.com",
    "https://*.example.com",
    "https://*.shop.example:8443",
    "http://localhost:*",
    "https://example.com",
    "https://*.deep.example.org",
    "https://partner.example:444",
    "capacitor://localhost",
];

type Values = &'static [fn() -> String];

/// Names as a script may write them, with values around the limits.
const HEADERS: [(&str, Values); 11] = [
    ("x-a", &[|| "1".to_owned()]),
    ("X-B", &[|| "1".to_owned(), String::new]),
    ("x-c", &[|| "1".to_owned()]),
    ("Authorization", &[|| "Bearer x".to_owned()]),
    (
        "Content-Type",
        &[
            || "application/json".to_owned(),
            || "text/plain".to_owned(),
            || "TEXT/plain;charset=utf-8".to_owned(),
            || format!("text/plain;{}", "a".repeat(117)),
            || format!("text/plain;{}", "a".repeat(118)),
        ],
    ),
    ("accept", &[|| "a".repeat(128), || "a".repeat(129), || "a:b".to_owned()]),
    ("Accept-Language", &[|| "en".to_owned(), || "en_GB".to_owned()]),
    ("range", &[|| "bytes=0-9".to_owned(), || "bytes=-9".to_owned()]),
    ("Cookie", &[|| "a=b".to_owned()]),
    ("DPR", &[|| "2".to_owned()]),
    ("x-http-method-override", &[|| "TRACE".to_owned(), || "PUT".to_owned()]),
];
