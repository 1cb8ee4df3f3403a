//! What was just done, said once: shown for a while and announced without taking the focus.

use text::Lang;
use workbench::state::{Notice, Said};
use yew::{Html, classes, html};

use crate::widgets::glyph::{Mark, bare};

/// The live region stays in the document; what it says changes. The stylesheet lets it go after a while.
pub(crate) fn notice(notice: Option<&Notice>, lang: Lang) -> Html {
    html! {
        <div class="notices" role="status" aria-live="polite" data-test="notice">
            { notice.map(|notice| {
                let (mark, words) = words(&notice.what, lang);
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

fn words(said: &Said, lang: Lang) -> (Mark, String) {
    let words = match said {
        Said::SetMade(count) => text::frame::said_set(lang, *count),
        Said::Issued(count) => text::frame::said_issued(lang, *count),
        Said::Copied => text::frame::said_copied(lang).to_owned(),
        Said::Saved(name) => text::frame::said_saved(lang, name),
        Said::SavedAll(count) => text::frame::said_saved_all(lang, *count),
        Said::Renamed => text::frame::said_renamed(lang).to_owned(),
        Said::StartedOver => text::frame::said_over(lang).to_owned(),
        Said::BundlesReady(count) => text::frame::said_bundles(lang, *count),
        Said::Unpacked(count) => text::frame::said_unpacked(lang, *count),
        Said::AuthorityOpened(count) => text::frame::said_opened(lang, *count),
        Said::Removed(name) => text::frame::said_removed(lang, name),
        Said::ListSigned(number) => text::frame::said_listed(lang, number),
        Said::Cancelled => text::frame::said_cancelled(lang).to_owned(),
        Said::Trouble(problem) => return (Mark::Refused, problem.message(lang).to_string()),
    };
    (Mark::Fine, words)
}
