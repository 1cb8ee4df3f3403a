//! What is wrong or good to know, typed: a stable name, a rank, and two sentences. Where the doctor, `pki` or the lab has the sentences
//! already, they are theirs.

use diagnose::doctor::{Loaded, doctor, entries};
use handshake::alert::Alert;
use handshake::refusal::Refusal;
use handshake::scenario::Version;
use pki::moment::Moment;
use pki::verify::{openssl, webpki};
use text::gateway_probe as say;
use text::{Lang, Message};

use super::{Demand, Known, Report, Trial, unreached};
use crate::probe::chain::Step;
use crate::probe::ending::{Admission, Ending, When};
use crate::probe::observed::{Observed, Shown};
use crate::probe::shake::Unreached;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// Something is wrong.
    Wrong,
    /// Good to know.
    Note,
}

impl Rank {
    /// Its stable name.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Rank::Wrong => "wrong",
            Rank::Note => "note",
        }
    }
}

/// What is wrong or good to know.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the values that the sentences name")]
pub enum Finding {
    /// No name server knows the host.
    UnknownHost { words: String },
    /// Nothing listens there.
    NothingListens,
    /// Nobody answers there.
    NobodyAnswers,
    /// There is no way there.
    NoWay { words: String },
    /// The port does not speak TLS.
    NotTls { said: String },
    /// The server speaks neither TLS 1.3 nor TLS 1.2 with us.
    NoHandshake { ending: Ending },
    /// The certificate that was given and the key do not belong together.
    KeyOfAnother,
    /// The certificate that was given is not valid now.
    OwnNotValid,
    /// None of the authorities that the server names has issued the certificate that was given.
    OwnIssuerNotNamed { issuers: String },
    /// The server takes no signature that the key can make.
    OwnKeyNotTaken,
    /// The certificate is refused.
    CertificateRefused { ending: Ending },
    /// Nobody is let in without a certificate, and none was given.
    CertificateNeeded { ending: Ending },
    /// Without a certificate it goes as well as with one.
    NotNeeded,
    /// The server does not ask for a certificate.
    NotAsked,
    /// What one version refuses the other lets in.
    VersionsDiffer,
    /// It asks, and names no authority.
    NoAuthorityNamed,
    /// A session goes on without the certificate being shown again.
    SessionKept { version: Version },
    /// The request went to another server than the handshake.
    Misdirected,
    /// Nothing answers behind it.
    BackendDown { status: u16 },
    /// The server has not the key of its certificate.
    ServerSignature,
    /// The server's chain does not hold.
    Chain(Step),
    /// It cannot be read.
    ChainUnreadable,
    /// It holds, and not for long.
    ChainEndsSoon { end: Moment, days: usize },
    /// It holds by the rules, and curl with OpenSSL refuses it.
    OpensslRefuses { code: openssl::Code },
    /// It holds by the rules, and programs with rustls refuse it.
    RustlsRefuses { refusal: webpki::Refusal },
    /// It holds only for those who trust an intermediate authority.
    IntermediateNotSent { title: String },
}

