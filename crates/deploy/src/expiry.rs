//! What ends on which day: certificates and the revocation list. Who shows it says how; how calendars are written is
//! [`crate::calendar`]'s.

use pki::moment::{Moment, Offset};
use serde::{Deserialize, Serialize};
use text::Lang;
use text::runbook as say;

/// So many clients are told one by one.
const SINGLY: usize = 30;

/// What ends, and where the reader's clock stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Expiries {
    /// Servers first, then clients, the authority, the revocation lists.
    pub list: Vec<Expiry>,
    /// The reader's local time.
    pub offset: Offset,
}

/// One thing that ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expiry {
    /// What it is.
    pub what: Expiring,
    /// The serial number of its certificate; of the authority's for what belongs to the authority; of a partner's, the subject.
    pub serial: Vec<u8>,
    /// Its last second.
    pub until: Moment,
}

/// What can end; certificates by the name under which the user knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expiring {
    /// A server's certificate.
    Server(String),
    /// A client's certificate.
    Client(String),
    /// The first of this many clients' certificates.
    Clients(usize),
    /// The authority's certificate.
    Authority(String),
    /// The revocation list.
    List,
    /// The revocation list of a partner's authority, by its subject.
    PartnerList(String),
}

impl Expiring {
    /// What ends, for people.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Expiring::Server(name) => say::ends_server(lang, name),
            Expiring::Client(name) => say::ends_client(lang, name),
            Expiring::Clients(count) => say::ends_clients(lang, *count),
            Expiring::Authority(name) => say::ends_authority(lang, name),
            Expiring::List => say::ends_list(lang).to_owned(),
            Expiring::PartnerList(issuer) => say::ends_partner_list(lang, issuer),
        }
    }
}

impl Expiries {
    /// What is told to people: many clients as one, the one that ends first.
    #[must_use]
    pub fn told(&self) -> Vec<Expiry> {
        let is_client = |expiry: &&Expiry| matches!(expiry.what, Expiring::Client(_));
        let clients = self.list.iter().filter(is_client).count();
        let Some(first) = self.list.iter().filter(is_client).min_by_key(|expiry| expiry.until) else {
            return self.list.clone();
        };
        if clients <= SINGLY {
            return self.list.clone();
        }
        let authority = self.list.iter().find(|expiry| matches!(expiry.what, Expiring::Authority(_)));
        let serial = authority.unwrap_or(first).serial.clone();
        let together = Expiry { what: Expiring::Clients(clients), serial, until: first.until };
        let others = self.list.iter().filter(|expiry| !is_client(expiry)).cloned();
        std::iter::once(together).chain(others).collect()
    }

    /// A moment for people, in their own time and in UTC; once where both are the same.
    #[must_use]
    pub fn words(&self, moment: Moment, lang: Lang) -> String {
        let at = |moment: Moment| {
            let at = moment.civil();
            text::date::clock(lang, at.year, at.month, at.day, at.hour, at.minute)
        };
        let universal = format!("{} UTC", at(moment));
        if self.offset == Offset::default() {
            return universal;
        }
        format!("{} ({}), {universal}", at(moment.plus_seconds(self.offset.seconds())), self.offset)
    }
}

#[cfg(test)]
mod tests {
    use super::{Expiries, Expiring, Expiry};
    use pki::moment::{Moment, Offset};
    use text::Lang;

    #[test]
    fn many_clients_are_told_as_one_that_ends_first() {
        let until = |day: u8| Moment::from_day(2027, 1, day).expect("a day");
        let client = |number: u8| Expiry {
            what: Expiring::Client(format!("partner-{number}")),
            serial: vec![number],
            until: until(31 - number % 31),
        };
        let authority =
            Expiry { what: Expiring::Authority("A".to_owned()), serial: vec![200], until: until(1) };
        let of = |count: u8| {
            let list = (1..=count).map(client).chain([authority.clone()]).collect();
            Expiries { list, ..Expiries::default() }.told()
        };
        assert_eq!(of(30).len(), 31);
        let told = of(31);
        assert_eq!(told.len(), 2, "{told:?}");
        assert_eq!(
            (&told[0].what, &told[0].serial, told[0].until),
            (&Expiring::Clients(31), &vec![200], until(1))
        );
        assert_eq!(of(0), [authority]);
    }

    #[test]
    fn moments_are_told_in_local_time_and_in_utc() {
        let moment = Moment::from_day(2027, 11, 23).expect("a day").plus_seconds(20 * 3_600 + 300);
        for (minutes, lang, words) in [
            (0, Lang::En, "23 Nov 2027, 20:05 UTC"),
            (540, Lang::En, "24 Nov 2027, 05:05 (UTC+09:00), 23 Nov 2027, 20:05 UTC"),
            (540, Lang::Ko, "2027년 11월 24일 05:05 (UTC+09:00), 2027년 11월 23일 20:05 UTC"),
            (-210, Lang::En, "23 Nov 2027, 16:35 (UTC-03:30), 23 Nov 2027, 20:05 UTC"),
        ] {
            let expiries = Expiries { list: Vec::new(), offset: Offset::from_minutes_east(minutes) };
            assert_eq!(expiries.words(moment, lang), words);
        }
    }
}
