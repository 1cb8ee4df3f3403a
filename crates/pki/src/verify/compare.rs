//! Where OpenSSL and webpki come to different verdicts, and why: from a list of known reasons. What each says is its own file's.

use serde::{Deserialize, Serialize};
use text::Lang;
use text::chain as say;

use super::openssl::{Code, Reported, Verdict};
use super::webpki::{Accepted, Refusal};
use super::{Question, openssl, webpki};
use crate::chain::{Identifiers, Member, Named, Pool, identifiers, usage};

/// Both verdicts, and why they differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// OpenSSL's.
    pub openssl: Verdict,
    /// webpki's.
    pub webpki: Result<Accepted, Refusal>,
    /// Why they differ; empty when they do not.
    pub reasons: Vec<Reason>,
}

/// Why they differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "each has its sentence")]
pub enum Reason {
    AnchorDates,
    AnchorExtensions,
    PartialChain,
    Depth,
    KeyUsage,
    LeafAuthority,
    Version,
    ListExpiry,
    ListStart,
    ListAnchor,
    ListForm,
    ListDepth,
    ListsByName,
    CommonName,
    NameRules,
    NamesCompared,
    KeyIdentifiers,
    SelfIssued,
    Search,
    Strength,
    Critical,
    Encoding,
    LastSecond,
    /// Both refuse, for different faults.
    Order,
}

impl Reason {
    /// All of them.
    pub const ALL: [Reason; 24] = [
        Reason::AnchorDates,
        Reason::AnchorExtensions,
        Reason::PartialChain,
        Reason::Depth,
        Reason::KeyUsage,
        Reason::LeafAuthority,
        Reason::Version,
        Reason::ListExpiry,
        Reason::ListStart,
        Reason::ListAnchor,
        Reason::ListForm,
        Reason::ListDepth,
        Reason::ListsByName,
        Reason::CommonName,
        Reason::NameRules,
        Reason::NamesCompared,
        Reason::KeyIdentifiers,
        Reason::SelfIssued,
        Reason::Search,
        Reason::Strength,
        Reason::Critical,
        Reason::Encoding,
        Reason::LastSecond,
        Reason::Order,
    ];

    /// A sentence.
    #[must_use]
    pub fn sentence(self, lang: Lang) -> &'static str {
        match self {
            Reason::AnchorDates => say::differs_anchor_dates(lang),
            Reason::AnchorExtensions => say::differs_anchor_extensions(lang),
            Reason::PartialChain => say::differs_partial_chain(lang),
            Reason::Depth => say::differs_depth(lang),
            Reason::KeyUsage => say::differs_key_usage(lang),
            Reason::LeafAuthority => say::differs_leaf_authority(lang),
            Reason::Version => say::differs_version(lang),
            Reason::ListExpiry => say::differs_list_expiry(lang),
            Reason::ListStart => say::differs_list_start(lang),
            Reason::ListAnchor => say::differs_list_anchor(lang),
            Reason::ListForm => say::differs_list_form(lang),
            Reason::ListDepth => say::differs_list_depth(lang),
            Reason::ListsByName => say::differs_lists_by_name(lang),
            Reason::CommonName => say::differs_common_name(lang),
            Reason::NameRules => say::differs_name_rules(lang),
            Reason::NamesCompared => say::differs_names_compared(lang),
            Reason::KeyIdentifiers => say::differs_key_identifiers(lang),
            Reason::SelfIssued => say::differs_self_issued(lang),
            Reason::Search => say::differs_search(lang),
            Reason::Strength => say::differs_strength(lang),
            Reason::Critical => say::differs_critical(lang),
            Reason::Encoding => say::differs_encoding(lang),
            Reason::LastSecond => say::differs_last_second(lang),
            Reason::Order => say::differs_order(lang),
        }
    }
}

