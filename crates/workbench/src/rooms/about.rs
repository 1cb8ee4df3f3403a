//! The About room: a text that the worker writes when somebody looks.

use std::rc::Rc;

use text::Lang;

use crate::document::Document;
use crate::effect::Effect;
use crate::job::Job;
use crate::rooms::Room;
use crate::state::{State, Worker};

/// What the About room knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct About {
    /// The text and its language; empty until somebody looked.
    pub text: Rc<(Document, Option<Lang>)>,
}

/// Has the worker write the text, while the room is on show and the text is not there in its language.
pub(crate) fn write(state: &mut State) -> Vec<Effect> {
    let lang = state.settings.lang;
    if state.worker != Worker::Ready || state.room != Room::About || state.about.text.1 == Some(lang) {
        return Vec::new();
    }
    vec![Effect::Run(state.next_task(), Box::new(Job::About(lang)))]
}

/// Takes the text over.
pub(crate) fn written(state: &mut State, lang: Lang, text: Document) -> Vec<Effect> {
    state.about.text = Rc::new((text, Some(lang)));
    Vec::new()
}
