//! Chains of any length, good or spoiled in a few ways, with what a verifier is given of them: for the tests that have real
//! verifiers judge the same as ours.

use std::sync::LazyLock;

use pki::chain::Pool;
use pki::faulty::extension::{
    authority_key_identifier, basic_constraints, ext_key_usage, key_usage, number, oid, subject_alt_name,
    subject_key_identifier,
};
use pki::faulty::{CertificateDraft, ListDraft, NamePart, Time};
use pki::key::{KeyAlgorithm, PrivateKey, ProviderKeys};
use pki::moment::Moment;
use pki::verify::{Purpose, Question};
use testkit::NOW;

use super::scene::{put, remove};

pub(crate) mod any;
mod spoil;

/// What one test gives to a verifier.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// Authorities between leaf and root.
    pub(crate) between: usize,
    /// What is spoiled, in this order.
    pub(crate) faults: Vec<Fault>,
    pub(crate) trust: Trust,
    pub(crate) sent: Sent,
    pub(crate) lists: Lists,
    pub(crate) purpose: Purpose,
}

/// What is spoiled. A number says where: 0 is the leaf; what is too high is the root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Ended(usize),
    EndsNow(usize),
    NotBegun(usize),
    BeginsNow(usize),
    Basic(usize, Option<bool>),
    PathLength(usize, u8),
    Usage(usize, Usage),
    Purposes(usize, Purposes),
    Constraint(usize, Constraint),
    OtherIdentifier(usize),
    NoAuthorityIdentifier(usize),
    NoSubjectIdentifier(usize),
    IssuerAndSerial(usize, bool),
    OtherSigner(usize),
    OtherInnerAlgorithm(usize),
    VersionOne(usize),
    UnknownCritical(usize),
    Repeated(usize),
    Unreadable(usize),
    OtherCase(usize),
    OtherString(usize),
    OtherIssuerName(usize),
    SelfIssued(usize),
    Names(Names),
    SelfSignedLeaf,
    WeakLeafKey,
    Edwards(usize),
    ListEnded(usize),
    ListNotBegun(usize),
    ListEndsNow(usize),
    ListWithoutEnd(usize),
    ListOfAnotherKey(usize),
    ListOtherIdentifier(usize),
    ListScope(usize, bool),
    ListCritical(usize),
    OlderList(usize),
    Revoked(usize),
    /// Any extension, critical or not.
    Extension(usize, &'static [u64], bool, &'static [u8]),
    /// The same in the list.
    ListExtension(usize, &'static [u64], bool, &'static [u8]),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Usage {
    None,
    Signing,
    CertificateSigning,
    Lists,
    Encipherment,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purposes {
    None,
    Server,
    Client,
    Both,
    CodeSigning,
    Any,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Constraint {
    Dns(&'static str),
    NoDns(&'static str),
    Address,
    NoAddress,
    Mailbox(&'static str),
    Uri(&'static str),
    Subject(bool),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    CommonNameAlone,
    CommonNameWithoutDot,
    Wildcard,
    Other,
    Mailbox,
    Uri,
    AddressAlone,
    Everything,
}

/// What the verifier trusts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    Root,
    All,
    Between(usize),
    Leaf,
    Stranger,
    TwinFirst(usize),
    RootTwinAlone,
    CrossSigner,
}

/// What comes with the leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sent {
    All,
    Nothing,
    Without(usize),
    Reversed,
    WithRoot,
    WithLeafAndRoot,
    TwinFirst(usize),
    WithCrossSigned,
}

/// Which lists there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lists {
    None,
    All,
    Without(usize),
}

/// What a case comes to: DER, ready for any verifier.
pub(crate) struct Made {
    pub(crate) leaf: Vec<u8>,
    pub(crate) sent: Vec<Vec<u8>>,
    pub(crate) trusted: Vec<Vec<u8>>,
    pub(crate) lists: Vec<Vec<u8>>,
}

impl Made {
    /// The same for our own verifiers; `None` when something of it cannot be read by ours.
    pub(crate) fn question(&self, purpose: &Purpose) -> Option<(Pool, Question)> {
        let certificates = core::iter::once(&self.leaf).chain(&self.sent).chain(&self.trusted);
        let pool = Pool::from_der(certificates.map(Vec::as_slice), self.lists.iter().map(Vec::as_slice));
        let find =
            |der: &Vec<u8>| pool.find(ring_sha256(der).as_slice().try_into().expect("SHA-256 has 32 octets"));
        let find_all = |ders: &[Vec<u8>]| {
            let mut found = Vec::new();
            for der in ders {
                let member = find(der)?;
                if !found.contains(&member) {
                    found.push(member);
                }
            }
            Some(found)
        };
        if pool.lists.len() != self.lists.len() {
            return None;
        }
        let question = Question {
            leaf: find(&self.leaf)?,
            intermediates: find_all(&self.sent)?,
            anchors: find_all(&self.trusted)?,
            lists: (0..pool.lists.len()).collect(),
            purpose: purpose.clone(),
            at: NOW,
        };
        Some((pool, question))
    }
}

fn ring_sha256(der: &[u8]) -> Vec<u8> {
    pki::certificate::Certificate::from_der(der).map_or_else(
        |_| pki::chain::Member::read(der).map_or_else(Vec::new, |member| member.sha256.to_vec()),
        |certificate| certificate.facts().sha256.to_vec(),
    )
}

/// How many keys are made once and used by all cases.
const KEYS: usize = 10;

static KEY: LazyLock<Vec<PrivateKey>> = LazyLock::new(|| {
    (0..KEYS)
        .map(|_| ProviderKeys.make(KeyAlgorithm::EcdsaP256).expect("the system has randomness"))
        .collect()
});
static EDWARDS: LazyLock<PrivateKey> =
    LazyLock::new(|| ProviderKeys.make(KeyAlgorithm::Ed25519).expect("the system has randomness"));
static WEAK: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let openssl = testkit::tool("openssl").args(["pkey", "-pubout", "-outform", "DER"]);
    openssl.input(testkit::keys::RSA_1024_PEM).succeeds().out
});

/// Who signs nothing of the family but what is spoiled.
const STRANGER: usize = 8;
const TWIN: usize = 9;

struct Level {
    draft: CertificateDraft,
    signer: PrivateKey,
    list: ListDraft,
    list_signer: PrivateKey,
    older_list: bool,
}

fn name(level: usize, between: usize) -> Vec<NamePart> {
    let text = match level {
        0 => "api.example.test".to_owned(),
        _ if level > between => "Root CA".to_owned(),
        _ => format!("Middle CA {level}"),
    };
    vec![NamePart { oid: &[2, 5, 4, 10], tag: 12, value: b"Example".to_vec() }, NamePart::common_name(&text)]
}

fn identifier(level: usize) -> [u8; 20] {
    [u8::try_from(level).expect("few levels") + 1; 20]
}

fn at(days: i64) -> Time {
    Time::of(MADE_AT.get().plus_days(days))
}

thread_local! {
    static MADE_AT: core::cell::Cell<Moment> = const { core::cell::Cell::new(NOW) };
}

/// Has this thread's chains made for another moment: for programs that ask the clock themselves.
pub(crate) fn made_at(moment: Moment) {
    MADE_AT.set(moment);
}

/// The key of every leaf, unless a fault gives it another.
pub(crate) fn leaf_key() -> &'static PrivateKey {
    &KEY[0]
}

