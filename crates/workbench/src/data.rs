//! What pages name of the crates below: plain data, so that the page needs no other crate of ours than this one and
//! `pki`'s types. No parser and no cryptography comes along.

pub use deploy::choices::ChoiceField;
pub use deploy::recipient::Recipient;
