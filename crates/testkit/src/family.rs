//! An authority with a server and a client, and the look-alikes that must not pass for them.

use crate::idna::Tables;
use pki::certificate::Certificate;
use pki::issue::{self, Authority};
use pki::key::{KeyAlgorithm, PrivateKey};
use pki::name::client::{ClientName, ClientNames};
use pki::name::host::{HostName, HostNames};
use pki::name::subject::{Subject, SubjectDraft};
use pki::profile::authority::AuthorityProfile;
use pki::profile::client::ClientProfile;
use pki::profile::server::ServerProfile;
use pki::validity::Lifetime;

use crate::{NOW, SeededEntropy, TestKeys};

/// The host names of every family's server.
pub const SERVER_NAMES: [&str; 4] = ["localhost", "api.example.test", "127.0.0.1", "::1"];

/// An authority, and what it issued.
#[derive(Debug)]
pub struct Family {
    /// The authority.
    pub authority: Authority,
    /// A server for [`SERVER_NAMES`].
    pub server: (Certificate, PrivateKey),
    /// A client `alice` with a mailbox and a SPIFFE ID.
    pub client: (Certificate, PrivateKey),
}

impl Family {
    /// A family with keys of one kind, made at [`NOW`]: the authority for 3650 days, the leaves for 365.
    #[must_use]
    pub fn new(algorithm: KeyAlgorithm) -> Family {
        Family::with_keys("Test Authority", &TestKeys::new(), [algorithm; 3])
    }

    /// A family of this name whose authority, server and client have keys of these kinds.
    #[must_use]
    pub fn with_keys(name: &str, keys: &TestKeys, algorithms: [KeyAlgorithm; 3]) -> Family {
        let [authority, server, client] = algorithms.map(|algorithm| keys.make(algorithm));
        Family::of(name, authority, server, client)
    }

    /// The twin that bears the same names throughout and has other keys: its leaves must not be accepted in place of this family's.
    #[must_use]
    pub fn twin_with_other_keys(&self) -> Family {
        let keys = TestKeys::new();
        let name = self.authority.certificate().facts().common_name.clone().unwrap();
        let others = [self.authority.key(), &self.server.1, &self.client.1]
            .map(|used| make_other(&keys, used.algorithm(), &[used]));
        let [authority, server, client] = others;
        Family::of(&name, authority, server, client)
    }

    /// The twin whose leaves have this family's keys and names, issued by an authority of another name and key: whoever
    /// looks at keys or subjects alone takes it for this family.
    #[must_use]
    pub fn twin_with_other_authority(&self) -> Family {
        let used = [self.authority.key(), &self.server.1, &self.client.1];
        let authority = make_other(&TestKeys::new(), self.authority.key().algorithm(), &used);
        Family::of("Other Authority", authority, self.server.1.clone(), self.client.1.clone())
    }

    fn of(name: &str, authority: PrivateKey, server: PrivateKey, client: PrivateKey) -> Family {
        let mut entropy = SeededEntropy::new(u64::from(*authority.public_key().last().unwrap()));
        let authority = make_authority(name, authority, &mut entropy);
        let server_certificate = {
            let profile = server_profile(&SERVER_NAMES, Lifetime::Days(365));
            issue::server(&profile, &server, &authority, NOW, &mut entropy).unwrap()
        };
        let client_certificate = {
            let names = ["alice@example.test", "spiffe://example.test/alice"];
            let profile = client_profile("alice", &names, Lifetime::Days(365));
            issue::client(&profile, &client, &authority, NOW, &mut entropy).unwrap()
        };
        Family { authority, server: (server_certificate, server), client: (client_certificate, client) }
    }
}

/// A key that is none of these: RSA keys come from few files.
fn make_other(keys: &TestKeys, algorithm: KeyAlgorithm, used: &[&PrivateKey]) -> PrivateKey {
    std::iter::repeat_with(|| keys.make(algorithm)).find(|key| !used.contains(&key)).unwrap()
}

/// An authority of this name for 3650 days, made at [`NOW`].
#[must_use]
pub fn make_authority(name: &str, key: PrivateKey, entropy: &mut SeededEntropy) -> Authority {
    let profile = AuthorityProfile::new(subject(name), Lifetime::Days(3650)).unwrap();
    issue::authority(&profile, key, NOW, entropy).unwrap()
}

/// A server of these names.
#[must_use]
pub fn server_profile(names: &[&str], lifetime: Lifetime) -> ServerProfile {
    let names = names.iter().map(|name| HostName::parse_with(name, &Tables).unwrap()).collect();
    ServerProfile::new(HostNames::new(names).unwrap(), subject(""), lifetime)
}

/// A client of this common name with these further names.
#[must_use]
pub fn client_profile(common_name: &str, names: &[&str], lifetime: Lifetime) -> ClientProfile {
    let names = names.iter().map(|name| ClientName::parse_with(name, &Tables).unwrap()).collect();
    ClientProfile::new(subject(common_name), ClientNames::new(names).unwrap(), lifetime).unwrap()
}

/// A subject of the organization `Example Inc.` in `KR`.
#[must_use]
pub fn subject(common_name: &str) -> Subject {
    Subject::parse(&SubjectDraft {
        common_name: common_name.to_owned(),
        organization: "Example Inc.".to_owned(),
        country: "KR".to_owned(),
        ..SubjectDraft::default()
    })
    .unwrap()
}
