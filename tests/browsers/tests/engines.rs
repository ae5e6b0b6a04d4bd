//! Three engines, hundreds of experiments, three answers each.
#![cfg(test)]

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use browsers::{
    compare::{self, Report},
    console::{self, Messages},
    engine::Engine,
    lab,
};
use cors_core::testing::Profile;

/// How long an engine may take for all of them.
const PATIENCE: Duration = Duration::from_mins(4);

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn policies_models_and_browsers_agree() {
    lab::build().unwrap();
    let folder = folder("matrix");
    let mut table = Vec::new();
    let mut differences = Vec::new();
    let mut consoles = Vec::new();

    // Without a browser: the models alone.
    let file = folder.join("model.json");
    let run = lab::alone(&["--matrix-model", file.to_str().unwrap()]).unwrap();
    assert!(run.succeeded, "{}", run.printed);
    let report = compare::read(&file).unwrap();
    assert!(report.experiments.len() >= 300);
    let engines = Engine::ALL.map(|engine| (engine.name(), engine.profile()));
    for (name, profile) in [("standard", Profile::fetch_standard())].into_iter().chain(engines) {
        let summary = report.compare(name, &profile, false);
        table.push(format!("{:34} {summary}", format!("model of {name}")));
        differences.extend(summary.differences);
    }

    for engine in Engine::ALL {
        if let Some(packages) = engine.missing() {
            assert!(!engine.is_demanded(), "{} needs {packages}", engine.name());
            table.push(format!("{:34} not run: needs {packages}", engine.name()));
            continue;
        }
        let file = folder.join(format!("{}.json", engine.name()));
        let run = lab::with(engine, &["--matrix", file.to_str().unwrap()], &folder, PATIENCE).unwrap();
        let report = compare::read(&file).unwrap();
        let summary = report.compare(engine.name(), &engine.profile(), true);
        table.push(format!("{:34} {summary}", engine.profile().name()));
        differences.extend(summary.differences.iter().map(|line| format!("{}: {line}", engine.name())));
        assert!(run.succeeded || !summary.differences.is_empty(), "{}", run.printed);
        consoles.push((
            engine,
            console::sorted(engine, &run.console, run.port),
            report.agent.unwrap_or_default(),
        ));
    }
    println!("{}", table.join("\n"));
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
    console_errors(&report, run.port, consoles);
}

/// `docs/console-errors.md` says what the engines have just said.
fn console_errors(report: &Report, port: u16, consoles: Vec<(Engine, Messages, String)>) {
    if consoles.len() < Engine::ALL.len() {
        println!("docs/console-errors.md: not compared, it takes all engines");
        return;
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/console-errors.md");
    let faults = report.experiments.iter().filter(|experiment| experiment.fault.is_some()).count();
    for (engine, messages, agent) in &consoles {
        // Some say nothing about a server that is down, or about a redirect without end.
        assert!(messages.len() + 3 >= faults, "{} says nothing of most faults ({agent})", engine.name());
    }
    // Other versions have other words; the page says which it has.
    let other = consoles.iter().find(|(engine, _, _)| {
        engine.version().is_none_or(|version| !engine.profile().name().contains(&version))
    });
    if let Some((engine, ..)) = other {
        println!("docs/console-errors.md: not compared, this is another version of {}", engine.name());
        return;
    }
    let consoles: Vec<_> = consoles.into_iter().map(|(engine, messages, _)| (engine, messages)).collect();
    let page = console::page(report, &consoles, port);
    if std::env::var_os("CORS_BLESS").is_some() {
        fs::write(&file, page).unwrap();
        return;
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == page,
        "docs/console-errors.md is not what the engines say; `CORS_BLESS=1 cargo test -p browsers` writes it anew"
    );
}

#[test]
fn the_lab_s_own_experiments_come_out_as_stated() {
    lab::build().unwrap();
    let folder = folder("lab");
    for engine in Engine::ALL {
        if let Some(packages) = engine.missing() {
            assert!(!engine.is_demanded(), "{} needs {packages}", engine.name());
            println!("{}: not run: needs {packages}", engine.name());
            continue;
        }
        let run = lab::with(engine, &["--browser-report"], &folder, PATIENCE).unwrap();
        println!("{}: {}", engine.profile().name(), run.printed.lines().last().unwrap_or_default());
        assert!(run.succeeded, "{}:\n{}", engine.name(), run.printed);
    }
}
