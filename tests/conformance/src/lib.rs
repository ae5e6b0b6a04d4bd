//! Runs JSON case files against the library.
