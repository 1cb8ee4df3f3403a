//! The Export room: a bundle for each recipient, and an authority bundle in again.

mod bundle;
mod opened;
mod passphrase;
mod reopen;

use text::Lang;
use workbench::msg::Msg;
use workbench::room::Room;
use workbench::rooms::export;
use workbench::sealed::BundleId;
use workbench::set::CertificateSet;
use workbench::task::Progress;
use yew::{Html, UseStateHandle, component, html, use_state};

use crate::pages::create::cancel;
use crate::pages::export::bundle::BundleView;
use crate::pages::head;
use crate::shared::{RoomProps, Shared};
use crate::widgets::button::{Button, Weight};
use crate::widgets::finding::finding;
use crate::widgets::glyph::{Icon, Mark};
use crate::widgets::limit::{Limit, use_limit};
use crate::widgets::progress::busy;

/// The Export room.
#[component]
pub fn Export(props: &RoomProps) -> Html {
    let shared = &props.shared;
    let lang = shared.state.settings.lang;
    let limit = use_limit(shared.state.export.bundles.len());
    // one passphrase is shown at a time, and one is being typed
    let revealed = use_state(|| None::<BundleId>);
    let typing = use_state(|| None::<BundleId>);
    html! {
        <div class="room">
            { head(Room::Export, lang) }
            <div class="room__columns room__columns--swapped">
                <section class="room__results" aria-label={text::export::bundles(lang)}>
                    { match &shared.state.set {
                        Some(set) => bundles(shared, set, &limit, &revealed, &typing),
                        None => html! {
                            <div class="empty">
                                <h2>{ text::export::nothing(lang) }</h2>
                                <p>{ text::export::nothing_why(lang) }</p>
                                <div class="actions">
                                    <a class="button button--primary" href={Room::Create.address()} data-test="go-create">{ text::export::nothing_do(lang) }</a>
                                </div>
                            </div>
                        },
                    } }
                </section>
                <section class="room__choices" aria-labelledby="reopen-title">{ reopen::reopen(shared) }</section>
            </div>
        </div>
    }
}

fn bundles(
    shared: &Shared,
    set: &CertificateSet,
    limit: &Limit,
    revealed: &UseStateHandle<Option<BundleId>>,
    typing: &UseStateHandle<Option<BundleId>>,
) -> Html {
    let lang = shared.state.settings.lang;
    let bundles = &shared.state.export.bundles;
    let running = bundles.values().filter(|bundle| bundle.sealing.is_running()).count();
    let ready = bundles.values().filter(|bundle| bundle.sealed.is_some()).count();
    let send = |msg: export::Msg| shared.dispatch.reform(move |()| Msg::Export(msg.clone()));
    // the authority's first: it is the one that cannot be made again
    let authority = bundles.keys().filter(|id| **id == BundleId::Authority);
    let order = authority.chain(bundles.keys().filter(|id| **id != BundleId::Authority));
    let all = ready == bundles.len();
    let weight = |next: bool| if next { Weight::Primary } else { Weight::Plain };
    let make = Button::new(text::export::make_all(lang), "make-all").weight(weight(!all)).disabled(all);
    let save = Button::new(text::export::save_all(lang), "save-all");
    let save = save.icon(Icon::Save).weight(weight(all)).disabled(ready == 0 || running > 0);
    let working = Progress { done: ready, total: ready + running };
    html! {<>
        <div class="panel__head">
            <h2>{ text::export::bundles(lang) }</h2>
            <div class="actions">
                { make.draw(send(export::Msg::SealAll)) }
                { save.draw(send(export::Msg::SaveAll)) }
            </div>
        </div>
        <p class="prose muted">{ text::export::bundles_why(lang) }</p>
        if running > 0 {
            { busy(text::export::sealing(lang), working, lang, cancel(shared, "make-all")) }
        }
        <ul class="cards bundles">
            { for order.take(limit.shown).filter_map(|id| {
                let item = match id {
                    BundleId::Authority => set.authority.id,
                    BundleId::Server(item) | BundleId::Client(item) => *item,
                };
                let item = set.item(item)?;
                let view = BundleView {
                    id: *id,
                    item,
                    bundle: bundles.get(id)?,
                    opener: shared.state.export.recipient(item.id),
                    lang,
                    shared,
                    revealed,
                    typing,
                };
                Some(html! { <li key={bundle::end(*id)}>{ view.card() }</li> })
            }) }
        </ul>
        { limit.button(lang, "bundles-show-more") }
        { without_keys(set, lang) }
    </>}
}

/// After an authority was opened: which certificates cannot be exported again, and what to do about it.
fn without_keys(set: &CertificateSet, lang: Lang) -> Html {
    /// How many are named; the rest is counted.
    const NAMED: usize = 12;
    let lost = set.leaves.iter().filter(|item| item.key.is_none() && item.revoked.is_none());
    let labels: Vec<&str> = lost.map(|item| item.label.as_str()).collect();
    if labels.is_empty() {
        return Html::default();
    }
    let rest = labels.len().saturating_sub(NAMED);
    let more = if rest > 0 { format!(", +{}", text::grouped(rest)) } else { String::new() };
    let names = format!("{}{more}", labels[..labels.len() - rest].join(", "));
    finding(Mark::Caution, &text::export::no_keys(lang, labels.len(), &names), Html::default(), lang)
}

/// A size of a file.
fn size(lang: Lang, bytes: usize) -> String {
    const KIBI: usize = 1024;
    if bytes < 10 * KIBI {
        text::export::bytes(lang, bytes)
    } else {
        text::export::kibibytes(lang, bytes / KIBI)
    }
}
