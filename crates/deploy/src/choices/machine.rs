//! The machine that serves, and how one gets there: any machine over SSH, or a Compute Engine instance of Google Cloud.

use core::net::IpAddr;

use ipnet::IpNet;
use pki::name::host::HostName;
use serde::{Deserialize, Serialize};

use super::{Choice, ChoiceError, ListFault, MachineFault, Port};
use crate::service;

/// How one gets to the machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Machine {
    /// Not said: the user brings the files there.
    Unsaid,
    /// By ssh(1).
    Ssh(Ssh),
    /// By the `gcloud` command line (<https://cloud.google.com/sdk/gcloud/reference/compute>).
    Gcloud(Gcloud),
}

/// A machine by ssh(1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ssh {
    /// Its name or address, or what `~/.ssh/config` calls it.
    pub host: HostName,
    /// The user there; ssh's own choice when it is not said.
    pub user: Option<Account>,
    /// The port of its sshd.
    pub port: Port,
    /// The file of the private key; ssh's own choice when it is not said.
    pub identity: Option<String>,
}

/// An instance of Compute Engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gcloud {
    /// The project's id.
    pub project: Resource,
    /// The zone, such as `asia-northeast3-a`.
    pub zone: Resource,
    /// The instance's name.
    pub instance: Resource,
    /// The user there; gcloud's own choice when it is not said.
    pub user: Option<Account>,
}

impl Machine {
    /// Its address, where that is said and callers can reach it: ssh may go by another way than they, through a private network
    /// (RFC 1918, RFC 4193) or one that is laid over the Internet (RFC 6598).
    #[must_use]
    pub fn known_address(&self) -> Option<IpAddr> {
        let Machine::Ssh(Ssh { host: HostName::Ip(name), .. }) = self else { return None };
        let address = name.address();
        let inside = match address {
            IpAddr::V4(v4) => {
                let [first, second, ..] = v4.octets();
                let shared = first == 100 && (64..128).contains(&second);
                v4.is_private() || v4.is_loopback() || v4.is_link_local() || shared
            }
            IpAddr::V6(v6) => {
                let first = v6.segments()[0];
                v6.is_loopback() || first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfe80
            }
        };
        (!inside).then_some(address)
    }
}

/// How one gets to the machine, as it is picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MachineKind {
    /// Not said.
    Unsaid,
    /// By ssh.
    Ssh,
    /// By gcloud.
    Gcloud,
}

impl Choice for MachineKind {
    const ALL: &'static [MachineKind] = &[MachineKind::Unsaid, MachineKind::Ssh, MachineKind::Gcloud];

    fn id(self) -> &'static str {
        match self {
            MachineKind::Unsaid => "unsaid",
            MachineKind::Ssh => "ssh",
            MachineKind::Gcloud => "gcloud",
        }
    }
}

/// A user of the machine, as useradd(8) takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account(String);

/// The name of something in Google Cloud: small letters, digits and hyphens, as RFC 1035 labels are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource(String);

/// Characters of the longest user name of Linux (`LOGIN_NAME_MAX` of utmp, useradd(8)).
const LONGEST_ACCOUNT: usize = 32;
/// Characters of the longest name in Google Cloud.
const LONGEST_RESOURCE: usize = 63;
/// Bytes of the longest path that is taken.
const LONGEST_PATH: usize = 400;

