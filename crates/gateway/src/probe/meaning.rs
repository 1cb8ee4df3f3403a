//! What was seen becomes what it means: how each connection ended, whether the server wants a certificate, and what is wrong and what to
//! try. Pure: observations and the moment are all that goes in.

mod finding;

use handshake::alert::Alert;
use handshake::dissect::message::Kind;
use handshake::dissect::{Computed, Dissection, Keys, dissect};
use handshake::scenario::{Group, Version};
use handshake::transcript::Side;
use pki::certificate::name_of_der;
use pki::moment::Moment;

pub use finding::{Finding, Rank};

use super::chain::{self, Chain};
use super::own::Own;
use super::plan::{Look, Observed, Run, Shown};
use super::shake::{Agreed, Contact, End, Unreached};
use super::target::Target;

/// How a connection ended.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Ending {
    /// With an answer.
    Answered {
        /// The status.
        status: u16,
        /// What the page is called, or its first line.
        words: String,
        /// The page, as far as it was looked at.
        body: String,
    },
    /// With the handshake, as was meant.
    Shaken,
    /// The server said why it ends it.
    Alert {
        /// What it said.
        alert: Alert,
        /// When.
        when: When,
    },
    /// The server ended it without a word.
    Closed {
        /// When.
        when: When,
    },
    /// The server said nothing more.
    Silent {
        /// Since when.
        when: When,
    },
    /// What came is not TLS.
    NotTls {
        /// Its first line.
        said: String,
    },
    /// We ended it: the server spoke something that is not understood here.
    Stopped {
        /// rustls's words.
        words: String,
    },
}

/// When a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// Before the server had chosen anything (RFC 8446 section 4.1.3).
    BeforeHello,
    /// In the handshake.
    During,
    /// After the handshake, as far as the client could see: in TLS 1.3 a server looks at the certificate only then (section 4.4.4).
    After,
}

impl Ending {
    /// Whether the server speaks the version that was offered.
    #[must_use]
    pub fn speaks(&self) -> bool {
        match self {
            Ending::Answered { .. } | Ending::Shaken => true,
            Ending::Alert { when, .. } | Ending::Closed { when } | Ending::Silent { when } => {
                *when != When::BeforeHello
            }
            Ending::NotTls { .. } | Ending::Stopped { .. } => false,
        }
    }

    /// Whether the server speaks TLS at all, as far as was seen.
    #[must_use]
    pub fn is_tls(&self) -> bool {
        !matches!(self, Ending::NotTls { .. })
    }
}

/// How a connection ended, read out of what was sent.
#[must_use]
pub fn ending(contact: &Contact) -> Ending {
    match &contact.end {
        End::Answered { status, body } => {
            Ending::Answered { status: *status, words: title(body), body: body.clone() }
        }
        End::Shaken => Ending::Shaken,
        End::Broken { .. } | End::Silent => broken(contact, &taken_apart(contact)),
    }
}

fn broken(contact: &Contact, dissection: &Dissection) -> Ending {
    let of_server = |kind: Kind| {
        dissection.messages.iter().find(move |message| message.side == Side::Server && message.kind == kind)
    };
    let when = if contact.agreed.is_some() {
        When::After
    } else if of_server(Kind::ServerHello).is_some() {
        When::During
    } else {
        When::BeforeHello
    };
    if let Some(message) = of_server(Kind::NotTls) {
        return Ending::NotTls { said: first_line(&String::from_utf8_lossy(&message.octets)) };
    }
    let said = dissection.messages.iter().filter(|message| message.kind == Kind::Alert).find_map(|message| {
        let alert = Alert(*message.octets.get(1)?);
        // a farewell says nothing of why (RFC 8446 section 6.1)
        (![Alert::CLOSE_NOTIFY, USER_CANCELED].contains(&alert)).then_some((message.side, alert))
    });
    match (said, &contact.end) {
        (Some((Side::Server, alert)), _) => Ending::Alert { alert, when },
        (Some((Side::Client, _)), End::Broken { words }) => Ending::Stopped { words: words.clone() },
        (_, End::Silent) => Ending::Silent { when },
        _ => Ending::Closed { when },
    }
}

