//! Everything loaded as a graph: who issued whom, proven by signature or only claimed by name; roots, cross-signed
//! authorities, loops, twins; and where each stands in a drawing. Whether a chain is accepted is `verify`'s.

mod graph;
pub mod layout;
mod list;
mod member;
mod name;
mod pool;

pub use graph::{Edge, Graph, ListNode, Node, Place, Twin};
pub use list::List;
pub use member::Member;
pub use pool::{Identifiers, Issuance, Pool, Proof};

pub(crate) use member::{AuthorityKey, Named, purpose, usage};
pub(crate) use name::Name;
pub(crate) use pool::identifiers;