fn level(level: usize, between: usize) -> Level {
    let above = (level + 1).min(between + 1);
    let key = &KEY[level];
    let extensions = if level == 0 {
        vec![
            basic_constraints(false, None),
            key_usage(&[0, 2]),
            ext_key_usage(&[oid::SERVER_AUTH, oid::CLIENT_AUTH]),
            subject_alt_name(&[(2, b"api.example.test"), (7, &[10, 0, 0, 1])]),
        ]
    } else {
        vec![basic_constraints(true, None), key_usage(&[5, 6])]
    };
    let mut draft = CertificateDraft {
        version: Some(2),
        serial: vec![0x40 + u8::try_from(level).expect("few levels"); 16],
        inner_algorithm: None,
        outer_algorithm: None,
        issuer: name(above, between),
        not_before: at(-10),
        not_after: at(300 + i64::try_from(level).expect("few levels")),
        subject: name(level, between),
        public_key: key.public_key().to_vec(),
        extensions,
    };
    draft.extensions.push(subject_key_identifier(&identifier(level)));
    if level <= between {
        draft.extensions.push(authority_key_identifier(&identifier(above)));
    }
    let list = ListDraft {
        version: Some(1),
        algorithm: None,
        issuer: name(above, between),
        this_update: at(-1),
        next_update: Some(at(29)),
        entries: vec![(vec![0x7e; 16], at(-2))],
        extensions: vec![authority_key_identifier(&identifier(above)), number(oid::CRL_NUMBER, 7)],
    };
    let signer = KEY[above].clone();
    Level { draft, list_signer: signer.clone(), signer, list, older_list: false }
}

