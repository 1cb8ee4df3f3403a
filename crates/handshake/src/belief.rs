//! What each side comes to know and to believe, message by message, and what it does not know yet: for reading beside the sequence.
//! It follows from the messages, and of the lab's connections from what each side found about the other. Nothing is verified here.

use serde::{Deserialize, Serialize};
use text::{Lang, handshake_belief as say};

use crate::alert::Alert;
use crate::dissect::message::Kind;
use crate::dissect::{Computed, Dissection, Message};
use crate::transcript::{Connection, Judged, Side};

/// What one side has learnt from a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Learnt {
    /// The message, by its place in the dissection.
    pub message: usize,
    /// Who has learnt it.
    pub side: Side,
    /// What.
    pub belief: Belief,
}

/// What a side knows, or takes for granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names are those of the sentences")]
pub enum Belief {
    OfferKnown,
    OtherGroupWanted,
    SecretShared,
    KnownFromBefore,
    AskedForCertificate,
    NotAsked,
    ClaimHeard,
    NothingShown,
    ChainAccepted,
    ChainRefused,
    NotLookedAt,
    ProofAccepted,
    ProofRefused,
    Unchanged,
    ThinksItIsDone,
    LetIn,
    RequestHeard,
    AnswerHeard,
    ToldToStop,
    Farewell,
}

impl Belief {
    /// All of them.
    pub const ALL: [Belief; 20] = [
        Belief::OfferKnown,
        Belief::OtherGroupWanted,
        Belief::SecretShared,
        Belief::KnownFromBefore,
        Belief::AskedForCertificate,
        Belief::NotAsked,
        Belief::ClaimHeard,
        Belief::NothingShown,
        Belief::ChainAccepted,
        Belief::ChainRefused,
        Belief::NotLookedAt,
        Belief::ProofAccepted,
        Belief::ProofRefused,
        Belief::Unchanged,
        Belief::ThinksItIsDone,
        Belief::LetIn,
        Belief::RequestHeard,
        Belief::AnswerHeard,
        Belief::ToldToStop,
        Belief::Farewell,
    ];

    /// It in a sentence or two.
    #[must_use]
    pub fn sentence(self, lang: Lang) -> &'static str {
        match self {
            Belief::OfferKnown => say::offer_known(lang),
            Belief::OtherGroupWanted => say::other_group_wanted(lang),
            Belief::SecretShared => say::secret_shared(lang),
            Belief::KnownFromBefore => say::known_from_before(lang),
            Belief::AskedForCertificate => say::asked_for_certificate(lang),
            Belief::NotAsked => say::not_asked(lang),
            Belief::ClaimHeard => say::claim_heard(lang),
            Belief::NothingShown => say::nothing_shown(lang),
            Belief::ChainAccepted => say::chain_accepted(lang),
            Belief::ChainRefused => say::chain_refused(lang),
            Belief::NotLookedAt => say::not_looked_at(lang),
            Belief::ProofAccepted => say::proof_accepted(lang),
            Belief::ProofRefused => say::proof_refused(lang),
            Belief::Unchanged => say::unchanged(lang),
            Belief::ThinksItIsDone => say::thinks_it_is_done(lang),
            Belief::LetIn => say::let_in(lang),
            Belief::RequestHeard => say::request_heard(lang),
            Belief::AnswerHeard => say::answer_heard(lang),
            Belief::ToldToStop => say::told_to_stop(lang),
            Belief::Farewell => say::farewell(lang),
        }
    }
}

/// What both learn from a recording, in the order of its messages. `connection` is the lab's, where it is one: then it is known how
/// each side judged the other's certificate.
#[must_use]
pub fn beliefs(dissection: &Dissection, connection: Option<&Connection>) -> Vec<Learnt> {
    let mut mind = Mind::default();
    for (number, message) in dissection.messages.iter().enumerate() {
        mind.hear(number, message, connection);
    }
    mind.learnt
}

/// What was said so far, as far as later messages mean something else by it.
#[derive(Default)]
struct Mind {
    learnt: Vec<Learnt>,
    is_13: bool,
    /// The server took a session up.
    resumed: bool,
    asked: bool,
    let_in: bool,
}

impl Mind {
    fn learn(&mut self, message: usize, side: Side, belief: Belief) {
        self.learnt.push(Learnt { message, side, belief });
    }

