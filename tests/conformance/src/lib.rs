//! Runs JSON case files against the library.
//!
//! The format is described in `cases/README.md`. Kinds of files are told by their names: `requests-*`, `config-*`
//! and `origin-match-*` are run; `request-headers` and `browser-model` need a model of the browser and are counted
//! as not run, by name.

pub mod case;
pub mod compare;
pub mod reference;
pub mod run;