impl Finding {
    /// Its stable name, the same in every language.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Finding::UnknownHost { .. } => "unknown-host",
            Finding::NothingListens => "nothing-listens",
            Finding::NobodyAnswers => "nobody-answers",
            Finding::NoWay { .. } => "no-way",
            Finding::NotTls { .. } => "not-tls",
            Finding::NoHandshake { .. } => "no-handshake",
            Finding::KeyOfAnother => "key-of-another",
            Finding::OwnNotValid => "own-not-valid",
            Finding::OwnIssuerNotNamed { .. } => "own-issuer-not-named",
            Finding::OwnKeyNotTaken => "own-key-not-taken",
            Finding::CertificateRefused { .. } => "certificate-refused",
            Finding::CertificateNeeded { .. } => "certificate-needed",
            Finding::NotNeeded => "not-needed",
            Finding::NotAsked => "not-asked",
            Finding::VersionsDiffer => "versions-differ",
            Finding::NoAuthorityNamed => "no-authority-named",
            Finding::SessionKept { .. } => "session-kept",
            Finding::Misdirected => "misdirected",
            Finding::BackendDown { .. } => "backend-down",
            Finding::ServerSignature => "server-signature",
            Finding::Chain(_) => "chain",
            Finding::ChainUnreadable => "chain-unreadable",
            Finding::ChainEndsSoon { .. } => "chain-ends-soon",
            Finding::OpensslRefuses { .. } => "openssl-refuses",
            Finding::RustlsRefuses { .. } => "rustls-refuses",
            Finding::IntermediateNotSent { .. } => "intermediate-not-sent",
        }
    }

    /// How much it matters.
    #[must_use]
    pub fn rank(&self) -> Rank {
        match self {
            Finding::NotNeeded
            | Finding::NotAsked
            | Finding::NoAuthorityNamed
            | Finding::ChainEndsSoon { .. }
            | Finding::SessionKept { .. }
            | Finding::CertificateNeeded { .. } => Rank::Note,
            _ => Rank::Wrong,
        }
    }

    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            Finding::UnknownHost { words } => say::unknown_host(lang, words),
            Finding::NothingListens => known("connection-refused", lang),
            Finding::NobodyAnswers => say::nobody_answers(lang),
            Finding::NoWay { words } => say::no_way(lang, words),
            Finding::NotTls { said } if said.is_empty() => known("wrong-version-number", lang),
            Finding::NotTls { said } => {
                let Message { problem, remedy } = known("wrong-version-number", lang);
                Message { problem: say::with_words(lang, &problem, said).into(), remedy }
            }
            Finding::NoHandshake { ending } => of_ending(ending, lang),
            Finding::KeyOfAnother => say::key_of_another(lang),
            Finding::OwnNotValid => say::own_not_valid(lang),
            Finding::OwnIssuerNotNamed { issuers } => say::own_issuer_not_named(lang, issuers),
            Finding::OwnKeyNotTaken => say::own_key_not_taken(lang),
            Finding::CertificateRefused { ending } => of_ending(ending, lang),
            Finding::CertificateNeeded { ending } => match ending {
                // in TLS 1.2 there is no alert of its own for it (RFC 5246 section 7.2.2)
                Ending::Alert { alert, .. } if *alert != Alert::CERTIFICATE_REQUIRED => {
                    say::needed_by_alert(lang, alert)
                }
                ending => of_ending(ending, lang),
            },
            Finding::NotNeeded => say::not_needed(lang),
            Finding::NotAsked => say::not_asked(lang),
            Finding::VersionsDiffer => say::versions_differ(lang),
            Finding::NoAuthorityNamed => say::no_authority_named(lang),
            Finding::SessionKept { version } => say::session_kept(lang, &version.label()),
            Finding::Misdirected => known("misdirected", lang),
            Finding::BackendDown { status } => say::backend_down(lang, status),
            Finding::ServerSignature => Refusal::Signature.message(lang),
            Finding::Chain(step) => {
                let Message { problem, remedy } = step.failure.message(lang);
                Message { problem: say::of_certificate(lang, &step.title, &problem).into(), remedy }
            }
            Finding::ChainUnreadable => say::chain_unreadable(lang),
            Finding::ChainEndsSoon { end, days } => say::chain_ends_soon(lang, *days, &end.day(lang)),
            Finding::OpensslRefuses { code } => say::openssl_refuses(lang, &code.text(), &code.0),
            Finding::RustlsRefuses { refusal } => {
                let Message { problem, remedy } = refusal.message(lang);
                Message { problem: say::rustls_refuses(lang, &problem).into(), remedy }
            }
            Finding::IntermediateNotSent { title } => say::intermediate_not_sent(lang, title),
        }
    }
}

/// What the doctor knows of it: what it means, and what to do.
fn known(id: &str, lang: Lang) -> Message {
    let entry = entries().iter().find(|entry| entry.id == id).expect("a test asks for each of these");
    Message { problem: entry.means(lang).into(), remedy: entry.remedy(lang).into() }
}

/// What an alert is called in the doctor's entries.
const ALERTS: [(Alert, &str); 7] = [
    (Alert::HANDSHAKE_FAILURE, "alert-handshake-failure"),
    (Alert::BAD_CERTIFICATE, "alert-bad-certificate"),
    (Alert::UNSUPPORTED_CERTIFICATE, "alert-unsupported-certificate"),
    (Alert::CERTIFICATE_EXPIRED, "alert-certificate-expired"),
    (Alert::UNKNOWN_CA, "alert-unknown-ca"),
    (Alert::PROTOCOL_VERSION, "alert-protocol-version"),
    (Alert::CERTIFICATE_REQUIRED, "alert-certificate-required"),
];

/// RFC 6066 section 3.
const UNRECOGNIZED_NAME: Alert = Alert(112);

