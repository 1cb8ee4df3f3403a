//! Names that certificates carry, each a type that cannot hold nonsense.

pub mod dns;
pub mod email;
pub mod host;
pub mod ip;
pub mod subject;
pub mod uri;
