//! How each scenario of the catalogue is staged. What comes of it stands beside its name, in `entries`.

use pki::faulty::extension::{basic_constraints, ext_key_usage, oid};
use pki::faulty::{CertificateDraft, ExtensionDraft, NamePart, Time};
use pki::key::KeyAlgorithm;

use super::workshop::{DAY_SECONDS, Issuer, MakeError, Workshop, names_of};
use super::{HeldTo, Play, Recorded, Staged};
use crate::refusal::Refusal;
use crate::scenario::{Asks, Check, Credential, Group, Scenario, Session, Speaks, Talk, Version};

type Made = Result<Play, MakeError>;

fn lab(staged: Staged) -> Made {
    Ok(Play::Lab(Box::new(staged)))
}

/// The good scenario with one setting changed.
fn set(workshop: &mut Workshop<'_>, change: impl FnOnce(&mut Scenario)) -> Made {
    let mut scenario = workshop.good();
    change(&mut scenario);
    lab(workshop.staged(scenario))
}

/// The client shows this; the server trusts the issuer.
fn shows(workshop: &mut Workshop<'_>, issuer: &Issuer, credential: Credential) -> Scenario {
    let mut scenario = workshop.good();
    scenario.server.trust = vec![issuer.certificate.clone()];
    scenario.client.credential = Some(credential);
    scenario
}

/// A client whose certificate has one thing wrong.
fn client(workshop: &mut Workshop<'_>, change: impl FnOnce(&mut CertificateDraft)) -> Made {
    let (own, key) = (workshop.own.clone(), workshop.key()?);
    let credential = workshop.client(&own, key, change)?;
    let scenario = shows(workshop, &own, credential);
    lab(workshop.staged(scenario))
}

/// A server whose certificate has one thing wrong.
fn server(workshop: &mut Workshop<'_>, change: impl FnOnce(&mut CertificateDraft)) -> Made {
    let (own, key) = (workshop.own.clone(), workshop.key()?);
    let credential = workshop.server(&own, key, change)?;
    let mut scenario = workshop.good();
    scenario.client.trust = vec![own.certificate];
    scenario.server.credential = credential;
    lab(workshop.staged(scenario))
}

pub(super) fn put(draft: &mut CertificateDraft, extension: ExtensionDraft) {
    remove(draft, extension.oid);
    draft.extensions.push(extension);
}

pub(super) fn remove(draft: &mut CertificateDraft, oid: &[u64]) {
    draft.extensions.retain(|extension| extension.oid != oid);
}

pub(super) fn good(workshop: &mut Workshop<'_>) -> Made {
    set(workshop, |_| {})
}

pub(super) fn good_tls12(workshop: &mut Workshop<'_>) -> Made {
    set(workshop, |it| it.client.offer.versions = vec![Version::Tls12])
}

pub(super) fn resumed(workshop: &mut Workshop<'_>) -> Made {
    set(workshop, |it| it.session = Session::Resumed)
}

pub(super) fn resumed_tls12(workshop: &mut Workshop<'_>) -> Made {
    set(workshop, |it| {
        it.session = Session::Resumed;
        it.client.offer.versions = vec![Version::Tls12];
    })
}

pub(super) fn retried(workshop: &mut Workshop<'_>) -> Made {
    set(workshop, |it| it.server.offer.groups = vec![Group::Secp256r1])
}

pub(super) fn no_client_certificate(workshop: &mut Workshop<'_>) -> Made {
    set(workshop, |it| it.client.credential = None)
}

pub(super) fn client_other_authority(workshop: &mut Workshop<'_>) -> Made {
    let (own, other, key) = (workshop.own.clone(), workshop.root()?, workshop.key()?);
    // of another name, whatever the set's authority is called
    let credential = workshop.client(&other, key, |_| {})?;
    let mut scenario = shows(workshop, &own, credential);
    scenario.server.trust = vec![workshop.set.authority.clone()];
    lab(workshop.staged(scenario))
}

pub(super) fn client_twin_authority(workshop: &mut Workshop<'_>) -> Made {
    let (own, twin, key) = (workshop.own.clone(), workshop.twin()?, workshop.key()?);
    let credential = workshop.client(&twin, key, |_| {})?;
    let scenario = shows(workshop, &own, credential);
    lab(workshop.staged(scenario))
}

pub(super) fn client_self_signed(workshop: &mut Workshop<'_>) -> Made {
    let (own, credential) = (workshop.own.clone(), workshop.self_signed()?);
    let scenario = shows(workshop, &own, credential);
    lab(workshop.staged(scenario))
}

pub(super) fn client_expired(workshop: &mut Workshop<'_>) -> Made {
    let at = workshop.set.at;
    client(workshop, |draft| ended(draft, at))
}

