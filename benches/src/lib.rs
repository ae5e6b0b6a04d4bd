//! What an answer costs: beside the code that an expert writes by hand for one policy, and beside other libraries.
//!
//! `cargo bench -p benches` prints tables, all rows in one run, taking turns. Times are ratios within that run:
//! computers differ, and two runs of one program differ by some percent.

#![allow(clippy::expect_used, clippy::missing_panics_doc, reason = "a measurement that breaks is none")]

pub mod by_hand;
pub mod cases;
pub mod count;
pub mod measure;
pub mod report;
pub mod rows;
