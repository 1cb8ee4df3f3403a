//! Whose certificates `handfast-gateway` accepts of its callers, and the judgement of one chain at one moment. Pure: octets and a moment in, a verdict out.
//! webpki builds and checks the path (RFC 5280 section 6); what it leaves open is decided here: ends of authorities, depth, and
//! revocation lists that are missing, over or have not begun.

mod list;
mod reason;
mod refusal;

use core::cell::RefCell;
use core::time::Duration;

use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm, TrustAnchor, UnixTime};
use webpki::{
    CertRevocationList, EndEntityCert, Error, ExpirationPolicy, KeyUsage, RevocationCheckDepth,
    RevocationOptionsBuilder, UnknownStatusPolicy, VerifiedPath, anchor_from_trusted_cert,
};

pub use list::{List, ListError};
pub use reason::{Family, Reason};

use crate::certificate::Certificate;
use crate::moment::Moment;

/// The signatures that can be verified here: those of `ring`, in the gateway those of aws-lc too, which are the same and P-521 with them.
pub static ALGORITHMS: &[&dyn SignatureVerificationAlgorithm] = webpki::ALL_VERIFICATION_ALGS;

/// What is done where something cannot be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsure {
    /// The caller is refused.
    Refuse,
    /// The caller is let in.
    DangerousAccept,
}

/// What is decided where webpki decides nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choices {
    /// Intermediate authorities at most.
    pub depth: usize,
    /// An issuer without a list, once there are lists at all.
    pub missing_list: Unsure,
    /// A list that is over.
    pub ended_list: Unsure,
    /// A list that has not begun.
    pub future_list: Unsure,
    /// An authority that is over or has not begun: webpki does not look.
    pub ended_authority: Unsure,
}

/// An authority that is trusted.
#[derive(Debug)]
pub struct Anchor {
    anchor: TrustAnchor<'static>,
    certificate: Certificate,
}

impl Anchor {
    /// This authority; `None` when webpki can take nothing from the certificate.
    #[must_use]
    pub fn new(certificate: Certificate) -> Option<Anchor> {
        let der = CertificateDer::from(certificate.der());
        let anchor = anchor_from_trusted_cert(&der).ok()?.to_owned();
        Some(Anchor { anchor, certificate })
    }

    /// Its certificate.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Its name, DER without the SEQUENCE around it (RFC 5280 section 4.1.2.4).
    #[must_use]
    pub fn name(&self) -> &[u8] {
        self.anchor.subject.as_ref()
    }
}

/// Whose certificates are accepted.
pub struct Trust {
    anchors: Vec<Anchor>,
    for_webpki: Vec<TrustAnchor<'static>>,
    lists: Vec<List>,
    choices: Choices,
    algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
}

/// A certificate that holds.
#[derive(Debug, Clone)]
pub struct Holds {
    /// The caller's.
    pub certificate: Certificate,
    /// Those between it and the authority, by which it was verified: what else was sent is nobody's word.
    pub intermediates: Vec<CertificateDer<'static>>,
}

/// What was found of a chain, and until when it need not be asked again.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// The caller's certificate, or why it does not hold.
    pub verdict: Result<Holds, Reason>,
    /// The last second for which that was found.
    pub until: Moment,
}

impl Trust {
    /// Trusts these. Of an issuer's lists the newest that has begun counts.
    #[must_use]
    pub fn new(
        anchors: Vec<Anchor>,
        mut lists: Vec<List>,
        choices: Choices,
        algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
    ) -> Trust {
        lists.sort_by_key(|list| core::cmp::Reverse(list.start()));
        let for_webpki = anchors.iter().map(|anchor| anchor.anchor.clone()).collect();
        Trust { anchors, for_webpki, lists, choices, algorithms }
    }

    /// The authorities.
    #[must_use]
    pub fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    /// What was decided.
    #[must_use]
    pub fn choices(&self) -> Choices {
        self.choices
    }

    /// The revocation lists, the newest first.
    #[must_use]
    pub fn lists(&self) -> &[List] {
        &self.lists
    }