    fn both(&mut self, message: usize, belief: Belief) {
        for side in Side::ALL {
            self.learn(message, side, belief);
        }
    }

    fn hear(&mut self, number: usize, message: &Message, connection: Option<&Connection>) {
        let (from, to) = (message.side, message.side.peer());
        match message.kind {
            Kind::ClientHello => self.learn(number, Side::Server, Belief::OfferKnown),
            Kind::HelloRetryRequest => self.learn(number, Side::Client, Belief::OtherGroupWanted),
            Kind::ServerHello => self.server_hello(number, message),
            Kind::CertificateRequest => {
                self.asked = true;
                self.learn(number, Side::Client, Belief::AskedForCertificate);
            }
            Kind::Certificate => self.certificate(number, message, connection),
            Kind::CertificateVerify | Kind::ServerKeyExchange => {
                if let Some(Computed::Signed { fits: Some(fits), .. }) = message.computed {
                    let belief = if fits { Belief::ProofAccepted } else { Belief::ProofRefused };
                    self.learn(number, to, belief);
                }
            }
            Kind::ClientKeyExchange => self.both(number, Belief::SecretShared),
            Kind::Finished => self.finished(number, from),
            Kind::NewSessionTicket if self.is_13 => self.goes_on(number),
            Kind::ApplicationData if from == Side::Client => {
                self.learn(number, Side::Server, Belief::RequestHeard);
            }
            Kind::ApplicationData => {
                self.goes_on(number);
                self.learn(number, Side::Client, Belief::AnswerHeard);
            }
            Kind::Alert => {
                let is_farewell = message.octets.get(1).copied().map(Alert) == Some(Alert::CLOSE_NOTIFY);
                self.learn(number, to, if is_farewell { Belief::Farewell } else { Belief::ToldToStop });
            }
            _ => {}
        }
    }

    fn server_hello(&mut self, number: usize, message: &Message) {
        self.is_13 =
            message.field("selected_version").is_some_and(|field| field.value.starts_with("TLS 1.3"));
        self.resumed = message.field("pre_shared_key").is_some();
        if self.is_13 {
            self.both(number, Belief::SecretShared);
        }
        if self.resumed {
            self.both(number, Belief::KnownFromBefore);
        }
    }

    fn certificate(&mut self, number: usize, message: &Message, connection: Option<&Connection>) {
        let to = message.side.peer();
        if message.field("certificate").is_none() {
            return self.learn(number, to, Belief::NothingShown);
        }
        self.learn(number, to, Belief::ClaimHeard);
        let Some(connection) = connection else {
            return;
        };
        let judgements = &connection.outcome(to).judgements;
        let verdict = judgements.iter().find(|judgement| judgement.about == Judged::Chain);
        let belief = match verdict.map(|judgement| &judgement.verdict) {
            Some(Ok(())) => Belief::ChainAccepted,
            Some(Err(_)) => Belief::ChainRefused,
            None => Belief::NotLookedAt,
        };
        self.learn(number, to, belief);
    }

    fn finished(&mut self, number: usize, from: Side) {
        // a session of TLS 1.2 that is taken up is known by this: the server is done first, and showed no certificate
        if from == Side::Server && !self.is_13 && !self.knows(Belief::SecretShared) {
            self.resumed = true;
            self.both(number, Belief::KnownFromBefore);
        }
        self.learn(number, from.peer(), Belief::Unchanged);
        match from {
            Side::Server => {
                if !self.asked && !self.resumed {
                    self.learn(number, Side::Client, Belief::NotAsked);
                }
                if !self.is_13 && !self.resumed {
                    self.goes_on(number);
                }
            }
            Side::Client if self.is_13 && self.asked => {
                self.learn(number, Side::Client, Belief::ThinksItIsDone);
            }
            Side::Client => {}
        }
    }

    /// The server says something that it says to those alone who are let in.
    fn goes_on(&mut self, number: usize) {
        if !std::mem::replace(&mut self.let_in, true) {
            self.learn(number, Side::Client, Belief::LetIn);
        }
    }

    fn knows(&self, belief: Belief) -> bool {
        self.learnt.iter().any(|learnt| learnt.belief == belief)
    }
}
