//! Shared octets on their way to the worker and back: copied in one piece, not number by number.

use std::rc::Rc;

use serde::{Deserializer, Serializer};

pub(crate) fn serialize<S: Serializer>(octets: &Rc<Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
    serde_bytes::serialize(octets.as_slice(), serializer)
}

pub(crate) fn deserialize<'a, D: Deserializer<'a>>(deserializer: D) -> Result<Rc<Vec<u8>>, D::Error> {
    serde_bytes::deserialize::<Vec<u8>, D>(deserializer).map(Rc::new)
}