pub(super) fn client_not_yet_valid(workshop: &mut Workshop<'_>) -> Made {
    let at = workshop.set.at;
    client(workshop, |draft| not_begun(draft, at))
}

pub(super) fn ended(draft: &mut CertificateDraft, at: pki::moment::Moment) {
    draft.not_before = Time::of(at.plus_seconds(-2 * DAY_SECONDS));
    draft.not_after = Time::of(at.plus_seconds(-DAY_SECONDS));
}

pub(super) fn not_begun(draft: &mut CertificateDraft, at: pki::moment::Moment) {
    draft.not_before = Time::of(at.plus_seconds(DAY_SECONDS));
    draft.not_after = Time::of(at.plus_seconds(2 * DAY_SECONDS));
}

pub(super) fn client_server_auth_only(workshop: &mut Workshop<'_>) -> Made {
    client(workshop, |draft| put(draft, ext_key_usage(&[oid::SERVER_AUTH])))
}

pub(super) fn client_no_purpose(workshop: &mut Workshop<'_>) -> Made {
    client(workshop, |draft| remove(draft, oid::EXT_KEY_USAGE))
}

pub(super) fn client_wrong_key(workshop: &mut Workshop<'_>) -> Made {
    let key = workshop.key()?;
    set(workshop, |it| {
        if let Some(credential) = &mut it.client.credential {
            credential.key = key;
        }
    })
}

pub(super) fn client_revoked(workshop: &mut Workshop<'_>) -> Made {
    let (own, key) = (workshop.own.clone(), workshop.key()?);
    let credential = workshop.client(&own, key, |_| {})?;
    let list = workshop.list(&own, &[&credential.chain[0]], DAY_SECONDS)?;
    let mut scenario = shows(workshop, &own, credential);
    scenario.server.lists = vec![list];
    lab(workshop.staged(scenario))
}

pub(super) fn crl_expired(workshop: &mut Workshop<'_>) -> Made {
    let (own, key) = (workshop.own.clone(), workshop.key()?);
    let credential = workshop.client(&own, key, |_| {})?;
    let list = workshop.list(&own, &[], -DAY_SECONDS)?;
    let mut scenario = shows(workshop, &own, credential);
    scenario.server.lists = vec![list];
    lab(workshop.staged(scenario))
}

pub(super) fn crl_other_authority(workshop: &mut Workshop<'_>) -> Made {
    let (own, key) = (workshop.own.clone(), workshop.key()?);
    let credential = workshop.client(&own, key, |_| {})?;
    let other = workshop.root()?;
    let other = workshop.intermediate(&other, "other authority", None)?;
    let list = workshop.list(&other, &[], DAY_SECONDS)?;
    let mut scenario = shows(workshop, &own, credential);
    scenario.server.lists = vec![list];
    lab(workshop.staged(scenario))
}

/// A client below an authority in between.
struct Chain {
    root: Issuer,
    between: Issuer,
    leaf: Credential,
}

impl Chain {
    fn new(workshop: &mut Workshop<'_>) -> Result<Chain, MakeError> {
        let root = workshop.root()?;
        let between = workshop.intermediate(&root, "intermediate", None)?;
        let key = workshop.key()?;
        let leaf = workshop.client(&between, key, |_| {})?;
        Ok(Chain { root, between, leaf })
    }

    /// The leaf with the authority in between.
    fn whole(&self) -> Credential {
        let mut credential = self.leaf.clone();
        credential.chain.push(self.between.certificate.clone());
        credential
    }
}

pub(super) fn crl_missing_for_intermediate(workshop: &mut Workshop<'_>) -> Made {
    let chain = Chain::new(workshop)?;
    let list = workshop.list(&chain.between, &[], DAY_SECONDS)?;
    let mut scenario = shows(workshop, &chain.root, chain.whole());
    scenario.server.lists = vec![list];
    lab(workshop.staged(scenario))
}

pub(super) fn intermediate_not_sent(workshop: &mut Workshop<'_>) -> Made {
    let chain = Chain::new(workshop)?;
    let scenario = shows(workshop, &chain.root, chain.leaf);
    lab(workshop.staged(scenario))
}

pub(super) fn intermediate_sent(workshop: &mut Workshop<'_>) -> Made {
    let chain = Chain::new(workshop)?;
    let scenario = shows(workshop, &chain.root, chain.whole());
    lab(workshop.staged(scenario))
}

pub(super) fn intermediate_in_bundle(workshop: &mut Workshop<'_>) -> Made {
    let chain = Chain::new(workshop)?;
    let mut scenario = shows(workshop, &chain.root, chain.leaf);
    scenario.server.trust.push(chain.between.certificate);
    lab(workshop.staged(scenario))
}

pub(super) fn intermediate_only_trusted(workshop: &mut Workshop<'_>) -> Made {
    let chain = Chain::new(workshop)?;
    let scenario = shows(workshop, &chain.between, chain.leaf);
    lab(workshop.staged(scenario))
}

