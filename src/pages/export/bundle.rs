//! One bundle: for whom, what is inside, its passphrase, the finished file and how to open it.

use std::rc::Rc;

use pki::secret::Secret;
use text::Lang;
use workbench::msg::Msg;
use workbench::rooms::export::{self, Bundle, BundleId, Passphrase, Sealed};
use workbench::set::{Item, Role};
use yew::{AttrValue, Callback, Html, Properties, classes, component, html, use_state};

use crate::pages::export::opening::opening;
use crate::pages::words::{mark, size};
use crate::widgets::button::{Button, Weight};
use crate::widgets::facts::{facts, grouped};
use crate::widgets::field::Field;
use crate::widgets::finding::finding;
use crate::widgets::fold::Fold;
use crate::widgets::glyph::{Icon, Mark, bare};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct BundleProps {
    pub(super) id: BundleId,
    pub(super) item: Rc<Item>,
    pub(super) bundle: Bundle,
    pub(super) lang: Lang,
    pub(super) dispatch: Callback<Msg>,
}

/// The end of the names of a bundle's elements: `authority`, `server-1`, `client-2`.
pub(super) fn end(id: BundleId) -> String {
    match id {
        BundleId::Authority => "authority".to_owned(),
        BundleId::Server(item) => format!("server-{}", item.0),
        BundleId::Client(item) => format!("client-{}", item.0),
    }
}

impl BundleProps {
    fn send(&self, msg: impl Fn(BundleId) -> export::Msg + 'static) -> Callback<()> {
        let id = self.id;
        self.dispatch.reform(move |()| Msg::Export(msg(id)))
    }

    fn test(&self, name: &str) -> String {
        format!("{name}-{}", end(self.id))
    }

    fn spoken(&self, action: &'static str) -> AttrValue {
        text::export::for_name(self.lang, &action, &self.item.label).into()
    }
}

/// A bundle.
#[component]
pub(super) fn BundleCard(props: &BundleProps) -> Html {
    let BundleProps { item, bundle, lang, .. } = props;
    let lang = *lang;
    let (recipient, purpose) = match item.role {
        Role::Authority => (text::export::recipient_authority(lang), text::export::purpose_authority(lang)),
        Role::Server => (text::export::recipient_server(lang), text::export::purpose_server(lang)),
        Role::Client => (text::export::recipient_client(lang), text::export::purpose_client(lang)),
    };
    let title = props.test("bundle-title");
    html! {
        <article class={classes!("card", mark(item.role).class())} aria-labelledby={title.clone()} data-test={props.test("bundle")}>
            <div class="card__head">
                { bare(mark(item.role)) }
                <h3 class="card__title" id={title}>{ &item.label }</h3>
                <span class="card__kind">{ recipient }</span>
                if bundle.saved { <span class="card__end is-fine">{ bare(Mark::Fine) }{ text::export::saved(lang) }</span> }
            </div>
            <div class="card__body">
                <p class="small muted prose">{ purpose }</p>
                <PassphrasePanel ..props.clone() />
                { state(props) }
            </div>
        </article>
    }
}

/// What the bundle waits for: to be made, to be finished, to be saved.
fn state(props: &BundleProps) -> Html {
    let BundleProps { bundle, lang, .. } = props;
    let lang = *lang;
    let make = text::export::seal(lang);
    html! {<>
        if let Some(fault) = bundle.sealing.fault() {
            { finding(Mark::Refused, &fault.message(lang), Html::default(), lang) }
        }
        if let Some(sealed) = &bundle.sealed {
            { self::sealed(props, sealed) }
        } else {
            <div class="actions">
                <Button label={make} spoken={props.spoken(make)} small=true disabled={bundle.sealing.is_running()}
                    onclick={props.send(export::Msg::Seal)} test={props.test("make")} />
                if bundle.sealing.is_running() { <span class="small muted busy" role="status">{ text::frame::working(lang) }</span> }
            </div>
        }
    </>}
}

fn sealed(props: &BundleProps, sealed: &Sealed) -> Html {
    let lang = props.lang;
    let save = text::export::save(lang);
    html! {<>
        <p class="verdict is-fine">{ bare(Mark::Fine) }{ text::export::sealed(lang) }</p>
        { facts(vec![
            (AttrValue::Static(text::export::file(lang)), html! {<span class="mono">{ &sealed.name }</span>}),
            (AttrValue::Static(text::export::file_size(lang)), html! {<>{ size(lang, sealed.bytes.len()) }</>}),
            (AttrValue::Static(text::export::file_sha256(lang)), html! {<span data-test={props.test("sha256")}>{ grouped(&sealed.sha256) }</span>}),
        ]) }
        <div class="actions">
            <Button label={save} spoken={props.spoken(save)} icon={Icon::Save} weight={Weight::Secret}
                onclick={props.send(export::Msg::Save)} test={props.test("download")} />
        </div>
        <Fold title={text::export::contents(lang)} summary={text::export::contents_count(lang, sealed.contents.len())} quiet=true test={props.test("contents")}>
            <ul class="contents">
                { for sealed.contents.iter().map(|inside| html! {
                    <li>
                        if inside.secret { { crate::widgets::glyph::mark(Mark::Secret, lang) } } else { <span class="glyph" aria-hidden="true" /> }
                        <code>{ &inside.path }</code>
                        <span class="muted nowrap">{ size(lang, inside.size) }</span>
                    </li>
                }) }
            </ul>
            <p class="small muted">{ text::export::names_readable(lang) }</p>
        </Fold>
        <Fold title={text::export::how_to_open(lang)} quiet=true test={props.test("how-to-open")}>
            { opening(&sealed.name, lang) }
        </Fold>
    </>}
}