/// Has both judge, and says why they differ.
#[must_use]
pub fn compare(
    pool: &Pool,
    question: &Question,
    with: &openssl::Settings,
    rustls: webpki::Settings,
) -> Comparison {
    let verdict = openssl::verify(pool, question, with);
    let other = webpki::verify(pool, question, rustls);
    let with_leaf_alone = with.revocation == openssl::Revocation::Leaf;
    let sides = Sides { pool, question, verdict: &verdict, with_leaf_alone };
    let mut reasons: Vec<Reason> = match &other {
        Ok(accepted) => {
            verdict.reported.iter().flat_map(|reported| sides.openssl_alone(*reported, accepted)).collect()
        }
        Err(_) if verdict.is_accepted() => {
            // asked for OpenSSL's own path alone, webpki names the fault that counts
            match webpki::verify(pool, &sides.narrowed(), rustls) {
                Ok(_) => vec![Reason::Search],
                Err(refusal) => {
                    let without = Question { lists: Vec::new(), ..sides.narrowed() };
                    let of_lists = matches!(topic_of(&refusal), Topic::Lists | Topic::Revoked);
                    if of_lists || webpki::verify(pool, &without, rustls).is_ok() {
                        vec![sides.lists_alone(&refusal)]
                    } else {
                        sides.webpki_alone(&refusal).into_iter().collect()
                    }
                }
            }
        }
        Err(refusal) => {
            let same = verdict.reported.iter().any(|reported| topic(reported.code) == topic_of(refusal));
            if same { Vec::new() } else { vec![Reason::Order] }
        }
    };
    if other.is_ok() && verdict.code == Code::HOSTNAME_MISMATCH && reasons.is_empty() {
        reasons.push(Reason::NameRules);
    }
    reasons.sort_unstable();
    reasons.dedup();
    Comparison { openssl: verdict, webpki: other, reasons }
}

struct Sides<'a> {
    pool: &'a Pool,
    question: &'a Question,
    verdict: &'a Verdict,
    with_leaf_alone: bool,
}

