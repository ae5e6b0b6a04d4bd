//! What engines write to their consoles, and the page of the documentation that is made of it.
//!
//! People search for these texts, so they are kept word by word; only the addresses are others.

use std::{collections::BTreeMap, fmt::Write};

use cors_core::testing::Step;

use crate::{
    compare::{Answer, Report},
    engine::Engine,
};

/// The messages of one engine, by experiment.
pub type Messages = BTreeMap<String, Vec<String>>;

/// Sorts the console of an engine by experiments, each message once, with addresses for a reader.
///
/// `port` is the first of the lab.
#[must_use]
pub fn sorted(engine: Engine, console: &[String], port: u16) -> Messages {
    let mut messages = Messages::new();
    // WebKit says the reason first and then, in a line of its own, whom it is about.
    let mut before = Vec::new();
    for whole in console {
        let Some(line) = text(engine, whole) else {
            continue;
        };
        // Chromium names the address of what it could not load behind the message.
        let Some(id) = experiment(whole) else {
            before.push(line);
            continue;
        };
        let own = messages.entry(id.to_owned()).or_default();
        for line in before.drain(..).chain([line]) {
            let line = readable(line, port);
            if !own.contains(&line) {
                own.push(line);
            }
        }
        if engine != Engine::Webkit {
            before.clear();
        }
    }
    messages
}

/// The page `docs/console-errors.md`.
#[must_use]
pub fn page(report: &Report, consoles: &[(Engine, Messages)], port: u16) -> String {
    let mut page = HEAD.to_owned();
    let mut line = |text: &str| {
        page.push_str(text);
        page.push('\n');
    };
    let engines: Vec<_> = consoles.iter().map(|(engine, _)| engine.profile().name()).collect();
    line(&format!("Recorded with {}, by `cargo test -p browsers`.", engines.join(", ")));
    for experiment in &report.experiments {
        let (Some(fault), Some(model)) = (&experiment.fault, experiment.model("standard")) else {
            continue;
        };
        line(&format!("\n## {}\n", capitalised(&fault.title)));
        line("```text");
        if let Some(preflight) = &fault.preflight {
            answer(&mut line, "the preflight is answered", preflight, port);
        } else if fault.answer.headers.is_empty() {
            line(&format!("the answer  {}, no CORS header", fault.answer.status));
        } else if experiment.id != "fault-server-down" {
            answer(&mut line, "the answer", &fault.answer, port);
        } else {
            line("no answer: the connection is refused");
        }
        line("```\n");
        line("| browser | console |\n|---|---|");
        for (engine, messages) in consoles {
            let texts = messages.get(&experiment.id).map(|texts| {
                texts.iter().map(|text| format!("`` {} ``", text.replace('|', "\\|"))).collect::<Vec<_>>()
            });
            let texts =
                texts.unwrap_or_else(|| vec!["no message of its own; the network panel says why".to_owned()]);
            line(&format!("| {} | {} |", engine.title(), texts.join("<br>")));
        }
        let sentence = match &model.failed_step {
            // What follows is the system's word for it.
            Some(step) if step == Step::Unreachable.id() => "nothing answers".to_owned(),
            _ => readable(model.why.as_deref().unwrap_or_default(), port),
        };
        line(&format!("\n- Cause: {sentence}."));
        if let Some(step) = &model.failed_step {
            let spec = Step::ALL.into_iter().find(|known| known.id() == step).map_or("", Step::spec);
            line(&format!("- Step: [`{step}`]({spec})."));
        }
        if let Some(cure) = &model.cure {
            line(&format!("- Cure: {}, if that page is to read it.", readable(cure, port)));
        }
        line(&format!("- Experiment: `{}`, on the lab's page `/matrix`.", experiment.id));
    }
    page
}

fn answer(line: &mut impl FnMut(&str), what: &str, answer: &Answer, port: u16) {
    line(&format!("{what}  {}", answer.status));
    for (name, value) in &answer.headers {
        line(&format!("  {name}: {}", readable(value, port)));
    }
}

