//! What warp has beyond the table: its forms of registration, and how they stand in each other.
#![cfg(test)]

mod table;
