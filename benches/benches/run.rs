//! `cargo bench -p benches` measures all rows and prints the tables.
//!
//! | argument | what it adds |
//! |---|---|
//! | `CASE` | only cases whose id contains it |
//! | `--instructions` | counts them with callgrind |
//! | `--check` | counts, says what does not hold, and ends with 1 then |
//! | `--write` | counts, and writes `BENCHMARKS.md` and its chart |

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use benches::{
    cases::{CASES, Case},
    count, measure,
    report::{
        Entry, Measured,
        bounds::{self, Broken},
        chart, document,
        table::{SECTIONS, lacks, table},
    },
    rows::{self, Group, Role},
};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    // Frameworks look for a runtime when they are set up; nothing that is measured waits for it.
    actix_web::rt::System::new().block_on(async {
        if let [what @ (measure::MEASURED | count::COUNTED), id, group] = arguments[..] {
            let group = group.parse().ok().and_then(|number: usize| Group::ALL.get(number));
            let (Some(case), Some(group)) = (CASES.iter().find(|case| case.id == id), group) else {
                return ExitCode::from(2);
            };
            let mut rows = rows::rows(case, *group).await;
            if what == count::COUNTED {
                count::answer(&mut rows);
            } else {
                print!("{}", measure::written(&measure::rows(&mut rows)));
            }
            return ExitCode::SUCCESS;
        }
        run(&arguments).await
    })
}

async fn run(arguments: &[&str]) -> ExitCode {
    let [counts, checks, writes] =
        ["--instructions", "--check", "--write"].map(|flag| arguments.contains(&flag));
    let only = arguments.iter().find(|argument| !argument.starts_with('-'));
    let mut uncounted = BTreeSet::new();
    let mut all = Vec::new();
    for case in CASES.iter().filter(|case| only.is_none_or(|only| case.id.contains(only))) {
        eprintln!("{}", case.title);
        let mut measured = match measured(case).await {
            Ok(measured) => measured,
            Err(error) => {
                println!("{error}");
                return ExitCode::FAILURE;
            }
        };
        if counts || checks || writes {
            match count::instructions(case.id) {
                Ok(counts) => measured.take_instructions(&counts),
                Err(error) => _ = uncounted.insert(error),
            }
        }
        all.push(measured);
    }
    for section in &SECTIONS {
        println!("{}\n", table(&all, section));
    }
    let mut fails = false;
    for error in &uncounted {
        println!("Instructions were not counted, times stand in for them: {error}");
        // There they are what is relied on.
        fails |= checks && env::var_os("CI").is_some();
    }
    if writes && let Err(error) = write(&all) {
        println!("BENCHMARKS.md and its chart are not written: {error}");
        fails = true;
    }
    if checks {
        let broken = broken(&mut all);
        for broken in &broken {
            println!("{broken}");
        }
        fails |= !broken.is_empty();
    }
    if fails { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Measures a case. A row that does not answer what it should is no row.
async fn measured(case: &Case) -> Result<Measured, String> {
    let mut rows = Vec::new();
    for group in Group::ALL {
        rows.extend(rows::rows(case, group).await);
    }
    let answers: Vec<_> = rows.iter_mut().map(|row| row.runner.answer()).collect();
    for (row, answer) in rows.iter().zip(&answers) {
        let mistake = rows::mistake(case, row, answer);
        assert_eq!(mistake, None, "{}: {}: {answer:?}", case.id, row.label.name);
    }
    let costs = measure::costs(case.id)?;
    let entries = rows.iter().zip(answers).zip(costs);
    let entries = entries.map(|((row, answer), cost)| Entry::new(row.label, answer, cost)).collect();
    let measured = Measured::new(*case, entries);
    for ours in measured.entries.iter().filter(|entry| entry.label.role == Role::Ours) {
        let lacks = lacks(&measured, ours);
        let is_refused = case.is_refused_by_methods() && lacks == ["access-control-allow-methods"];
        assert!(lacks.is_empty() || is_refused, "{}: {} lacks {lacks:?}", case.id, ours.label.name);
    }
    Ok(measured)
}

/// What does not hold; times are believed when they are over their bounds three times.
fn broken(all: &mut [Measured]) -> Vec<Broken> {
    let mut broken = bounds::broken(all);
    for _ in 0..2 {
        let again = bounds::noisy(&broken);
        if again.is_empty() {
            break;
        }
        for known in all.iter_mut().filter(|known| again.contains(known.case.id)) {
            eprintln!("{} again", known.case.title);
            // What cannot be measured again stays as it is.
            if let Ok(costs) = measure::costs(known.case.id) {
                known.take_times(&costs);
            }
        }
        let still = bounds::broken(all);
        broken.retain(|broken| !broken.is_noisy || still.iter().any(|still| still.is_same(broken)));
    }
    broken
}

fn write(all: &[Measured]) -> Result<(), String> {
    let Some(chart) = chart::svg(all) else {
        return Err("it takes all cases, and counted instructions".to_owned());
    };
    let root = root();
    let path = root.join("BENCHMARKS.md");
    let mut text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    for section in &SECTIONS {
        text = document::replace(&text, section.marker, &table(all, section))?;
    }
    for (path, text) in [(path, text), (root.join("docs/benchmarks.svg"), chart)] {
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
