//! What both sides have said so far, and what each learns from the next message.

use super::evidence::{first_unread, last_read};
use super::talk::{Said, Talk};
use super::{Belief, Learnt};
use crate::dissect::finding::{Finding, Found};
use crate::dissect::message::Kind;
use crate::dissect::why::Why;
use crate::dissect::{Computed, Dissection, Message};
use crate::transcript::{Connection, Judged, Side};

/// What was said so far, as far as later messages mean something else by it.
#[derive(Default)]
pub(super) struct Mind {
    pub(super) learnt: Vec<Learnt>,
    /// By side: the last message that it read.
    last_read: [Option<usize>; 2],
    is_13: bool,
    /// The secret that the client names was settled outside TLS.
    arranged: bool,
    /// The server took up a session, or a secret that was settled outside TLS.
    resumed: bool,
    asked: bool,
    let_in: bool,
    /// The key exchange came to its end.
    shares_a_secret: bool,
    /// By side: the other has shown that it has the key of its certificate.
    met: [bool; 2],
    /// By side: what the other's Finished will show it, which nobody can make without the secret.
    by_finished: [Option<Belief>; 2],
    /// It is a new handshake inside the connection that stands.
    begins_anew: bool,
    /// The server has sent its ServerHello.
    answered: bool,
    /// Whether the server takes data before the handshake is over, where its answer can be read (RFC 8446 section 4.2.10).
    takes_early: Option<bool>,
    /// The first of such data that the server refused, where they are closed.
    early_refused: Option<usize>,
    talk: Talk,
    /// By side: it has heard something of what is said inside.
    talked_to: [bool; 2],
    /// By side: it speaks no TLS.
    deaf: [bool; 2],
    /// The message of the moment does not fit, and whoever it is for shows later that it took it.
    pub(super) taken: bool,
    /// The message of the moment does not fit, and the recording ends before it shows what the other made of it.
    pub(super) untold: bool,
    /// By side: from here on not everything that it said can be read, so that nothing follows from what is not there.
    unread: [Option<usize>; 2],
}

impl Mind {
    /// Before the first message of a recording, or of the lab's connection.
    pub(super) fn before(dissection: &Dissection, connection: Option<&Connection>) -> Mind {
        let last_read = Side::ALL.map(|side| last_read(side, dissection, connection));
        let settled = dissection.messages.iter().find(|message| message.kind == Kind::EncryptedExtensions);
        let takes_early = settled.map(|message| message.field("early_data").is_some());
        let unread = Side::ALL.map(|side| first_unread(side, dissection));
        let is_refused = |found: &&Found| found.finding == Finding::EarlyRefused;
        let early_refused = dissection.findings.iter().find(is_refused).and_then(|found| found.message);
        Mind { last_read, takes_early, early_refused, unread, ..Mind::default() }
    }

    fn learn(&mut self, message: usize, side: Side, belief: Belief) {
        if self.last_read[side as usize].is_none_or(|last| message <= last) {
            self.learnt.push(Learnt { message, side, belief });
        }
    }

    /// Whether everything that these sides said before a message can be read.
    fn heard_all(&self, message: usize, sides: &[Side]) -> bool {
        sides.iter().all(|side| self.unread[*side as usize].is_none_or(|first| first > message))
    }

    fn both(&mut self, message: usize, belief: Belief) {
        for side in Side::ALL {
            self.learn(message, side, belief);
        }
    }

    pub(super) fn hear(&mut self, number: usize, message: &Message, connection: Option<&Connection>) {
        // what the rest of it told the other side is not known
        if message.why == Why::Beginning {
            return;
        }
        let (from, to) = (message.side, message.side.peer());
        self.deaf[from as usize] &= !message.kind.is_handshake();
        match message.kind {
            Kind::ClientHello => self.client_hello(number, message),
            Kind::HelloRetryRequest => {
                let group = message.field("key_share").is_some();
                let belief = if group { Belief::OtherGroupWanted } else { Belief::CookieWanted };
                self.learn(number, Side::Client, belief);
            }
            Kind::ServerHello => self.server_hello(number, message),
            Kind::CertificateRequest => {
                self.asked = true;
                let named = message.field("DistinguishedName").is_some();
                let belief = if named { Belief::AskedForCertificate } else { Belief::AskedWithoutNames };
                self.learn(number, Side::Client, belief);
            }
            Kind::Certificate => self.certificate(number, message, connection),
            Kind::CertificateVerify | Kind::ServerKeyExchange => self.proof(number, message),
            Kind::ClientKeyExchange => self.client_key_exchange(number, message),
            Kind::Finished => self.finished(number, message),
            Kind::NewSessionTicket if self.is_13 => self.goes_on(number),
            Kind::ApplicationData => {
                if from == Side::Server {
                    self.goes_on(number);
                }
                self.converse(number, message);
            }
            Kind::Sealed if self.early_refused == Some(number) => self.learn(number, to, Belief::TooEarly),
            // who speaks no TLS does not read it
            Kind::NotTls => self.deaf[from as usize] = true,
            Kind::Alert if !self.deaf[to as usize] => {
                let is_end = message.why == Why::AlertGoodbye && self.talk.ends(from);
                if is_end && from == Side::Server {
                    self.learn(number, to, Belief::AnswerHeard);
                }
                let belief = match message.why {
                    Why::AlertGoodbye => Belief::Farewell,
                    Why::AlertWarning => Belief::Warned,
                    _ => Belief::ToldToStop,
                };
                self.learn(number, to, belief);
            }
            _ => {}
        }
    }

