//! What each kind of certificate says: one file per kind, and what one should know before making it.
//! Making it is `issue`'s.

pub mod authority;
pub mod client;
pub mod server;

mod warning;

pub use warning::{APPLE_DAYS, Warning};