impl Sides<'_> {
    /// The question with what OpenSSL's path needs, and nothing beside it.
    fn narrowed(&self) -> Question {
        let chain = &self.verdict.chain;
        let between = chain.get(1..chain.len().saturating_sub(1)).unwrap_or_default();
        Question {
            intermediates: between.to_vec(),
            anchors: chain.last().copied().into_iter().collect(),
            ..self.question.clone()
        }
    }

    /// Why OpenSSL alone refuses.
    fn openssl_alone(&self, reported: Reported, accepted: &Accepted) -> Option<Reason> {
        let member = |at: usize| self.verdict.chain.get(at).map(|member| &self.pool.members[*member]);
        let last = self.verdict.chain.len().saturating_sub(1);
        let at_anchor = reported.depth == last && last > 0;
        let (here, other_path) = (member(reported.depth), accepted.chain != self.verdict.chain);
        let found_elsewhere = other_path.then_some(Reason::Search);
        match reported.code {
            Code::EXPIRED
                if here.is_some_and(|member| member.not_after == self.question.at) && !at_anchor =>
            {
                Some(Reason::LastSecond)
            }
            Code::EXPIRED | Code::NOT_YET_VALID if at_anchor => Some(Reason::AnchorDates),
            Code::PURPOSE if reported.depth == 0 => Some(Reason::KeyUsage),
            Code::NO_CERTIFICATE_SIGNING => Some(Reason::KeyUsage),
            Code::INVALID_AUTHORITY | Code::PURPOSE
                if here.is_some_and(|member| member.usage_lacks(&[usage::CERTIFICATE_SIGNING])) =>
            {
                Some(Reason::KeyUsage)
            }
            Code::INVALID_AUTHORITY | Code::PURPOSE | Code::PATH_LENGTH | Code::UNHANDLED_CRITICAL
                if at_anchor =>
            {
                Some(Reason::AnchorExtensions)
            }
            Code::UNHANDLED_CRITICAL => found_elsewhere.or(Some(Reason::Critical)),
            Code::CHAIN_TOO_LONG => Some(Reason::Depth),
            Code::ISSUER_UNKNOWN
            | Code::ISSUER_UNKNOWN_HERE
            | Code::LEAF_UNVERIFIED
            | Code::SELF_SIGNED_LEAF
            | Code::SELF_SIGNED_IN_CHAIN => self.no_anchor(accepted),
            Code::LIST_EXPIRED => Some(Reason::ListExpiry),
            Code::LIST_NOT_YET_VALID => Some(Reason::ListStart),
            Code::NO_LIST | Code::REVOKED | Code::LIST_SIGNATURE | Code::NO_LIST_SIGNING if at_anchor => {
                Some(Reason::ListAnchor)
            }
            Code::NO_LIST if self.list_identifiers_differ() => Some(Reason::KeyIdentifiers),
            // the anchor's keyUsage is not known to webpki
            Code::NO_LIST_SIGNING => Some(Reason::AnchorExtensions),
            Code::LIST_SCOPE | Code::UNHANDLED_CRITICAL_IN_LIST => Some(Reason::ListForm),
            Code::NOT_PERMITTED
            | Code::EXCLUDED
            | Code::CONSTRAINT_TYPE
            | Code::CONSTRAINT_SYNTAX
            | Code::NAME_SYNTAX
            | Code::HOSTNAME_MISMATCH
            | Code::ADDRESS_MISMATCH => Some(Reason::NameRules),
            Code::LEAF_KEY_TOO_SMALL | Code::AUTHORITY_KEY_TOO_SMALL | Code::DIGEST_TOO_WEAK => {
                Some(Reason::Strength)
            }
            _ => found_elsewhere,
        }
    }

    /// Why OpenSSL finds no anchor where webpki finds one.
    fn no_anchor(&self, accepted: &Accepted) -> Option<Reason> {
        let members: Vec<&Member> = accepted.chain.iter().map(|member| &self.pool.members[*member]).collect();
        let differ = |pair: &[&Member]| {
            let authority = pair[0].authority.as_ref();
            identifiers(authority, pair[1]) == Identifiers::Differ
                || authority.is_some_and(|authority| {
                    authority.serial.as_ref().is_some_and(|serial| *serial != pair[1].serial)
                })
        };
        let top = accepted.chain.last().copied();
        if members.windows(2).any(differ) {
            Some(Reason::KeyIdentifiers)
        } else if members.iter().any(|member| member.broken.is_some()) {
            Some(Reason::Encoding)
        } else if top.is_some_and(|top| !openssl::signs_itself(&self.pool.members[top])) {
            Some(Reason::PartialChain)
        } else if accepted.chain.len() > self.verdict.chain.len() && self.too_long() {
            Some(Reason::Depth)
        } else {
            (accepted.chain != self.verdict.chain).then_some(Reason::Search)
        }
    }

    fn too_long(&self) -> bool {
        self.verdict.reported.iter().any(|reported| reported.code == Code::CHAIN_TOO_LONG)
    }

    fn list_identifiers_differ(&self) -> bool {
        self.question.lists.iter().any(|list| {
            let issuances = self.pool.list_issuers(*list);
            issuances.iter().any(|issuance| issuance.identifiers == Identifiers::Differ)
        })
    }

    /// Why webpki alone refuses because of the lists.
    fn lists_alone(&self, refusal: &Refusal) -> Reason {
        let lists = || self.question.lists.iter().map(|list| &self.pool.lists[*list]);
        let other_octets = || {
            lists().any(|list| {
                self.verdict.chain.iter().map(|member| &self.pool.members[*member]).any(|member| {
                    member.issuer_name == list.issuer_name && member.issuer_der != list.issuer_der
                })
            })
        };
        match refusal {
            Refusal::ListUnusable { .. } => Reason::ListForm,
            Refusal::ListExpired { .. } => Reason::ListExpiry,
            Refusal::RevocationUnknown if other_octets() => Reason::NamesCompared,
            Refusal::RevocationUnknown if lists().any(|list| list.scope.is_some()) => Reason::ListForm,
            Refusal::RevocationUnknown | Refusal::ListSigner if self.with_leaf_alone => Reason::ListDepth,
            _ => Reason::ListsByName,
        }
    }

    /// Why webpki alone refuses.
    fn webpki_alone(&self, refusal: &Refusal) -> Option<Reason> {
        let chain: Vec<&Member> =
            self.verdict.chain.iter().map(|member| &self.pool.members[*member]).collect();
        let leaf = &self.pool.members[self.question.leaf];
        Some(match refusal {
            Refusal::UnknownIssuer
                if chain.windows(2).any(|pair| pair[0].issuer_der != pair[1].subject_der) =>
            {
                Reason::NamesCompared
            }
            Refusal::UnknownIssuer
                if self.verdict.chain.last().is_some_and(|top| !webpki::can_be_anchor(self.pool, *top)) =>
            {
                Reason::Encoding
            }
            Refusal::Version => Reason::Version,
            Refusal::AuthorityAsLeaf => Reason::LeafAuthority,
            Refusal::NameMismatch { .. } => {
                let has_name = leaf.names.iter().any(|name| matches!(name, Named::Dns(_) | Named::Ip(_)));
                if has_name { Reason::NameRules } else { Reason::CommonName }
            }
            Refusal::NameConstraints => Reason::NameRules,
            Refusal::CriticalExtension => Reason::Critical,
            Refusal::AlgorithmUnsupported => Reason::Strength,
            Refusal::PathLength => Reason::SelfIssued,
            Refusal::ValidityInvalid
            | Refusal::PurposesEmpty
            | Refusal::Malformed { .. }
            | Refusal::Other { .. }
            | Refusal::AlgorithmsDiffer => Reason::Encoding,
            // of several faults webpki names the one that it ranks highest; what else is known to differ on this path?
            _ if chain.iter().any(|member| member.has_constraints) => Reason::NameRules,
            _ if chain.iter().skip(1).rev().skip(1).any(|member| member.names_itself()) => Reason::SelfIssued,
            _ => return None,
        })
    }
}

