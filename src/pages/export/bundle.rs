//! One bundle: for whom, what is inside, the finished file and how to open it. Its passphrase has a file of its own.

use text::Lang;
use workbench::data::Recipient;
use workbench::msg::Msg;
use workbench::problem::Problem;
use workbench::role::Role;
use workbench::room::Room;
use workbench::rooms::export::{self, Bundle, OnDisk};
use workbench::sealed::{BundleId, Sealed};
use workbench::set::Item;
use yew::{AttrValue, Callback, Html, UseStateHandle, html};

use crate::pages::export::size;
use crate::pages::words::mark;
use crate::shared::Shared;
use crate::widgets::button::{Button, Weight};
use crate::widgets::document::blocks;
use crate::widgets::facts::{facts, grouped};
use crate::widgets::finding::finding;
use crate::widgets::fold::Fold;
use crate::widgets::glyph::{self, Icon, Mark, bare};
use crate::widgets::select::Select;

/// A bundle as it is drawn.
pub(super) struct BundleView<'a> {
    pub(super) id: BundleId,
    pub(super) item: &'a Item,
    pub(super) bundle: &'a Bundle,
    /// Who opens it, if it is a client's.
    pub(super) opener: Recipient,
    pub(super) lang: Lang,
    pub(super) shared: &'a Shared,
    /// The bundle whose passphrase is shown.
    pub(super) revealed: &'a UseStateHandle<Option<BundleId>>,
    /// The bundle for which an own passphrase is being typed.
    pub(super) typing: &'a UseStateHandle<Option<BundleId>>,
}

/// The end of the names of a bundle's elements: `authority`, `server-1`, `client-2`.
pub(super) fn end(id: BundleId) -> String {
    match id {
        BundleId::Authority => "authority".to_owned(),
        BundleId::Server(item) => format!("server-{}", item.0),
        BundleId::Client(item) => format!("client-{}", item.0),
    }
}

