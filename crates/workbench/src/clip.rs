//! A text for the clipboard.

/// A text for the clipboard; its `Debug` does not show it, since passphrases are copied too.
#[derive(Clone, PartialEq, Eq)]
pub struct Clip(pub String);

impl std::fmt::Debug for Clip {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Clip(..)")
    }
}