/// The passphrase: generated or the user's own, hidden until it is asked for.
#[component]
fn PassphrasePanel(props: &BundleProps) -> Html {
    let BundleProps { bundle, lang, .. } = props;
    let lang = *lang;
    let revealed = use_state(|| false);
    let own = use_state(|| matches!(bundle.passphrase, Passphrase::Own(..)));
    let flip = |state: &yew::UseStateHandle<bool>| {
        let state = state.clone();
        Callback::from(move |()| state.set(!*state))
    };
    let words = match (&bundle.passphrase, *revealed) {
        (Passphrase::Unset, _) => html! {<>{ text::export::passphrase_unset(lang) }</>},
        (_, true) => html! {<>{ bundle.passphrase.expose().to_owned() }</>},
        (passphrase, false) => html! {<>
            <span aria-hidden="true">{ dots(passphrase) }</span>
            <span class="unseen">{ text::export::passphrase_hidden(lang) }</span>
        </>},
    };
    let there = bundle.passphrase != Passphrase::Unset;
    let reveal = if *revealed { text::export::hide(lang) } else { text::export::reveal(lang) };
    let (copy, generate, choose) =
        (text::export::copy(lang), text::export::generate(lang), text::export::own(lang));
    html! {
        <div class="passphrase" role="group" aria-label={text::export::passphrase_of(lang, &props.item.label)}>
            <div class="passphrase__line">
                { bare(Mark::Secret) }
                <span class="small muted">{ text::export::passphrase(lang) }</span>
                <span class={classes!("passphrase__words", (!there).then_some("passphrase__words--none"))} data-test={props.test("passphrase")}>{ words }</span>
            </div>
            <div class="actions actions--tight">
                if there {
                    <Button label={reveal} spoken={props.spoken(reveal)} icon={Icon::Eye} small=true onclick={flip(&revealed)} test={props.test("reveal")} />
                    <Button label={copy} spoken={props.spoken(copy)} icon={Icon::Copy} small=true onclick={props.send(export::Msg::CopyPassphrase)} test={props.test("copy-passphrase")} />
                }
                <Button label={generate} spoken={props.spoken(generate)} small=true weight={Weight::Quiet} onclick={props.send(export::Msg::Generate)} test={props.test("generate")} />
                <Button label={choose} spoken={props.spoken(choose)} small=true weight={Weight::Quiet} expanded={*own} onclick={flip(&own)} test={props.test("own")} />
            </div>
            if *own { { own_field(props) } }
            if there { <p class="small muted">{ text::export::other_way(lang) }</p> }
        </div>
    }
}

/// As many dots as there are characters, up to a point.
fn dots(passphrase: &Passphrase) -> String {
    "•".repeat(passphrase.expose().chars().count().min(24))
}

fn own_field(props: &BundleProps) -> Html {
    let BundleProps { id, bundle, lang, .. } = props;
    let (lang, id) = (*lang, *id);
    let (value, hint, error) = match &bundle.passphrase {
        Passphrase::Own(_, judgement) => {
            let hint = match judgement {
                Some(Ok(strength)) => text::export::own_strong(lang, &strength.time(lang)),
                None => text::export::own_judging(lang).to_owned(),
                Some(Err(_)) => String::new(),
            };
            let error =
                judgement.as_ref().and_then(|judged| judged.as_ref().err()).map(|error| error.message(lang));
            (bundle.passphrase.expose().to_owned(), hint, error)
        }
        Passphrase::Unset | Passphrase::Generated(_) => {
            (String::new(), text::export::own_hint(lang).to_owned(), None)
        }
    };
    let oninput = props
        .dispatch
        .reform(move |typed: String| Msg::Export(export::Msg::Type(id, Secret::new(typed.into_bytes()))));
    let onsubmit = props.dispatch.reform(move |event: yew::SubmitEvent| {
        event.prevent_default();
        Msg::Export(export::Msg::Seal(id))
    });
    html! {
        <form {onsubmit} novalidate=true>
            <Field id={props.test("own-text")} test={props.test("own-text")} label={text::export::own_label(lang)} kind="password"
                autocomplete="new-password" secret=true {value} {hint} {error} {oninput} {lang} />
        </form>
    }
}
