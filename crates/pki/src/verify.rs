//! Judging a chain: as RFC 5280 does, step by step ([`path`]), as OpenSSL does in nginx and curl ([`openssl`]), as webpki does in
//! rustls ([`webpki`]) and with all that the gateway decides itself ([`trust`]), where they differ and why ([`compare`]), and at which moments a verdict changes ([`timeline`]).
//! What hangs together is `chain`'s; the moment is an argument.

pub mod compare;
pub(crate) mod constraints;
pub mod openssl;
pub mod path;
pub mod timeline;
pub mod trust;
pub mod webpki;

use core::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::chain::Pool;
use crate::moment::Moment;

/// What is to be judged: members of a [`crate::chain::Pool`] by their numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The certificate that is shown first.
    pub leaf: usize,
    /// What is shown beside it, in the order in which it is sent.
    pub intermediates: Vec<usize>,
    /// What the verifier trusts, in its order.
    pub anchors: Vec<usize>,
    /// The revocation lists that the verifier has; without one, revocation is not asked for.
    pub lists: Vec<usize>,
    /// What for.
    pub purpose: Purpose,
    /// When.
    pub at: Moment,
}

impl Question {
    /// Without the certificates that no path from the leaf can come to: who accepts and who refuses stays the same, and of ten
    /// thousand leaves of one authority each is judged as quickly as of ten. Only webpki, which reads all that is sent, may have
    /// named a fault of one that is left out.
    #[must_use]
    pub fn trimmed(&self, pool: &Pool) -> Question {
        let mut reached = vec![false; pool.members.len()];
        let mut waiting = vec![self.leaf];
        while let Some(member) = waiting.pop() {
            if !core::mem::replace(&mut reached[member], true) {
                waiting.extend(pool.issuers(member).iter().map(|issuance| issuance.issuer));
            }
        }
        let kept = |members: &[usize]| members.iter().copied().filter(|member| reached[*member]).collect();
        Question { intermediates: kept(&self.intermediates), anchors: kept(&self.anchors), ..self.clone() }
    }
}

/// What a certificate is to be good for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// A server, called by this name; `None` leaves the name aside.
    Server(Option<Target>),
    /// A client.
    Client,
}

/// What a server is called.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// A host name, as A-labels.
    Host(String),
    /// An address.
    Address(IpAddr),
}

impl Target {
    /// An address when it reads as one, else a host name.
    #[must_use]
    pub fn of(text: &str) -> Target {
        let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        bare.parse().map_or_else(|_| Target::Host(text.to_owned()), Target::Address)
    }
}

impl core::fmt::Display for Target {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Target::Host(name) => out.write_str(name),
            Target::Address(address) => address.fmt(out),
        }
    }
}

/// The octets of an address as certificates write it.
pub(crate) fn octets(address: &IpAddr) -> Vec<u8> {
    match address {
        IpAddr::V4(four) => four.octets().to_vec(),
        IpAddr::V6(six) => six.octets().to_vec(),
    }
}
