//! What OpenSSL 3.0 (Debian 12's) says to a chain, as nginx and curl use it: a model of ours of `X509_verify_cert`, which returns
//! OpenSSL's own numbers, words and depths. It follows the manual pages openssl-verification-options(1) and
//! X509_VERIFY_PARAM_set_flags(3) and what the program was seen to do; the program itself judges it in `tests/openssl_model.rs`.
//!
//! Not modelled: policies, delta and indirect lists, proxy certificates, Suite B, DANE, resource extensions (RFC 3779).

mod build;
mod check;
mod code;
mod constraints;
mod host;
mod revocation;

pub(crate) use build::signs_itself;
pub use check::{bits_of_level, digest_bits, key_bits};
pub use code::Code;

use serde::{Deserialize, Serialize};

use super::{Purpose, Question};
use crate::chain::Pool;

/// How OpenSSL was set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Settings {
    /// How many authorities may stand between leaf and anchor (`ssl_verify_depth`, `-verify_depth`).
    pub depth: usize,
    /// Whether a trusted certificate ends the chain though it has not signed itself (`-partial_chain`).
    pub partial_chain: bool,
    /// How strong keys and digests have to be (`-auth_level`, SECLEVEL): 0 asks for nothing, 2 for 112 bits.
    pub security_level: u8,
    /// Whose revocation is asked for, when there are lists.
    pub revocation: Revocation,
    /// Whether a server's name is looked at.
    pub names: Names,
    /// What the program does when it is told of an error.
    pub on_error: OnError,
}

/// Whose revocation is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Revocation {
    /// The leaf's alone (`-crl_check`).
    Leaf,
    /// That of every certificate of the chain, the anchor included (`-crl_check_all`, `ssl_crl`).
    Chain,
    /// The same, also when there is no list at all: `ssl_crl` with a file that has none.
    ChainAlways,
}

/// Whose rules a server's name is looked at by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Names {
    /// OpenSSL's own, as a part of the verification (`-verify_hostname`).
    OpenSsl,
    /// curl's, after the verification.
    Curl,
}

/// What a program does when OpenSSL tells it of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnError {
    /// It leaves the decision to OpenSSL, which stops at the first one: curl.
    Stop,
    /// It lets the verification go on and looks at the last one: nginx (`ngx_ssl_verify_callback`).
    GoOn,
    /// It prints each and goes on after some of them: `openssl verify`.
    GoOnAfterSome,
}

impl Settings {
    /// nginx verifying clients: `ssl_verify_depth` as given, whose default is 1.
    #[must_use]
    pub const fn nginx(depth: usize) -> Settings {
        Settings {
            depth,
            partial_chain: false,
            security_level: DEBIAN_LEVEL,
            revocation: Revocation::Chain,
            names: Names::OpenSsl,
            on_error: OnError::GoOn,
        }
    }

    /// curl verifying a server: it takes partial chains since 7.68.0, unless it has a list (`--crlfile`).
    #[must_use]
    pub const fn curl(has_list: bool) -> Settings {
        Settings {
            depth: DEFAULT_DEPTH,
            partial_chain: !has_list,
            security_level: DEBIAN_LEVEL,
            revocation: Revocation::Chain,
            names: Names::Curl,
            on_error: OnError::Stop,
        }
    }

    /// `openssl verify` without further options.
    #[must_use]
    pub const fn verify_command() -> Settings {
        Settings {
            depth: DEFAULT_DEPTH,
            partial_chain: false,
            security_level: 0,
            revocation: Revocation::Leaf,
            names: Names::OpenSsl,
            on_error: OnError::GoOnAfterSome,
        }
    }
}

/// What OpenSSL's own default parameters allow.
pub const DEFAULT_DEPTH: usize = 100;
/// Debian builds OpenSSL so that TLS asks for 112 bits (`SECLEVEL=2`).
const DEBIAN_LEVEL: u8 = 2;

/// One error as OpenSSL tells a program of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reported {
    /// Its number with its words.
    pub code: Code,
    /// Where in the chain: 0 is the leaf.
    pub depth: usize,
}

/// What comes of a verification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// What the program is left with: `X509_STORE_CTX_get_error`; [`Code::OK`] when it is accepted.
    pub code: Code,
    /// The depth of that error; of an accepted chain 0.
    pub depth: usize,
    /// Every error that the program was told of, in their order.
    pub reported: Vec<Reported>,
    /// The chain as it was built, the leaf first.
    pub chain: Vec<usize>,
}

impl Verdict {
    /// Whether the chain is accepted.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.code == Code::OK
    }

    /// What nginx hands over in `$ssl_client_verify`: `SUCCESS`, or `FAILED:` with OpenSSL's words.
    #[must_use]
    pub fn client_verify(&self) -> String {
        if self.is_accepted() { "SUCCESS".to_owned() } else { format!("FAILED:{}", self.code.text()) }
    }
}

/// Judges.
#[must_use]
pub fn verify(pool: &Pool, question: &Question, settings: &Settings) -> Verdict {
    let mut run = Run {
        pool,
        question,
        settings,
        chain: vec![question.leaf],
        untrusted: 1,
        error: Code::OK,
        depth: 0,
        reported: Vec::new(),
    };
    let finished = run.everything().is_ok();
    if !finished && run.error == Code::OK {
        run.error = Code::UNSPECIFIED;
    }
    if run.error == Code::OK && settings.names == Names::Curl && !run.curl_finds_its_name() {
        run.error = Code::HOSTNAME_MISMATCH;
        run.depth = 0;
    }
    let depth = if run.error == Code::OK { 0 } else { run.depth };
    Verdict { code: run.error, depth, reported: run.reported, chain: run.chain }
}

/// The verification under way.
struct Run<'a> {
    pool: &'a Pool,
    question: &'a Question,
    settings: &'a Settings,
    chain: Vec<usize>,
    /// How many certificates of the chain, from the leaf on, come from the peer.
    untrusted: usize,
    error: Code,
    depth: usize,
    reported: Vec<Reported>,
}

/// The program wants no further steps.
struct Stopped;

impl Run<'_> {
    /// The steps in OpenSSL's order.
    fn everything(&mut self) -> Result<(), Stopped> {
        if !self.key_is_strong(self.question.leaf) {
            self.tell(0, Code::LEAF_KEY_TOO_SMALL)?;
        }
        self.build()?;
        self.check_extensions()?;
        self.check_strength()?;
        self.check_name()?;
        self.check_revocation()?;
        self.check_signatures_and_dates()?;
        self.check_constraints()
    }

    /// Tells the program of an error; it decides whether to go on.
    fn tell(&mut self, depth: usize, code: Code) -> Result<(), Stopped> {
        (self.error, self.depth) = (code, depth);
        self.reported.push(Reported { code, depth });
        let goes_on = match self.settings.on_error {
            OnError::Stop => false,
            OnError::GoOn => true,
            OnError::GoOnAfterSome => code.is_passed_over_by_verify(),
        };
        if goes_on { Ok(()) } else { Err(Stopped) }
    }

    fn is_client(&self) -> bool {
        self.question.purpose == Purpose::Client
    }
}
