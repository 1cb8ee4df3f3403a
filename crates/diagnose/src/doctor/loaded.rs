//! What among the loaded certificates and lists explains a message: twins, what has ended, what signed itself. A message about a
//! client's certificate is not explained by a server's, nor the other way round.

use pki::chain::{Member, Pool};
use pki::moment::Moment;
use text::{Lang, Message};

use deploy::unwritable::shown;

/// What is loaded, as far as messages are explained by it.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    twins: Vec<String>,
    expired: Vec<(Uses, String, Moment)>,
    alone: Vec<(Uses, String)>,
    ended: Vec<(String, Moment)>,
}

/// Whose certificate is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Whose {
    Client,
    Server,
    Any,
}

/// On which sides a certificate can be used: extKeyUsage limits it (RFC 5280 section 4.2.1.12), and authorities stand above both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Uses {
    client: bool,
    server: bool,
}

impl Uses {
    fn of(member: &Member) -> Uses {
        const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
        const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
        const ANY: &str = "2.5.29.37.0";
        let allowed = |purpose: &str| {
            let named = |purposes: &[String]| purposes.iter().any(|named| named == purpose || named == ANY);
            member.is_authority() || member.purposes().is_none_or(named)
        };
        Uses { client: allowed(CLIENT_AUTH), server: allowed(SERVER_AUTH) }
    }

    fn suits(self, whose: Whose) -> bool {
        match whose {
            Whose::Client => self.client,
            Whose::Server => self.server,
            Whose::Any => true,
        }
    }
}

/// Which facts explain an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Asks {
    Twin,
    Expired(Whose),
    /// A certificate that signed itself and was not made to issue others: “openssl req -x509” marks such as authorities.
    Alone(Whose),
    List,
}

impl Asks {
    pub(super) fn of(word: &str) -> Option<Asks> {
        match word {
            "twin" => Some(Asks::Twin),
            "expired" => Some(Asks::Expired(Whose::Any)),
            "expired-client" => Some(Asks::Expired(Whose::Client)),
            "expired-server" => Some(Asks::Expired(Whose::Server)),
            "alone-client" => Some(Asks::Alone(Whose::Client)),
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
    /// A certificate signed itself, and was not made to issue others.
    Alone(String),
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
                loaded.expired.push((Uses::of(member), member.title.clone(), member.not_after));
            }
            let issues =
                || pool.members.iter().any(|other| !other.names_itself() && other.issuer == member.subject);
            if member.names_itself() && !member.made_to_issue() && !issues() {
                loaded.alone.push((Uses::of(member), member.title.clone()));
            }
        }
        for list in &pool.lists {
            if let Some(end) = list.next_update.filter(|end| *end <= at) {
                loaded.ended.push((list.issuer.clone(), end));
            }
        }
        loaded
    }

    pub(super) fn facts(&self, asks: &[Asks]) -> Vec<Fact> {
        asks.iter().flat_map(|asks| self.of_kind(*asks)).collect()
    }

    fn of_kind(&self, asks: Asks) -> Vec<Fact> {
        match asks {
            Asks::Twin => self.twins.iter().cloned().map(Fact::Twins).collect(),
            Asks::Expired(whose) => {
                let suiting = self.expired.iter().filter(|(uses, ..)| uses.suits(whose));
                suiting.map(|(_, title, day)| Fact::Expired(title.clone(), *day)).collect()
            }
            Asks::Alone(whose) => {
                let suiting = self.alone.iter().filter(|(uses, _)| uses.suits(whose));
                suiting.map(|(_, title)| Fact::Alone(title.clone())).collect()
            }
            Asks::List => {
                self.ended.iter().map(|(issuer, day)| Fact::ListEnded(issuer.clone(), *day)).collect()
            }
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
            Fact::Alone(title) => say::loaded_alone(lang, &shown(title)),
            Fact::ListEnded(issuer, day) => say::loaded_list_ended(lang, &shown(issuer), &day.day(lang)),
        }
    }
}
