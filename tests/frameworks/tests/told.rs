//! What is told of a request: on every stack the same, once, and in all places alike.
//!
//! Each exchange of the table is sent to every application. The counter, the listener and the answer's own note must say
//! the same of it, and all stacks must say what the others say.
#![cfg(test)]

use std::{
    collections::BTreeMap,
    mem,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use cors::RequestKind;
use frameworks::{
    STACKS,
    client::{self, Answer},
    exchange::Form,
    table::TABLE,
};
use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshotter};
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{Layer, layer::Context, layer::SubscriberExt as _, registry::Registry};

/// Where a framework keeps from us what others tell of: Rocket leaves out lines that are not UTF-8.
const UNSEEN: &[(&str, &str)] = &[("rocket", "requested headers of any bytes")];

/// What the listener has heard.
static HEARD: Mutex<Vec<String>> = Mutex::new(Vec::new());
/// How many refusals the log knows of: written down, or left out and counted.
static LOGGED: AtomicU64 = AtomicU64::new(0);

/// Adds up what is in the log.
struct Log;

#[derive(Default)]
struct Fields {
    message: String,
    left_out: u64,
    has_kind: bool,
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        match field.name() {
            "message" => self.message = format!("{value:?}"),
            "kind" => self.has_kind = true,
            _ => {}
        }
    }

    fn record_str(&mut self, field: &Field, _value: &str) {
        self.has_kind |= field.name() == "kind";
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "left_out" {
            self.left_out = value;
        }
    }
}

impl<S: Subscriber> Layer<S> for Log {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        if event.metadata().target() != "cors" {
            return;
        }
        let mut fields = Fields::default();
        event.record(&mut fields);
        assert!(fields.message.starts_with("CORS"), "{}", fields.message);
        LOGGED.fetch_add(fields.left_out + u64::from(fields.has_kind), Ordering::Relaxed);
    }
}

/// What was counted since the last look, as `kind outcome reason`.
fn counted(snapshotter: &Snapshotter) -> Vec<String> {
    let mut all = Vec::new();
    for (key, _, _, value) in snapshotter.snapshot().into_vec() {
        let DebugValue::Counter(count) = value else { continue };
        let (_, key) = key.into_parts();
        if key.name() != "cors_requests_total" {
            continue;
        }
        let labels: BTreeMap<&str, &str> = key.labels().map(|label| (label.key(), label.value())).collect();
        assert_eq!(labels.keys().copied().collect::<Vec<_>>(), ["kind", "outcome", "policy", "reason"]);
        let text = format!("{} {} {}", labels["kind"], labels["outcome"], labels["reason"]);
        all.extend((0..count).map(|_| text.clone()));
    }
    all
}

/// The reason in the answer's own note.
fn noted(answer: &Answer) -> Option<String> {
    let (_, value) = answer.lines.iter().find(|(name, _)| name == "x-cors-refusal")?;
    Some(String::from_utf8_lossy(value).split(';').next().unwrap().to_owned())
}

fn tells_alike(snapshotter: &Snapshotter, answer: &Answer) -> Result<String, String> {
    let heard = mem::take(&mut *HEARD.lock().unwrap());
    let counted = counted(snapshotter);
    let refused: Vec<String> = counted.iter().filter(|one| !one.ends_with(" none")).cloned().collect();
    let told = format!("counted {counted:?}, heard {heard:?}, noted {:?}", noted(answer));
    if counted.len() > 1 || heard != refused {
        return Err(told);
    }
    let reason = refused.first().and_then(|one| one.split(' ').nth(2)).map(str::to_owned);
    if noted(answer) != reason {
        return Err(told);
    }
    let is_readable = answer.cors().iter().any(|(name, _)| name == "access-control-allow-origin");
    let outcome = counted.first().and_then(|one| one.split(' ').nth(1)).unwrap_or("nothing");
    let is_right = match outcome {
        "allowed" => is_readable,
        // A policy for any origin says so to whoever asks.
        "passed" => true,
        // A preflight whose origin is let in has lists, and the browser refuses by them.
        "refused" => {
            !is_readable
                || matches!(
                    reason.as_deref(),
                    Some("method-not-allowed" | "header-not-allowed" | "too-many-headers")
                )
        }
        "forbidden" => answer.status == 403,
        _ => !is_readable,
    };
    if is_right { Ok(counted.first().cloned().unwrap_or_default()) } else { Err(told) }
}

#[test]
fn every_stack_tells_the_same_once() {
    let recorder = DebuggingRecorder::new();
    let snapshotter = recorder.snapshotter();
    recorder.install().unwrap();
    cors::count_requests();
    tracing::subscriber::set_global_default(Registry::default().with(Log)).unwrap();
    cors::on_refusal(|event| {
        let (kind, outcome, reason) = (event.kind(), event.outcome(), event.reason());
        assert_ne!(kind, RequestKind::NotCors);
        HEARD.lock().unwrap().push(format!("{kind} {outcome} {reason}"));
        // What a listener does cannot harm an answer.
        panic!("a listener that panics");
    })
    .unwrap();
    cors::show_refusals().unwrap();
    std::panic::set_hook(Box::new(|_| {}));

    let (mut failures, mut refusals) = (Vec::new(), 0);
    let mut by_exchange: BTreeMap<(usize, &str), Vec<(&str, String)>> = BTreeMap::new();
    for stack in STACKS {
        for (number, form) in Form::ALL.into_iter().enumerate() {
            let server = (stack.start)(form).unwrap();
            for exchange in TABLE.iter().filter(|exchange| exchange.forms.contains(&form)) {
                let exception = stack.exceptions.iter().find(|exception| {
                    exception.name == exchange.name && exception.form.is_none_or(|only| only == form)
                });
                if exception.is_some_and(|exception| exception.expected.is_none()) {
                    continue;
                }
                let answer = client::send(server.address, &client::bytes(&exchange.request)).unwrap();
                match tells_alike(&snapshotter, &answer) {
                    Ok(told) => {
                        refusals += u64::from(!told.is_empty() && !told.ends_with(" none"));
                        if exception.is_none() && !UNSEEN.contains(&(stack.name, exchange.name)) {
                            by_exchange.entry((number, exchange.name)).or_default().push((stack.name, told));
                        }
                    }
                    Err(told) => {
                        failures.push(format!("{} {form:?} `{}`: {told}", stack.name, exchange.name));
                    }
                }
            }
        }
    }
    for ((form, name), told) in &by_exchange {
        if told.iter().any(|(_, one)| *one != told[0].1) {
            failures.push(format!("form {form} `{name}`: {told:?}"));
        }
    }
    drop(std::panic::take_hook());
    assert!(failures.is_empty(), "{} differ:\n{}", failures.len(), failures.join("\n"));
    cors::flush_refusals();
    assert!(refusals > 300, "{refusals}");
    assert_eq!(LOGGED.load(Ordering::Relaxed), refusals, "each refusal is in the log, or counted there");
}
