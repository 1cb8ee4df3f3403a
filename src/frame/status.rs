//! The status bar: how much there is, what closing the tab would lose, and that nothing is sent.

use text::Lang;
use workbench::notice::Said;
use workbench::role::Role;
use workbench::room::Room;
use workbench::state::{Loss, State};
use workbench::worker::Worker;
use yew::{Html, MouseEvent, classes, html};

use crate::frame::notice::notice;
use crate::shared::Shared;
use crate::shell::document;
use crate::widgets::glyph::{Mark, bare};

/// The bar at the end of every room.
pub(super) fn status(shared: &Shared) -> Html {
    let state = &shared.state;
    let lang = state.settings.lang;
    html! {
        <footer class="status" aria-label={text::frame::status(lang)}>
            { counts(state, lang) }
            <div class="status__loss" data-test="loss">{ loss(state, lang) }</div>
            <div class="status__proof" data-test="proof">{ proof(state, lang) }</div>
            { notice(state.notice.as_ref(), |said| words(said, lang)) }
        </footer>
    }
}

fn counts(state: &State, lang: Lang) -> Html {
    let Some(set) = &state.set else { return Html::default() };
    let (servers, clients) = (set.leaves_of(Role::Server).count(), set.leaves_of(Role::Client).count());
    let counts = [
        (Mark::Authority, 1, text::frame::count_authorities(lang, 1)),
        (Mark::Server, servers, text::frame::count_servers(lang, servers)),
        (Mark::Client, clients, text::frame::count_clients(lang, clients)),
    ];
    html! {
        <ul class="status__counts">
            { for counts.into_iter().map(|(mark, count, words)| html! {
                <li data-test={format!("count-{}", mark.class().strip_prefix("is-").unwrap_or_default())}>
                    { bare(mark) }<span aria-hidden="true">{ text::grouped(count) }</span><span class="unseen">{ words }</span>
                </li>
            }) }
        </ul>
    }
}

fn loss(state: &State, lang: Lang) -> Html {
    let sentence = |mark: Mark, words: &str| {
        html! {<p class={classes!(mark.class())}>{ bare(mark) }<span>{ words }</span></p>}
    };
    let export = |words: &'static str| {
        // in that room already, the address changes nothing: the button that does it gets the focus
        let onclick =
            |_: MouseEvent| ["make-authority", "download-authority"].into_iter().for_each(document::focus);
        html! {<a class="button button--small" href={Room::Export.address()} {onclick} data-test="save-authority">{ words }</a>}
    };
    if state.set.is_none() {
        return html! {<p class="muted">{ text::frame::loses_nothing(lang) }</p>};
    }
    let (words, to_do) = match state.loss() {
        Loss::Nothing => return sentence(Mark::Fine, text::frame::all_saved(lang)),
        Loss::AuthorityKey => {
            (text::frame::authority_unsaved(lang).to_owned(), text::frame::save_authority(lang))
        }
        Loss::Keys(count) => (text::frame::unsaved(lang, count), text::frame::go_export(lang)),
        Loss::Passphrases(count) => {
            (text::frame::passphrases_unseen(lang, count), text::frame::go_export(lang))
        }
        Loss::Changes(count) => (text::frame::changes_unsaved(lang, count), text::frame::go_export(lang)),
    };
    html! {<>{ sentence(Mark::Caution, &words) }{ export(to_do) }</>}
}

fn proof(state: &State, lang: Lang) -> Html {
    match &state.worker {
        Worker::Starting => html! {<span>{ text::frame::worker_starting(lang) }</span>},
        Worker::Failed(problem) => {
            let message = problem.message(lang);
            html! {<span>{ bare(Mark::Refused) }{ &*message.problem }{ " " }{ &*message.remedy }</span>}
        }
        Worker::Ready => html! {<>
            <span>{ bare(Mark::Fine) }{ text::frame::offline(lang) }</span>
            <span>{ text::frame::nothing_sent(lang) }</span>
            <a href={Room::About.address()} data-test="prove">{ text::frame::prove(lang) }</a>
        </>},
    }
}

/// What was just done.
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
