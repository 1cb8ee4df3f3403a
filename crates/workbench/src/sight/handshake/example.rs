//! A set for those who have made none: an authority, a server and a client, good for a day.

use handshake::catalogue::workshop::{MakeError, Set};
use handshake::scenario::Credential;
use pki::entropy::Entropy;
use pki::issue;
use pki::key::{KeyAlgorithm, PrivateKey, ProviderKeys};
use pki::moment::Moment;
use pki::name::client::ClientNames;
use pki::name::host::{HostName, HostNames};
use pki::name::idna::Idna;
use pki::name::subject::{Subject, SubjectDraft};
use pki::profile::authority::AuthorityProfile;
use pki::profile::client::ClientProfile;
use pki::profile::server::ServerProfile;
use pki::validity::Lifetime;

/// What the server is called.
const HOST: &str = "api.example.com";

pub(super) fn set(at: Moment, entropy: &mut dyn Entropy, idna: &dyn Idna) -> Result<Set, MakeError> {
    set_of(HOST, at, entropy, idna)
}

/// The same for another server's name.
pub(in crate::sight) fn set_of(
    host: &str,
    at: Moment,
    entropy: &mut dyn Entropy,
    idna: &dyn Idna,
) -> Result<Set, MakeError> {
    signed_by("Example CA", host, at, entropy, idna)
}

/// The same under an authority of this name.
pub(in crate::sight) fn signed_by(
    authority: &str,
    host: &str,
    at: Moment,
    entropy: &mut dyn Entropy,
    idna: &dyn Idna,
) -> Result<Set, MakeError> {
    let key = || ProviderKeys.make(KeyAlgorithm::EcdsaP256).map_err(MakeError::from);
    let subject = |name: &str| {
        let draft = SubjectDraft { common_name: name.to_owned(), ..SubjectDraft::default() };
        Subject::parse(&draft).expect("a name that is allowed")
    };
    let life = Lifetime::Days(1);
    let unreadable = |_| MakeError::Unreadable;
    let profile =
        AuthorityProfile::new(subject(authority), Lifetime::Days(2)).expect("a name that is allowed");
    let authority = issue::authority(&profile, key()?, at, entropy).map_err(unreadable)?;
    let names = vec![HostName::parse_with(host, idna).map_err(|_| MakeError::Unreadable)?];
    let names = HostNames::new(names).expect("one name");
    let (server_key, client_key) = (key()?, key()?);
    let server = ServerProfile::new(names, subject(""), life);
    let server = issue::server(&server, &server_key, &authority, at, entropy).map_err(unreadable)?;
    let none = ClientNames::new(Vec::new()).expect("a common name is enough");
    let client = ClientProfile::new(subject("partner-1"), none, life).expect("a name that is allowed");
    let client = issue::client(&client, &client_key, &authority, at, entropy).map_err(unreadable)?;
    let credential = |der: &[u8], key: PrivateKey| Credential { chain: vec![der.to_vec()], key };
    Ok(Set {
        authority: authority.certificate().der().to_vec(),
        authority_key: Some(authority.key().clone()),
        server: credential(server.der(), server_key),
        client: credential(client.der(), client_key),
        host: host.to_owned(),
        rsa: Vec::new(),
        at,
    })
}
