//! "More choices" of the Create room: key types, lifetimes, the subject, the authority's name, described for the page.

use pki::key::KeyAlgorithm;
use pki::moment::Moment;
use pki::validity::{BACKDATED_SECONDS, Lifetime};
use text::Lang;
use text::create as say;

use crate::fields::{Described, FormField, Group, Input, Place};
use crate::form::{Field, Form, MoreKind, Report, Which};
use crate::job::check::{Check, Scope};
use crate::role::Role;

/// The fields that most people leave as they are, with what was found at each.
pub(super) fn described(check: &Check, report: &Report) -> Described {
    let describer = Describer {
        form: &check.form,
        report,
        now: check.now,
        lang: check.lang,
        which: match check.scope {
            Scope::Set => Which::Set,
            Scope::More { .. } => Which::More,
        },
    };
    let (roles, whole): (&[Role], bool) = match check.scope {
        Scope::Set => (&Role::ALL, true),
        Scope::More { kind: MoreKind::Server, .. } => (&[Role::Server], false),
        Scope::More { kind: MoreKind::Clients, .. } => (&[Role::Client], false),
    };
    let mut groups: Vec<Group> = roles.iter().map(|role| describer.role(*role, whole)).collect();
    groups.push(describer.subject());
    Described { summary: summary(&check.form, roles), groups }
}

/// What is chosen, in one line.
fn summary(form: &Form, roles: &[Role]) -> String {
    let mut labels: Vec<&str> = roles.iter().map(|role| form.algorithms.of(*role).label()).collect();
    labels.dedup();
    labels.join(" / ")
}

struct Describer<'a> {
    form: &'a Form,
    report: &'a Report,
    now: Moment,
    lang: Lang,
    which: Which,
}

impl Describer<'_> {
    fn role(&self, role: Role, whole: bool) -> Group {
        let mut fields = vec![self.algorithm(role), self.lifetime(role)];
        if role == Role::Authority {
            let hint = say::authority_name_hint(self.lang);
            let label = say::authority_name(self.lang);
            fields.push(self.field(Field::AuthorityName, "authority-name", label, hint, Input::Prose));
        }
        let word = role.word(self.lang);
        // of a form for one role, everybody knows which
        let title = if whole { word } else { say::key_and_lifetime(self.lang) };
        Group { title: title.to_owned(), fields }
    }

    fn algorithm(&self, role: Role) -> FormField {
        let lang = self.lang;
        // what most people want needs no words; of Ed25519 the caution says all
        let hint = match *self.form.algorithms.of(role) {
            KeyAlgorithm::EcdsaP256 | KeyAlgorithm::Ed25519 => "",
            KeyAlgorithm::EcdsaP384 => say::about_p384(lang),
            KeyAlgorithm::Rsa2048 => say::about_rsa2048(lang),
            KeyAlgorithm::Rsa3072 => say::about_rsa3072(lang),
            KeyAlgorithm::Rsa4096 => say::about_rsa4096(lang),
        };
        let options =
            KeyAlgorithm::ALL.map(|algorithm| (algorithm.id().to_owned(), algorithm.label().to_owned()));
        let name = format!("algorithm-{}", role.id());
        self.field(Field::Algorithm(role), &name, say::algorithm(lang), hint, Input::List(options.into()))
    }

    /// A number of days or the last day; the hint says what follows from it.
    fn lifetime(&self, role: Role) -> FormField {
        let name = format!("lifetime-{}", role.id());
        let typed = Lifetime::parse(self.form.lifetimes.of(role));
        let hint = match typed.and_then(|lifetime| Ok((lifetime, lifetime.resolve(self.now, None)?))) {
            Ok((Lifetime::Days(_), validity)) => {
                say::lifetime_ends(self.lang, &validity.not_after().day(self.lang))
            }
            Ok((Lifetime::Until(_), validity)) => {
                // a day that has begun counts, as on the cards
                let days = self.now.days_begun_until(validity.not_after());
                say::lifetime_lasts(self.lang, usize::try_from(days).unwrap_or_default())
            }
            // the error says what may stand there
            Err(_) => String::new(),
        };
        let hint = match role {
            Role::Authority if !hint.is_empty() => say::lifetime_starts(
                self.lang,
                &hint,
                usize::try_from(BACKDATED_SECONDS / 60).unwrap_or_default(),
            ),
            _ => hint,
        };
        self.field(Field::Lifetime(role), &name, say::lifetime(self.lang), &hint, Input::Line)
    }

    fn subject(&self) -> Group {
        let lang = self.lang;
        let prose = |place, name, label, hint| self.field(place, name, label, hint, Input::Prose);
        Group {
            title: say::subject(lang).to_owned(),
            fields: vec![
                prose(Field::Organization, "organization", say::organization(lang), ""),
                prose(Field::Unit, "unit", say::unit(lang), ""),
                prose(Field::Country, "country", say::country(lang), say::country_hint(lang)),
            ],
        }
    }

    fn field(&self, place: Field, name: &str, label: &str, hint: &str, input: Input) -> FormField {
        FormField {
            place: Place::Create(self.which, place),
            id: match self.which {
                Which::Set => name.to_owned(),
                Which::More => format!("more-{name}"),
            },
            label: label.to_owned(),
            hint: hint.to_owned(),
            input,
            default: String::new(),
            error: self.report.problem(place).map(|problem| problem.message(self.lang)),
            cautions: self.report.warnings(place).map(|warning| warning.message(self.lang)).collect(),
            beside: false,
        }
    }
}