/// What a fault is about, so that two programs' words for one fault are known to be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Topic {
    Issuer,
    Dates,
    Signature,
    Authority,
    Purpose,
    Names,
    Lists,
    Revoked,
    Form,
    Strength,
}

fn topic(code: Code) -> Topic {
    match code {
        Code::EXPIRED | Code::NOT_YET_VALID => Topic::Dates,
        Code::SIGNATURE | Code::ALGORITHM_MISMATCH | Code::ALGORITHM_UNKNOWN => Topic::Signature,
        Code::INVALID_AUTHORITY | Code::PATH_LENGTH | Code::NO_CERTIFICATE_SIGNING => Topic::Authority,
        Code::PURPOSE => Topic::Purpose,
        Code::REVOKED => Topic::Revoked,
        Code::NO_LIST
        | Code::LIST_EXPIRED
        | Code::LIST_NOT_YET_VALID
        | Code::LIST_SIGNATURE
        | Code::NO_LIST_SIGNING
        | Code::LIST_SCOPE
        | Code::UNHANDLED_CRITICAL_IN_LIST => Topic::Lists,
        Code::HOSTNAME_MISMATCH
        | Code::ADDRESS_MISMATCH
        | Code::NOT_PERMITTED
        | Code::EXCLUDED
        | Code::CONSTRAINT_TYPE
        | Code::CONSTRAINT_SYNTAX
        | Code::NAME_SYNTAX => Topic::Names,
        Code::UNHANDLED_CRITICAL => Topic::Form,
        Code::LEAF_KEY_TOO_SMALL | Code::AUTHORITY_KEY_TOO_SMALL | Code::DIGEST_TOO_WEAK => Topic::Strength,
        _ => Topic::Issuer,
    }
}

fn topic_of(refusal: &Refusal) -> Topic {
    match refusal {
        // to OpenSSL a key of another kind is no issuer's at all
        Refusal::UnknownIssuer | Refusal::OtherKindOfKey | Refusal::TooDeep => Topic::Issuer,
        Refusal::Expired { .. } | Refusal::NotYetValid { .. } | Refusal::ValidityInvalid => Topic::Dates,
        Refusal::Signature | Refusal::AlgorithmsDiffer => Topic::Signature,
        Refusal::LeafAsAuthority | Refusal::AuthorityAsLeaf | Refusal::PathLength => Topic::Authority,
        Refusal::PurposeMissing | Refusal::PurposesEmpty => Topic::Purpose,
        Refusal::Revoked => Topic::Revoked,
        Refusal::RevocationUnknown
        | Refusal::ListExpired { .. }
        | Refusal::ListSignature
        | Refusal::ListSigner
        | Refusal::ListUnusable { .. } => Topic::Lists,
        Refusal::NameMismatch { .. } | Refusal::NameConstraints => Topic::Names,
        Refusal::AlgorithmUnsupported => Topic::Strength,
        Refusal::CriticalExtension | Refusal::Version | Refusal::Malformed { .. } | Refusal::Other { .. } => {
            Topic::Form
        }
    }
}
