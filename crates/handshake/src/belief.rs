//! What each side comes to know and to believe, message by message, and what it does not know yet: for reading beside the sequence.
//! It follows from the messages, and of the lab's connections from what each side found about the other. Nothing is verified here.

mod evidence;
mod mind;
mod talk;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use text::{Lang, handshake_belief as say};

use crate::dissect::Dissection;
use crate::dissect::finding::{Finding, Found};
use crate::transcript::{Connection, Side};
use mind::Mind;

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
    OfferWithoutHost,
    OtherGroupWanted,
    CookieWanted,
    SecretShared,
    SecretWithStranger,
    SecretForKey,
    SecretFromSecret,
    SecretFromSession,
    SecretByBinder,
    KnownFromBefore,
    KnownByArrangement,
    AskedForCertificate,
    AskedWithoutNames,
    NotAsked,
    ClaimHeard,
    BareKeyHeard,
    NothingShown,
    ChainAccepted,
    ChainRefused,
    NotLookedAt,
    LooksLater,
    ProofAccepted,
    BareKeyProven,
    ProofRefused,
    ProofTaken,
    Unchanged,
    ChangeFound,
    ChecksumTaken,
    ThinksItIsDone,
    LetIn,
    RequestBegun,
    RequestHeard,
    InterimHeard,
    AnswerBegun,
    AnswerHeard,
    TalkedTo,
    TooEarly,
    ToldToStop,
    Warned,
    Farewell,
}

impl Belief {
    /// All of them.
    pub const ALL: [Belief; 41] = [
        Belief::OfferKnown,
        Belief::OfferWithoutHost,
        Belief::OtherGroupWanted,
        Belief::CookieWanted,
        Belief::SecretShared,
        Belief::SecretWithStranger,
        Belief::SecretForKey,
        Belief::SecretFromSecret,
        Belief::SecretFromSession,
        Belief::SecretByBinder,
        Belief::KnownFromBefore,
        Belief::KnownByArrangement,
        Belief::AskedForCertificate,
        Belief::AskedWithoutNames,
        Belief::NotAsked,
        Belief::ClaimHeard,
        Belief::BareKeyHeard,
        Belief::NothingShown,
        Belief::ChainAccepted,
        Belief::ChainRefused,
        Belief::NotLookedAt,
        Belief::LooksLater,
        Belief::ProofAccepted,
        Belief::BareKeyProven,
        Belief::ProofRefused,
        Belief::ProofTaken,
        Belief::Unchanged,
        Belief::ChangeFound,
        Belief::ChecksumTaken,
        Belief::ThinksItIsDone,
        Belief::LetIn,
        Belief::RequestBegun,
        Belief::RequestHeard,
        Belief::InterimHeard,
        Belief::AnswerBegun,
        Belief::AnswerHeard,
        Belief::TalkedTo,
        Belief::TooEarly,
        Belief::ToldToStop,
        Belief::Warned,
        Belief::Farewell,
    ];

    /// It in a sentence or two.
    #[must_use]
    pub fn sentence(self, lang: Lang) -> &'static str {
        match self {
            Belief::OfferKnown => say::offer_known(lang),
            Belief::OfferWithoutHost => say::offer_without_host(lang),
            Belief::OtherGroupWanted => say::other_group_wanted(lang),
            Belief::CookieWanted => say::cookie_wanted(lang),
            Belief::SecretShared => say::secret_shared(lang),
            Belief::SecretWithStranger => say::secret_with_stranger(lang),
            Belief::SecretForKey => say::secret_for_key(lang),
            Belief::SecretFromSecret => say::secret_from_secret(lang),
            Belief::SecretFromSession => say::secret_from_session(lang),
            Belief::SecretByBinder => say::secret_by_binder(lang),
            Belief::KnownFromBefore => say::known_from_before(lang),
            Belief::KnownByArrangement => say::known_by_arrangement(lang),
            Belief::AskedForCertificate => say::asked_for_certificate(lang),
            Belief::AskedWithoutNames => say::asked_without_names(lang),
            Belief::NotAsked => say::not_asked(lang),
            Belief::ClaimHeard => say::claim_heard(lang),
            Belief::BareKeyHeard => say::bare_key_heard(lang),
            Belief::NothingShown => say::nothing_shown(lang),
            Belief::ChainAccepted => say::chain_accepted(lang),
            Belief::ChainRefused => say::chain_refused(lang),
            Belief::NotLookedAt => say::not_looked_at(lang),
            Belief::LooksLater => say::looks_later(lang),
            Belief::ProofAccepted => say::proof_accepted(lang),
            Belief::BareKeyProven => say::bare_key_proven(lang),
            Belief::ProofRefused => say::proof_refused(lang),
            Belief::ProofTaken => say::proof_taken(lang),
            Belief::Unchanged => say::unchanged(lang),
            Belief::ChangeFound => say::change_found(lang),
            Belief::ChecksumTaken => say::checksum_taken(lang),
            Belief::ThinksItIsDone => say::thinks_it_is_done(lang),
            Belief::LetIn => say::let_in(lang),
            Belief::RequestBegun => say::request_begun(lang),
            Belief::RequestHeard => say::request_heard(lang),
            Belief::InterimHeard => say::interim_heard(lang),
            Belief::AnswerBegun => say::answer_begun(lang),
            Belief::AnswerHeard => say::answer_heard(lang),
            Belief::TalkedTo => say::talked_to(lang),
            Belief::TooEarly => say::too_early(lang),
            Belief::ToldToStop => say::told_to_stop(lang),
            Belief::Warned => say::warned(lang),
            Belief::Farewell => say::farewell(lang),
        }
    }
}

/// What both learn from a recording, in the order of its messages. `connection` is the lab's, where it is one: then it is known how
/// each side judged the other's certificate.
#[must_use]
pub fn beliefs(dissection: &Dissection, connection: Option<&Connection>) -> Vec<Learnt> {
    let mut mind = Mind::before(dissection, connection);
    let misfits: BTreeMap<usize, bool> = dissection.findings.iter().filter_map(misfit).collect();
    for (number, message) in dissection.messages.iter().enumerate() {
        let is_taken = misfits.get(&number);
        (mind.taken, mind.untold) = (is_taken == Some(&true), is_taken == Some(&false));
        mind.hear(number, message, connection);
    }
    mind.learnt
}

/// The message that does not fit and that no alert refused, and whether the other side shows that it took it.
fn misfit(found: &Found) -> Option<(usize, bool)> {
    match found.finding {
        Finding::DoesNotFit { is_taken, .. } => Some((found.message?, is_taken)),
        _ => None,
    }
}
