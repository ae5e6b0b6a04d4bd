//! What arrived at a server, what it answered, and how often a handler ran.
//!
//! A preflight and its request have the same URL, so the experiment travels in the query: `?run=..&x=..`. While
//! a server works on a request, the experiment is a task-local value: handlers and the refusal hook need no
//! argument to say where they belong.

use std::{
    collections::{HashMap, VecDeque},
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::Serialize;

/// Which experiment of which page load.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) run: String,
    pub(crate) experiment: String,
}

impl Key {
    /// Reads `run` and `x` from a query; other requests are nobody's experiment.
    pub(crate) fn from_query(query: Option<&str>) -> Option<Self> {
        let value = |name: &str| {
            query?
                .split('&')
                .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
                .filter(|value| is_plain(value))
                .map(str::to_owned)
        };
        Some(Self { run: value("run")?, experiment: value("x")? })
    }
}

/// One request and its answer, as the server saw them.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Exchange {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) request: Vec<(String, String)>,
    pub(crate) status: u16,
    pub(crate) answer: Vec<(String, String)>,
    pub(crate) preflight: bool,
}

impl Exchange {
    /// Starts an exchange with what arrived; [`answered`](Self::answered) completes it.
    pub(crate) fn arrived<'h>(
        method: &str,
        target: &str,
        headers: impl Iterator<Item = (&'h str, &'h [u8])>,
    ) -> Self {
        let request: Vec<_> = lines(headers).map(|(name, value)| own_cookie_only(name, value)).collect();
        let sends = |wanted: &str| request.iter().any(|(name, _)| name == wanted);
        let preflight = method == "OPTIONS" && sends("origin") && sends("access-control-request-method");
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            request,
            status: 0,
            answer: Vec::new(),
            preflight,
        }
    }

    /// Adds the answer.
    pub(crate) fn answered<'h>(
        mut self,
        status: u16,
        headers: impl Iterator<Item = (&'h str, &'h [u8])>,
    ) -> Self {
        self.status = status;
        self.answer = lines(headers).collect();
        self
    }
}

/// Everything that is known about one experiment on the side of the servers.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Record {
    pub(crate) exchanges: Vec<Exchange>,
    pub(crate) handler_runs: usize,
    /// What the library reported to `on_refusal`.
    pub(crate) reasons: Vec<String>,
}

impl Record {
    /// How many preflights arrived.
    pub(crate) fn preflights(&self) -> usize {
        self.exchanges.iter().filter(|exchange| exchange.preflight).count()
    }
}

/// The records of the last page loads, shared by all servers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorder(Arc<Mutex<Store>>);

impl Recorder {
    /// Runs `work` so that [`handler_ran`] and [`refused`] know where they belong.
    pub(crate) fn scope<F: Future>(&self, key: Key, work: F) -> impl Future<Output = F::Output> + use<F> {
        CURRENT.scope(Current { recorder: self.clone(), key }, work)
    }

    /// Adds a finished exchange.
    pub(crate) fn add(&self, key: &Key, exchange: Exchange) {
        self.with(key, |record| {
            if record.exchanges.len() < MOST_EXCHANGES {
                record.exchanges.push(exchange);
            }
        });
    }

    /// What is known about `key` now.
    pub(crate) fn record(&self, key: &Key) -> Record {
        let store = self.lock();
        store.records.get(key).cloned().unwrap_or_default()
    }

    fn with(&self, key: &Key, change: impl FnOnce(&mut Record)) {
        let mut store = self.lock();
        if !store.records.contains_key(key) {
            store.order.push_back(key.clone());
            // A page that is reloaded all day must not fill the memory.
            if store.order.len() > MOST_RECORDS
                && let Some(oldest) = store.order.pop_front()
            {
                store.records.remove(&oldest);
            }
        }
        change(store.records.entry(key.clone()).or_default());
    }

