//! Who reads what a worker wrote.

use text::Lang;
use workbench::reading::{Msg, Reading};
use yew::Callback;

/// Who reads: in which language, with what done so far, and how to tell what is done.
pub struct Reader<'a> {
    /// The reader's language.
    pub lang: Lang,
    /// Ticks and chosen tabs.
    pub reading: &'a Reading,
    /// Takes what the reader does.
    pub tell: Callback<Msg>,
}
