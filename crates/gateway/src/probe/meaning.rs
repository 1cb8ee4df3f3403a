//! What was seen becomes what it means: whether the server wants a certificate, and what is wrong and what to try. How each connection
//! ended is `ending`'s. Pure: observations and the moment are all that goes in.

mod finding;

use handshake::dissect::{Computed, Dissection};
use handshake::scenario::{Group, Version};
use handshake::transcript::Side;
use pki::certificate::name_of_der;
use pki::moment::Moment;

pub use finding::{Finding, Rank};

use super::chain::{self, Chain};
use super::ending::{Admission, Ending, admission, ending, taken_apart};
use super::observed::{Look, Observed, Run, Shown};
use super::own::Own;
use super::shake::{Agreed, Contact, Unreached};
use super::target::Target;

/// One connection with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// The only version that was offered.
    pub version: Version,
    /// What was shown.
    pub shown: Shown,
    /// How it ended.
    pub ending: Ending,
    /// Whether it was let in.
    pub admission: Admission,
    /// Whether the server asked for a certificate in this connection.
    pub asked: bool,
    /// What was agreed.
    pub agreed: Option<Agreed>,
}

/// Whether a server wants a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Demand {
    /// Nobody is let in without one.
    Required,
    /// It asks, and lets in who has none.
    Optional,
    /// It does not ask.
    NotAsked,
    /// In one version of TLS it wants one, in the other it does not.
    Differs,
    /// It could not be found out.
    Unknown,
}

impl Demand {
    /// Its stable name.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Demand::Required => "required",
            Demand::Optional => "optional",
            Demand::NotAsked => "not-asked",
            Demand::Differs => "differs",
            Demand::Unknown => "unknown",
        }
    }
}

/// What a server asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asks {
    /// Authorities by name.
    pub authorities: Vec<String>,
    /// Kinds of signature by their registered names.
    pub schemes: Vec<String>,
}

/// What is known of the server's own proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staple {
    /// How many octets of OCSP came with the certificate.
    pub octets: usize,
}

/// What all of it means.
#[derive(Debug)]
pub struct Report {
    /// Each connection with a request.
    pub trials: Vec<Trial>,
    /// Whether the server wants a certificate.
    pub demand: Demand,
    /// What it asks for, when it does.
    pub asks: Option<Asks>,
    /// The groups, and whether each is taken.
    pub groups: Vec<(Group, bool)>,
    /// What it speaks when HTTP/2 and HTTP/1.1 are offered.
    pub protocol: Option<String>,
    /// Its certificates.
    pub chain: Option<Chain>,
    /// What it sent of OCSP.
    pub staple: Option<Staple>,
    /// What is wrong or good to know, what matters most first.
    pub findings: Vec<Finding>,
}

/// What else is known.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Who was called.
    pub target: &'a Target,
    /// The certificate that was shown.
    pub own: Option<&'a Own>,
    /// Whom the caller trusts, DER.
    pub authorities: &'a [Vec<u8>],
    /// When.
    pub at: Moment,
}

/// What was seen, understood.
#[must_use]
pub fn understand(observed: &Observed, known: Known<'_>) -> Report {
    let trials = trials(&observed.runs);
    let first_with = |has: &dyn Fn(&Contact) -> bool| observed.contacts().find(|contact| has(contact));
    let chain = first_with(&|contact| !contact.chain.is_empty());
    let host = known.target.name.to_str();
    let asked = observed.contacts().find_map(|contact| contact.asked.as_ref());
    let asks = asked.map(|asked| Asks {
        authorities: asked
            .authorities
            .iter()
            .map(|der| name_of_der(der).unwrap_or_else(|| data_encoding::HEXLOWER.encode(der)))
            .collect(),
        schemes: asked.schemes.iter().map(|scheme| scheme_name(*scheme)).collect(),
    });
    let looks = || observed.looks.iter();
    let mut report = Report {
        demand: demand(&trials),
        asks,
        groups: looks().map(|look| (look.group, takes(observed, look))).collect(),
        protocol: looks().find_map(|look| look.contact.agreed.as_ref()?.protocol.clone()),
        chain: chain.map(|contact| chain::judge(&contact.chain, known.authorities, &host, known.at)),
        staple: first_with(&|contact| contact.staple.is_some())
            .and_then(|contact| Some(Staple { octets: contact.staple.as_ref()?.len() })),
        findings: Vec::new(),
        trials,
    };
    let proof_wrong = chain.is_some_and(|contact| signature_is_wrong(&taken_apart(contact)));
    report.findings = finding::all(&report, observed, known, proof_wrong);
    report
}

/// Whether the server takes a group. In TLS 1.2 one that is offered alone says nothing of a server with an ECDSA key on another curve: the
/// same list says on which curves keys are understood (RFC 8422 section 5.1.1). That it was agreed on elsewhere does.
fn takes(observed: &Observed, look: &Look) -> bool {
    let agreed = |contact: &Contact| {
        contact.agreed.as_ref().and_then(|agreed| agreed.group.as_deref()) == Some(look.group.label())
    };
    look.contact.agreed.is_some() || observed.contacts().any(agreed)
}

/// Whether the server's signature does not fit the certificate that it shows (RFC 8446 section 4.4.3, RFC 5246 section 7.4.3).
fn signature_is_wrong(dissection: &Dissection) -> bool {
    dissection.messages.iter().any(|message| {
        message.side == Side::Server
            && matches!(message.computed, Some(Computed::Signed { fits: Ok(false), .. }))
    })
}

/// rustls's names of schemes are the registry's, in capitals.
fn scheme_name(scheme: tokio_rustls::rustls::SignatureScheme) -> String {
    format!("{scheme:?}").to_ascii_lowercase()
}

fn trials(runs: &[Run]) -> Vec<Trial> {
    let trial = |run: &Run| {
        let of_version = runs.iter().filter(|other| other.version == run.version);
        let asks = of_version.into_iter().any(|other| other.contact.asked.is_some());
        let ending = ending(&run.contact);
        Trial {
            version: run.version,
            shown: run.shown,
            admission: admission(&ending, asks),
            ending,
            asked: run.contact.asked.is_some(),
            agreed: run.contact.agreed.clone(),
        }
    };
    runs.iter().map(trial).collect()
}

fn demand(trials: &[Trial]) -> Demand {
    let without: Vec<&Trial> =
        trials.iter().filter(|trial| trial.shown == Shown::Nothing && trial.ending.speaks()).collect();
    let all = |admission: Admission| without.iter().all(|trial| trial.admission == admission);
    if without.is_empty() || without.iter().any(|trial| trial.admission == Admission::Undecided) {
        Demand::Unknown
    } else if !without.iter().any(|trial| trial.asked) {
        Demand::NotAsked
    } else if all(Admission::Refused) {
        Demand::Required
    } else if all(Admission::Admitted) && without.iter().all(|trial| trial.asked) {
        Demand::Optional
    } else {
        Demand::Differs
    }
}

/// Why there was no connection, typed for findings.
pub(super) fn unreached(observed: &Observed) -> Option<&Unreached> {
    observed.unreached.as_ref()
}
