//! What was just done, said once: shown for a while and announced without taking the focus. The words are of the program that says
//! them: the page's come with its worker, the lab's do not.

use workbench::notice::{Notice, Said};
use yew::{Html, classes, html};

use crate::widgets::glyph::{Mark, bare};

/// The live region stays in the document; what it says changes. The stylesheet lets it go after a while.
pub(crate) fn notice(notice: Option<&Notice>, words: impl Fn(&Said) -> (Mark, String)) -> Html {
    html! {
        <div class="notices" role="status" aria-live="polite" data-test="notice">
            { notice.map(|notice| {
                let (mark, words) = words(&notice.what);
                let stays = (mark == Mark::Refused).then_some("notice--stays");
                html! {
                    <div key={notice.number} class={classes!("notice", mark.class(), stays)}>
                        { bare(mark) }<p>{ words }</p>
                    </div>
                }
            }) }
        </div>
    }
}
