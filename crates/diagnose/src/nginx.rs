//! nginx as it reads a configuration: which directives it knows and takes (`load`), what follows for each server (`settings`),
//! and what it makes of the files that they name (`tls`). The model is of Debian's nginx 1.22.1; `tests` compare it with the
//! program. How requests are answered is `predict`'s.

mod around;
pub mod folder;
mod hash;
pub mod item;
pub mod load;
pub mod module;
mod opened;
mod paths;
mod pattern;
pub mod refusal;
mod scope;
pub mod settings;
mod socket;
mod table;
pub mod tls;
mod twice;
pub mod unfollowed;
pub(crate) mod upstream;
pub(crate) mod value;
pub mod variables;
pub mod whole;
mod zones;

/// The nginx that is modelled.
pub const VERSION: &str = "1.22.1";