impl Account {
    /// Checks what was typed; nothing is nobody.
    ///
    /// # Errors
    /// [`ChoiceError::Machine`].
    pub fn parse(typed: &str) -> Result<Option<Account>, ChoiceError> {
        let text = typed.trim_matches(' ');
        let mut bytes = text.bytes();
        let begins = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
        let goes_on = |byte: u8| begins(byte) || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
        match bytes.next() {
            None => Ok(None),
            Some(first) if begins(first) && bytes.all(goes_on) && text.len() <= LONGEST_ACCOUNT => {
                Ok(Some(Account(text.to_owned())))
            }
            Some(_) => Err(refused(typed, MachineFault::Account)),
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Resource {
    /// Checks what was typed.
    ///
    /// # Errors
    /// [`ChoiceError::Machine`].
    pub fn parse(typed: &str) -> Result<Resource, ChoiceError> {
        let text = typed.trim_matches(' ');
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let well = text.starts_with(|first: char| first.is_ascii_lowercase())
            && !text.ends_with('-')
            && text.bytes().all(plain)
            && text.len() <= LONGEST_RESOURCE;
        if well { Ok(Resource(text.to_owned())) } else { Err(refused(typed, MachineFault::Resource)) }
    }

    /// Checks what was typed for a zone: a region with a letter behind it (<https://cloud.google.com/compute/docs/regions-zones>), and
    /// regions end with a digit.
    ///
    /// # Errors
    /// [`ChoiceError::Machine`].
    pub fn zone(typed: &str) -> Result<Resource, ChoiceError> {
        let name = Resource::parse(typed)?;
        let is_zone =
            name.0.matches('-').count() >= 2 && name.0.ends_with(|last: char| last.is_ascii_lowercase());
        if is_zone { Ok(name) } else { Err(refused(typed, MachineFault::Zone)) }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The machine's name or address: no wildcard, and nothing that ssh would take for an option.
pub(super) fn host(typed: &str) -> Result<HostName, ChoiceError> {
    let host = HostName::parse(typed.trim_matches(' ')).ok().filter(|host| !service::is_wildcard(host));
    host.ok_or_else(|| refused(typed, MachineFault::Host))
}

/// The file of a private key; nothing is none.
pub(super) fn identity(typed: &str) -> Result<Option<String>, ChoiceError> {
    let path = typed.trim_matches(' ');
    let treacherous = path.chars().any(crate::unwritable::is_treacherous);
    if treacherous || path.starts_with('-') || path.len() > LONGEST_PATH {
        return Err(refused(typed, MachineFault::Path));
    }
    Ok((!path.is_empty()).then(|| path.to_owned()))
}

fn refused(typed: &str, fault: MachineFault) -> ChoiceError {
    ChoiceError::Machine { typed: typed.to_owned(), fault }
}

/// Addresses of callers: IPv4 or IPv6, alone or with the length of their prefix (RFC 4632 section 3.1); none is allowed.
///
/// # Errors
/// [`ChoiceError::List`] with the first entry that is none.
pub(super) fn callers(typed: &str) -> Result<Vec<String>, ChoiceError> {
    if typed.trim().is_empty() {
        return Ok(Vec::new());
    }
    super::admission::entries(typed, &['\n', ','], |entry| range(entry).ok_or(ListFault::NotARange))
}

fn range(entry: &str) -> Option<String> {
    let (address, prefix) = entry.split_once('/').unwrap_or((entry, ""));
    let address: IpAddr = address.parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let length: u8 = match prefix {
        "" if entry.contains('/') => return None,
        "" => most,
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok()?,
        _ => return None,
    };
    // as firewalls write it: from the first address on
    Some(IpNet::new(address, length).ok()?.trunc().to_string())
}

#[cfg(test)]
mod tests {
    use super::{Account, Resource, callers, host, identity};

    #[test]
    fn machines_are_taken_or_refused() {
        for (typed, allowed) in [
            ("deploy", true),
            ("_a.b-1", true),
            ("", true),
            ("root; id", false),
            ("-x", false),
            ("한", false),
            ("A", false),
        ] {
            assert_eq!(Account::parse(typed).is_ok(), allowed, "{typed:?}");
        }
        for (typed, allowed) in [
            ("my-project-1", true),
            ("asia-northeast3-a", true),
            ("", false),
            ("-a", false),
            ("a-", false),
            ("a_b", false),
            ("A", false),
        ] {
            assert_eq!(Resource::parse(typed).is_ok(), allowed, "{typed:?}");
        }
        for (typed, allowed) in [
            ("asia-northeast3-a", true),
            ("us-central1-ai1a", true),
            ("asia-northeast3", false),
            ("asia", false),
            ("Asia-northeast3-a", false),
            ("", false),
        ] {
            assert_eq!(Resource::zone(typed).is_ok(), allowed, "{typed:?}");
        }
        for (typed, allowed) in [
            ("web1", true),
            ("192.0.2.1", true),
            ("2001:db8::1", true),
            ("", false),
            ("-oProxyCommand=x", false),
            ("*.a.example", false),
        ] {
            assert_eq!(host(typed).is_ok(), allowed, "{typed:?}");
        }
        for (typed, allowed) in [("~/.ssh/id ed25519", true), ("", true), ("-x", false), ("a\nb", false)] {
            assert_eq!(identity(typed).is_ok(), allowed, "{typed:?}");
        }
    }

    #[test]
    fn callers_are_ranges_of_addresses() {
        for (typed, expected) in [
            ("", Some("")),
            ("192.0.2.1", Some("192.0.2.1/32")),
            ("192.0.2.0/24, 2001:DB8::/32\n198.51.100.7", Some("192.0.2.0/24 2001:db8::/32 198.51.100.7/32")),
            ("0.0.0.0/0", Some("0.0.0.0/0")),
            ("192.0.2.77/24, 192.0.2.5/24, 2001:db8::7/32", Some("192.0.2.0/24 2001:db8::/32")),
            ("192.0.2.77/0", Some("0.0.0.0/0")),
            ("::1/0", Some("::/0")),
            ("192.0.2.0/33", None),
            ("192.0.2.0/", None),
            ("192.0.2.0/+8", None),
            ("example.com", None),
        ] {
            assert_eq!(callers(typed).ok().map(|found| found.join(" ")).as_deref(), expected, "{typed:?}");
        }
    }
}