/// RFC 8446 section 6.1.
const USER_CANCELED: Alert = Alert(90);

fn taken_apart(contact: &Contact) -> Dissection {
    dissect(&contact.flights, Keys { log: &contact.keys, shared_secret: None })
}

/// What a page is called; what is no page, by its first line.
fn title(body: &str) -> String {
    let lower = body.to_ascii_lowercase();
    let between = lower.find("<title>").and_then(|at| {
        let start = at + "<title>".len();
        Some(start..start + lower.get(start..)?.find("</title>")?)
    });
    first_line(between.and_then(|range| body.get(range)).unwrap_or(body))
}

/// The first line that is not empty, as far as it fits on a screen.
fn first_line(text: &str) -> String {
    const MOST: usize = 160;
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    line.chars().filter(|letter| !letter.is_control()).take(MOST).collect()
}

/// Whether somebody was let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Admission {
    /// An answer came that is no refusal.
    Admitted,
    /// The server refused, for the sake of the certificate or for want of one.
    Refused,
    /// Something else went wrong.
    Undecided,
}

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
            && matches!(message.computed, Some(Computed::Signed { fits: Some(false), .. }))
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

/// Whether a connection to a server that asks, or does not ask, for certificates was let in.
pub(super) fn admission(ending: &Ending, asks: bool) -> Admission {
    match ending {
        // 421 is about the name alone
        Ending::Answered { status, .. } if asks && refuses(*status) => Admission::Refused,
        Ending::Answered { status: 421, .. } => Admission::Undecided,
        Ending::Answered { .. } => Admission::Admitted,
        Ending::Alert { when: When::During | When::After, .. }
        | Ending::Closed { when: When::During | When::After }
            if asks =>
        {
            Admission::Refused
        }
        _ => Admission::Undecided,
    }
}

/// Whether a server that asks for certificates refuses with this status: nginx answers 400 whatever the page is (495 and 496 are its own),
/// others 401 or 403.
#[must_use]
pub fn refuses(status: u16) -> bool {
    matches!(status, 400 | 401 | 403 | 495 | 496)
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

#[cfg(test)]
mod tests {
    use super::{Admission, Ending, When, admission, title};
    use handshake::alert::Alert;

    #[test]
    fn a_refusal_is_told_from_an_answer_and_from_another_failure() {
        let answered = |status| Ending::Answered { status, words: String::new(), body: String::new() };
        let alert = |when| Ending::Alert { alert: Alert::HANDSHAKE_FAILURE, when };
        for (ending, asks, expected) in [
            (answered(200), true, Admission::Admitted),
            (answered(400), true, Admission::Refused),
            (answered(400), false, Admission::Admitted),
            (answered(403), true, Admission::Refused),
            (answered(404), true, Admission::Admitted),
            (answered(421), true, Admission::Undecided),
            (answered(502), true, Admission::Admitted),
            (alert(When::BeforeHello), true, Admission::Undecided),
            (alert(When::During), true, Admission::Refused),
            (alert(When::During), false, Admission::Undecided),
            (alert(When::After), true, Admission::Refused),
            (Ending::Closed { when: When::After }, true, Admission::Refused),
            (Ending::Closed { when: When::After }, false, Admission::Undecided),
            (Ending::Silent { when: When::After }, true, Admission::Undecided),
            (Ending::NotTls { said: String::new() }, true, Admission::Undecided),
        ] {
            assert_eq!(admission(&ending, asks), expected, "{ending:?} {asks}");
        }
    }

    #[test]
    fn pages_are_called_by_their_titles_and_texts_by_their_first_lines() {
        for (body, expected) in [
            ("<html><head><TITLE>400 Bad\u{1b}[31m</title>", "400 Bad[31m"),
            ("\n  A certificate is needed. \nMore", "A certificate is needed."),
            ("<title>no end", "<title>no end"),
            ("İ<title>x</title>", "x"),
            ("", ""),
        ] {
            assert_eq!(title(body), expected);
        }
    }
}
