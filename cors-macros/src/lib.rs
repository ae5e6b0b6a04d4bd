//! The attribute macros and the derive of the `cors` crate.
