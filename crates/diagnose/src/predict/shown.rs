//! A server's certificate as curl judges it, whoever the server is: OpenSSL's verdict, curl's words, and the alert that it sends.

use pki::certificate::Certificate;
use pki::chain::{Member, Pool};
use pki::moment::Moment;
use pki::verify::openssl::{Code, Verdict, verify};
use pki::verify::{Purpose, Question, Target};

use super::Reason;
use super::client::{Client, Failure};
use crate::curl::{Command, Url};
use crate::files::Files;

/// curl does not take it.
pub(super) struct Refused {
    pub(super) exit: u8,
    pub(super) words: String,
    /// The alert that curl sends; none where it goes away once the handshake is through.
    pub(super) alert: Option<u8>,
    pub(super) reason: Reason,
}

/// What curl wants of the server's certificate besides, however it judges its chain: what its authority says of it (`--cert-status`)
/// and one of the keys that the command names (`--pinnedpubkey`).
pub(super) fn pinned(
    chain: &[Vec<u8>],
    command: &Command,
    staples: bool,
    files: &dyn Files,
) -> Option<Failure> {
    if command.stapled && !staples {
        let words = "No OCSP response received".to_owned();
        return Some(Failure { exit: 91, words, reason: Reason::NotStapled });
    }
    let (pin, leaf) = (command.pinned.as_deref()?, chain.first()?);
    let fits = match pin.strip_prefix("sha256//") {
        Some(pins) => {
            let own = data_encoding::BASE64.encode(&Member::read(leaf)?.key.sha256);
            pins.split(";sha256//").any(|pin| pin == own)
        }
        None => {
            let file = files.read(pin).unwrap_or_default();
            let key = pem::parse(&file).ok().filter(|block| block.tag() == "PUBLIC KEY");
            let key = key.map_or(file, pem::Pem::into_contents);
            Certificate::from_der(leaf).is_ok_and(|own| own.public_key_der() == key)
        }
    };
    let words = "SSL: public key does not match pinned public key".to_owned();
    (!fits).then_some(Failure { exit: 90, words, reason: Reason::OtherPin })
}

/// What OpenSSL says to a chain, whatever its name; with `--insecure` curl does not listen.
pub(super) fn code(chain: &[Vec<u8>], client: &Client, at: Moment) -> Code {
    let pool = pool(chain, client);
    let question = question(&pool, chain, client, None, at);
    question.map_or(Code::OK, |question| verify(&pool, &question, &client.settings()).code)
}

fn pool(chain: &[Vec<u8>], client: &Client) -> Pool {
    let all: Vec<&[u8]> = chain.iter().chain(&client.anchors).map(Vec::as_slice).collect();
    Pool::from_der(all.iter().copied(), client.lists.iter().map(Vec::as_slice))
}

fn question(
    pool: &Pool,
    chain: &[Vec<u8>],
    client: &Client,
    target: Option<Target>,
    at: Moment,
) -> Option<Question> {
    Some(Question {
        leaf: place(pool, chain.first()?)?,
        intermediates: places(pool, &chain[1..]),
        anchors: places(pool, &client.anchors),
        lists: (0..pool.lists.len()).collect(),
        purpose: Purpose::Server(target),
        at,
    })
}

/// Whether curl takes a chain for a host.
pub(super) fn judge(chain: &[Vec<u8>], client: &Client, url: &Url, at: Moment) -> Result<(), Box<Refused>> {
    let host = url.host.as_str();
    let pool = pool(chain, client);
    let Some(question) = question(&pool, chain, client, Some(Target::of(host)), at) else { return Ok(()) };
    let verdict = verify(&pool, &question, &client.settings());
    let code = verdict.code;
    if code == Code::OK {
        return Ok(());
    }
    if code == Code::HOSTNAME_MISMATCH {
        let certificate = Certificate::from_der(&chain[0]).ok();
        let names = names_of(certificate.as_ref());
        return Err(Box::new(Refused {
            exit: 60,
            words: name_words(&chain[0], certificate.as_ref(), &url.typed),
            alert: None,
            reason: Reason::WrongName { host: host.to_owned(), names },
        }));
    }
    let (exit, words) = if code == Code::SIGNATURE {
        // curl prints what stands first in OpenSSL's queue, which depends on the key and on how large a number the signature is
        let member = |depth: usize| verdict.chain.get(depth).and_then(|place| pool.members.get(*place));
        let words = match (member(verdict.depth), member(verdict.depth + 1)) {
            (Some(member), Some(issuer)) if member.exceeds(issuer) => {
                "error:02000084:rsa routines::data too large for modulus"
            }
            (_, Some(issuer)) if issuer.key.rsa_bits().is_some() => {
                "error:0200008A:rsa routines::invalid padding"
            }
            _ => "error:06880006:asn1 encoding routines::EVP lib",
        };
        (35, words.to_owned())
    } else {
        (60, format!("SSL certificate problem: {}", code.text()))
    };
    let title = member_title(&pool, &verdict);
    let twin = twin(&pool, &question, &verdict);
    Err(Box::new(Refused {
        exit,
        words,
        alert: Some(alert_of(code)),
        reason: Reason::ServerRefused { code, title, twin },
    }))
}

