//! Keys, names, profiles and issuing of X.509 certificates for mutual TLS (RFC 5280).
//! There is no clock, no input or output here: time and randomness arrive as arguments.

pub mod certificate;
pub mod entropy;
pub mod issue;
pub mod key;
pub mod moment;
pub mod name;
pub mod profile;
pub mod secret;
pub mod serial;
pub mod validity;
