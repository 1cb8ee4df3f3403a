//! Names that certificates carry, each a type that cannot hold nonsense.
//! How a name stands in a certificate's bytes is decided in `issue`.

pub mod client;
pub mod dns;
pub mod email;
pub mod host;
pub mod idna;
pub mod ip;
pub mod subject;
pub mod uri;

mod character;
mod error;

pub(crate) use character::{escape, shown, visible};
pub use error::NameError;
