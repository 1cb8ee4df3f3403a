//! `gateway.toml` of `handfast-gateway`, read: as it is written ([`file`]), what is wrong with it and where ([`Fault`], [`Place`]),
//! and who may enter where ([`acl`]). The gateway goes by this, and so does the prediction of what it will do. The files that the
//! values name are read elsewhere.

pub mod acl;
mod fault;
pub mod file;
mod place;
mod syntax;

pub use fault::{Fault, Problem};
pub use file::File;
pub use place::{Place, Places};
pub use syntax::parse;
