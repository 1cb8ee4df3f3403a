//! A configuration, files and a call as a handshake that the lab can play: `staging` the other way round. Both sides have what the
//! prediction sees, so that what is played and what is predicted are of one thing.

use handshake::scenario::{
    self, Asks, Check, Credential, Group, Offer, Scenario, ServerName, Session, Speaks, Suite, Talk, Version,
};
use pki::key::PrivateKey;
use pki::verify::webpki;

use super::client::{self, Client};
use super::{Question, address, cipher, command, target};
use crate::curl::{Command, Scheme, Tls as Speech, Url};
use crate::files::Files;
use crate::gateway::{Settled, find};
use crate::nginx::folder::{folder_of, full};
use crate::nginx::load::load_on;
use crate::nginx::settings::{Http, Listen, Verify};
use crate::nginx::tls::load_shown;

/// A call with what it meets, ready for the lab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enacted {
    /// Both sides.
    pub scenario: Scenario,
    /// How many authorities in between the server follows; rustls has no such setting.
    pub depth: usize,
    /// What is called, as it was written.
    pub url: String,
    /// Whom the server trusts to issue certificates for clients, DER.
    pub trusted: Vec<Vec<u8>>,
    /// Whether it keeps their names to itself; the lab's names those that it judges by.
    pub keeps_names: bool,
}

/// What is told of a server beside what the lab's has.
struct Beside {
    depth: usize,
    trusted: Vec<Vec<u8>>,
    keeps_names: bool,
}

/// The call as it meets nginx; `None` where nobody would shake hands, or with what the lab has not: what comes of it is the
/// prediction's to say.
#[must_use]
pub fn enact(question: &Question<'_>) -> Option<Enacted> {
    let (command, url) = call(question)?;
    let loaded = load_on(question.configuration, question.files);
    let http = Http::of(&loaded)?;
    let listens: Vec<Listen> = http.listens().cloned().collect();
    let reached = target::of(&url, &command, question.caller).ok()?;
    let socket = target::socket(&reached, &listens)?;
    let (on, default) = http.on_socket(socket);
    let at = http.by_server_name(on, &url).unwrap_or(default);
    let server = &http.servers[at];
    let tls = load_shown(&loaded, server, question.files).ok()?;
    if server.rejects() || !http.speaks_tls(socket) {
        return None;
    }
    let folder = folder_of(question.configuration);
    let key = full(folder, server.scope.word("ssl_certificate_key")?);
    let groups = server.scope.word("ssl_ecdh_curve").filter(|text| *text != "auto");
    let both = http.offers_http2(socket) || server.is_on("http2");
    // nginx 1.22 takes the versions of the default server, whatever the name
    let versions = http.servers[default].versions();
    let server_side = scenario::Server {
        credential: Credential { chain: tls.chains.first()?.clone(), key: private(question.files, &key)? },
        asks: match server.verify() {
            Verify::On => Asks::Required,
            Verify::Optional => Asks::Optional,
            Verify::OptionalNoCa => Asks::DangerAcceptAnyone,
            Verify::Off => Asks::Off,
        },
        trust: tls.anchors.clone(),
        lists: if tls.asks_revocation { tls.lists.clone() } else { Vec::new() },
        // as nginx does: the whole chain, and a list that is over counts no more
        revocation: webpki::Settings { enforce_expiry: true, ..webpki::Settings::RUSTLS },
        offer: Offer {
            versions: both_have(&versions),
            suites: suites(server.ciphers(), server.suites()),
            groups: groups.map_or_else(without_hybrid, named),
            protocols: protocols(both),
        },
    };
    let beside = Beside {
        depth: server.depth(),
        trusted: tls.anchors,
        keeps_names: server.scope.word("ssl_client_certificate").is_none_or(str::is_empty),
    };
    whole(question, &command, &url, server_side, beside)
}

/// The same as it meets the gateway, which asks for a certificate, looks at it once the handshake is through, and answers who has no
/// good one in words.
#[must_use]
pub fn enact_gateway(question: &Question<'_>, settled: &Settled<()>) -> Option<Enacted> {
    let (command, url) = call(question)?;
    let sni = url.address().is_none().then_some(url.host.as_str());
    let server = find(&settled.servers, sni)?;
    let versions: Vec<Speech> = settled
        .speech
        .versions
        .iter()
        .map(|version| match version {
            deploy::gateway::file::Version::Tls12 => Speech::V1_2,
            deploy::gateway::file::Version::Tls13 => Speech::V1_3,
        })
        .collect();
    let trusted = settled.trust.anchors().iter().map(|anchor| anchor.certificate().der().to_vec());
    let trusted: Vec<Vec<u8>> = trusted.collect();
    let http = settled.speech.http.iter().map(|http| match http {
        deploy::gateway::file::Http::Two => HTTP_2.to_owned(),
        deploy::gateway::file::Http::One => HTTP_1.to_owned(),
    });
    let chain = server.chain.iter().map(|shown| shown.der().to_vec()).collect();
    let server_side = scenario::Server {
        credential: Credential { chain, key: private(question.files, &server.key_file.to_string_lossy())? },
        asks: Asks::JudgesAfterwards,
        trust: if settled.clients.send_authorities { trusted.clone() } else { Vec::new() },
        lists: Vec::new(),
        revocation: webpki::Settings::RUSTLS,
        offer: Offer {
            versions: both_have(&versions),
            suites: Suite::ALL.to_vec(),
            groups: Group::ALL.to_vec(),
            protocols: http.collect(),
        },
    };
    let beside = Beside {
        depth: settled.trust.choices().depth,
        trusted,
        keeps_names: !settled.clients.send_authorities,
    };
    whole(question, &command, &url, server_side, beside)
}

