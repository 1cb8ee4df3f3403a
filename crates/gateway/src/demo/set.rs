//! The throw-away set: an authority with a server and a client, and a client of another authority.

use std::path::Path;

use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};
use pki::certificate::Certificate;
use pki::crl::{self, CrlLifetime, CrlNumber};
use pki::entropy::{Entropy, NoEntropy};
use pki::issue::{self, Authority};
use pki::key::{KeyAlgorithm, PrivateKey, ProviderKeys};
use pki::moment::Moment;
use pki::name::client::ClientNames;
use pki::name::host::{HostName, HostNames};
use pki::name::subject::Subject;
use pki::profile::authority::AuthorityProfile;
use pki::profile::client::ClientProfile;
use pki::profile::server::ServerProfile;
use pki::validity::Lifetime;
use text::Lang;

use super::{DemoError, write as put_file};

/// Days for which everything holds: long enough for a look, too short to be put to use.
const DAYS: Lifetime = Lifetime::Days(7);

/// Makes the set and writes its files.
pub(super) fn write(folder: &Path, now: Moment, lang: Lang) -> Result<(), DemoError> {
    let authority = authority("Handfast Demo Authority", now, lang)?;
    let stranger = self::authority("Stranger Authority", now, lang)?;
    let list = crl::sign(&[], CrlNumber::FIRST, CrlLifetime::default(), &authority, now)
        .map_err(|error| DemoError::Set(error.message(lang)))?;
    put_file(folder, "ca.pem", authority.certificate().to_pem().as_bytes())?;
    put_file(folder, "ca.crl", list.to_pem().as_bytes())?;
    let key = key(lang)?;
    let names = ["localhost", "127.0.0.1", "::1"].map(|name| HostName::parse(name).expect("these are names"));
    let names = HostNames::new(names.into()).expect("three different ones");
    let profile = ServerProfile::new(names, subject("localhost"), DAYS);
    let server = issue::server(&profile, &key, &authority, now, &mut Random)
        .map_err(|error| DemoError::Set(error.message(lang)))?;
    put(folder, "server", &server, &key)?;
    for (name, authority) in [("alice", &authority), ("stranger", &stranger)] {
        let key = self::key(lang)?;
        let names = ClientNames::new(Vec::new()).expect("none is no fault");
        let profile = ClientProfile::new(subject(name), names, DAYS).expect("it has a common name");
        let client = issue::client(&profile, &key, authority, now, &mut Random)
            .map_err(|error| DemoError::Set(error.message(lang)))?;
        put(folder, name, &client, &key)?;
    }
    Ok(())
}

fn authority(name: &str, now: Moment, lang: Lang) -> Result<Authority, DemoError> {
    let profile = AuthorityProfile::new(subject(name), Lifetime::Days(8)).expect("it has a common name");
    issue::authority(&profile, key(lang)?, now, &mut Random)
        .map_err(|error| DemoError::Set(error.message(lang)))
}

fn subject(name: &str) -> Subject {
    Subject::named(name).expect("these are plain words")
}

fn key(lang: Lang) -> Result<PrivateKey, DemoError> {
    ProviderKeys.make(KeyAlgorithm::EcdsaP256).map_err(|error| DemoError::Set(error.message(lang)))
}

fn put(folder: &Path, name: &str, certificate: &Certificate, key: &PrivateKey) -> Result<(), DemoError> {
    put_file(folder, &format!("{name}.pem"), certificate.to_pem().as_bytes())?;
    put_file(folder, &format!("{name}.key"), key.to_pem().expose())?;
    Ok(())
}

/// The system's randomness.
struct Random;

impl Entropy for Random {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoEntropy> {
        SystemRandom::new().fill(out).map_err(|_| NoEntropy)
    }
}