    /// What is said inside: a request or an answer of HTTP where it begins and where it ends, all else once for each side.
    fn converse(&mut self, number: usize, message: &Message) {
        let to = message.side.peer();
        if !self.answered && self.takes_early != Some(true) {
            if self.takes_early == Some(false) {
                self.learn(number, to, Belief::TooEarly);
            }
            return;
        }
        let belief = match (self.talk.hear(message.side, &message.octets, &message.fields), message.side) {
            (Said::Whole, Side::Client) => Belief::RequestHeard,
            (Said::Whole, Side::Server) => Belief::AnswerHeard,
            (Said::Begun, Side::Client) => Belief::RequestBegun,
            (Said::Begun, Side::Server) => Belief::AnswerBegun,
            (Said::Interim, _) => Belief::InterimHeard,
            (Said::Other, _) if self.talked_to[to as usize] => return,
            (Said::Other, _) => Belief::TalkedTo,
        };
        self.talked_to[to as usize] = true;
        self.learn(number, to, belief);
    }

    fn client_hello(&mut self, number: usize, message: &Message) {
        self.begins_anew = message.why == Why::ClientHelloAnew;
        if self.begins_anew {
            // whom the server speaks with is what it was before
            return;
        }
        // whoever settled a secret outside TLS has no ticket that grows old (RFC 8446 section 4.2.11)
        let age =
            message.field("obfuscated_ticket_age").and_then(|age| message.octets.get(age.range.clone()));
        self.arranged = age.is_some_and(|age| age.iter().all(|octet| *octet == 0));
        let named = message.field("HostName").is_some();
        self.learn(number, Side::Server, if named { Belief::OfferKnown } else { Belief::OfferWithoutHost });
    }

    fn server_hello(&mut self, number: usize, message: &Message) {
        self.is_13 =
            message.field("selected_version").is_some_and(|field| field.value.starts_with("TLS 1.3"));
        self.answered = true;
        self.shares_a_secret = false;
        self.asked = false;
        self.resumed = message.field("pre_shared_key").is_some();
        self.by_finished = [None; 2];
        if !self.begins_anew {
            self.met = [false; 2];
        }
        if self.is_13 && self.resumed {
            // the client's binder shows who made its ClientHello, which somebody else may have sent once more (RFC 8446 section 8)
            self.shares_a_secret = true;
            let (from, known) = match self.arranged {
                true => (Belief::SecretFromSecret, Belief::KnownByArrangement),
                false => (Belief::SecretFromSession, Belief::KnownFromBefore),
            };
            self.learn(number, Side::Client, from);
            self.learn(number, Side::Server, Belief::SecretByBinder);
            self.by_finished = [Some(known); 2];
        } else if self.is_13 {
            self.secret(number);
        } else if message.field("session_id").is_some_and(|name| name.why == Some(Why::SessionTakenUp)) {
            // what the secret comes of both have by now (RFC 5246 section 7.4.1.3)
            self.shares_a_secret = true;
            self.resumed = true;
            self.both(number, Belief::SecretFromSession);
            self.by_finished = [Some(Belief::KnownFromBefore); 2];
        }
    }

