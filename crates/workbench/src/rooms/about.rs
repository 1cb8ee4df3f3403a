//! The About room: a text that the examiner writes when somebody looks.

use text::Lang;

use crate::document::Document;

/// What the About room knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct About {
    /// The text; empty until somebody looked.
    pub text: Document,
    /// Its language.
    pub(crate) written: Option<Lang>,
}
