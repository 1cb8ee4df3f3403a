//! What is looked at once the chain is built: extensions, strength of keys and digests, the name, signatures and dates.

use super::build::signs_itself;
use super::{Code, Names, Run, Stopped};
use crate::chain::{Member, Proof, purpose, usage};
use crate::verify::{Purpose, Target};

impl Run<'_> {
    fn member(&self, at: usize) -> &Member {
        &self.pool.members[self.chain[at]]
    }

    pub(super) fn check_extensions(&mut self) -> Result<(), Stopped> {
        let length = self.chain.len();
        let mut below = 0_usize;
        for at in 0..length {
            let member = self.member(at);
            let authority = authority(member);
            let (unhandled, suits) = (has_unhandled(member), self.suits(member, at > 0));
            let limit = member.basic.and_then(|basic| basic.path_length);
            let names_itself = member.names_itself();
            if unhandled {
                self.tell(at, Code::UNHANDLED_CRITICAL)?;
            }
            let refused = match authority {
                Authority::No => true,
                Authority::ByBasicConstraints => false,
                // what says it in another way may stand at the end alone
                Authority::Otherwise => at + 1 < length,
            };
            if at > 0 && refused {
                self.tell(at, Code::INVALID_AUTHORITY)?;
            }
            if !suits {
                self.tell(at, Code::PURPOSE)?;
            }
            if at > 1 && limit.is_some_and(|limit| below > limit as usize) {
                self.tell(at, Code::PATH_LENGTH)?;
            }
            if at > 0 && !names_itself {
                below += 1;
            }
        }
        Ok(())
    }

    fn suits(&self, member: &Member, issues: bool) -> bool {
        if member.broken.is_some() {
            return true;
        }
        let (purposes, bits): (&[&str], &[u32]) = if self.is_client() {
            (&[purpose::CLIENT], &[usage::DIGITAL_SIGNATURE, usage::KEY_AGREEMENT])
        } else {
            (
                &[purpose::SERVER, NETSCAPE_STEP_UP, MICROSOFT_STEP_UP],
                &[usage::DIGITAL_SIGNATURE, usage::KEY_ENCIPHERMENT, usage::KEY_AGREEMENT],
            )
        };
        if member.purposes_lack(purposes) {
            return false;
        }
        if issues { authority(member) != Authority::No } else { !member.usage_lacks(bits) }
    }

    pub(super) fn key_is_strong(&self, member: usize) -> bool {
        let wanted = bits_of_level(self.settings.security_level);
        wanted == 0 || key_bits(&self.pool.members[member].key.label) >= wanted
    }

    pub(super) fn check_strength(&mut self) -> Result<(), Stopped> {
        let wanted = bits_of_level(self.settings.security_level);
        if wanted == 0 {
            return Ok(());
        }
        for at in 0..self.chain.len() {
            if at > 0 && !self.key_is_strong(self.chain[at]) {
                self.tell(at, Code::AUTHORITY_KEY_TOO_SMALL)?;
            }
            if at + 1 < self.chain.len() && digest_bits(self.member(at)) < wanted {
                self.tell(at, Code::DIGEST_TOO_WEAK)?;
            }
        }
        Ok(())
    }

    pub(super) fn check_name(&mut self) -> Result<(), Stopped> {
        let Purpose::Server(Some(target)) = &self.question.purpose else { return Ok(()) };
        if self.settings.names != Names::OpenSsl {
            return Ok(());
        }
        let leaf = &self.pool.members[self.question.leaf];
        match target {
            Target::Host(host) if !super::host::matches(leaf, host) => self.tell(0, Code::HOSTNAME_MISMATCH),
            Target::Address(address) if !super::host::has_address(leaf, address) => {
                self.tell(0, Code::ADDRESS_MISMATCH)
            }
            _ => Ok(()),
        }
    }

    pub(super) fn check_signatures_and_dates(&mut self) -> Result<(), Stopped> {
        let mut at = self.chain.len() - 1;
        let mut issuer: Option<usize> = None;
        self.depth = at;
        if !signs_itself(self.member(at)) && !self.settings.partial_chain {
            if at == 0 {
                self.tell(0, Code::LEAF_UNVERIFIED)?;
            } else {
                issuer = Some(self.chain[at]);
                at -= 1;
            }
        }
        loop {
            let subject = self.chain[at];
            if let Some(issuer) = issuer {
                if self.pool.members[issuer].usage_lacks(&[usage::CERTIFICATE_SIGNING]) {
                    self.tell(at + 1, Code::NO_CERTIFICATE_SIGNING)?;
                }
                let member = &self.pool.members[subject];
                let contradicts = member.inner_algorithm != member.signed.algorithm;
                if contradicts || self.pool.proof(subject, issuer) == Proof::Refuted {
                    self.tell(at, Code::SIGNATURE)?;
                }
            }
            let (start, end) = (self.pool.members[subject].not_before, self.pool.members[subject].not_after);
            if start > self.question.at {
                self.tell(at, Code::NOT_YET_VALID)?;
            }
            // to OpenSSL the last second is over
            if end <= self.question.at {
                self.tell(at, Code::EXPIRED)?;
            }
            self.depth = at;
            if at == 0 {
                return Ok(());
            }
            issuer = Some(subject);
            at -= 1;
        }
    }

    /// Whether curl, which looks itself once the chain is accepted, finds the server's name.
    pub(super) fn curl_finds_its_name(&self) -> bool {
        let Purpose::Server(Some(target)) = &self.question.purpose else { return true };
        super::host::curl_matches(&self.pool.members[self.question.leaf], target)
    }
}