    /// Judges a chain as it was sent, the caller's certificate first.
    #[must_use]
    pub fn judge(&self, chain: &[CertificateDer<'_>], now: Moment) -> Judgement {
        let Some((leaf, sent)) = chain.split_first() else {
            return Judgement { verdict: Err(Reason::Missing), until: Moment::LAST };
        };
        match self.path(leaf, sent, now) {
            Ok((holds, until)) => Judgement { verdict: Ok(holds), until },
            // a refusal is found anew each time: what was missing may be there the next time
            Err(reason) => Judgement { verdict: Err(reason), until: now },
        }
    }

    fn path(
        &self,
        leaf: &CertificateDer<'_>,
        sent: &[CertificateDer<'_>],
        now: Moment,
    ) -> Result<(Holds, Moment), Reason> {
        let certificate =
            Certificate::from_der(leaf).map_err(|_| Reason::Malformed { words: "DER".to_owned() })?;
        let question = refusal::Question { certificate: &certificate, leaf, sent, trust: self, now };
        let end_entity = EndEntityCert::try_from(leaf).map_err(|error| question.reason(&error))?;
        let begun: Vec<&CertRevocationList<'static>> = self.usable_lists(now).map(List::webpki).collect();
        let revocation = RevocationOptionsBuilder::new(&begun).ok().map(|builder| {
            builder
                .with_depth(RevocationCheckDepth::Chain)
                .with_status_policy(match self.choices.missing_list {
                    Unsure::Refuse => UnknownStatusPolicy::Deny,
                    Unsure::DangerousAccept => UnknownStatusPolicy::Allow,
                })
                .with_expiration_policy(match self.choices.ended_list {
                    Unsure::Refuse => ExpirationPolicy::Enforce,
                    Unsure::DangerousAccept => ExpirationPolicy::Ignore,
                })
                .build()
        });
        if revocation.is_none() && !self.lists.is_empty() && self.choices.missing_list == Unsure::Refuse {
            // there are lists, and none has begun: webpki would ask for none
            return Err(question.reason(&Error::UnknownRevocationStatus));
        }
        let own: RefCell<Option<Reason>> = RefCell::new(None);
        let found = RefCell::new((Vec::new(), now));
        let check = |path: &VerifiedPath<'_>| match self.whole_path(&certificate, path, now) {
            Ok(end) => {
                let between = path.intermediate_certificates().map(|between| between.der().into_owned());
                found.replace((between.collect(), end));
                Ok(())
            }
            Err(reason) => {
                own.borrow_mut().get_or_insert(reason);
                // the search goes on: another path may do
                Err(Error::UnknownIssuer)
            }
        };
        let verified = end_entity.verify_for_usage(
            self.algorithms,
            &self.for_webpki,
            sent,
            time(now),
            KeyUsage::client_auth(),
            revocation,
            Some(&check),
        );
        if let Err(error) = verified.map(drop) {
            let own = own.into_inner().filter(|_| matches!(error, Error::UnknownIssuer));
            return Err(own.unwrap_or_else(|| question.reason(&error)));
        }
        let (intermediates, until) = found.into_inner();
        Ok((Holds { certificate, intermediates }, until))
    }

    /// What webpki leaves open of a path, and until when the path holds.
    fn whole_path(&self, leaf: &Certificate, path: &VerifiedPath<'_>, now: Moment) -> Result<Moment, Reason> {
        let mut ends = vec![leaf.facts().not_after];
        let mut intermediates = 0;
        for intermediate in path.intermediate_certificates() {
            intermediates += 1;
            let der = intermediate.der();
            ends.extend(Certificate::from_der(der.as_ref()).ok().map(|read| read.facts().not_after));
        }
        if intermediates > self.choices.depth {
            return Err(Reason::TooDeep { most: self.choices.depth });
        }
        let anchor = self.for_webpki.iter().position(|anchor| anchor == path.anchor());
        let facts = anchor.map(|place| self.anchors[place].certificate.facts());
        if let Some(facts) = facts.filter(|_| self.choices.ended_authority == Unsure::Refuse) {
            if now < facts.not_before || now > facts.not_after {
                return Err(Reason::AuthorityNotValid { start: facts.not_before, end: facts.not_after });
            }
            ends.push(facts.not_after);
        }
        if self.choices.ended_list == Unsure::Refuse {
            // one second before: webpki takes a list that ends now for over
            ends.extend(
                self.lists
                    .iter()
                    .filter_map(List::end)
                    .map(|end| end.plus_seconds(-1))
                    .filter(|end| now <= *end),
            );
        }
        // a list that begins later may revoke what holds now
        ends.extend(
            self.lists
                .iter()
                .map(List::start)
                .filter(|start| *start > now)
                .map(|start| start.plus_seconds(-1)),
        );
        Ok(ends.into_iter().min().unwrap_or(now))
    }

    /// The lists that may be asked, the newest first: webpki asks the first of an issuer.
    fn usable_lists(&self, now: Moment) -> impl Iterator<Item = &List> {
        let future = self.choices.future_list;
        self.lists.iter().filter(move |list| list.start() <= now || future == Unsure::DangerousAccept)
    }
}

fn time(now: Moment) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(now.unix_seconds()).unwrap_or(0)))
}