    /// TLS 1.2: with RSA whoever has the certificate's key can read it, with a secret from outside TLS whoever has that; neither has
    /// shown it before its Finished.
    fn client_key_exchange(&mut self, number: usize, message: &Message) {
        let client = Side::Client as usize;
        if message.field("psk_identity").is_some() {
            self.shares_a_secret = true;
            self.arranged = true;
            self.both(number, Belief::SecretFromSecret);
            self.by_finished = [Some(Belief::KnownByArrangement); 2];
        } else if message.field("encrypted_pre_master_secret").is_some() && !self.met[client] {
            self.shares_a_secret = true;
            self.learn(number, Side::Client, Belief::SecretForKey);
            self.learn(number, Side::Server, Belief::SecretWithStranger);
            self.by_finished[client] = Some(Belief::ProofAccepted);
        } else {
            self.secret(number);
        }
    }

    /// Both have a secret: with the one whom each knows by now, or with whoever it is.
    fn secret(&mut self, number: usize) {
        self.shares_a_secret = true;
        for side in Side::ALL {
            let met = self.met[side as usize];
            self.learn(number, side, if met { Belief::SecretShared } else { Belief::SecretWithStranger });
        }
    }

    fn proof(&mut self, number: usize, message: &Message) {
        let fits = match &message.computed {
            Some(Computed::Signed { fits, .. }) => fits.as_ref().ok().copied(),
            // whoever sent it goes on as one who is known
            Some(Computed::Unchecked(_)) => None,
            Some(Computed::VerifyData { .. } | Computed::Binder { .. }) | None => return,
        };
        let to = message.side.peer();
        let is_taken = fits == Some(false) && self.taken;
        self.met[to as usize] = fits != Some(false) || is_taken;
        if let Some(fits) = fits.filter(|_| !self.untold) {
            let is_bare = matches!(message.why, Why::BareKeyVerify | Why::ServerKeyExchangeOfBareKey);
            let accepted = if is_bare { Belief::BareKeyProven } else { Belief::ProofAccepted };
            let belief = match (fits, is_taken) {
                (true, _) => accepted,
                (false, true) => Belief::ProofTaken,
                (false, false) => Belief::ProofRefused,
            };
            self.learn(number, to, belief);
        }
        if fits == Some(false) && !is_taken {
            // nobody goes on with a stranger
            self.last_read[to as usize].get_or_insert(number);
        }
    }

    fn certificate(&mut self, number: usize, message: &Message, connection: Option<&Connection>) {
        let to = message.side.peer();
        if message.field("subjectPublicKeyInfo").is_some() {
            return self.learn(number, to, Belief::BareKeyHeard);
        }
        if message.field("certificate").is_none() {
            return self.learn(number, to, Belief::NothingShown);
        }
        self.learn(number, to, Belief::ClaimHeard);
        let Some(connection) = connection else {
            return;
        };
        let judgements = &connection.outcome(to).judgements;
        let verdict = judgements.iter().find(|judgement| judgement.about != Judged::Signature);
        let belief = match verdict.map(|judgement| (judgement.about, &judgement.verdict)) {
            Some((Judged::Afterwards, _)) => Belief::LooksLater,
            Some((_, Ok(()))) => Belief::ChainAccepted,
            Some((_, Err(_))) => Belief::ChainRefused,
            None => Belief::NotLookedAt,
        };
        self.learn(number, to, belief);
    }

    fn finished(&mut self, number: usize, message: &Message) {
        let from = message.side;
        // a session of TLS 1.2 that is taken up is known by this: the server is done first, and showed no certificate
        if from == Side::Server && !self.is_13 && !self.shares_a_secret && self.heard_all(number, &Side::ALL)
        {
            self.resumed = true;
            self.by_finished = [Some(Belief::KnownFromBefore); 2];
        }
        let fits = !matches!(message.computed, Some(Computed::VerifyData { fits: false, .. }));
        let to = from.peer();
        if let Some(belief) = self.by_finished[to as usize].take().filter(|_| fits) {
            self.met[to as usize] = true;
            self.learn(number, to, belief);
        }
        let belief = match (fits, self.taken) {
            (true, _) => Belief::Unchanged,
            (false, true) => Belief::ChecksumTaken,
            (false, false) => Belief::ChangeFound,
        };
        if !self.untold {
            self.learn(number, to, belief);
        }
        if !fits && !self.taken {
            // what follows from it nobody takes for granted
            self.last_read[to as usize].get_or_insert(number);
            return;
        }
        match from {
            Side::Server => {
                let is_all = self.heard_all(number, &[Side::Server]);
                if !self.asked && !self.resumed && !self.arranged && !self.begins_anew && is_all {
                    self.learn(number, Side::Client, Belief::NotAsked);
                }
                if !self.is_13 && !self.resumed {
                    self.goes_on(number);
                }
            }
            Side::Client if message.why == Why::ClientFinished => {
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
}
