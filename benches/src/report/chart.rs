//! The chart: what CORS adds to the bare service in instructions, as bars, with code by hand as the unit.

use std::fmt::Write;

use super::{Measured, more};
use crate::rows::{Group, Role};

/// The chart as SVG; `None` where instructions were not counted or a case is missing.
#[must_use]
pub fn svg(all: &[Measured]) -> Option<String> {
    let panels: Vec<Panel> = CASES.iter().map(|id| Panel::new(all, id)).collect::<Option<_>>()?;
    let height = panels.chunks(2).map(|row| row.iter().map(Panel::height).max().unwrap_or(0)).sum::<i64>();
    let height = height + TOP + BOTTOM;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-labelledby=\"title desc\">\n<title id=\"title\">{TITLE}</title>\n<desc id=\"desc\">{}</desc>\n{STYLE}",
        description(&panels)
    );
    text(&mut svg, "h1", (MARGIN, 26), TITLE);
    text(&mut svg, "note", (MARGIN, 45), SUBTITLE);
    legend(&mut svg, 66);
    let mut y = TOP;
    for row in panels.chunks(2) {
        for (x, panel) in [MARGIN, WIDTH / 2 + MARGIN / 2].into_iter().zip(row) {
            panel.draw(&mut svg, x, y);
        }
        y += row.iter().map(Panel::height).max().unwrap_or(0);
    }
    text(&mut svg, "note", (MARGIN, y + 4), FOOTNOTE);
    svg.push_str("</svg>\n");
    Some(svg)
}

/// One case.
struct Panel {
    title: &'static str,
    /// By group; a gap stands between two.
    groups: Vec<Vec<Bar>>,
}

struct Bar {
    name: &'static str,
    is_ours: bool,
    /// How many times the instructions that code by hand adds.
    times: f64,
}

impl Panel {
    fn new(all: &[Measured], id: &str) -> Option<Self> {
        let measured = all.iter().find(|measured| measured.case.id == id)?;
        let added = |group, name| {
            let count = |entry: &super::Entry| entry.cost.instructions;
            Some(more(count(measured.entry(name)?)?, count(measured.bare(group)?)?))
        };
        let unit = added(Group::Http, "by hand")?;
        let mut groups = Vec::new();
        for together in GROUPS {
            let mut bars = Vec::new();
            for (group, name) in together.iter().flat_map(|&group| names(measured, group)) {
                #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
                let times = added(group, name)? as f64 / (unit as f64).max(1.0);
                let is_ours = name.starts_with("cors");
                bars.push(Bar { name, is_ours, times });
            }
            groups.push(bars);
        }
        Some(Self { title: measured.case.title, groups })
    }

    fn height(&self) -> i64 {
        let bars: usize = self.groups.iter().map(Vec::len).sum();
        HEAD + STEP * i64::try_from(bars).unwrap_or(0)
            + GAP * i64::try_from(self.groups.len()).unwrap_or(0)
            + 14
    }

    fn draw(&self, svg: &mut String, x: i64, y: i64) {
        text(svg, "h2", (x, y + 14), self.title);
        let zero = x + LABEL;
        let mut top = y + HEAD;
        for bars in &self.groups {
            for bar in bars {
                bar.draw(svg, x, top);
                top += STEP;
            }
            top += GAP;
        }
        // Code by hand, over all bars.
        let one = zero + pixels(1.0);
        put(svg, format_args!("<path class=\"hand\" d=\"M{one} {}V{}\"/>\n", y + HEAD - 4, top - GAP + 2));
    }
}

impl Bar {
    fn draw(&self, svg: &mut String, x: i64, y: i64) {
        let (zero, class) = (x + LABEL, if self.is_ours { "ours" } else { "peer" });
        put(
            svg,
            format_args!(
                "<text class=\"label\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\n",
                zero - 7,
                y + 10,
                escaped(self.name)
            ),
        );
        let is_cut = self.times > MOST;
        let length = pixels(self.times.clamp(0.0, MOST)).max(1);
        if is_cut {
            // A point instead of an end: it goes on.
            let (end, bottom) = (zero + length, y + BAR);
            let middle = y + BAR / 2;
            put(
                svg,
                format_args!(
                    "<path class=\"{class}\" d=\"M{zero} {y}H{}L{end} {middle}L{} {bottom}H{zero}Z\"/>\n",
                    end - 7,
                    end - 7
                ),
            );
        } else {
            put(
                svg,
                format_args!(
                    "<rect class=\"{class}\" x=\"{zero}\" y=\"{y}\" width=\"{length}\" height=\"{BAR}\" rx=\"1.5\"/>\n"
                ),
            );
        }
        // Beside the line of code by hand, not across it.
        text(svg, "value", (zero + length.max(pixels(1.0)) + 6, y + 10), &shown(self.times));
    }
}

