//! One certificate of the set: who it is for, how long it lives, how to tell it from others, and what can be done with it.

use std::rc::Rc;

use pki::certificate::Facts;
use pki::moment::Moment;
use text::Lang;
use workbench::msg::Msg;
use workbench::rooms::create;
use workbench::set::{Item, Role};
use yew::{AttrValue, Callback, Html, Properties, classes, component, html, use_state};

use crate::pages::create::rename::Rename;
use crate::pages::words::{bare_name, day, mark};
use crate::widgets::button::{Button, Weight};
use crate::widgets::facts::{facts, grouped};
use crate::widgets::glyph::{Icon, Mark, bare};
use crate::widgets::lifeline::{Scale, bar};

/// How many names are drawn; a certificate may carry a hundred.
const NAMES_SHOWN: usize = 24;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct CardProps {
    pub(super) item: Rc<Item>,
    pub(super) scale: Scale,
    pub(super) now: Moment,
    pub(super) lang: Lang,
    pub(super) dispatch: Callback<Msg>,
}

/// A certificate.
#[component]
pub(super) fn Card(props: &CardProps) -> Html {
    let CardProps { item, lang, .. } = props;
    let lang = *lang;
    let found = item.certificate.facts();
    let renaming = use_state(|| false);
    let rename = {
        let renaming = renaming.clone();
        Callback::from(move |()| renaming.set(!*renaming))
    };
    let done = {
        let (renaming, dispatch, id) = (renaming.clone(), props.dispatch.clone(), item.id);
        Callback::from(move |label: Option<String>| {
            renaming.set(false);
            if let Some(label) = label {
                dispatch.emit(Msg::Create(create::Msg::Rename(id, label)));
            }
        })
    };
    html! {
        <article class={classes!("card", mark(item.role).class())} aria-labelledby={title_id(item)}
            data-test={format!("card-{}", item.role.id())} data-item={item.id.0.to_string()}>
            <div class="card__head">
                { bare(mark(item.role)) }
                <h3 class="card__title" id={title_id(item)}>{ &item.label }</h3>
                <span class="card__kind">{ mark(item.role).word(lang) }</span>
                <span class="card__end"><span class="tag">{ &found.key }</span></span>
            </div>
            <div class="card__body">
                { names(found, lang) }
                { lifeline(props, found) }
                { details(item, found, lang) }
            </div>
            if *renaming {
                <Rename id={item.id.0} label={item.label.clone()} subject={found.subject.clone()} {lang} {done} />
            }
            { actions(props, &rename, *renaming) }
        </article>
    }
}

fn title_id(item: &Item) -> String {
    format!("item-{}", item.id.0)
}

fn names(found: &Facts, lang: Lang) -> Html {
    if found.names.is_empty() {
        return Html::default();
    }
    let rest = found.names.len().saturating_sub(NAMES_SHOWN);
    html! {
        <ul class="tags" aria-label={text::create::names(lang)}>
            { for found.names.iter().take(NAMES_SHOWN).map(|name| html! {<li class="tag">{ bare_name(name) }</li>}) }
            if rest > 0 { <li class="tag">{ "+" }{ text::grouped(rest) }</li> }
        </ul>
    }
}

fn lifeline(props: &CardProps, found: &Facts) -> Html {
    let CardProps { scale, now, lang, .. } = *props;
    let (from, to) = (day(lang, found.not_before), day(lang, found.not_after));
    let left = if found.not_after < now {
        text::create::expired(lang).to_owned()
    } else {
        text::create::days_left(lang, usize::try_from(now.days_until(found.not_after)).unwrap_or_default())
    };
    html! {
        <div class="span">
            { bar(scale, found.not_before, found.not_after, now, text::create::span(lang, &from, &to)) }
            <span>{ text::create::valid_span(lang, &from, &to) }</span>
            <span class="span__days">{ left }</span>
        </div>
    }
}

fn details(item: &Item, found: &Facts, lang: Lang) -> Html {
    let key = match (&item.key, item.saved) {
        (None, _) => html! {<span class="muted">{ text::create::key_gone(lang) }</span>},
        (Some(_), saved) => {
            let words = if saved { text::create::key_saved(lang) } else { text::create::key_here(lang) };
            html! {<span class="tag tag--secret">{ bare(Mark::Secret) }{ words }{ if saved { bare(Mark::Fine) } else { Html::default() } }</span>}
        }
    };
    let test =
        |name: &str, value: Html| html! {<span data-test={format!("{name}-{}", item.id.0)}>{ value }</span>};
    html! {<>
        { facts(vec![
            (AttrValue::Static(text::create::subject_name(lang)), html! {<span class="mono">{ &found.subject }</span>}),
            (AttrValue::Static(text::create::serial(lang)), test("serial", grouped(&found.serial))),
            (AttrValue::Static(text::create::fingerprint(lang)), test("fingerprint", grouped(&found.sha256))),
        ]) }
        <p>{ key }</p>
    </>}
}

fn actions(props: &CardProps, rename: &Callback<()>, renaming: bool) -> Html {
    let CardProps { item, lang, dispatch, .. } = props;
    let (lang, id) = (*lang, item.id);
    let spoken = |action: &'static str| AttrValue::from(text::create::of_item(lang, &action, &item.label));
    let send = |msg: create::Msg| dispatch.reform(move |()| Msg::Create(msg.clone()));
    let test = |name: &str| format!("{name}-{}", id.0);
    let (copy, save) = (text::create::copy_pem(lang), text::create::save_pem(lang));
    let (name, key, remove) =
        (text::create::rename(lang), text::create::save_key(lang), text::create::remove(lang));
    html! {
        <div class="actions">
            <Button label={copy} spoken={spoken(copy)} icon={Icon::Copy} small=true onclick={send(create::Msg::CopyCertificate(id))} test={test("copy-pem")} />
            <Button label={save} spoken={spoken(save)} icon={Icon::Save} small=true onclick={send(create::Msg::SaveCertificate(id))} test={test("save-pem")} />
            <Button label={name} spoken={spoken(name)} small=true weight={Weight::Quiet} expanded={renaming} onclick={rename.clone()} test={test("rename")} />
            if item.key.is_some() {
                <Button label={key} spoken={spoken(key)} small=true weight={Weight::Secret} icon={Icon::Key} onclick={send(create::Msg::SaveKey(id))} test={test("save-key")} />
            }
            if item.role != Role::Authority {
                <Button label={remove} spoken={spoken(remove)} small=true weight={Weight::Quiet} onclick={send(create::Msg::Remove(id))} test={test("remove")} />
            }
        </div>
    }
}
