//! "More choices": the subject, the authority's name, key types and lifetimes. Folded, because the values there will do.

use pki::key::KeyAlgorithm;
use workbench::form::{Edit, Field as At};
use workbench::role::Role;
use workbench::rooms::create::Which;
use yew::{AttrValue, Html, html};

use crate::pages::create::form::FormView;
use crate::pages::create::lifetime::Lifetime;
use crate::pages::words::mark;
use crate::widgets::fold::Fold;
use crate::widgets::glyph::bare;
use crate::widgets::select::Select;

impl FormView<'_> {
    /// Everything that most people leave as it is, for a whole set.
    pub(super) fn more_choices(&self) -> Html {
        self.folded(&Role::ALL)
    }

    /// The same for one role, when more is issued.
    pub(super) fn more_choices_for(&self, role: Role) -> Html {
        self.folded(&[role])
    }

    fn folded(&self, roles: &[Role]) -> Html {
        let lang = self.lang;
        let whole = self.which == Which::Set;
        let fold = Fold::new(text::create::more(lang), self.name("more-choices"))
            .summary(Some(self.summary(roles)))
            .wrong(self.wrong_inside(roles));
        fold.draw(html! {<>
            { self.by_role(text::create::algorithms(lang), roles, |role| self.algorithm(role)) }
            { self.by_role(text::create::lifetimes(lang), roles, |role| self.lifetime(role)) }
            if whole {
                <p class="field__hint">{ text::create::lifetime_hint(lang) }</p>
                { self.authority_name() }
            }
            { self.subject() }
        </>})
    }

    fn subject(&self) -> Html {
        let lang = self.lang;
        let form = self.form;
        let organization = self.field("organization", text::create::organization(lang));
        let unit = self.field("unit", text::create::unit(lang));
        let country =
            self.field("country", text::create::country(lang)).hint(text::create::country_hint(lang));
        html! {
            <fieldset class="form form--dense">
                <legend class="legend">{ text::create::subject(lang) }</legend>
                { self.text(At::Organization, organization, &form.organization) }
                { self.text(At::Unit, unit, &form.unit) }
                { self.text(At::Country, country, &form.country) }
            </fieldset>
        }
    }

    fn authority_name(&self) -> Html {
        let field = self.field("authority-name", text::create::authority_name(self.lang));
        let field = field.hint(text::create::authority_name_hint(self.lang));
        self.text(At::AuthorityName, field, &self.form.authority_name)
    }

    /// A line for each role: who, and the control.
    fn by_role(&self, title: &'static str, roles: &[Role], control: impl Fn(Role) -> Html) -> Html {
        html! {
            <fieldset>
                <legend class="legend">{ title }</legend>
                <div class="by-role">
                    { for roles.iter().map(|role| html! {
                        <div class="by-role__row" key={role.id()}>
                            <span class="by-role__name">{ bare(mark(*role)) }{ mark(*role).word(self.lang) }</span>
                            { control(*role) }
                        </div>
                    }) }
                </div>
            </fieldset>
        }
    }

    fn algorithm(&self, role: Role) -> Html {
        let lang = self.lang;
        let chosen = *self.form.algorithms.of(role);
        let at = At::Algorithm(role);
        // what most people want needs no words; of Ed25519 the caution says all
        let hint = match chosen {
            KeyAlgorithm::EcdsaP256 | KeyAlgorithm::Ed25519 => None,
            KeyAlgorithm::EcdsaP384 => Some(text::create::about_p384(lang)),
            KeyAlgorithm::Rsa2048 => Some(text::create::about_rsa2048(lang)),
            KeyAlgorithm::Rsa3072 => Some(text::create::about_rsa3072(lang)),
            KeyAlgorithm::Rsa4096 => Some(text::create::about_rsa4096(lang)),
        };
        let select = Select {
            id: self.name(&format!("algorithm-{}", role.id())),
            label: text::create::algorithm_of(lang, &mark(role).word(lang)).into(),
            options: KeyAlgorithm::ALL
                .into_iter()
                .map(|algorithm| (algorithm.id().into(), algorithm.label().into()))
                .collect(),
            value: chosen.id().into(),
            hint: hint.map(AttrValue::Static),
            error: self.error(at),
            cautions: self.cautions(at),
            lang,
            ..Select::default()
        };
        select.draw(
            &self.edit(move |id: String| Edit::Algorithm(role, KeyAlgorithm::from_id(&id).unwrap_or(chosen))),
        )
    }

    fn lifetime(&self, role: Role) -> Html {
        let at = At::Lifetime(role);
        html! {
            <Lifetime id={self.name(&format!("lifetime-{}", role.id()))} kind_id={self.name(&format!("lifetime-kind-{}", role.id()))}
                who={mark(role).word(self.lang)} value={self.form.lifetimes.of(role).clone()} now={self.now} lang={self.lang}
                error={self.error(at)} cautions={self.cautions(at)} onchange={self.edit(move |text| Edit::Text(at, text))} />
        }
    }

    /// What is chosen, in one line, as long as the fold is closed.
    fn summary(&self, roles: &[Role]) -> AttrValue {
        let algorithms: Vec<&str> = roles.iter().map(|role| self.form.algorithms.of(*role).label()).collect();
        let one = algorithms.iter().all(|label| *label == algorithms[0]);
        AttrValue::from(if one { algorithms[0].to_owned() } else { algorithms.join(" / ") })
    }

    fn wrong_inside(&self, roles: &[Role]) -> bool {
        let fixed = [At::Organization, At::Unit, At::Country, At::AuthorityName].into_iter();
        let per_role = roles.iter().flat_map(|role| [At::Algorithm(*role), At::Lifetime(*role)]);
        fixed.chain(per_role).any(|at| self.report.problem(at).is_some())
    }
}
