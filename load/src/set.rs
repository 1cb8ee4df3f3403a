//! The certificates of the bench: ECDSA P-256 throughout, a revocation list that is empty, everything in one folder.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::anyhow;
use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};
use pki::crl::{self, CrlLifetime, CrlNumber};
use pki::entropy::{Entropy, NoEntropy};
use pki::issue;
use pki::key::{KeyAlgorithm, PrivateKey, ProviderKeys};
use pki::moment::Moment;
use pki::name::client::ClientNames;
use pki::name::host::{HostName, HostNames};
use pki::name::subject::Subject;
use pki::profile::authority::AuthorityProfile;
use pki::profile::client::ClientProfile;
use pki::profile::server::ServerProfile;
use pki::validity::Lifetime;

/// The name of the server.
pub(crate) const HOST: &str = "localhost";

/// Certificates of clients, besides the one that most measurements use: more than the judgements that a worker of the gateway keeps.
const MANY: usize = 2_000;

/// Writes `ca.pem`, `ca.crl`, `server.pem`, `server.key`, `both.pem` (as HAProxy wants it), `client.pem` and `client.key`, certificates
/// with the same key for many clients into `clients.pem`, and for reloads `server-0.pem` and `server-1.pem` with the key of `server.pem`.
pub(crate) fn write(folder: &Path) -> anyhow::Result<()> {
    let now = now();
    let key = || ProviderKeys.make(KeyAlgorithm::EcdsaP256).map_err(|error| anyhow!("{error:?}"));
    let subject = |name: &str| Subject::named(name).map_err(|error| anyhow!("{error:?}"));
    let profile = AuthorityProfile::new(subject("Bench Authority")?, Lifetime::Days(30))
        .map_err(|error| anyhow!("{error:?}"))?;
    let authority =
        issue::authority(&profile, key()?, now, &mut Random).map_err(|error| anyhow!("{error:?}"))?;
    let list = crl::sign(&[], CrlNumber::FIRST, CrlLifetime::default(), &authority, now)
        .map_err(|error| anyhow!("{error:?}"))?;
    let host = HostName::parse(HOST).map_err(|error| anyhow!("{error:?}"))?;
    let names = HostNames::new(vec![host]).map_err(|error| anyhow!("{error:?}"))?;
    let server_key = key()?;
    let profile = ServerProfile::new(names, subject("server")?, Lifetime::Days(20));
    let server = || {
        issue::server(&profile, &server_key, &authority, now, &mut Random)
            .map_err(|error| anyhow!("{error:?}"))
    };
    let (next, after, server) = (server()?, server()?, server()?);
    let client_key = key()?;
    let names = ClientNames::new(Vec::new()).map_err(|error| anyhow!("{error:?}"))?;
    let client = |name: &str| {
        let profile = ClientProfile::new(subject(name)?, names.clone(), Lifetime::Days(20))
            .map_err(|error| anyhow!("{error:?}"))?;
        issue::client(&profile, &client_key, &authority, now, &mut Random)
            .map_err(|error| anyhow!("{error:?}"))
    };
    let mut many = String::new();
    for number in 0..MANY {
        many.push_str(&client(&format!("client {number}"))?.to_pem());
    }
    let client = client("client")?;
    let pem = |key: &PrivateKey| key.to_pem().expose().to_vec();
    let both = [server.to_pem().into_bytes(), pem(&server_key)].concat();
    for (name, contents) in [
        ("ca.pem", authority.certificate().to_pem().into_bytes()),
        ("ca.crl", list.to_pem().into_bytes()),
        ("server.pem", server.to_pem().into_bytes()),
        ("server.key", pem(&server_key)),
        ("both.pem", both),
        ("server-0.pem", next.to_pem().into_bytes()),
        ("server-1.pem", after.to_pem().into_bytes()),
        ("clients.pem", many.into_bytes()),
        ("client.pem", client.to_pem().into_bytes()),
        ("client.key", pem(&client_key)),
    ] {
        std::fs::write(folder.join(name), contents)?;
    }
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "what measures may ask the time")]
fn now() -> Moment {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Moment::from_unix_seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
}

struct Random;

impl Entropy for Random {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoEntropy> {
        SystemRandom::new().fill(out).map_err(|_| NoEntropy)
    }
}