pub(super) fn too_deep(workshop: &mut Workshop<'_>) -> Made {
    let root = workshop.root()?;
    let upper = workshop.intermediate(&root, "upper intermediate", None)?;
    let lower = workshop.intermediate(&upper, "lower intermediate", None)?;
    let key = workshop.key()?;
    let mut credential = workshop.client(&lower, key, |_| {})?;
    credential.chain.extend([lower.certificate, upper.certificate]);
    let scenario = shows(workshop, &root, credential);
    lab(workshop.staged(scenario))
}

pub(super) fn path_length(workshop: &mut Workshop<'_>) -> Made {
    // below an authority in between: the length of a root that is trusted is not looked at by webpki
    let root = workshop.root()?;
    let upper = workshop.intermediate(&root, "upper intermediate", Some(0))?;
    let lower = workshop.intermediate(&upper, "lower intermediate", None)?;
    let key = workshop.key()?;
    let mut credential = workshop.client(&lower, key, |_| {})?;
    credential.chain.extend([lower.certificate, upper.certificate]);
    let scenario = shows(workshop, &root, credential);
    // as deep as it goes, so that its length is what is wrong
    lab(Staged { depth: 3, ..workshop.staged(scenario) })
}

pub(super) fn issued_by_leaf(workshop: &mut Workshop<'_>) -> Made {
    let (own, key) = (workshop.own.clone(), workshop.key()?);
    let signer = workshop.client(&own, key, |draft| {
        draft.subject = vec![NamePart::common_name("Handfast trial no authority")];
        put(draft, basic_constraints(false, None));
    })?;
    let (issuer, key) = (workshop.as_issuer(&signer)?, workshop.key()?);
    let mut credential = workshop.client(&issuer, key, |_| {})?;
    credential.chain.extend(signer.chain);
    let scenario = shows(workshop, &own, credential);
    lab(workshop.staged(scenario))
}

pub(super) fn server_wrong_name(workshop: &mut Workshop<'_>) -> Made {
    // of the names kept for such purposes (RFC 6761 section 6.4)
    server(workshop, |draft| put(draft, names_of("other.invalid")))
}

pub(super) fn server_common_name_only(workshop: &mut Workshop<'_>) -> Made {
    let host = workshop.set.host.clone();
    server(workshop, |draft| {
        draft.subject = vec![NamePart::common_name(&host)];
        remove(draft, oid::SUBJECT_ALT_NAME);
    })
}

pub(super) fn server_address_missing(workshop: &mut Workshop<'_>) -> Made {
    // an address for documentation (RFC 5737): no certificate of a user's is for it
    const ADDRESS: &str = "192.0.2.2";
    set(workshop, |it| {
        it.client.host = ADDRESS.to_owned();
        it.talk = Talk::with(ADDRESS);
    })
}

pub(super) fn server_expired(workshop: &mut Workshop<'_>) -> Made {
    let at = workshop.set.at;
    server(workshop, |draft| ended(draft, at))
}

pub(super) fn server_not_yet_valid(workshop: &mut Workshop<'_>) -> Made {
    let at = workshop.set.at;
    server(workshop, |draft| not_begun(draft, at))
}

pub(super) fn server_other_authority(workshop: &mut Workshop<'_>) -> Made {
    let (other, key) = (workshop.root()?, workshop.key()?);
    let credential = workshop.server(&other, key, |_| {})?;
    set(workshop, |it| it.server.credential = credential)
}

pub(super) fn server_client_auth_only(workshop: &mut Workshop<'_>) -> Made {
    server(workshop, |draft| put(draft, ext_key_usage(&[oid::CLIENT_AUTH])))
}

pub(super) fn server_intermediate_missing(workshop: &mut Workshop<'_>) -> Made {
    let root = workshop.root()?;
    let between = workshop.intermediate(&root, "intermediate", None)?;
    let key = workshop.key()?;
    let credential = workshop.server(&between, key, |_| {})?;
    set(workshop, |it| {
        it.client.trust = vec![root.certificate];
        it.server.credential = credential;
    })
}

pub(super) fn server_subject_equals_issuer(workshop: &mut Workshop<'_>) -> Made {
    let subject = workshop.own.subject();
    server(workshop, |draft| draft.subject = subject)
}

pub(super) fn server_wrong_key(workshop: &mut Workshop<'_>) -> Made {
    // of the certificate's kind: nginx notices no other
    let key = workshop.key_of(workshop.set.server.key.algorithm(), 1)?;
    set(workshop, |it| it.server.credential.key = key)
}

