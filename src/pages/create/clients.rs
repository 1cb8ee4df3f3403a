//! The clients of a form: a name for each, and what else may stand in the certificate.

use workbench::form::{ClientRow, Edit, Field as At};
use yew::{AttrValue, Html, html};

use crate::pages::create::form::FormView;
use crate::shell::document;
use crate::widgets::button::{Button, Weight};
use crate::widgets::field;
use crate::widgets::fold::Fold;
use crate::widgets::glyph::Icon;

/// How many wrong rows are drawn beyond those that are drawn anyway.
const WRONG_SHOWN: usize = 5;

impl FormView<'_> {
    /// One row for each client.
    pub(super) fn clients(&self) -> Html {
        let lang = self.lang;
        let clients = &self.form.clients;
        let id = self.name("clients");
        // whoever is to mend a row must see it, however long the list is
        let wrong = self.report.wrong_clients_from(self.limit.shown, WRONG_SHOWN);
        let error = self.error(At::Clients);
        // the button goes with the list: the focus goes to the row that is left
        let first = self.name("client-name-0");
        let clear = self.edit(move |()| {
            document::focus(&first);
            Edit::ClearClients
        });
        let hint = text::create::clients_hint(lang).into();
        html! {
            <fieldset class="field" aria-describedby={field::described_by(&id, true, error.is_some(), false)}>
                <legend class="field__label">{ text::create::clients(lang) }</legend>
                <ul class="clients">
                    { for clients.iter().enumerate().take(self.limit.shown).map(|(index, row)| self.client(index, row)) }
                    { for wrong.into_iter().filter_map(|index| Some(self.client(index, clients.get(index)?))) }
                </ul>
                { self.limit.button(lang, self.name("client-show-more")) }
                { field::notes(&id, Some(&hint), error.as_ref(), &[], lang) }
                <div class="actions">
                    { Button::new(text::create::add_client(lang), self.name("client-add")).icon(Icon::Add).small().draw(self.edit(|()| Edit::AddClient)) }
                    { self.limit.clear(lang, self.name("client-clear"), clear) }
                </div>
            </fieldset>
        }
    }

    fn client(&self, index: usize, row: &ClientRow) -> Html {
        let lang = self.lang;
        let number = index + 1;
        let name = self
            .field(&format!("client-name-{index}"), text::create::client_name(lang, number))
            .label_unseen()
            .example(text::create::client_name_empty(lang))
            .pastes(self.edit(move |list| Edit::PasteClients(index, list)));
        let email = self
            .field(&format!("client-email-{index}"), text::create::client_email(lang))
            .mono()
            .kind("email");
        let uri = self
            .field(&format!("client-uri-{index}"), text::create::client_uri(lang))
            .mono()
            .kind("url")
            .example(text::create::client_uri_empty(lang));
        let extra: Vec<&str> =
            [row.email.trim(), row.uri.trim()].into_iter().filter(|text| !text.is_empty()).collect();
        let wrong =
            self.error(At::ClientEmail(index)).is_some() || self.error(At::ClientUri(index)).is_some();
        let remove = Button::new(
            text::create::client_remove(lang, number),
            self.name(&format!("client-remove-{index}")),
        )
        .icon_alone(Icon::Close)
        .weight(Weight::Quiet);
        let fold = Fold::new(text::create::client_more(lang), self.name(&format!("client-more-{index}")))
            .summary((!extra.is_empty()).then(|| AttrValue::from(extra.join(", "))))
            .wrong(wrong)
            .quiet();
        html! {
            <li class="client" key={index}>
                <div class="with-button">
                    { self.text(At::ClientName(index), name, &row.name) }
                    { remove.draw(self.edit(move |()| Edit::RemoveClient(index))) }
                </div>
                { fold.draw(html! {<>
                    { self.text(At::ClientEmail(index), email, &row.email) }
                    { self.text(At::ClientUri(index), uri, &row.uri) }
                </>}) }
            </li>
        }
    }
}