    fn lock(&self) -> MutexGuard<'_, Store> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Called by every handler, first thing: its body runs.
pub(crate) fn handler_ran() {
    current(|record| record.handler_runs += 1);
}

/// Called by the refusal hook: the library's own reason.
pub(crate) fn refused(reason: &str) {
    current(|record| {
        if !record.reasons.iter().any(|known| known == reason) {
            record.reasons.push(reason.to_owned());
        }
    });
}

fn current(change: impl FnOnce(&mut Record)) {
    // Outside of an experiment there is nobody to tell.
    let _ = CURRENT.try_with(|current| current.recorder.with(&current.key, change));
}

#[derive(Debug, Default)]
struct Store {
    records: HashMap<Key, Record>,
    order: VecDeque<Key>,
}

struct Current {
    recorder: Recorder,
    key: Key,
}

tokio::task_local! {
    static CURRENT: Current;
}

fn lines<'h>(headers: impl Iterator<Item = (&'h str, &'h [u8])>) -> impl Iterator<Item = (String, String)> {
    headers.map(|(name, value)| (name.to_ascii_lowercase(), String::from_utf8_lossy(value).into_owned()))
}

/// `localhost` collects the cookies of everything that was ever developed on it: they are not ours to show.
fn own_cookie_only(name: String, value: String) -> (String, String) {
    if name != "cookie" {
        return (name, value);
    }
    let own: Vec<&str> = value.split("; ").filter(|pair| pair.starts_with(COOKIE_NAME)).collect();
    let shown = if own.is_empty() { "(of other programs on localhost)".to_owned() } else { own.join("; ") };
    (name, shown)
}

fn is_plain(value: &str) -> bool {
    (1..=64).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The session cookie of the lab's web app.
pub(crate) const COOKIE_NAME: &str = "cors_lab_session";
const MOST_RECORDS: usize = 4096;
const MOST_EXCHANGES: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    fn key(run: &str, experiment: &str) -> Key {
        Key { run: run.to_owned(), experiment: experiment.to_owned() }
    }

    fn work_on(recorder: &Recorder, key: Key, work: impl FnOnce()) {
        CURRENT.sync_scope(Current { recorder: recorder.clone(), key }, work);
    }

    #[test]
    fn a_key_needs_both_parts_in_plain_characters() {
        assert_eq!(Key::from_query(Some("a=1&run=r1&x=simple-get")), Some(key("r1", "simple-get")));
        for query in [None, Some(""), Some("run=r1"), Some("run=&x=a"), Some("run=r1&x=a%20b")] {
            assert_eq!(Key::from_query(query), None, "{query:?}");
        }
    }

    #[test]
    fn handlers_count_where_they_run() {
        let recorder = Recorder::default();
        let (one, two) = (key("r", "one"), key("r", "two"));
        work_on(&recorder, one.clone(), || {
            handler_ran();
            handler_ran();
            refused("because");
            refused("because");
        });
        work_on(&recorder, two.clone(), handler_ran);
        handler_ran();
        assert_eq!(recorder.record(&one).handler_runs, 2);
        assert_eq!(recorder.record(&one).reasons, ["because"]);
        assert_eq!(recorder.record(&two).handler_runs, 1);
    }

    #[test]
    fn old_records_make_room() {
        let recorder = Recorder::default();
        for n in 0..=MOST_RECORDS {
            work_on(&recorder, key("r", &n.to_string()), handler_ran);
        }
        assert_eq!(recorder.record(&key("r", "0")).handler_runs, 0);
        assert_eq!(recorder.record(&key("r", "1")).handler_runs, 1);
    }

    #[test]
    fn foreign_cookies_are_not_shown() {
        let shown =
            own_cookie_only("cookie".to_owned(), "secret=1; cors_lab_session=demo; other=2".to_owned());
        assert_eq!(shown.1, "cors_lab_session=demo");
    }

    #[test]
    fn a_preflight_needs_both_headers() {
        let origin = ("origin", &b"http://a.example"[..]);
        let method = ("access-control-request-method", &b"PUT"[..]);
        let is = |verb, headers: &[(&'static str, &'static [u8])]| {
            Exchange::arrived(verb, "/", headers.iter().copied()).preflight
        };
        assert!(is("OPTIONS", &[origin, method]));
        assert!(!is("OPTIONS", &[origin]));
        assert!(!is("PUT", &[origin, method]));
    }
}
