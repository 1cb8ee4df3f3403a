//! What follows in the About room.

use text::Lang;

use crate::document::Document;
use crate::lab::{Effect, State};
use crate::rooms::about::About;
use crate::sight::Sight;

/// Has the examiner write the text, unless it is there in the reader's language.
pub(super) fn write(state: &mut State) -> Vec<Effect> {
    if state.about.written == Some(state.lang) {
        return Vec::new();
    }
    vec![Effect::Look(state.next_task(), Box::new(Sight::About(state.lang)))]
}

/// Takes the text over.
pub(super) fn written(state: &mut State, lang: Lang, text: Document) -> Vec<Effect> {
    state.about = About { text, written: Some(lang) };
    Vec::new()
}
