//! What salvo has beyond the table: its forms of registration, and how they stand in each other.
#![cfg(test)]

mod answers;
mod attributes;
mod hoops;
mod listing;
mod mixtures;
mod registration;
mod support;
mod table;