/// The rows of a group that are drawn.
fn names(measured: &Measured, group: Group) -> impl Iterator<Item = (Group, &'static str)> + '_ {
    let drawn = |role| matches!(role, Role::Ours | Role::Peer);
    measured
        .entries
        .iter()
        .filter(move |entry| entry.label.group == group && drawn(entry.label.role))
        .map(move |entry| (group, entry.label.name))
}

fn legend(svg: &mut String, y: i64) {
    let mut x = MARGIN;
    for (class, label, width) in [("ours", "this library", 112), ("peer", "the usual middleware", 164)] {
        put(
            svg,
            format_args!(
                "<rect class=\"{class}\" x=\"{x}\" y=\"{}\" width=\"14\" height=\"{BAR}\" rx=\"1.5\"/>\n",
                y - 9
            ),
        );
        text(svg, "label", (x + 20, y), label);
        x += width;
    }
    put(svg, format_args!("<path class=\"hand\" d=\"M{} {}V{}\"/>\n", x + 6, y - 11, y + 3));
    text(svg, "label", (x + 16, y), "code by hand: 1");
}

/// For a screen reader: the numbers of all bars.
fn description(panels: &[Panel]) -> String {
    let mut said = format!("{SUBTITLE} {FOOTNOTE}");
    for panel in panels {
        let bars = panel.groups.iter().flatten();
        let bars: Vec<String> =
            bars.map(|bar| format!("{} {}", escaped(bar.name), shown(bar.times))).collect();
        // Writing to a string does not fail.
        let _ = write!(said, " {}: {}.", escaped(panel.title), bars.join(", "));
    }
    said
}

/// With one digit behind the point, as far as it says something.
fn shown(times: f64) -> String {
    let text = if times.abs() < 99.95 { format!("{times:.1}") } else { format!("{times:.0}") };
    // The sign of a text, which is as wide as a digit.
    text.replace('-', "\u{2212}")
}

#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "pixels")]
fn pixels(times: f64) -> i64 {
    (times / MOST * PLOT as f64).round() as i64
}

fn text(svg: &mut String, class: &str, (x, y): (i64, i64), text: &str) {
    put(svg, format_args!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>\n", escaped(text)));
}

fn put(svg: &mut String, piece: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _ = svg.write_fmt(piece);
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

const TITLE: &str = "What CORS adds to an answer";
const SUBTITLE: &str = "Instructions beyond the bare service, as multiples of what code by hand adds without a framework. \
                        Shorter is better.";
const FOOTNOTE: &str =
    "Below 0: cheaper than the 404 or 405 which the bare service of a framework answers to a preflight.";
/// The cases that are drawn.
const CASES: [&str; 4] = ["not-cors", "allowed", "preflight", "many-hit"];
/// What stands together.
const GROUPS: [&[Group]; 7] = [
    &[Group::Http, Group::Tower],
    &[Group::Axum],
    &[Group::Actix],
    &[Group::Rocket],
    &[Group::Poem],
    &[Group::Salvo],
    &[Group::Warp],
];
/// The longest bar; longer ones are cut, and their numbers say it.
const MOST: f64 = 16.0;
const WIDTH: i64 = 960;
const MARGIN: i64 = 16;
const TOP: i64 = 84;
const BOTTOM: i64 = 16;
/// From the head of a panel to its first bar.
const HEAD: i64 = 26;
const LABEL: i64 = 146;
/// The length of [`MOST`].
const PLOT: i64 = 250;
const BAR: i64 = 11;
const STEP: i64 = 15;
const GAP: i64 = 7;
/// Colours that hold against white and against black.
const STYLE: &str = "<style>
text{font:12px system-ui,-apple-system,'Segoe UI',sans-serif;fill:#24292f}
.h1{font-size:17px;font-weight:600}.h2{font-size:13px;font-weight:600}
.note,.value{fill:#57606a}.value{font-size:11px;font-variant-numeric:tabular-nums}
.ours{fill:#0969da}.peer{fill:#b0b8c1}.hand{stroke:#cf222e;stroke-width:1.5;stroke-dasharray:3 2;fill:none}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.note,.value{fill:#9198a1}.ours{fill:#58a6ff}.peer{fill:#59636e}.hand{stroke:#ff7b72}}
</style>
";

#[cfg(test)]
mod tests {
    use super::{
        super::tests::{case, entry},
        *,
    };

    fn measured(id: &str) -> Measured {
        let entries = vec![
            entry("bare", Group::Http, Role::Bare, (1, 0, Some(1000))),
            entry("by hand", Group::Http, Role::ByHand, (1, 0, Some(1500))),
            entry("cors, core alone", Group::Http, Role::Ours, (1, 0, Some(1600))),
            entry("bare axum", Group::Axum, Role::Bare, (1, 0, Some(3000))),
            entry("a < b", Group::Axum, Role::Peer, (1, 0, Some(93_000))),
        ];
        Measured::new(case(id), entries)
    }

    #[test]
    fn a_chart_says_its_numbers() {
        let svg = svg(&CASES.map(measured)).unwrap();
        assert!(svg.contains(" actual, allowed: cors, core alone 1.2, a &lt; b 180. "), "{svg}");
        assert!(svg.contains("prefers-color-scheme:dark"));
    }

    #[test]
    fn without_counts_there_is_no_chart() {
        let mut all = CASES.map(measured);
        for entry in all.iter_mut().flat_map(|measured| &mut measured.entries) {
            entry.cost.instructions = None;
        }
        assert_eq!(svg(&all), None);
        assert_eq!(svg(&CASES.map(measured)[..3]), None);
    }
}
