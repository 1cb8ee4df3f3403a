//! What is wrong with a value.

/// What nginx says, without the place, and the value that it says it of.
pub(crate) type Fault = Option<(String, String)>;