/// What an ending that is no success means.
fn of_ending(ending: &Ending, lang: Lang) -> Message {
    match ending {
        // nobody was asked for anything yet
        Ending::Alert { alert: Alert::HANDSHAKE_FAILURE, when: When::BeforeHello } => {
            say::nothing_in_common(lang, &Alert::HANDSHAKE_FAILURE)
        }
        Ending::Alert { alert, .. } => {
            let entry = ALERTS.iter().find(|(known, _)| known == alert).map(|(_, entry)| *entry);
            match entry {
                Some(entry) => known(entry, lang),
                None if *alert == UNRECOGNIZED_NAME => known("alert-unrecognized-name", lang),
                None if *alert == Alert::CERTIFICATE_REVOKED => say::alert_revoked(lang),
                None => say::alert_other(lang, alert),
            }
        }
        Ending::Answered { status, words, body } => {
            // a page that is known says it better than its status does
            let found = doctor(body, &Loaded::default());
            match found.recognised.into_iter().next() {
                Some(one) => {
                    Message { problem: one.entry.means(lang).into(), remedy: one.entry.remedy(lang).into() }
                }
                None => say::refused_page(lang, status, words),
            }
        }
        Ending::Closed { when: When::BeforeHello } => say::closed_before(lang),
        Ending::Closed { .. } => say::closed(lang),
        Ending::Silent { .. } | Ending::Shaken => say::silent(lang),
        Ending::NotTls { .. } => known("wrong-version-number", lang),
        Ending::Stopped { words } => say::stopped(lang, words),
    }
}

/// Everything that is to be said, what matters most first.
pub(super) fn all(report: &Report, observed: &Observed, of: Known<'_>, proof_wrong: bool) -> Vec<Finding> {
    let mut all = Vec::new();
    if let Some(unreached) = unreached(observed) {
        all.push(not_there(unreached));
    }
    if let Some(Ending::NotTls { said }) = report.trials.first().map(|trial| &trial.ending) {
        all.push(Finding::NotTls { said: said.clone() });
        return all;
    }
    let spoken: Vec<&Trial> = report.trials.iter().filter(|trial| trial.ending.speaks()).collect();
    if spoken.is_empty() {
        // that one version is not spoken says less than why the other one fails
        let tells =
            |trial: &&Trial| !matches!(trial.ending, Ending::Alert { alert: Alert::PROTOCOL_VERSION, .. });
        let telling = report.trials.iter().find(tells).or(report.trials.first());
        all.extend(telling.map(|trial| Finding::NoHandshake { ending: trial.ending.clone() }));
    }
    of_own(report, observed, of, &mut all);
    of_admission(report, &spoken, of.own.is_some(), &mut all);
    of_chain(report, of.at, proof_wrong, &mut all);
    if report.asks.as_ref().is_some_and(|asks| asks.authorities.is_empty()) {
        all.push(Finding::NoAuthorityNamed);
    }
    all.sort_by_key(Finding::rank);
    // both versions of TLS may come to the same words
    let mut said = Vec::new();
    all.retain(|finding| {
        let words = (finding.id(), finding.message(Lang::En));
        let is_new = !said.contains(&words);
        said.push(words);
        is_new
    });
    all
}

fn not_there(unreached: &Unreached) -> Finding {
    match unreached {
        Unreached::UnknownHost(error) => Finding::UnknownHost { words: error.to_string() },
        Unreached::Refused => Finding::NothingListens,
        Unreached::Silent => Finding::NobodyAnswers,
        Unreached::Failed(error) => Finding::NoWay { words: error.to_string() },
    }
}

/// What can be said of the certificate that was shown.
fn of_own(report: &Report, observed: &Observed, of: Known<'_>, all: &mut Vec<Finding>) {
    let Some(own) = of.own else { return };
    if !own.key_fits {
        all.push(Finding::KeyOfAnother);
    }
    let facts = own.leaf().facts();
    if of.at < facts.not_before || of.at > facts.not_after {
        all.push(Finding::OwnNotValid);
    }
    let named = report.asks.as_ref().map(|asks| asks.authorities.as_slice()).unwrap_or_default();
    // of whom it says that they issued it, all the way up (RFC 8446 section 4.2.4)
    let issuers: Vec<&str> = own.chain.iter().map(|one| one.facts().issuer.as_str()).collect();
    if !named.is_empty() && !named.iter().any(|name| issuers.contains(&name.as_str())) {
        let mut issuers = issuers;
        issuers.dedup();
        all.push(Finding::OwnIssuerNotNamed { issuers: issuers.join(" · ") });
    }
    let cannot = |run: &crate::probe::observed::Run| {
        run.contact.asked.as_ref().is_some_and(|asked| asked.can_sign == Some(false))
    };
    if observed.runs.iter().any(cannot) {
        all.push(Finding::OwnKeyNotTaken);
    }
}

