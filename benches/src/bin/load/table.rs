//! The table, and what must hold.

use std::{fmt::Write, time::Duration};

use crate::{
    apps::{App, Ask, Kind},
    client::Load,
};

/// The figures of one turn.
#[derive(Debug)]
pub(crate) struct Figures {
    answers: usize,
    /// Answers in a second.
    throughput: f64,
    /// The 99th percentile, in seconds.
    p99: f64,
    /// CPU seconds of the server for one answer.
    server: Option<f64>,
    /// How many cores the server and the generator kept busy.
    busy: Option<(f64, f64)>,
    wrong: Vec<String>,
}

/// A program and its turns.
#[derive(Debug)]
pub(crate) struct Line {
    app: App,
    actual: Vec<Figures>,
    preflight: Vec<Figures>,
}

impl Figures {
    pub(crate) fn new(mut load: Load, server: Option<Duration>, own: Option<Duration>) -> Self {
        load.times.sort_unstable();
        let answers = load.times.len();
        let seconds = load.time.as_secs_f64().max(f64::MIN_POSITIVE);
        let p99 = load.times.get((answers * 99).div_ceil(100).saturating_sub(1));
        let share = |time: Duration| time.as_secs_f64() / seconds;
        Self {
            answers,
            throughput: float(answers) / seconds,
            p99: p99.map_or(0.0, Duration::as_secs_f64),
            server: server.map(|time| time.as_secs_f64() / float(answers)),
            busy: server.map(share).zip(own.map(share)),
            wrong: load.wrong,
        }
    }
}

impl Line {
    pub(crate) const fn new(app: App) -> Self {
        Self { app, actual: Vec::new(), preflight: Vec::new() }
    }

    pub(crate) fn push(&mut self, ask: Ask, figures: Figures) {
        match ask {
            Ask::Actual => self.actual.push(figures),
            Ask::Preflight => self.preflight.push(figures),
        }
    }

    fn turns(&self, ask: Ask) -> &[Figures] {
        match ask {
            Ask::Actual => &self.actual,
            Ask::Preflight => &self.preflight,
        }
    }

    fn wrong(&self) -> impl Iterator<Item = &String> {
        self.actual.iter().chain(&self.preflight).flat_map(|figures| &figures.wrong)
    }

    /// The median over the rounds of a figure's ratio to that of the bare program in the same round.
    fn ratio(&self, bare: &Self, ask: Ask, figure: fn(&Figures) -> Option<f64>) -> String {
        let both = self.turns(ask).iter().zip(bare.turns(ask));
        median(both.filter_map(|(own, bare)| Some(figure(own)? / figure(bare)?)))
            .map_or("-".to_owned(), |ratio| format!("{ratio:.2}"))
    }
}

/// A Markdown table, and a line about what was busy.
pub(crate) fn table(lines: &[Line]) -> String {
    let mut text = String::from(
        "| program | actual, allowed: throughput | p99 | server CPU an answer | preflight: throughput | p99 | server CPU an answer | wrong answers |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    let bare_of = |line: &Line| {
        let is_it = |other: &&Line| other.app.framework == line.app.framework && other.app.kind == Kind::Bare;
        lines.iter().find(is_it)
    };
    for line in lines {
        let Some(bare) = bare_of(line) else {
            continue;
        };
        let cells = Ask::ALL.map(|ask| {
            [
                line.ratio(bare, ask, |figures| Some(figures.throughput)),
                line.ratio(bare, ask, |figures| Some(figures.p99)),
                line.ratio(bare, ask, |figures| figures.server),
            ]
            .join(" | ")
        });
        // Writing to a string does not fail.
        let _ = writeln!(text, "| {} | {} | {} |", line.app.name, cells.join(" | "), line.wrong().count());
    }
    let turns = || lines.iter().flat_map(|line| line.actual.iter().chain(&line.preflight));
    let of_turns =
        |figure: fn(&Figures) -> Option<f64>| median(turns().filter_map(figure)).unwrap_or_default();
    let server = of_turns(|figures| Some(figures.busy?.0));
    let _ = write!(
        text,
        "\nMedian turn: {:.0} answers, {:.0} a second; cores kept busy: {server:.2} by the server, {:.2} by the generator.",
        of_turns(|figures| Some(float(figures.answers))),
        of_turns(|figures| Some(figures.throughput)),
        of_turns(|figures| Some(figures.busy?.1)),
    );
    // Without other work the server is the bottleneck; 0 where the system does not say.
    if server > 0.0 && server < 0.8 {
        text.push_str("\nSomething else had the cores: of these figures only the CPU time means much.");
    }
    text
}

/// What does not hold; empty where all does. Times are none of it.
pub(crate) fn broken(lines: &[Line]) -> Vec<String> {
    let mut broken = Vec::new();
    for line in lines {
        // One wrong answer is as good as thousands of the same.
        broken.extend(line.wrong().take(3).map(|why| format!("{}: {why}", line.app.name)));
        for ask in Ask::ALL {
            if line.turns(ask).iter().any(|figures| figures.answers == 0) {
                broken.push(format!("{}: a turn without an answer, {ask:?}", line.app.name));
            }
        }
    }
    broken
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn float(count: usize) -> f64 {
    count as f64
}
