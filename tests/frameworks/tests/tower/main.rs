//! What tower has beyond the table.
#![cfg(test)]

mod table;
