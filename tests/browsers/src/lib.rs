//! Real engines against the lab's servers.
//!
//! A page of the lab runs all experiments by itself and posts what came of them: no driver program is needed. What a
//! browser saw is compared with what the policy states and with what the model of that browser sees.

#![allow(clippy::indexing_slicing, reason = "a test that breaks is a test that fails")]

pub mod compare;
pub mod console;
pub mod engine;
pub mod lab;
pub mod marionette;
