//! What among the loaded certificates and lists explains a message: twins, what has ended, what signed itself. A message about a
//! client's certificate is not explained by a server's, nor the other way round.

use pki::chain::{Graph, Member, Place, Pool, Proof};
use pki::moment::Moment;
use text::{Lang, Message};

use deploy::unwritable::shown;

/// What is loaded, as far as messages are explained by it.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    twins: Vec<String>,
    /// A certificate, and the name of its issuer, which is there with another key alone.
    other_key: Vec<(String, String)>,
    expired: Vec<(Uses, String, Moment)>,
    early: Vec<(Uses, String, Moment)>,
    revoked: Vec<(Uses, String, Moment)>,
    alone: Vec<(Uses, String)>,
    /// Certificates that are no authority's.
    leaves: Vec<(Uses, String)>,
    ended: Vec<(String, Moment)>,
    /// Authorities of clients without a list, where others have one.
    unlisted: Vec<String>,
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
    Early(Whose),
    Revoked(Whose),
    /// That nothing loaded can be used on this side, and what cannot.
    Purpose(Whose),
    /// A certificate that signed itself and was not made to issue others: “openssl req -x509” marks such as authorities.
    Alone(Whose),
    List,
    /// Authorities that have none among the lists that are loaded.
    NoList,
}

impl Asks {
    pub(super) fn of(word: &str) -> Option<Asks> {
        match word {
            "twin" => Some(Asks::Twin),
            "expired" => Some(Asks::Expired(Whose::Any)),
            "expired-client" => Some(Asks::Expired(Whose::Client)),
            "expired-server" => Some(Asks::Expired(Whose::Server)),
            "early-client" => Some(Asks::Early(Whose::Client)),
            "early-server" => Some(Asks::Early(Whose::Server)),
            "revoked-client" => Some(Asks::Revoked(Whose::Client)),
            "revoked-server" => Some(Asks::Revoked(Whose::Server)),
            "purpose-client" => Some(Asks::Purpose(Whose::Client)),
            "purpose-server" => Some(Asks::Purpose(Whose::Server)),
            "alone-client" => Some(Asks::Alone(Whose::Client)),
            "list" => Some(Asks::List),
            "no-list" => Some(Asks::NoList),
            _ => None,
        }
    }
}

