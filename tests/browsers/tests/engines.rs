//! Three engines, hundreds of experiments, three answers each.
#![cfg(test)]

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use browsers::{compare, engine::Engine, lab};
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
    }
    println!("{}", table.join("\n"));
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
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
