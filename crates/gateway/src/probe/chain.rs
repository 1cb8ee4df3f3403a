//! What the server's certificates are worth to whoever trusts certain authorities: judged by the rules, by OpenSSL as curl has it, and by
//! webpki; all of them `pki`'s. Pure.

use pki::certificate::Certificate;
use pki::chain::Pool;
use pki::moment::Moment;
use pki::verify::path::{self, Check, Failure, Outcome};
use pki::verify::{Purpose, Question, Target, openssl, webpki};

use super::own::fingerprint;

/// The server's chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// What it sent, in its order; one that cannot be read is `None`.
    pub sent: Vec<Option<Certificate>>,
    /// What the rules say (RFC 5280 section 6, RFC 9525): what fails on the path that comes furthest, none when it holds.
    pub failures: Vec<Step>,
    /// The title of the intermediate authority that is trusted itself, when the chain holds for that reason alone.
    pub ends_below_root: Option<String>,
    /// What curl with OpenSSL says.
    pub openssl: openssl::Code,
    /// What rustls says.
    pub webpki: Result<(), webpki::Refusal>,
}

/// What fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Whose it is.
    pub title: String,
    /// What was looked at.
    pub check: Check,
    /// Why it fails.
    pub failure: Failure,
}

impl Chain {
    /// Whether it holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.failures.is_empty() && self.sent.first().is_some_and(Option::is_some)
    }
}

/// Judges what a server sent.
#[must_use]
pub fn judge(sent: &[Vec<u8>], authorities: &[Vec<u8>], host: &str, at: Moment) -> Chain {
    let all = sent.iter().chain(authorities).map(Vec::as_slice);
    let pool = Pool::from_der(all, []);
    let numbers = |ders: &[Vec<u8>]| -> Vec<usize> {
        ders.iter().filter_map(|der| pool.find(&fingerprint(der))).collect()
    };
    let mut chain = Chain {
        sent: sent.iter().map(|der| Certificate::from_der(der).ok()).collect(),
        failures: Vec::new(),
        ends_below_root: None,
        openssl: openssl::Code::UNSPECIFIED,
        webpki: Err(webpki::Refusal::UnknownIssuer),
    };
    let Some(leaf) = sent.first().and_then(|der| pool.find(&fingerprint(der))) else { return chain };
    let question = Question {
        leaf,
        intermediates: numbers(&sent[1..]),
        anchors: numbers(authorities),
        lists: Vec::new(),
        purpose: Purpose::Server(Some(Target::of(host))),
        at,
    };
    chain.openssl = openssl::verify(&pool, &question, &openssl::Settings::curl(false)).code;
    chain.webpki = webpki::verify(&pool, &question, webpki::Settings::RUSTLS).map(|_| ());
    // without the hundred and more authorities of a machine that no path comes to
    let question = question.trimmed(&pool);
    let validation = path::validate(&pool, &question);
    let Some(best) = validation.paths.first() else { return chain };
    for step in &best.steps {
        if let Outcome::Failed(failure) = &step.outcome {
            let title = pool.members[best.chain[step.at]].title.clone();
            chain.failures.push(Step { title, check: step.check, failure: failure.clone() });
        }
    }
    let top = best.chain.last().copied().unwrap_or(leaf);
    if best.is_accepted() && top != leaf && !pool.is_root(top) {
        chain.ends_below_root = Some(pool.members[top].title.clone());
    }
    chain
}
