//! What pages name of the crates below: plain data, so that the page needs no other crate of ours than this one and
//! `pki`'s types. No parser and no cryptography comes along.

pub use deploy::choices::{BackendKind, ChoiceField, ChoicesDraft, Release};
pub use deploy::opening::{System, bsdtar};
pub use deploy::plan::Audience;
pub use deploy::policy::PolicyKind;
pub use deploy::recipient::Recipient;
pub use deploy::shell::Command;
