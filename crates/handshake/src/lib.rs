//! TLS handshakes for the lab: [`lab`] has a real client and a real server shake hands in memory, as a [`scenario`] says, and
//! hands over a [`transcript`] of every octet, whatever came of it; [`dissect`] takes recorded octets apart to the last one, from the
//! lab or from anywhere, with the secrets of a [`key_log`]; [`belief`] says what each side knows after each
//! message; [`catalogue`] has the scenarios that are worth seeing. No socket is opened here, and time and randomness arrive as
//! arguments.

pub mod alert;
pub mod belief;
pub mod capture;
pub mod catalogue;
pub mod dissect;
pub mod json;
pub mod key_log;
pub mod lab;
pub mod refusal;
pub mod scenario;
pub mod stopped;
pub mod transcript;
