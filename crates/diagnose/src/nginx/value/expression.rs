//! Values that are regular expressions.

use super::fault::Fault;
use crate::nginx::pattern;

/// A regular expression, where a text is one.
pub(super) fn expression(text: &str, is_one: bool) -> Fault {
    if !is_one {
        return None;
    }
    Some((pattern::fault(text)?, text.to_owned()))
}
