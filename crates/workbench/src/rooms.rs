//! One module per room of the workbench: what it knows and what can happen in it. What follows from that is `update`'s, and
//! `lab`'s for the rooms that look.

pub mod about;
pub mod chain;
pub mod create;
pub mod deploy;
pub mod doctor;
pub mod export;
pub mod handshake;
pub mod inspect;
pub mod tree;
