//! Keys, names, profiles and issuing of X.509 certificates for mutual TLS (RFC 5280).
//! There is no clock, no input or output here: time and randomness arrive as arguments.
//!
//! What is typed becomes checked types ([`name`], [`validity`]), these become profiles ([`profile`]: what each kind of
//! certificate says), and [`issue`] makes certificates of them. [`certificate`] reads any certificate back into plain facts.
//! [`crl`] takes certificates back before their time. [`inspect`] reads whatever people have and says what is wrong with it, in the
//! words of [`finding`]; [`faulty`] writes what is wrong on purpose, for tests and trials alone. [`anchors`] are authorities of others
//! beside ours, [`adoption`] takes one up in its place. [`chain`] puts everything loaded together, and [`verify`] judges it at any
//! moment: step by step as RFC 5280 does, as OpenSSL does, as webpki does.
//! All types that pass between the page and its worker are plain data; parsers and cryptography run in the worker.

pub mod adoption;
pub mod anchors;
pub mod certificate;
pub mod chain;
pub mod crl;
mod digest;
pub mod entropy;
pub mod faulty;
pub mod finding;
pub mod inspect;
pub mod issue;
pub mod key;
pub mod moment;
pub mod name;
pub mod profile;
pub mod secret;
pub mod serial;
pub mod validity;
pub mod verify;
