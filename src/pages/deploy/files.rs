//! The files as tabs, in the order in which they are used.

use workbench::msg::Msg;
use workbench::rooms::deploy;
use yew::{Html, html};

use crate::shared::Shared;
use crate::widgets::code::Code;
use crate::widgets::glyph::Mark;
use crate::widgets::tabs::{Tab, Tabs};

/// The tabs and the file on show.
pub(super) fn files(shared: &Shared) -> Html {
    let room = &shared.state.deploy;
    let lang = shared.state.settings.lang;
    let files = &room.plan.files;
    let selected = room.selected.min(files.len().saturating_sub(1));
    let tabs: Vec<Tab> = files
        .iter()
        .enumerate()
        .map(|(index, file)| {
            let marks = vec![if file.for_client { Mark::Client } else { Mark::Server }];
            Tab { label: file.name.clone().into(), marks, test: format!("file-tab-{index}").into() }
        })
        .collect();
    let tabs =
        Tabs { id: "files".into(), label: text::deploy_room::files(lang).into(), tabs, lang, selected };
    let send = |msg: deploy::Msg| shared.dispatch.reform(move |()| Msg::Deploy(msg.clone()));
    html! {
        <section class="panel">
            if room.outdated {
                <p class="field__caution" role="status">{ crate::widgets::glyph::bare(Mark::Caution) }{ text::deploy_room::outdated(lang) }</p>
            }
            { tabs.draw(&shared.dispatch.reform(|index| Msg::Deploy(deploy::Msg::Select(index)))) }
            <div role="tabpanel" id="files-panel" aria-labelledby={format!("files-{selected}")}>
                { files.get(selected).map(|file| {
                    let code = Code {
                        title: file.title.clone().into(),
                        note: Some(file.note.clone().into()),
                        text: file.contents.clone().into(),
                        test: "file".into(),
                        lang,
                        ..Code::default()
                    };
                    code.draw(send(deploy::Msg::Copy(selected)), Some(send(deploy::Msg::Save(selected))))
                }) }
            </div>
            <p class="file__note">{ &room.plan.note }</p>
        </section>
    }
}
