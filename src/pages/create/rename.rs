//! Another name for a certificate in the workbench and in file names; the certificate itself stays as it is.

use text::Lang;
use yew::{AttrValue, Callback, Html, Properties, SubmitEvent, component, html, use_state};

use crate::widgets::button::Button;
use crate::widgets::field::Field;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct RenameProps {
    pub(super) id: u32,
    pub(super) label: AttrValue,
    pub(super) subject: AttrValue,
    pub(super) lang: Lang,
    /// The new name, or none when it was left as it is.
    pub(super) done: Callback<Option<String>>,
}

/// A field with the name as it is now.
#[component]
pub(super) fn Rename(props: &RenameProps) -> Html {
    let RenameProps { id, lang, .. } = *props;
    let typed = use_state(|| props.label.to_string());
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |text| typed.set(text))
    };
    let onsubmit = {
        let (typed, done) = (typed.clone(), props.done.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let name = typed.trim();
            done.emit((!name.is_empty()).then(|| name.to_owned()));
        })
    };
    html! {
        <form class="rename" {onsubmit} novalidate=true>
            <Field id={format!("rename-text-{id}")} test={format!("rename-text-{id}")} label={text::create::rename_label(lang)}
                hint={text::create::rename_hint(lang, &props.subject)} value={(*typed).clone()} {oninput} {lang} />
            <div class="actions">
                <Button label={text::create::rename_do(lang)} submit=true small=true test={format!("rename-do-{id}")} />
                <Button label={text::frame::cancel(lang)} small=true onclick={props.done.reform(|()| None)} test={format!("rename-cancel-{id}")} />
            </div>
        </form>
    }
}