/// What is doubtful although curl takes the chain, as it does now.
pub(super) fn doubt(chain: &[Vec<u8>], insecure: bool, host: &str) -> Option<Reason> {
    if insecure {
        return Some(Reason::ServerUnchecked);
    }
    let leaf = Certificate::from_der(chain.first()?).ok()?;
    leaf.facts().names.is_empty().then(|| Reason::CommonNameAlone(host.to_owned()))
}

pub(super) fn place(pool: &Pool, der: &[u8]) -> Option<usize> {
    pool.find(&Member::read(der)?.sha256)
}

pub(super) fn places(pool: &Pool, ders: &[Vec<u8>]) -> Vec<usize> {
    ders.iter().filter_map(|der| place(pool, der)).collect()
}

fn member_title(pool: &Pool, verdict: &Verdict) -> String {
    let member = verdict.chain.get(verdict.depth).and_then(|member| pool.members.get(*member));
    member.map(|member| member.title.clone()).unwrap_or_default()
}

/// The name of an authority of whom two with different keys are there: the one that is trusted did not sign.
fn twin(pool: &Pool, question: &Question, verdict: &Verdict) -> Option<String> {
    let top = *verdict.chain.last()?;
    let issuer = pool.members.get(top)?.issuer.clone();
    let named =
        question.anchors.iter().any(|anchor| pool.members[*anchor].subject == issuer && *anchor != top);
    let proven = pool.issuers(top).iter().any(|issuance| {
        issuance.proof == pki::chain::Proof::Proven && question.anchors.contains(&issuance.issuer)
    });
    (named && !proven).then_some(issuer)
}

/// What curl says to a name that the certificate does not bear (`Curl_verifyhost`): of several common names the last one counts.
fn name_words(der: &[u8], certificate: Option<&Certificate>, host: &str) -> String {
    let names = certificate.map(|certificate| certificate.facts().names.clone()).unwrap_or_default();
    let counts = names.iter().any(|name| {
        matches!(name, pki::certificate::AlternativeName::Dns(_) | pki::certificate::AlternativeName::Ip(_))
    });
    if counts {
        return format!("SSL: no alternative certificate subject name matches target host name '{host}'");
    }
    match Member::read(der).and_then(|member| member.common_names().last().cloned()) {
        Some(name) => {
            format!("SSL: certificate subject name '{name}' does not match target host name '{host}'")
        }
        None => "SSL: unable to obtain common name from peer certificate".to_owned(),
    }
}

fn names_of(certificate: Option<&Certificate>) -> Vec<String> {
    let Some(facts) = certificate.map(Certificate::facts) else { return Vec::new() };
    let mut names: Vec<String> = facts.names.iter().map(ToString::to_string).collect();
    if names.is_empty() {
        names.extend(facts.common_name.clone());
    }
    names
}

/// Which alert OpenSSL sends for a verification error (`ssl_x509err2alert`).
fn alert_of(code: Code) -> u8 {
    match code {
        Code::SIGNATURE | Code::LIST_SIGNATURE => 51,
        Code::AUTHORITY_KEY_TOO_SMALL
        | Code::DIGEST_TOO_WEAK
        | Code::NOT_YET_VALID
        | Code::LIST_NOT_YET_VALID
        | Code::LEAF_KEY_TOO_SMALL
        | Code::HOSTNAME_MISMATCH
        | Code::ADDRESS_MISMATCH => 42,
        Code::EXPIRED | Code::LIST_EXPIRED => 45,
        Code::REVOKED => 44,
        Code::PURPOSE => 43,
        Code::CHAIN_TOO_LONG
        | Code::SELF_SIGNED_LEAF
        | Code::SELF_SIGNED_IN_CHAIN
        | Code::INVALID_AUTHORITY
        | Code::PATH_LENGTH
        | Code::NO_LIST
        | Code::ISSUER_UNKNOWN
        | Code::ISSUER_UNKNOWN_HERE
        | Code::LEAF_UNVERIFIED => 48,
        _ => 46,
    }
}

/// How OpenSSL tells of an alert that it has received.
pub(super) fn alert_words(number: u8) -> &'static str {
    match number {
        40 => "error:0A000410:SSL routines::sslv3 alert handshake failure",
        42 => "error:0A000412:SSL routines::sslv3 alert bad certificate",
        43 => "error:0A000413:SSL routines::sslv3 alert unsupported certificate",
        44 => "error:0A000414:SSL routines::sslv3 alert certificate revoked",
        45 => "error:0A000415:SSL routines::sslv3 alert certificate expired",
        48 => "error:0A000418:SSL routines::tlsv1 alert unknown ca",
        51 => "error:0A00041B:SSL routines::tlsv1 alert decrypt error",
        70 => "error:0A00042E:SSL routines::tlsv1 alert protocol version",
        112 => "error:0A000458:SSL routines::tlsv1 unrecognized name",
        116 => "error:0A00045C:SSL routines::tlsv13 alert certificate required",
        120 => "error:0A000460:SSL routines::tlsv1 alert no application protocol",
        _ => "error:0A000416:SSL routines::sslv3 alert certificate unknown",
    }
}
