//! Runs the table against an application.

use std::{collections::BTreeMap, fmt, io};

use crate::{
    app::Server,
    client,
    exchange::{Exception, Exchange, Expected, Form},
};

/// What came of a run.
#[derive(Debug)]
pub struct Report {
    framework: &'static str,
    outcomes: Vec<Outcome>,
}

#[derive(Debug)]
struct Outcome {
    exchange: &'static Exchange,
    form: Form,
    /// Empty if all was as expected.
    difference: String,
    /// Why something else was expected than of other frameworks, or nothing at all.
    exception: Option<&'static Exception>,
}

/// Runs all exchanges against the application in each form.
///
/// # Errors
/// Those of the sockets; an exception that fits no exchange.
pub fn run(
    framework: &'static str,
    table: &'static [Exchange],
    exceptions: &'static [Exception],
    start: impl Fn(Form) -> io::Result<Server>,
) -> io::Result<Report> {
    if let Some(stray) =
        exceptions.iter().find(|exception| !table.iter().any(|one| one.name == exception.name))
    {
        return Err(io::Error::other(format!("the exception `{}` fits no exchange", stray.name)));
    }
    let mut outcomes = Vec::new();
    for form in Form::ALL {
        let server = start(form)?;
        for exchange in table.iter().filter(|exchange| exchange.forms.contains(&form)) {
            let exception = exceptions.iter().find(|exception| {
                exception.name == exchange.name && exception.form.is_none_or(|only| only == form)
            });
            let difference = match exception {
                None => compare(&server, exchange, &exchange.expected)?,
                Some(Exception { expected: Some(expected), .. }) => compare(&server, exchange, expected)?,
                Some(Exception { expected: None, .. }) => String::new(),
            };
            outcomes.push(Outcome { exchange, form, difference, exception });
        }
    }
    Ok(Report { framework, outcomes })
}

/// In what the answer differs from the expected one; empty if in nothing.
fn compare(server: &Server, exchange: &Exchange, expected: &Expected) -> io::Result<String> {
    let before = server.counts.read();
    let answer = client::send(server.address, &client::bytes(&exchange.request))
        .map_err(|error| io::Error::new(error.kind(), format!("`{}`: {error}", exchange.name)))?;
    let after = server.counts.read();
    let cors: Vec<(String, String)> =
        expected.cors.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let mut differences = Vec::new();
    if answer.status != expected.status {
        differences.push(format!("status {} instead of {}", answer.status, expected.status));
    }
    if answer.cors() != cors {
        differences.push(format!("headers {:?} instead of {cors:?}", answer.cors()));
    }
    if answer.vary() != expected.vary {
        differences.push(format!("vary {:?} instead of {:?}", answer.vary(), expected.vary));
    }
    let handlers = after.handlers - before.handlers;
    if handlers != expected.handlers {
        differences.push(format!("handlers ran {handlers} times instead of {}", expected.handlers));
    }
    let names_method =
        exchange.request.lines.iter().any(|(name, _)| *name == "Access-Control-Request-Method");
    if exchange.request.method == "OPTIONS" && names_method && answer.status < 300 {
        let others = (after.extractors - before.extractors, after.layers - before.layers);
        if others != (0, 0) {
            differences.push(format!("extractors and layers ran {others:?} times for a preflight"));
        }
    }
    Ok(differences.join("; "))
}

impl Report {
    /// How many exchanges were run and came out as expected.
    #[must_use]
    pub fn passed(&self) -> usize {
        let is_run =
            |outcome: &&Outcome| outcome.exception.is_none_or(|exception| exception.expected.is_some());
        self.outcomes.iter().filter(is_run).filter(|outcome| outcome.difference.is_empty()).count()
    }

    /// Each exchange that came out otherwise.
    pub fn failures(&self) -> impl Iterator<Item = String> {
        self.outcomes.iter().filter(|outcome| !outcome.difference.is_empty()).map(|outcome| {
            format!(
                "{} {:?} `{}`: {}",
                self.framework, outcome.form, outcome.exchange.name, outcome.difference
            )
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows: BTreeMap<u8, (usize, usize)> = BTreeMap::new();
        for outcome in &self.outcomes {
            for row in outcome.exchange.rows {
                let (good, all) = rows.entry(*row).or_default();
                *good += usize::from(outcome.difference.is_empty());
                *all += 1;
            }
        }
        write!(f, "{:<10}", self.framework)?;
        for (row, (good, all)) in &rows {
            write!(f, " {row}: {good}/{all}  ")?;
        }
        writeln!(f)?;
        for failure in self.failures() {
            writeln!(f, "  failed: {failure}")?;
        }
        for outcome in &self.outcomes {
            if let Some(exception) = outcome.exception {
                let how = if exception.expected.is_some() { "differs" } else { "not run" };
                writeln!(f, "  {how}: {:?} `{}`: {}", outcome.form, exception.name, exception.reason)?;
            }
        }
        Ok(())
    }
}
