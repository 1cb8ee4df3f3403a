//! The fields of the Deploy room. Each change sends the whole draft; the worker says at which field something is wrong.

use text::Message;
use workbench::data::{BackendKind, ChoiceField, ChoicesDraft, PolicyKind, Release};
use workbench::msg::Msg;
use workbench::rooms::deploy;
use yew::{Callback, Html, html};

use crate::shared::Shared;
use crate::widgets::field::Field;
use crate::widgets::select::Select;

/// The form.
pub(super) fn choices(shared: &Shared) -> Html {
    let lang = shared.state.settings.lang;
    let draft = &shared.state.deploy.draft;
    let text = |name: &'static str,
                label: &'static str,
                hint: Option<&'static str>,
                value: &str,
                at: ChoiceField,
                set: fn(&mut ChoicesDraft, String)| {
        let field = Field::new(name, label, lang).mono().error(error(shared, at));
        let field = match hint {
            Some(hint) => field.hint(hint),
            None => field,
        };
        field.draw(value, &edit(shared, set))
    };
    let backend = |kind: BackendKind, name: &'static str, label: &'static str| {
        let onchange = edit(shared, move |draft, _: yew::Event| draft.backend = kind);
        html! {
            <label class="check">
                <input type="radio" name="backend" checked={draft.backend == kind} {onchange} data-test={name} />
                <span>{ label }</span>
            </label>
        }
    };
    html! {
        <form class="form" onsubmit={Callback::from(|event: yew::SubmitEvent| event.prevent_default())} novalidate=true>
            { text("base-folder", text::deploy_room::base_folder(lang), Some(text::deploy_room::base_folder_hint(lang)), &draft.base_folder,
                ChoiceField::BaseFolder, |draft, text| draft.base_folder = text) }
            { pick(shared, "release", text::deploy_room::release(lang), text::deploy_room::release_hint(lang),
                Release::ALL.map(|release| (release.id(), release.label())).into(), draft.release.id(),
                |draft, id| draft.release = Release::ALL.into_iter().find(|release| release.id() == id).unwrap_or(draft.release)) }
            { pick(shared, "policy", text::deploy_room::policy(lang), text::deploy_room::policy_hint(lang),
                vec![
                    (PolicyKind::Intermediate.id(), text::deploy_room::policy_intermediate(lang)),
                    (PolicyKind::Modern.id(), text::deploy_room::policy_modern(lang)),
                ],
                draft.policy.id(),
                |draft, id| draft.policy = PolicyKind::ALL.into_iter().find(|policy| policy.id() == id).unwrap_or(draft.policy)) }
            <div class="pair pair--narrow-end">
                { text("listen-address", text::deploy_room::listen_address(lang), Some(text::deploy_room::listen_address_hint(lang)), &draft.listen_address,
                    ChoiceField::ListenAddress, |draft, text| draft.listen_address = text) }
                { text("listen-port", text::deploy_room::listen_port(lang), None, &draft.listen_port,
                    ChoiceField::ListenPort, |draft, text| draft.listen_port = text) }
            </div>
            <fieldset class="form form--dense">
                <legend class="legend">{ text::deploy_room::backend(lang) }</legend>
                { backend(BackendKind::Flask, "backend-flask", text::deploy_room::backend_flask(lang)) }
                { backend(BackendKind::Own, "backend-own", text::deploy_room::backend_own(lang)) }
                { match draft.backend {
                    BackendKind::Flask => text("flask-port", text::deploy_room::flask_port(lang), Some(text::deploy_room::flask_port_hint(lang)),
                        &draft.flask_port, ChoiceField::FlaskPort, |draft, text| draft.flask_port = text),
                    BackendKind::Own => text("own-backend", text::deploy_room::own_backend(lang), Some(text::deploy_room::own_backend_hint(lang)),
                        &draft.own_backend, ChoiceField::OwnBackend, |draft, text| draft.own_backend = text),
                } }
            </fieldset>
        </form>
    }
}

/// A drop-down choice under its label.
fn pick(
    shared: &Shared,
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    options: Vec<(&'static str, &'static str)>,
    value: &'static str,
    set: fn(&mut ChoicesDraft, String),
) -> Html {
    let lang = shared.state.settings.lang;
    let select = Select {
        id: name.into(),
        label: label.into(),
        options,
        value,
        hint: Some(hint.into()),
        shown: true,
        lang,
        ..Select::default()
    };
    select.draw(&edit(shared, set))
}

/// A callback that changes a copy of the draft and sends it.
fn edit<T: 'static>(shared: &Shared, change: impl Fn(&mut ChoicesDraft, T) + 'static) -> Callback<T> {
    let draft = shared.state.deploy.draft.clone();
    shared.dispatch.reform(move |value| {
        let mut draft = draft.clone();
        change(&mut draft, value);
        Msg::Deploy(deploy::Msg::Edit(draft))
    })
}

fn error(shared: &Shared, at: ChoiceField) -> Option<Message> {
    let problems = &shared.state.deploy.problems;
    problems
        .iter()
        .find(|(field, _)| *field == at)
        .map(|(_, problem)| problem.message(shared.state.settings.lang))
}