impl Case {
    pub(crate) fn make(&self) -> Made {
        let top = self.between + 1;
        let mut levels: Vec<Level> = (0..=top).map(|at| level(at, self.between)).collect();
        for fault in &self.faults {
            fault.spoil(&mut levels);
        }
        let sign = |level: &Level| level.draft.sign(&level.signer).expect("the key signs");
        let certificates: Vec<Vec<u8>> = levels.iter().map(sign).collect();
        let (leaf, authorities, root) =
            (certificates[0].clone(), certificates[1..top].to_vec(), certificates[top].clone());
        let twin =
            |of: usize| twin_of(&levels[of.clamp(1, top)].draft, of.clamp(1, top) == top, self.between);
        let cross_signer = stranger(self.between);
        let trusted = match self.trust {
            Trust::Root => vec![root.clone()],
            Trust::All => core::iter::once(root.clone()).chain(authorities.clone()).collect(),
            Trust::Between(at) => vec![certificates[at.clamp(1, top)].clone()],
            Trust::Leaf => vec![leaf.clone()],
            Trust::Stranger | Trust::CrossSigner => vec![cross_signer],
            Trust::TwinFirst(at) => vec![twin(at), root.clone()],
            Trust::RootTwinAlone => vec![twin(top)],
        };
        let sent = match self.sent {
            Sent::All => authorities,
            Sent::Nothing => Vec::new(),
            Sent::Without(at) => {
                let at = at.clamp(1, top);
                authorities
                    .into_iter()
                    .enumerate()
                    .filter(|(index, _)| index + 1 != at)
                    .map(|(_, der)| der)
                    .collect()
            }
            Sent::Reversed => authorities.into_iter().rev().collect(),
            Sent::WithRoot => authorities.into_iter().chain([root]).collect(),
            Sent::WithLeafAndRoot => {
                core::iter::once(leaf.clone()).chain(authorities).chain([root]).collect()
            }
            Sent::TwinFirst(at) => core::iter::once(twin(at)).chain(authorities).collect(),
            Sent::WithCrossSigned => {
                let mut crossed = levels[top].draft.clone();
                crossed.issuer = vec![NamePart::common_name("Stranger CA")];
                put(&mut crossed, authority_key_identifier(&[0x77; 20]));
                crossed.serial = vec![0x66; 16];
                authorities
                    .into_iter()
                    .chain([crossed.sign(&KEY[STRANGER]).expect("the key signs")])
                    .collect()
            }
        };
        let mut lists = Vec::new();
        for (at, level) in levels.iter().enumerate().skip(usize::from(self.between > 0)) {
            let left_out = match self.lists {
                Lists::None => true,
                Lists::All => false,
                Lists::Without(other) => at == other.min(top),
            };
            if !left_out {
                lists.push(level.list.sign(&level.list_signer).expect("the key signs"));
                if level.older_list {
                    let mut older = level.list.clone();
                    older.this_update = at_days(-5);
                    older.entries = vec![(levels[0].draft.serial.clone(), at_days(-6))];
                    lists.push(older.sign(&level.list_signer).expect("the key signs"));
                }
            }
        }
        // of a chain of two the one list is the root's, of a longer one the leaf's has to be there as well
        if self.between > 0 && !matches!(self.lists, Lists::None | Lists::Without(0)) {
            lists.push(levels[0].list.sign(&levels[0].list_signer).expect("the key signs"));
        }
        lists.dedup();
        Made { leaf, sent, trusted, lists }
    }
}

fn at_days(days: i64) -> Time {
    at(days)
}

/// The same name with another key and key identifier, signed as it is.
fn twin_of(draft: &CertificateDraft, is_root: bool, between: usize) -> Vec<u8> {
    let mut twin = draft.clone();
    twin.public_key = KEY[TWIN].public_key().to_vec();
    twin.serial = vec![0x55; 16];
    remove(&mut twin, oid::SUBJECT_KEY_IDENTIFIER);
    let signer = if is_root { &KEY[TWIN] } else { &KEY[between + 1] };
    twin.sign(signer).expect("the key signs")
}

fn stranger(between: usize) -> Vec<u8> {
    let mut draft = level(between + 1, between).draft;
    draft.issuer = vec![NamePart::common_name("Stranger CA")];
    draft.subject = draft.issuer.clone();
    draft.public_key = KEY[STRANGER].public_key().to_vec();
    put(&mut draft, subject_key_identifier(&[0x77; 20]));
    draft.sign(&KEY[STRANGER]).expect("the key signs")
}

/// The moment of all cases.
pub(crate) const AT: Moment = NOW;
