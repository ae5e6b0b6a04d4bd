//! Runs every case file below a folder.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use serde::de::DeserializeOwned;

use crate::{browser, case, compare, verdicts};

/// The counts of one run, by kind of file.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// One line a kind, in order of first appearance.
    pub kinds: Vec<Count>,
    /// The failures: file, case id and difference.
    pub failures: Vec<String>,
}

/// The counts of one kind of file.
#[derive(Debug)]
#[non_exhaustive]
pub struct Count {
    /// The kind.
    pub kind: &'static str,
    /// Cases that came out as they say.
    pub passed: usize,
    /// Cases that did not.
    pub failed: usize,
}

/// Why a folder cannot be run.
#[derive(Debug)]
#[non_exhaustive]
pub enum RunError {
    /// A file or folder cannot be read.
    Read(PathBuf, io::Error),
    /// A file does not hold cases of its kind.
    Format(PathBuf, serde_json::Error),
    /// A file whose name says no kind.
    Kind(PathBuf),
    /// There is no case file.
    Empty(PathBuf),
}

/// Runs every case file below `dir`, in the order of their paths.
///
/// # Errors
/// A file that cannot be read, is not of its format or is of no known kind; a folder without any.
pub fn run(dir: &Path) -> Result<Report, RunError> {
    let mut files = Vec::new();
    find(dir, &mut files)?;
    files.sort();
    if files.is_empty() {
        return Err(RunError::Empty(dir.to_owned()));
    }
    let mut report = Report::default();
    for file in files {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with("requests-") {
            report.file("exchanges", &file, |case: &case::Exchange| {
                (case.id.clone(), compare::exchange(case))
            })?;
        } else if name.starts_with("config-") {
            report.file("configurations", &file, |case: &case::Configuration| {
                (case.id.clone(), compare::configuration(case))
            })?;
        } else if name.starts_with("origin-match-") {
            report.file("origin matches", &file, |case: &case::OriginMatch| {
                (case.id.clone(), compare::origin_match(case))
            })?;
        } else if name == "request-headers.json" {
            report.file("request headers", &file, |case: &case::RequestHeader| {
                (case.id.clone(), browser::request_header(case))
            })?;
        } else if name == "browser-model.json" {
            report.file(
                "fetches in the standard and three engines",
                &file,
                |case: &case::BrowserModel| (case.id.clone(), browser::browser_model(case)),
            )?;
        } else if name.starts_with("verdicts-") {
            report.file("verdicts", &file, |case: &verdicts::Verdicts| {
                (case.id.clone(), verdicts::verdicts(case))
            })?;
        } else {
            return Err(RunError::Kind(file));
        }
    }
    Ok(report)
}

impl Report {
    /// All cases that came out as they say.
    #[must_use]
    pub fn passed(&self) -> usize {
        self.kinds.iter().map(|count| count.passed).sum()
    }

    /// All cases that did not.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.kinds.iter().map(|count| count.failed).sum()
    }

    fn file<T: DeserializeOwned>(
        &mut self,
        kind: &'static str,
        file: &Path,
        run: impl Fn(&T) -> (String, Option<String>),
    ) -> Result<(), RunError> {
        let cases: Vec<T> = read(file)?;
        let mut count = Count { kind, passed: 0, failed: 0 };
        for case in &cases {
            match run(case) {
                (_, None) => count.passed += 1,
                (id, Some(difference)) => {
                    count.failed += 1;
                    let name = file.file_name().unwrap_or_default().to_string_lossy();
                    self.failures.push(format!("{name}: {id}: {difference}"));
                }
            }
        }
        match self.kinds.iter_mut().find(|known| known.kind == kind) {
            Some(known) => {
                known.passed += count.passed;
                known.failed += count.failed;
            }
            None => self.kinds.push(count),
        }
        Ok(())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for failure in &self.failures {
            writeln!(f, "{failure}")?;
        }
        for Count { kind, passed, failed } in &self.kinds {
            writeln!(f, "{kind}: {passed} passed, {failed} failed")?;
        }
        write!(f, "{} passed, {} failed", self.passed(), self.failed())
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(path, error) => write!(f, "{} cannot be read: {error}", path.display()),
            Self::Format(path, error) => write!(f, "{} is not of its format: {error}", path.display()),
            Self::Kind(path) => write!(
                f,
                "{} is of no known kind: names begin with `requests-`, `config-`, `origin-match-` or `verdicts-`, \
                 or are `request-headers.json` or `browser-model.json`",
                path.display()
            ),
            Self::Empty(path) => write!(f, "there is no `.json` file below {}", path.display()),
        }
    }
}

impl std::error::Error for RunError {}

fn find(dir: &Path, files: &mut Vec<PathBuf>) -> Result<(), RunError> {
    let failed = |error| RunError::Read(dir.to_owned(), error);
    for entry in fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            find(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    Ok(())
}

fn read<T: DeserializeOwned>(file: &Path) -> Result<Vec<T>, RunError> {
    let text = fs::read(file).map_err(|error| RunError::Read(file.to_owned(), error))?;
    serde_json::from_slice(&text).map_err(|error| RunError::Format(file.to_owned(), error))
}
