//! What among the loaded certificates and lists explains a message: twins, what has ended.

use pki::chain::Pool;
use pki::moment::Moment;
use text::{Lang, Message};

use deploy::unwritable::shown;

/// What is loaded, as far as messages are explained by it.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    twins: Vec<String>,
    expired: Vec<(String, Moment)>,
    ended: Vec<(String, Moment)>,
}

/// Which facts explain an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Asks {
    Twin,
    Expired,
    List,
}

impl Asks {
    pub(super) fn of(word: &str) -> Option<Asks> {
        match word {
            "twin" => Some(Asks::Twin),
            "expired" => Some(Asks::Expired),
            "list" => Some(Asks::List),
            _ => None,
        }
    }
}

/// Something loaded that explains a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Two certificates bear one subject and have different keys.
    Twins(String),
    /// A certificate has ended.
    Expired(String, Moment),
    /// A revocation list has ended.
    ListEnded(String, Moment),
}

impl Loaded {
    /// Nothing.
    #[must_use]
    pub fn nothing() -> Loaded {
        Loaded::default()
    }

    /// What a pool holds, at a moment.
    #[must_use]
    pub fn of(pool: &Pool, at: Moment) -> Loaded {
        let mut loaded = Loaded::default();
        for (index, member) in pool.members.iter().enumerate() {
            let twin = pool.members[..index].iter().find(|other| {
                other.subject == member.subject
                    && other.key.pin() != member.key.pin()
                    && member.is_authority()
            });
            if twin.is_some() && !loaded.twins.contains(&member.subject) {
                loaded.twins.push(member.subject.clone());
            }
            if member.not_after < at {
                loaded.expired.push((member.title.clone(), member.not_after));
            }
        }
        for list in &pool.lists {
            if let Some(end) = list.next_update.filter(|end| *end <= at) {
                loaded.ended.push((list.issuer.clone(), end));
            }
        }
        loaded
    }

    pub(super) fn facts(&self, asks: Option<Asks>) -> Vec<Fact> {
        match asks {
            Some(Asks::Twin) => self.twins.iter().cloned().map(Fact::Twins).collect(),
            Some(Asks::Expired) => {
                self.expired.iter().map(|(title, day)| Fact::Expired(title.clone(), *day)).collect()
            }
            Some(Asks::List) => {
                self.ended.iter().map(|(issuer, day)| Fact::ListEnded(issuer.clone(), *day)).collect()
            }
            None => Vec::new(),
        }
    }
}

impl Fact {
    /// What explains it, and what to do.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        use text::diagnose as say;
        match self {
            Fact::Twins(subject) => say::loaded_twins(lang, &shown(subject)),
            Fact::Expired(title, day) => say::loaded_expired(lang, &shown(title), &day.day(lang)),
            Fact::ListEnded(issuer, day) => say::loaded_list_ended(lang, &shown(issuer), &day.day(lang)),
        }
    }
}
