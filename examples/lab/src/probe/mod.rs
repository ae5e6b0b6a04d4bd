//! A probe of the reader's own server: the page asks it in the browser, the lab asks it again over a socket with the
//! same headers, and the model of a browser says at which step it fails.
//!
//! No rule of CORS is in here: whether a preflight is needed, what is sent and what a script may read is all said by
//! [`cors::testing`]. What is in here is what a probe may ask ([`target`]), and how it is read, shown and compared.

pub(crate) mod command;
mod conclude;
mod foresee;
pub(crate) mod input;
mod report;
pub(crate) mod target;
mod wire;

pub(crate) use self::{
    conclude::{Concluded, FromBrowser, ask},
    foresee::{Foreseen, foresee},
    input::Input,
};
