//! One certificate of the set: who it is for, how long it lives, how to tell it from others, and what can be done with it.

use std::rc::Rc;

use pki::certificate::Facts;
use pki::crl::Reason;
use pki::moment::Moment;
use text::{Lang, Message};
use workbench::msg::Msg;
use workbench::role::Role;
use workbench::rooms::create;
use workbench::set::Item;
use yew::{
    AttrValue, Callback, Html, Properties, SubmitEvent, UseStateHandle, component, html, use_effect_with,
    use_state,
};

use crate::pages::create::list;
use crate::pages::words::{bare_name, day, mark};
use crate::shared::Shared;
use crate::shell::document;
use crate::widgets::button::{Button, Weight};
use crate::widgets::facts::{facts, grouped};
use crate::widgets::field::Field;
use crate::widgets::glyph::{Icon, Mark, bare};
use crate::widgets::lifeline::{Scale, bar};

/// How many names are drawn; a certificate may carry a hundred.
const NAMES_SHOWN: usize = 24;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct CardProps {
    pub(super) item: Rc<Item>,
    /// A name that was refused for it, and why.
    pub(super) refused: Option<(String, Message)>,
    /// For the revocation list, on the authority's card.
    pub(super) list: Option<Shared>,
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
    let typed = use_state(|| None::<String>);
    let rename = {
        let (typed, label) = (typed.clone(), item.label.clone());
        Callback::from(move |()| typed.set(if typed.is_none() { Some(label.clone()) } else { None }))
    };
    {
        // it is called as was typed: there is nothing more to do
        let typed = typed.clone();
        use_effect_with(item.label.clone(), move |_| typed.set(None));
    }
    use_effect_with((item.id, typed.is_some()), |&(id, open)| {
        let focus = move |end: &str| {
            if open {
                document::focus(&format!("rename{end}-{}", id.0));
            }
        };
        focus("-text");
        move || focus("")
    });
    html! {
        <article class={format!("card {}", mark(item.role).class())} aria-labelledby={title_id(item)}
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
            { typed.as_ref().map(|name| renaming(props, &typed, name)) }
            { actions(props, &rename, typed.is_some()) }
            { props.list.as_ref().map(list::list) }
        </article>
    }
}

/// Another name in the workbench and in file names; the certificate itself stays as it is.
fn renaming(props: &CardProps, typed: &UseStateHandle<Option<String>>, name: &str) -> Html {
    let CardProps { item, refused, lang, dispatch, .. } = props;
    let (id, lang) = (item.id, *lang);
    let set = |typed: &UseStateHandle<Option<String>>| {
        let typed = typed.clone();
        Callback::from(move |text| typed.set(text))
    };
    let onsubmit = {
        let (typed, dispatch, label) = (typed.clone(), dispatch.clone(), item.label.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(name) = typed.as_deref().map(str::trim) {
                if name == label {
                    typed.set(None);
                }
                dispatch.emit(Msg::Create(create::Msg::Rename(id, name.to_owned())));
            }
        })
    };
    let field = Field::new(format!("rename-text-{}", id.0), text::create::rename_label(lang), lang)
        .hint(text::create::rename_hint(lang))
        .error(refused.as_ref().filter(|(typed, _)| typed == name.trim()).map(|(_, why)| why.clone()));
    html! {
        <form class="rename" {onsubmit} novalidate=true>
            { field.draw(name, &set(typed).reform(Some)) }
            <div class="actions">
                { Button::new(text::create::rename_do(lang), format!("rename-do-{}", id.0)).small().submit() }
                { Button::new(text::frame::cancel(lang), format!("rename-cancel-{}", id.0)).small().draw(set(typed).reform(|()| None)) }
            </div>
        </form>
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
    let CardProps { item, scale, now, lang, .. } = props;
    let (scale, now, lang) = (*scale, *now, *lang);
    let (from, to) = (day(lang, found.not_before), day(lang, found.not_after));
    let left = if item.revoked.is_some() {
        String::new()
    } else if found.not_after < now {
        text::create::expired(lang).to_owned()
    } else {
        let days = if to == day(lang, now) { 0 } else { now.days_begun_until(found.not_after) };
        text::create::days_left(lang, usize::try_from(days).unwrap_or_default())
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
        (None, _) if let Some(revocation) = item.revoked => html! {
            <span class="tag is-refused" data-test={format!("revoked-{}", item.id.0)}>
                { bare(Mark::Refused) }{ text::create::revoked_on(lang, &day(lang, revocation.at)) }
            </span>
        },
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
            (AttrValue::Static(text::create::subject_name(lang)), match &*found.subject {
                "" => html! {<span class="muted">{ text::create::subject_empty(lang) }</span>},
                subject => html! {<span class="mono">{ subject }</span>},
            }),
            (AttrValue::Static(text::create::serial(lang)), test("serial", grouped(&found.serial))),
            (AttrValue::Static(text::create::fingerprint(lang)), test("fingerprint", grouped(&found.sha256))),
        ]) }
        <p>{ key }</p>
    </>}
}

fn actions(props: &CardProps, rename: &Callback<()>, renaming: bool) -> Html {
    let CardProps { item, lang, dispatch, .. } = props;
    let (lang, id) = (*lang, item.id);
    let send = |msg: create::Msg| dispatch.reform(move |()| Msg::Create(msg.clone()));
    let leaf = item.role != Role::Authority;
    let (quiet, plain) = (Weight::Quiet, Weight::Plain);
    let copy = send(create::Msg::CopyCertificate(id));
    let save = send(create::Msg::SaveCertificate(id));
    let key = send(create::Msg::SaveKey(id));
    let revoke = send(create::Msg::Revoke(id, Reason::default()));
    let remove = send(create::Msg::Remove(id));
    // one way to draw them all: each button that is described by itself weighs as much as this list
    let buttons = [
        (true, text::create::copy_pem(lang), "copy-pem", Some(Icon::Copy), plain, copy),
        (true, text::create::save_pem(lang), "save-pem", Some(Icon::Save), plain, save),
        (true, text::create::rename(lang), "rename", None, quiet, rename.clone()),
        (item.key.is_some(), text::create::save_key(lang), "save-key", Some(Icon::Key), Weight::Secret, key),
        (leaf && item.revoked.is_none(), text::create::revoke(lang), "revoke", None, quiet, revoke),
        (leaf, text::create::remove(lang), "remove", None, quiet, remove),
    ];
    let mut drawn = Vec::new();
    for (_, action, name, icon, weight, press) in buttons.into_iter().filter(|(shown, ..)| *shown) {
        let mut button = Button::new(action, format!("{name}-{}", id.0))
            .spoken(text::create::of_item(lang, &action, &item.label))
            .small()
            .weight(weight);
        if let Some(icon) = icon {
            button = button.icon(icon);
        } else if name == "rename" {
            button = button.expanded(renaming);
        }
        drawn.push(button.draw(press));
    }
    html! { <div class="actions">{ drawn }</div> }
}