/// What can be said of who was let in.
fn of_admission(report: &Report, spoken: &[&Trial], has_own: bool, all: &mut Vec<Finding>) {
    let of_kind = |shown: Shown| spoken.iter().filter(move |trial| trial.shown == shown);
    let refused = of_kind(Shown::Certificate).filter(|trial| trial.admission == Admission::Refused);
    for trial in refused {
        all.push(Finding::CertificateRefused { ending: trial.ending.clone() });
    }
    match report.demand {
        Demand::NotAsked => all.push(Finding::NotAsked),
        Demand::Optional => all.push(Finding::NotNeeded),
        Demand::Differs => all.push(Finding::VersionsDiffer),
        Demand::Required if !has_own => {
            all.extend(
                of_kind(Shown::Nothing)
                    .next()
                    .map(|trial| Finding::CertificateNeeded { ending: trial.ending.clone() }),
            );
        }
        Demand::Required | Demand::Unknown => {}
    }
    let undecided = spoken.iter().find(|trial| {
        trial.admission == Admission::Undecided && !matches!(trial.ending, Ending::Answered { .. })
    });
    all.extend(undecided.map(|trial| Finding::NoHandshake { ending: trial.ending.clone() }));
    let status = |trial: &&&Trial| match trial.ending {
        Ending::Answered { status, .. } => Some(status),
        _ => None,
    };
    if spoken.iter().any(|trial| status(&trial) == Some(421)) {
        all.push(Finding::Misdirected);
    }
    let down = spoken.iter().find_map(|trial| status(&trial).filter(|status| matches!(status, 502..=504)));
    all.extend(down.map(|status| Finding::BackendDown { status }));
    if report.demand == Demand::Required {
        let kept = of_kind(Shown::Session).find(|trial| {
            trial.admission == Admission::Admitted
                && trial.agreed.as_ref().is_some_and(|agreed| agreed.resumed)
        });
        all.extend(kept.map(|trial| Finding::SessionKept { version: trial.version }));
    }
}

/// Public authorities' clients renew 30 days before the end (certbot) or earlier; what is left at 14 was forgotten.
const SOON_DAYS: i64 = 14;

/// What can be said of the server's certificates.
fn of_chain(report: &Report, at: Moment, proof_wrong: bool, all: &mut Vec<Finding>) {
    let Some(chain) = &report.chain else { return };
    if proof_wrong {
        all.push(Finding::ServerSignature);
    }
    if !chain.sent.first().is_some_and(Option::is_some) {
        all.push(Finding::ChainUnreadable);
    }
    // the first of those that were sent to end
    let end = chain.sent.iter().flatten().map(|one| one.facts().not_after).min();
    let soon = end.filter(|end| chain.holds() && at.days_until(*end) < SOON_DAYS);
    all.extend(soon.map(|end| Finding::ChainEndsSoon {
        end,
        days: usize::try_from(at.days_until(end)).unwrap_or_default(),
    }));
    all.extend(chain.failures.iter().cloned().map(Finding::Chain));
    // why either refuses a chain that ends below the root is said by that finding
    if chain.holds() && chain.ends_below_root.is_none() {
        if chain.openssl != openssl::Code::OK {
            all.push(Finding::OpensslRefuses { code: chain.openssl });
        }
        let refusal = chain.webpki.as_ref().err().cloned();
        all.extend(refusal.map(|refusal| Finding::RustlsRefuses { refusal }));
    }
    all.extend(chain.ends_below_root.clone().map(|title| Finding::IntermediateNotSent { title }));
}

#[cfg(test)]
mod tests {
    use super::{ALERTS, known};
    use text::Lang;

    #[test]
    fn every_entry_that_is_asked_for_is_there() {
        let others = ["connection-refused", "wrong-version-number", "alert-unrecognized-name", "misdirected"];
        for id in ALERTS.iter().map(|(_, id)| *id).chain(others) {
            for lang in Lang::ALL {
                assert!(!known(id, lang).problem.is_empty() && !known(id, lang).remedy.is_empty(), "{id}");
            }
        }
    }
}
