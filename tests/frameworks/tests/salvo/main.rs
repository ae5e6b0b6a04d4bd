//! What salvo has beyond the table: its forms of registration, and how they stand in each other.
#![cfg(test)]

mod answers;
mod attributes;
mod foreign;
mod hoops;
mod listing;
mod mixtures;
mod registration;
mod service;
mod support;
mod table;
mod walks;
