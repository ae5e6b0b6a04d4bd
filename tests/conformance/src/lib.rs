//! Runs JSON case files against the library.
//!
//! The format is described in `cases/README.md`. Kinds of files are told by their names: `requests-*`, `config-*` and
//! `origin-match-*` ask the library; `request-headers` and `browser-model` ask the model of the browser that judges it.

pub mod browser;
pub mod case;
pub mod compare;
pub mod reference;
pub mod run;
