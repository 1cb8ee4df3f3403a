//! The clients of a form: a name for each, and what else may stand in the certificate.

use workbench::form::{ClientRow, Edit, Field};
use yew::{AttrValue, Html, html};

use crate::pages::create::form::{FormView, Look};
use crate::widgets::button::{Button, Weight};
use crate::widgets::field;
use crate::widgets::fold::Fold;
use crate::widgets::glyph::Icon;

impl FormView<'_> {
    /// One row for each client.
    pub(super) fn clients(&self) -> Html {
        let lang = self.lang;
        let clients = &self.form.clients;
        let id = self.name("clients");
        let error = self.error(Field::Clients);
        let hint = text::create::clients_hint(lang).into();
        html! {
            <fieldset class="field" aria-describedby={field::described_by(&id, true, error.is_some(), false)}>
                <legend class="field__label">{ text::create::clients(lang) }</legend>
                <ul class="clients">
                    { for clients.iter().enumerate().take(self.limit.shown).map(|(index, row)| self.client(index, row)) }
                </ul>
                { self.limit.button(clients.len(), lang, self.name("client-show-more")) }
                { field::notes(&id, Some(&hint), error.as_ref(), &[], lang) }
                <div class="actions">
                    <Button label={text::create::add_client(lang)} icon={Icon::Add} small=true test={self.name("client-add")}
                        onclick={self.edit(|()| Edit::AddClient)} />
                </div>
            </fieldset>
        }
    }

    fn client(&self, index: usize, row: &ClientRow) -> Html {
        let lang = self.lang;
        let number = index + 1;
        let name = Look::labelled(format!("client-name-{index}"), text::create::client_name(lang, number))
            .unseen()
            .example(text::create::client_name_empty(lang))
            .pastes(self.edit(move |list| Edit::PasteClients(index, list)));
        let email = Look::labelled(format!("client-email-{index}"), text::create::client_email(lang));
        let uri = Look::labelled(format!("client-uri-{index}"), text::create::client_uri(lang));
        let extra: Vec<&str> =
            [row.email.trim(), row.uri.trim()].into_iter().filter(|text| !text.is_empty()).collect();
        let summary = (!extra.is_empty()).then(|| AttrValue::from(extra.join(", ")));
        let wrong =
            self.error(Field::ClientEmail(index)).is_some() || self.error(Field::ClientUri(index)).is_some();
        html! {
            <li class="client" key={index}>
                <div class="with-button">
                    { self.text(Field::ClientName(index), name, &row.name) }
                    <Button label={text::create::client_remove(lang, number)} icon={Icon::Close} icon_alone=true weight={Weight::Quiet}
                        onclick={self.edit(move |()| Edit::RemoveClient(index))} test={self.name(&format!("client-remove-{index}"))} />
                </div>
                <Fold title={text::create::client_more(lang)} {summary} {wrong} quiet=true test={self.name(&format!("client-more-{index}"))}>
                    { self.text(Field::ClientEmail(index), email.mono().kind("email"), &row.email) }
                    { self.text(Field::ClientUri(index), uri.mono().kind("url").example(text::create::client_uri_empty(lang)), &row.uri) }
                </Fold>
            </li>
        }
    }
}