/// The message of a line of the log, without what the engine puts around it.
fn text(engine: Engine, line: &str) -> Option<&str> {
    match engine {
        Engine::Chromium => {
            let (_, rest) = line.split_once(":CONSOLE")?;
            let (_, rest) = rest.split_once("] \"")?;
            Some(rest.rsplit_once("\", source: ")?.0)
        }
        Engine::Firefox => line.starts_with("Cross-Origin Request").then_some(line),
        Engine::Webkit => {
            let rest = line.strip_prefix("CONSOLE ")?;
            rest.split_once(" ERROR ").map(|(_, text)| text)
        }
    }
}

/// The experiment that a message names in an address.
fn experiment(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("&x=")?;
    Some(rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default())
}

/// With addresses as they are in the wild.
fn readable(text: &str, port: u16) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("http://") {
        let (before, address) = rest.split_at(at);
        out.push_str(before);
        let end =
            address.find(|c: char| c.is_whitespace() || "'’‘\"`),".contains(c)).unwrap_or(address.len());
        let (address, after) = address.split_at(end);
        // A full stop behind an address ends the sentence.
        let whole = address.trim_end_matches('.');
        let _ = write!(out, "{}{}", replaced(whole, port), &address[whole.len()..]);
        rest = after;
    }
    out.push_str(rest);
    out
}

fn replaced(address: &str, port: u16) -> String {
    let rest = address.strip_prefix("http://").unwrap_or(address);
    let (host, path) = rest.split_once('/').map_or((rest, None), |(host, path)| (host, Some(path)));
    let name = if host == format!("localhost:{port}") {
        "https://app.example.com"
    } else if host.starts_with("127.0.0.1:") {
        "https://cdn.example.net"
    } else if host.contains('@') {
        "https://me@cdn.example.net"
    } else {
        "https://api.example.com"
    };
    match path {
        None => name.to_owned(),
        Some(path) if path.is_empty() || path.starts_with('?') => format!("{name}/"),
        Some(path) if path.starts_with("fault/landing") => format!("{name}/moved"),
        Some(_) => format!("{name}/orders"),
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

const HEAD: &str = "\
# What browsers write to their consoles

A script that is refused gets a `TypeError` that does not say why: `Failed to fetch` in Chromium, `NetworkError when
attempting to fetch resource.` in Firefox, `Load failed` in WebKit. The reason is in the browser's console, in its own
words. Here is what three engines write for each way to fail, word by word, what it means and what helps. The page is
`https://app.example.com` and asks `https://api.example.com/orders`.

Whether the page *should* read the answer is for the author of the policy to decide: a stranger's page gets these
messages too, and rightly.

";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_each_engine_are_read() {
        let chromium = "[1:1:1125/0:INFO:CONSOLE:0] \"Access to fetch at 'http://localhost:4404/fault/a?run=r&x=fault-a' from origin 'http://localhost:4400' has been blocked\", source: http://localhost:4400/ (0)";
        let webkit = [
            "CONSOLE SECURITY ERROR Origin http://localhost:4400 is not allowed. Status code: 200",
            "CONSOLE JS ERROR Fetch API cannot load http://localhost:4404/fault/a?run=r&x=fault-a due to access control checks.",
        ];
        let owned = |lines: &[&str]| lines.iter().map(|&line| line.to_owned()).collect::<Vec<_>>();
        let found = sorted(Engine::Chromium, &owned(&[chromium, "noise"]), 4400);
        assert_eq!(
            found["fault-a"],
            [
                "Access to fetch at 'https://api.example.com/orders' from origin 'https://app.example.com' has been blocked"
            ]
        );
        let found = sorted(Engine::Webkit, &owned(&webkit), 4400);
        assert_eq!(
            found["fault-a"],
            [
                "Origin https://app.example.com is not allowed. Status code: 200",
                "Fetch API cannot load https://api.example.com/orders due to access control checks."
            ]
        );
    }

    #[test]
    fn addresses_are_those_of_a_reader() {
        for (text, readable_text) in [
            ("at http://localhost:4400/x. Then", "at https://app.example.com/orders. Then"),
            ("‘http://127.0.0.1:4404/fault/landing?x’", "‘https://cdn.example.net/moved’"),
            (
                "http://localhost:4404, http://localhost:4400/",
                "https://api.example.com, https://app.example.com/",
            ),
        ] {
            assert_eq!(readable(text, 4400), readable_text);
        }
    }
}
