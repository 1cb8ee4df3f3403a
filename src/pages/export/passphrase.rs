//! The passphrase of one bundle: generated or the user's own, hidden until it is asked for.

use pki::secret::Secret;
use workbench::msg::Msg;
use workbench::rooms::export::{self, Passphrase};
use workbench::sealed::BundleId;
use yew::{Callback, Html, SubmitEvent, UseStateHandle, html};

use crate::pages::export::bundle::BundleView;
use crate::pages::hidden;
use crate::widgets::button::Weight;
use crate::widgets::field::Field;
use crate::widgets::glyph::{Icon, Mark, bare};

impl BundleView<'_> {
    /// The dashed box: what the passphrase is, and what can be done with it.
    pub(super) fn passphrase(&self) -> Html {
        let BundleView { id, bundle, lang, .. } = *self;
        let there = bundle.passphrase != Passphrase::Unset;
        let revealed = **self.revealed == Some(id);
        let own = **self.typing == Some(id) || matches!(bundle.passphrase, Passphrase::Own(..));
        let (words, class) = match (&bundle.passphrase, revealed) {
            (Passphrase::Unset, _) => (
                html! {<>{ text::export::passphrase_unset(lang) }</>},
                "passphrase__words passphrase__words--none",
            ),
            (_, true) => (html! {<>{ bundle.passphrase.expose().to_owned() }</>}, "passphrase__words"),
            (passphrase, false) => {
                (hidden(passphrase.expose(), text::export::passphrase_hidden(lang)), "passphrase__words")
            }
        };
        let advice = match id {
            BundleId::Authority => text::export::other_place(lang),
            BundleId::Server(_) | BundleId::Client(_) => text::export::other_way(lang),
        };
        let show = if revealed { text::export::hide(lang) } else { text::export::reveal(lang) };
        let show = self.button(show, "reveal").icon(Icon::Eye).small();
        let copy = self.button(text::export::copy(lang), "copy-passphrase").icon(Icon::Copy).small();
        let generate = self.button(text::export::generate(lang), "generate").small().weight(Weight::Quiet);
        let choose = self.button(text::export::own(lang), "own").small().weight(Weight::Quiet).expanded(own);
        html! {
            <div class="passphrase" role="group" aria-label={text::export::passphrase_of(lang, &self.item.label)}>
                <div class="passphrase__line">
                    { bare(Mark::Secret) }
                    <span class="small muted">{ text::export::passphrase(lang) }</span>
                    <span {class} data-test={self.test("passphrase")}>{ words }</span>
                </div>
                <div class="actions actions--tight">
                    if there {
                        { show.draw(self.reveal()) }
                        { copy.draw(self.send(export::Msg::CopyPassphrase)) }
                    }
                    { generate.draw(self.send(export::Msg::Generate)) }
                    { choose.draw(flip(self.typing, id)) }
                </div>
                if own { { self.own() } }
                if there { <p class="small muted">{ advice }</p> }
            </div>
        }
    }

    /// Shows the passphrase, or hides it again.
    fn reveal(&self) -> Callback<()> {
        let (flip, shown) = (flip(self.revealed, self.id), self.send(export::Msg::Shown));
        Callback::from(move |()| {
            flip.emit(());
            shown.emit(());
        })
    }

    /// The field for an own passphrase, with the judgement as soon as it is there.
    fn own(&self) -> Html {
        let BundleView { id, bundle, lang, .. } = *self;
        let field =
            Field::new(self.test("own-text"), text::export::own_label(lang), lang).secret("new-password");
        let (value, field) = match &bundle.passphrase {
            Passphrase::Own(_, judgement) => {
                let field = match judgement {
                    Some(Ok(strength)) => field.hint(text::export::own_strong(lang, &strength.time(lang))),
                    Some(Err(error)) => field.error(Some(error.message(lang))),
                    None => field.hint(text::export::own_judging(lang)),
                };
                (bundle.passphrase.expose(), field)
            }
            Passphrase::Unset | Passphrase::Generated(_) => ("", field.hint(text::export::own_hint(lang))),
        };
        let oninput = self
            .shared
            .dispatch
            .reform(move |typed: String| Msg::Export(export::Msg::Type(id, Secret::new(typed.into_bytes()))));
        let onsubmit = self.shared.dispatch.reform(move |event: SubmitEvent| {
            event.prevent_default();
            Msg::Export(export::Msg::Seal(id))
        });
        html! { <form {onsubmit} novalidate=true>{ field.draw(value, &oninput) }</form> }
    }
}

/// Turns something on for this bundle and off for all others, or off.
fn flip(state: &UseStateHandle<Option<BundleId>>, id: BundleId) -> Callback<()> {
    let state = state.clone();
    Callback::from(move |()| state.set(if *state == Some(id) { None } else { Some(id) }))
}