impl BundleView<'_> {
    /// The whole card.
    pub(super) fn card(&self) -> Html {
        let BundleView { item, bundle, lang, .. } = *self;
        let (recipient, purpose) = match item.role {
            Role::Authority => {
                (text::export::recipient_authority(lang), text::export::purpose_authority(lang))
            }
            Role::Server => (text::export::recipient_server(lang), text::export::purpose_server(lang)),
            Role::Client => (text::export::recipient_client(lang), text::export::purpose_client(lang)),
        };
        let title = self.test("bundle-title");
        html! {
            <article class={format!("card {}", mark(item.role).class())} aria-labelledby={title.clone()} data-test={self.test("bundle")}>
                <div class="card__head">
                    { bare(mark(item.role)) }
                    <h3 class="card__title" id={title}>{ &item.label }</h3>
                    <span class="card__kind">{ recipient }</span>
                    if bundle.on_disk == OnDisk::Current && bundle.sealed.is_some() { <span class="card__end is-fine">{ bare(Mark::Fine) }{ text::export::saved(lang) }</span> }
                </div>
                <div class="card__body">
                    <p class="small muted prose">{ purpose }</p>
                    { self.recipient() }
                    { self.passphrase() }
                    { self.outdated() }
                    if let Some(fault) = bundle.sealing.fault() {
                        { finding(Mark::Refused, &fault.message(lang), way(fault, lang), lang) }
                    }
                    { bundle.sealed.as_ref().map_or_else(Html::default, |sealed| self.file(sealed)) }
                    { self.make_or_save() }
                    { bundle.sealed.as_ref().map_or_else(Html::default, |sealed| self.inside(sealed)) }
                </div>
            </article>
        }
    }

    /// Who opens it, for a client's.
    fn recipient(&self) -> Html {
        let BundleId::Client(item) = self.id else { return Html::default() };
        let select = Select {
            id: self.test("recipient").into(),
            label: AttrValue::Static(text::export::recipient(self.lang)),
            options: Recipient::ALL
                .map(|recipient| (recipient.id().into(), recipient.label(self.lang).into()))
                .to_vec(),
            value: self.opener.id().into(),
            lang: self.lang,
            ..Select::default()
        };
        select.draw(
            &self.shared.dispatch.reform(move |chosen| Msg::Export(export::Msg::Recipient(item, chosen))),
        )
    }

    /// A callback that tells this room something about this bundle.
    pub(super) fn send(&self, msg: impl Fn(BundleId) -> export::Msg + 'static) -> Callback<()> {
        let id = self.id;
        self.shared.dispatch.reform(move |()| Msg::Export(msg(id)))
    }

    /// A button of this bundle, which says whose it is.
    pub(super) fn button(&self, action: &'static str, name: &str) -> Button {
        Button::new(action, self.test(name)).spoken(text::export::for_name(
            self.lang,
            &action,
            &self.item.label,
        ))
    }

    /// The name of an element in tests.
    pub(super) fn test(&self, name: &str) -> String {
        format!("{name}-{}", end(self.id))
    }

    /// That the saved file is not what would be made now, and what opens it.
    fn outdated(&self) -> Html {
        if self.bundle.on_disk != OnDisk::Outdated {
            return Html::default();
        }
        let former = self.bundle.former.as_ref().and_then(|secret| std::str::from_utf8(secret.expose()).ok());
        let former = former.map(|former| {
            let fold = Fold::new(text::export::former_passphrase(self.lang), self.test("former")).quiet();
            fold.draw(html! {<code>{ former.to_owned() }</code>})
        });
        html! {<>
            <p class="field__caution" data-test={self.test("outdated")}>{ bare(Mark::Caution) }{ text::export::outdated(self.lang) }</p>
            { former }
        </>}
    }

    /// What makes the bundle, or hands out the made one. It is one element, so that whoever pressed it with a key goes on from there.
    fn make_or_save(&self) -> Html {
        let lang = self.lang;
        let running = self.bundle.sealing.is_running();
        let button = if self.bundle.sealed.is_some() {
            let save = self.button(text::export::save(lang), "download").icon(Icon::Save);
            save.weight(Weight::Secret).draw(self.send(export::Msg::Save))
        } else {
            let make = self.button(text::export::seal(lang), "make").small().disabled(running);
            make.draw(self.send(export::Msg::Seal))
        };
        html! {
            <div class="actions">
                { button }
                if running { <span class="small muted busy" role="status">{ text::frame::working(lang) }</span> }
            </div>
        }
    }

    /// The finished file.
    fn file(&self, sealed: &Sealed) -> Html {
        let lang = self.lang;
        html! {<>
            <p class="verdict is-fine">{ bare(Mark::Fine) }{ text::export::sealed(lang) }</p>
            { facts(vec![
                (AttrValue::Static(text::export::file(lang)), html! {<span class="mono">{ &sealed.name }</span>}),
                (AttrValue::Static(text::export::file_size(lang)), html! {<>{ size(lang, sealed.bytes.len()) }</>}),
                (AttrValue::Static(text::export::file_sha256(lang)), html! {<span data-test={self.test("sha256")}>{ grouped(&sealed.sha256) }</span>}),
            ]) }
        </>}
    }

    /// What is in it, and how to open it.
    fn inside(&self, sealed: &Sealed) -> Html {
        let lang = self.lang;
        let inside = Fold::new(text::export::contents(lang), self.test("contents"))
            .summary(Some(text::export::contents_count(lang, sealed.contents.len()).into()))
            .quiet();
        let how = Fold::new(text::export::how_to_open(lang), self.test("how-to-open")).quiet();
        html! {<>
            { inside.draw(contents(sealed, lang)) }
            { how.draw(blocks(sealed.opening(lang), &self.shared.reader())) }
        </>}
    }
}

/// The way to the room where the fault can be mended, if that is another.
fn way(fault: &Problem, lang: Lang) -> Html {
    match fault {
        Problem::InDeploy(_) => html! {
            <a class="button button--small" href={Room::Deploy.address()}>{ text::frame::deploy(lang) }</a>
        },
        _ => Html::default(),
    }
}

fn contents(sealed: &Sealed, lang: Lang) -> Html {
    html! {<>
        <ul class="contents">
            { for sealed.contents.iter().map(|inside| html! {
                <li>
                    if inside.secret { { glyph::mark(Mark::Secret, lang) } } else { <span class="glyph" aria-hidden="true" /> }
                    <code>{ &inside.path }</code>
                    <span class="muted nowrap">{ size(lang, inside.size) }</span>
                </li>
            }) }
        </ul>
        <p class="small muted">{ text::export::names_readable(lang) }</p>
    </>}
}
