//! The About room: a text that the examiner writes when somebody looks.

use text::Lang;

use crate::document::Document;
use crate::lab::{Effect, State};
use crate::sight::Sight;

/// What the About room knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct About {
    /// The text; empty until somebody looked.
    pub text: Document,
    /// Its language.
    written: Option<Lang>,
}

/// Has the examiner write the text, unless it is there in the reader's language.
pub(crate) fn write(state: &mut State) -> Vec<Effect> {
    if state.about.written == Some(state.lang) {
        return Vec::new();
    }
    vec![Effect::Look(state.next_task(), Box::new(Sight::About(state.lang)))]
}

/// Takes the text over.
pub(crate) fn written(state: &mut State, lang: Lang, text: Document) -> Vec<Effect> {
    state.about = About { text, written: Some(lang) };
    Vec::new()
}