/// Something loaded that explains a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Two certificates bear one subject and have different keys.
    Twins(String),
    /// A certificate names an issuer, and the authority of that name has another key.
    OtherKey(String, String),
    /// A certificate has ended.
    Expired(String, Moment),
    /// A certificate has not begun.
    Early(String, Moment),
    /// A list that is loaded revokes a certificate.
    Revoked(String, Moment),
    /// A certificate is not for clients.
    NotForClients(String),
    /// A certificate is not for servers.
    NotForServers(String),
    /// A certificate signed itself, and was not made to issue others.
    Alone(String),
    /// A revocation list has ended.
    ListEnded(String, Moment),
    /// An authority has no revocation list among those that are loaded.
    NoList(String),
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
        let graph = Graph::of(pool);
        for (index, (member, node)) in pool.members.iter().zip(&graph.nodes).enumerate() {
            let (uses, title) = (Uses::of(member), || member.title.clone());
            let twin = pool.members[..index].iter().find(|other| {
                other.subject == member.subject
                    && other.key.pin() != member.key.pin()
                    && member.is_authority()
            });
            if twin.is_some() && !loaded.twins.contains(&member.subject) {
                loaded.twins.push(member.subject.clone());
            }
            let others = pool.issuers(index);
            if !others.is_empty() && others.iter().all(|issuance| issuance.proof == Proof::Refuted) {
                loaded.other_key.push((title(), member.issuer.clone()));
            }
            if member.not_after < at {
                loaded.expired.push((uses, title(), member.not_after));
            }
            if member.not_before > at {
                loaded.early.push((uses, title(), member.not_before));
            }
            loaded.revoked.extend(node.revoked.map(|(since, _)| (uses, title(), since)));
            let issues =
                || pool.members.iter().any(|other| !other.names_itself() && other.issuer == member.subject);
            let alone = member.names_itself() && !member.made_to_issue() && !issues();
            if alone {
                loaded.alone.push((uses, title()));
            }
            if alone || node.place == Place::Leaf {
                loaded.leaves.push((uses, title()));
            }
        }
        for list in &pool.lists {
            if let Some(end) = list.next_update.filter(|end| *end <= at) {
                loaded.ended.push((list.issuer.clone(), end));
            }
        }
        // OpenSSL wants the list of every authority of a chain as soon as it has any (X509_V_FLAG_CRL_CHECK_ALL)
        let clients = pool.members.iter().filter(|member| Uses::of(member).client);
        let issuing = clients.flat_map(|member| {
            [
                member.is_authority().then_some(&member.subject),
                (!member.names_itself()).then_some(&member.issuer),
            ]
        });
        for name in issuing.flatten().filter(|_| !pool.lists.is_empty()) {
            let listed = pool.lists.iter().any(|list| list.issuer == *name);
            if !listed && !loaded.unlisted.contains(name) {
                loaded.unlisted.push(name.clone());
            }
        }
        loaded
    }

    pub(super) fn facts<'a>(&self, asks: impl IntoIterator<Item = &'a Asks>) -> Vec<Fact> {
        let mut facts: Vec<Fact> = Vec::new();
        for fact in asks.into_iter().flat_map(|asks| self.of_kind(*asks)) {
            if !facts.contains(&fact) {
                facts.push(fact);
            }
        }
        facts
    }

    fn of_kind(&self, asks: Asks) -> Vec<Fact> {
        let dated = |all: &[(Uses, String, Moment)], whose, fact: fn(String, Moment) -> Fact| {
            let suiting = all.iter().filter(|(uses, ..)| uses.suits(whose));
            suiting.map(|(_, title, day)| fact(title.clone(), *day)).collect()
        };
        match asks {
            Asks::Twin => {
                let other_key = self.other_key.iter().cloned();
                let other_key = other_key.map(|(title, issuer)| Fact::OtherKey(title, issuer));
                self.twins.iter().cloned().map(Fact::Twins).chain(other_key).collect()
            }
            Asks::Expired(whose) => dated(&self.expired, whose, Fact::Expired),
            Asks::Early(whose) => dated(&self.early, whose, Fact::Early),
            Asks::Revoked(whose) => dated(&self.revoked, whose, Fact::Revoked),
            // whoever loads the other side's too has shown the one that suits
            Asks::Purpose(whose) if self.leaves.iter().any(|(uses, _)| uses.suits(whose)) => Vec::new(),
            Asks::Purpose(whose) => {
                let fact = if whose == Whose::Server { Fact::NotForServers } else { Fact::NotForClients };
                self.leaves.iter().map(|(_, title)| fact(title.clone())).collect()
            }
            Asks::Alone(whose) => {
                let suiting = self.alone.iter().filter(|(uses, _)| uses.suits(whose));
                suiting.map(|(_, title)| Fact::Alone(title.clone())).collect()
            }
            Asks::List => {
                self.ended.iter().map(|(issuer, day)| Fact::ListEnded(issuer.clone(), *day)).collect()
            }
            Asks::NoList => self.unlisted.iter().cloned().map(Fact::NoList).collect(),
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
            Fact::OtherKey(title, issuer) => say::loaded_other_key(lang, &shown(title), &shown(issuer)),
            Fact::Early(title, day) => say::loaded_early(lang, &shown(title), &day.day(lang)),
            Fact::Revoked(title, day) => say::loaded_revoked(lang, &shown(title), &day.day(lang)),
            Fact::NotForClients(title) => say::loaded_not_client(lang, &shown(title)),
            Fact::NotForServers(title) => say::loaded_not_server(lang, &shown(title)),
            Fact::Expired(title, day) => say::loaded_expired(lang, &shown(title), &day.day(lang)),
            Fact::Alone(title) => say::loaded_alone(lang, &shown(title)),
            Fact::NoList(issuer) => say::loaded_no_list(lang, &shown(issuer)),
            Fact::ListEnded(issuer, day) => say::loaded_list_ended(lang, &shown(issuer), &day.day(lang)),
        }
    }
}
