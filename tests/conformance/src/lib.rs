//! Runs JSON case files against the library.
//!
//! The format is described in `cases/README.md`. Kinds of files are told by their names: `requests-*`, `config-*` and
//! `origin-match-*` ask the library; `request-headers` and `browser-model` ask the model of the browser that judges it;
//! `verdicts-*` compare what policies state with what that browser concludes.

#![allow(clippy::indexing_slicing, reason = "a test that breaks is a test that fails")]

pub mod browser;
pub mod case;
pub mod compare;
pub mod pairs;
pub mod random;
pub mod reference;
pub mod run;
pub mod verdicts;