/// How a certificate says that it issues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Authority {
    No,
    ByBasicConstraints,
    /// A root of version 1, or keyUsage without basicConstraints.
    Otherwise,
}

fn authority(member: &Member) -> Authority {
    if member.broken.is_some() || member.usage_lacks(&[usage::CERTIFICATE_SIGNING]) {
        return Authority::No;
    }
    match member.basic {
        Some(basic) if basic.authority => Authority::ByBasicConstraints,
        Some(_) => Authority::No,
        None if member.version == 1 && signs_itself(member) => Authority::Otherwise,
        None if member.key_usage.is_some() => Authority::Otherwise,
        None => Authority::No,
    }
}

/// Extensions that OpenSSL 3.0 handles when they are critical.
const HANDLED: [&str; 16] = [
    "2.16.840.1.113730.1.1", // Netscape certificate type
    "2.5.29.14",             // subjectKeyIdentifier
    "2.5.29.15",             // keyUsage
    "2.5.29.17",             // subjectAltName
    "2.5.29.19",             // basicConstraints
    "2.5.29.30",             // nameConstraints
    "2.5.29.31",             // cRLDistributionPoints
    "2.5.29.32",             // certificatePolicies
    "2.5.29.33",             // policyMappings
    "2.5.29.35",             // authorityKeyIdentifier
    "2.5.29.36",             // policyConstraints
    "2.5.29.37",             // extKeyUsage
    "2.5.29.54",             // inhibitAnyPolicy
    "1.3.6.1.5.5.7.1.7",     // addresses (RFC 3779)
    "1.3.6.1.5.5.7.1.8",     // autonomous systems (RFC 3779)
    "1.3.6.1.5.5.7.48.1.5",  // OCSP no check
];

fn has_unhandled(member: &Member) -> bool {
    member.critical.iter().any(|oid| !HANDLED.contains(&oid.as_str()))
}

/// Two old purposes that count as a server's.
const NETSCAPE_STEP_UP: &str = "2.16.840.1.113730.4.1";
const MICROSOFT_STEP_UP: &str = "1.3.6.1.4.1.311.10.3.3";

/// Bits of security that a level asks for (SSL_CTX_set_security_level(3)).
#[must_use]
pub fn bits_of_level(level: u8) -> u32 {
    match level {
        0 => 0,
        1 => 80,
        2 => 112,
        3 => 128,
        4 => 192,
        _ => 256,
    }
}

/// Bits of security of a key, by its kind (NIST SP 800-57 part 1 table 2); none of what is not known here. P-192, P-224 and the
/// curves of RFC 5639 go by their OID.
#[must_use]
pub fn key_bits(label: &str) -> u32 {
    match label {
        "ECDSA 1.2.840.10045.3.1.1" => 80,
        "ECDSA 1.3.132.0.33" => 112,
        "ECDSA 1.3.36.3.3.2.8.1.1.7" => 128,
        "ECDSA 1.3.36.3.3.2.8.1.1.11" => 192,
        "ECDSA 1.3.36.3.3.2.8.1.1.13" => 256,
        "ECDSA P-256" | "Ed25519" | "ECDSA secp256k1" => 128,
        "ECDSA P-384" => 192,
        "Ed448" => 224,
        "ECDSA P-521" => 256,
        _ => match label.strip_prefix("RSA ").and_then(|bits| bits.parse::<u32>().ok()) {
            Some(0..1024) => 0,
            Some(1024..2048) => 80,
            Some(2048..3072) => 112,
            Some(3072..4096) => 128,
            Some(4096..7680) => 152,
            Some(_) => 192,
            None => 0,
        },
    }
}

/// Bits of security of the digest that was signed: half its length, and 63 for SHA-1 (`ossl_x509_init_sig_info`).
#[must_use]
pub fn digest_bits(member: &Member) -> u32 {
    match member.signed.algorithm.as_str() {
        "1.2.840.113549.1.1.5" | "1.2.840.10045.4.1" => 63,
        "1.2.840.113549.1.1.14" | "1.2.840.10045.4.3.1" => 112,
        "1.2.840.113549.1.1.12" | "1.2.840.10045.4.3.3" => 192,
        "1.2.840.113549.1.1.13" | "1.2.840.10045.4.3.4" => 256,
        "1.3.101.113" => 224,
        "1.2.840.113549.1.1.4" => 39,
        _ if member.signed.weak_digest().is_some() => 63,
        _ => 128,
    }
}