/// The command and the address that it calls first, over TLS.
fn call(question: &Question<'_>) -> Option<(Command, Url)> {
    let command = command(question.command).ok()?.ok()?;
    let url = address(&command, question.caller, &mut Vec::new()).ok()?;
    (url.scheme == Scheme::Https).then_some((command, url))
}

fn whole(
    question: &Question<'_>,
    command: &Command,
    url: &Url,
    server: scenario::Server,
    beside: Beside,
) -> Option<Enacted> {
    let client = client::prepare(command, question.caller).ok()?;
    let credential = match (&*client.chain, command.key.as_ref().or(command.certificate.as_ref())) {
        ([], _) | (_, None) => None,
        (chain, Some(key)) => Some(Credential { chain: chain.to_vec(), key: private(question.caller, key)? }),
    };
    let host = if url.host.contains(':') { format!("[{}]", url.host) } else { url.host.clone() };
    let host = if url.port == 443 { host } else { format!("{host}:{}", url.port) };
    // curl's own OpenSSL may be as new as the server's
    let hybrid = server.offer.groups.contains(&Group::X25519MlKem768);
    let scenario = Scenario {
        client: scenario::Client {
            speaks: Speaks::Tls,
            host: url.host.clone(),
            server_name: ServerName::Send,
            check: if command.insecure { Check::DangerAcceptAnyone } else { Check::Verify },
            trust: client.anchors.clone(),
            lists: client.lists.clone(),
            credential,
            offer: offer(&client, hybrid),
        },
        server,
        at: question.at,
        session: Session::Full,
        talk: Talk::asking(&host, &url.path),
    };
    let Beside { depth, trusted, keeps_names } = beside;
    Some(Enacted { scenario, depth, url: url.to_string(), trusted, keeps_names })
}

/// What curl offers.
fn offer(client: &Client, hybrid: bool) -> Offer {
    let (min, max) = (client.min.unwrap_or(Speech::V1_0), client.max.unwrap_or(Speech::V1_3));
    let versions: Vec<Speech> = Speech::ALL.into_iter().filter(|it| (min..=max).contains(it)).collect();
    Offer {
        versions: both_have(&versions),
        suites: suites(&client.ciphers, client.suites.as_deref()),
        groups: match client.groups.as_deref() {
            Some(groups) => named(groups),
            None if hybrid => Group::ALL.to_vec(),
            None => without_hybrid(),
        },
        protocols: protocols(client.http2),
    }
}

/// Those of these versions that the lab plays, the newer first.
fn both_have(versions: &[Speech]) -> Vec<Version> {
    let speech = |version: &Version| match version {
        Version::Tls13 => Speech::V1_3,
        Version::Tls12 => Speech::V1_2,
    };
    Version::ALL.into_iter().filter(|version| versions.contains(&speech(version))).collect()
}

const HTTP_2: &str = "h2";
const HTTP_1: &str = "http/1.1";

fn protocols(http2: bool) -> Vec<String> {
    let all = [HTTP_2, HTTP_1].map(str::to_owned);
    all[usize::from(!http2)..].to_vec()
}

/// OpenSSL's names of the suites before TLS 1.3. It calls those of 1.3 as IANA does.
const SUITES: [(&str, Suite); 6] = [
    ("ECDHE-ECDSA-AES256-GCM-SHA384", Suite::EcdheEcdsaAes256GcmSha384),
    ("ECDHE-ECDSA-AES128-GCM-SHA256", Suite::EcdheEcdsaAes128GcmSha256),
    ("ECDHE-ECDSA-CHACHA20-POLY1305", Suite::EcdheEcdsaChacha20Poly1305),
    ("ECDHE-RSA-AES256-GCM-SHA384", Suite::EcdheRsaAes256GcmSha384),
    ("ECDHE-RSA-AES128-GCM-SHA256", Suite::EcdheRsaAes128GcmSha256),
    ("ECDHE-RSA-CHACHA20-POLY1305", Suite::EcdheRsaChacha20Poly1305),
];

/// The suites that OpenSSL chooses by both texts, in its order, as far as the lab has them.
fn suites(text: &str, newer: Option<&str>) -> Vec<Suite> {
    let newer = cipher::newer(newer).filter_map(|name| Suite::ALL.into_iter().find(|it| it.label() == name));
    let older = cipher::chosen(text)
        .into_iter()
        .filter_map(|chosen| SUITES.iter().find(|(name, _)| *name == chosen.name).map(|(_, suite)| *suite));
    newer.chain(older).collect()
}

fn without_hybrid() -> Vec<Group> {
    Group::ALL.into_iter().filter(|group| *group != Group::X25519MlKem768).collect()
}

/// The groups of a text of OpenSSL's, in its order.
fn named(text: &str) -> Vec<Group> {
    let group = |name: &str| match name {
        "X25519MLKEM768" => Some(Group::X25519MlKem768),
        "X25519" | "x25519" => Some(Group::X25519),
        "prime256v1" | "P-256" | "secp256r1" => Some(Group::Secp256r1),
        "secp384r1" | "P-384" => Some(Group::Secp384r1),
        _ => None,
    };
    text.split(':').filter_map(group).collect()
}

fn private(files: &dyn Files, path: &str) -> Option<PrivateKey> {
    PrivateKey::from_pem(core::str::from_utf8(&files.read(path).ok()?).ok()?).ok()
}
