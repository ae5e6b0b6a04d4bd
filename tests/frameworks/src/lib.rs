//! One table of exchanges, run through every adapter over real sockets.