pub(super) fn server_not_checked(workshop: &mut Workshop<'_>) -> Made {
    let (other, key) = (workshop.root()?, workshop.key()?);
    let credential = workshop.server(&other, key, |_| {})?;
    set(workshop, |it| {
        it.server.credential = credential;
        it.client.check = Check::DangerAcceptAnyone;
    })
}

/// Both sides with keys of one kind.
fn both(workshop: &mut Workshop<'_>, algorithm: KeyAlgorithm) -> Made {
    let own = workshop.own.clone();
    let (client_key, server_key) = (workshop.key_of(algorithm, 0)?, workshop.key_of(algorithm, 1)?);
    let client = workshop.client(&own, client_key, |_| {})?;
    let server = workshop.server(&own, server_key, |_| {})?;
    let mut scenario = shows(workshop, &own, client);
    scenario.client.trust = vec![own.certificate];
    scenario.server.credential = server;
    lab(workshop.staged(scenario))
}

pub(super) fn ed25519(workshop: &mut Workshop<'_>) -> Made {
    both(workshop, KeyAlgorithm::Ed25519)
}

pub(super) fn p384(workshop: &mut Workshop<'_>) -> Made {
    both(workshop, KeyAlgorithm::EcdsaP384)
}

pub(super) fn rsa(workshop: &mut Workshop<'_>) -> Made {
    both(workshop, KeyAlgorithm::Rsa2048)
}

/// A key of 1,024 bits, whose private half was thrown away: OpenSSL refuses the certificate before anybody asks for it.
const WEAK_KEY: &[u8] = include_bytes!("../../recordings/rsa1024.spki");

fn recorded(file: &'static [u8], refusal: Option<Refusal>, alike: Staged) -> Made {
    Ok(Play::Recording(Box::new(Recorded { file, refusal, alike })))
}

/// A client's certificate that the lab cannot read, as its programs are given it.
fn unread(
    workshop: &mut Workshop<'_>,
    change: impl FnOnce(&mut CertificateDraft),
) -> Result<Staged, MakeError> {
    let (own, key) = (workshop.own.clone(), workshop.key()?);
    let credential = workshop.client(&own, key, change)?;
    let scenario = shows(workshop, &own, credential);
    Ok(workshop.staged(scenario))
}

pub(super) fn weak_rsa(workshop: &mut Workshop<'_>) -> Made {
    let alike = unread(workshop, |draft| draft.public_key = WEAK_KEY.to_vec())?;
    let file = include_bytes!("../../recordings/rsa1024-refused.pcapng");
    recorded(file, Some(Refusal::KeyTooShort), alike)
}

pub(super) fn version_1(workshop: &mut Workshop<'_>) -> Made {
    let alike = unread(workshop, |draft| {
        draft.version = None;
        draft.extensions.clear();
    })?;
    recorded(include_bytes!("../../recordings/version1-client.pcapng"), None, alike)
}

pub(super) fn tls11(workshop: &mut Workshop<'_>) -> Made {
    let scenario = workshop.good();
    let alike = Staged { held_to: HeldTo::Tls11, ..workshop.staged(scenario) };
    recorded(include_bytes!("../../recordings/tls11-refused.pcapng"), Some(Refusal::NoSharedVersion), alike)
}

pub(super) fn client_too_old(workshop: &mut Workshop<'_>) -> Made {
    set(workshop, |it| {
        it.client.offer.versions = vec![Version::Tls12];
        it.server.offer.versions = vec![Version::Tls13];
    })
}

pub(super) fn server_too_old(workshop: &mut Workshop<'_>) -> Made {
    set(workshop, |it| {
        it.client.offer.versions = vec![Version::Tls13];
        it.server.offer.versions = vec![Version::Tls12];
    })
}

pub(super) fn no_shared_protocol(workshop: &mut Workshop<'_>) -> Made {
    set(workshop, |it| it.client.offer.protocols = vec!["h2".to_owned()])
}

pub(super) fn plain_http(workshop: &mut Workshop<'_>) -> Made {
    set(workshop, |it| it.client.speaks = Speaks::PlainHttp)
}

pub(super) fn backend_down(workshop: &mut Workshop<'_>) -> Made {
    set(workshop, |it| it.talk = Talk::without_backend(&it.client.host))
}

pub(super) fn verify_off(workshop: &mut Workshop<'_>) -> Made {
    set(workshop, |it| {
        it.server.asks = Asks::Off;
        it.client.credential = None;
    })
}

pub(super) fn verify_optional(workshop: &mut Workshop<'_>) -> Made {
    set(workshop, |it| {
        it.server.asks = Asks::Optional;
        it.client.credential = None;
    })
}

pub(super) fn verify_optional_no_ca(workshop: &mut Workshop<'_>) -> Made {
    let credential = workshop.self_signed()?;
    set(workshop, |it| {
        it.server.asks = Asks::DangerAcceptAnyone;
        it.client.credential = Some(credential);
    })
}
