//! What follows from the choices: where every file stands, where nginx listens, what is called. The rules between several
//! choices are here, in one place. How a file is written is known to the module named after it.

mod callers;
mod certificate;
mod file;
mod notice;
mod place;
mod snippet;
mod syntax;

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use pki::name::host::HostNames;
use serde::{Deserialize, Serialize};

pub use certificate::Challenge;
pub use file::{Audience, File, FileKind};
pub use notice::Notice;
pub use place::TEMPORARY;
pub use snippet::Snippet;
pub use syntax::Syntax;

use crate::choices::{
    Allow, AllowKind, AuthorityNames, Backend, BackendAddress, ChoiceError, ChoiceField, Choices,
    FlaskListen, Gateway, Identity, Layout, ListenAddress, PathPrefix, PlainPort, Port, Switch, Unable,
    Verify, Version,
};
use crate::policy::{HYBRID_GROUP, TlsPolicy};
use crate::service;

/// The name of the loopback addresses (RFC 6761 section 6.3).
const LOCALHOST: &str = "localhost";

/// Checked choices for checked names, and all that follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    choices: Choices,
    names: HostNames,
}

impl Plan {
    /// Checks the rules between several choices.
    ///
    /// # Errors
    /// Each field at which a rule is broken, with the rule.
    pub fn new(choices: Choices, names: HostNames) -> Result<Plan, Vec<(ChoiceField, ChoiceError)>> {
        let plan = Plan { choices, names };
        let mut errors = Vec::new();
        if let Some(gateway) = plan.gateway() {
            errors.extend(plan.beyond_the_gateway(gateway));
        } else if plan.choices.plain_port == PlainPort::Redirect && plan.choices.listen_port == Port::HTTP {
            errors.push((ChoiceField::PlainPort, ChoiceError::PlainPortIsListener));
        }
        if plan.is_public()
            && let Some(address) = plan.names.iter().find(|name| service::address(name).is_some())
        {
            let address = service::in_url(address);
            errors.push((ChoiceField::ServerCertificate, ChoiceError::PublicAddress(address)));
        }
        for port in plan.listened_ports() {
            let number = port.number();
            match plan.backend() {
                Upstream::Flask(_) if plan.listens_at(port) => {
                    errors.push((ChoiceField::FlaskPort, ChoiceError::FlaskIsListener(number)));
                }
                Upstream::Own(address) if plan.listens_at(port) => {
                    let backend = address.authority();
                    errors.push((
                        ChoiceField::OwnBackend,
                        ChoiceError::BackendIsListener { backend, port: number },
                    ));
                }
                _ => {}
            }
        }
        if errors.is_empty() { Ok(plan) } else { Err(errors) }
    }

    /// What nginx could do and the gateway cannot, and what does not go together with it.
    fn beyond_the_gateway(&self, gateway: &Gateway) -> Vec<(ChoiceField, ChoiceError)> {
        let choices = &self.choices;
        let flask = matches!(choices.backend, Backend::Flask(_));
        let taken = gateway.admin.filter(|port| {
            let backend = self.backend();
            *port == choices.listen_port || (backend.is_loopback() && backend.port() == Some(*port))
        });
        let unable = |field, broken: bool, unable| broken.then_some((field, ChoiceError::Gateway(unable)));
        let serials = matches!(choices.allow, Allow::Listed(AllowKind::Serial, _));
        [
            unable(ChoiceField::ServerKey, self.encrypts_key(), Unable::EncryptedKey),
            unable(ChoiceField::PlainPort, choices.plain_port == PlainPort::Redirect, Unable::PlainPort),
            unable(ChoiceField::Allow, serials, Unable::Serials),
            (flask && gateway.identity == Identity::Rfc9440)
                .then_some((ChoiceField::Identity, ChoiceError::FlaskReadsNginx)),
            taken.map(|port| (ChoiceField::AdminPort, ChoiceError::AdminPortTaken(port.number()))),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// What was chosen.
    #[must_use]
    pub fn choices(&self) -> &Choices {
        &self.choices
    }

    /// The names of the service, as the server's certificate carries them.
    #[must_use]
    pub fn names(&self) -> &HostNames {
        &self.names
    }

    /// The advised TLS settings.
    #[must_use]
    pub fn policy(&self) -> TlsPolicy {
        self.choices.policy.policy()
    }

    /// The key-exchange groups of the policy that this nginx's OpenSSL is known to have, best first.
    pub fn groups(&self) -> impl Iterator<Item = &'static str> {
        let hybrid = self.choices.release.has_hybrid_groups();
        self.policy().groups.iter().copied().filter(move |group| hybrid || *group != HYBRID_GROUP)
    }

    /// The oldest nginx that takes the configuration.
    #[must_use]
    pub fn nginx_needed(&self) -> Version {
        let chosen = self.choices.release.version();
        if self.choices.authority_names == AuthorityNames::Kept {
            return Version::KEEPS_NAMES;
        }
        let used = [Version::HTTP2_DIRECTIVE, Version::REJECTS_HANDSHAKES];
        used.into_iter().find(|needed| chosen >= *needed).unwrap_or(chosen)
    }

    /// Whether an nginx of its own reads the files, not the distribution's.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        matches!(self.choices.layout, Layout::Alone(_))
    }

    /// Whether the distribution's nginx reads the files, and serves other sites too.
    #[must_use]
    pub fn is_beside_others(&self) -> bool {
        matches!(self.choices.layout, Layout::System(_))
    }

    /// What was chosen for the gateway, where it takes the place of nginx.
    #[must_use]
    pub fn gateway(&self) -> Option<&Gateway> {
        match &self.choices.layout {
            Layout::Gateway(gateway) => Some(gateway),
            Layout::Alone(_) | Layout::System(_) => None,
        }
    }

    /// What systemd calls the server that reads the files.
    #[must_use]
    pub fn server_unit(&self) -> String {
        match self.choices.layout {
            Layout::Alone(_) | Layout::Gateway(_) => format!("{}.service", self.label()),
            Layout::System(_) => "nginx.service".to_owned(),
        }
    }

    /// The account, and its group of the same name, for which a socket of the backend is: nginx's own, or for the gateway, whose
    /// account comes and goes, the one that every Debian and Ubuntu has for web servers (package base-passwd).
    #[must_use]
    pub fn account(&self) -> &'static str {
        if self.gateway().is_some() { "www-data" } else { self.choices.release.nginx_account() }
    }

    /// What systemd calls the backend that comes with the files.
    #[must_use]
    pub fn backend_unit(&self) -> Option<String> {
        matches!(self.choices.backend, Backend::Flask(_)).then(|| format!("{}-backend.service", self.label()))
    }

    /// What this service's own things are called among those of others: units, rules, logs.
    #[must_use]
    pub fn label(&self) -> String {
        format!("mtls-{}", self.site())
    }

    /// A word of nginx's configuration that no other site has, for what has a name there.
    #[must_use]
    pub fn word(&self) -> String {
        let word = |character: char| if character.is_ascii_alphanumeric() { character } else { '_' };
        format!("mtls_{}", self.site().chars().map(word).collect::<String>())
    }

    /// A variable of nginx that no other site has: `$mtls_api_example_com_allowed`. Two sites with the same one would share one
    /// list of callers, since the last `map` of a variable is the one that counts.
    ///
    /// nginx keeps variables in a hash table whose buckets are 64 bytes by default, so a name beyond 46 bytes would keep it from
    /// starting; `variables_hash_bucket_size` may stand only once for all sites. Of a long name a checksum stands for the rest.
    #[must_use]
    pub(crate) fn variable(&self, what: &str) -> String {
        let word = self.word();
        if word.len() <= LONGEST_OF_VARIABLE {
            return format!("${word}_{what}");
        }
        let start = &word[..LONGEST_OF_VARIABLE - 17];
        format!("${start}_{:016x}_{what}", checksum(&word))
    }

    /// The name by which commands call the service, as a part of file names: letters, digits, dots and hyphens, of a long name the
    /// beginning with a checksum.
    fn site(&self) -> String {
        let plain = |character: char| {
            if character.is_ascii_alphanumeric() || character == '.' { character } else { '-' }
        };
        short(self.called().trim_matches(['[', ']']).chars().map(plain).collect(), LONGEST_OF_SITE)
    }

    /// The ports that nginx listens on.
    #[must_use]
    pub fn listened_ports(&self) -> Vec<Port> {
        let plain = (self.choices.plain_port == PlainPort::Redirect).then_some(Port::HTTP);
        std::iter::once(self.choices.listen_port).chain(plain).collect()
    }

    /// What nginx listens on at a port, as its `listen` takes it: `443`, `192.0.2.1:443`, `[::]:443`.
    #[must_use]
    pub fn listens(&self, port: Port) -> Vec<String> {
        match self.choices.listen_address {
            ListenAddress::All => {
                let mut listens = vec![port.to_string()];
                if self.listens_on_ipv6() {
                    listens.push(format!("[::]:{port}"));
                }
                listens
            }
            ListenAddress::One(IpAddr::V4(Ipv4Addr::UNSPECIFIED)) => vec![port.to_string()],
            ListenAddress::One(IpAddr::V4(address)) => vec![format!("{address}:{port}")],
            ListenAddress::One(IpAddr::V6(address)) => vec![format!("[{address}]:{port}")],
        }
    }

    /// Whether whoever listens on all addresses takes those of IPv6 too. A machine without IPv6 would refuse `[::]`; an IPv6 name says
    /// that this one has it.
    pub(crate) fn listens_on_ipv6(&self) -> bool {
        let named = || self.names.iter().filter_map(service::address).any(|address| address.is_ipv6());
        self.choices.ipv6 == Switch::On || named()
    }

    /// Whether the service is called by address too. Such calls carry no server name in the TLS handshake
    /// (RFC 6066 section 3 allows host names alone).
    #[must_use]
    pub fn has_address(&self) -> bool {
        self.names.iter().any(|name| service::address(name).is_some())
    }

    /// The name that commands call, as it stands in a URL.
    #[must_use]
    pub fn called(&self) -> String {
        service::called(&self.names)
    }

    /// A path that needs a certificate.
    #[must_use]
    pub fn guarded_path(&self) -> &str {
        match &self.choices.verify {
            Verify::Everywhere => "/",
            Verify::Paths(paths) => paths.first().map_or("/", PathPrefix::as_str),
        }
    }

    /// The address that commands call: a path that needs a certificate.
    #[must_use]
    pub fn url(&self) -> String {
        let path = self.guarded_path();
        match self.choices.listen_port {
            Port::HTTPS => format!("https://{}{path}", self.called()),
            port => format!("https://{}:{port}{path}", self.called()),
        }
    }

    /// The backend as nginx sees it.
    #[must_use]
    pub fn backend(&self) -> Upstream {
        match &self.choices.backend {
            Backend::Flask(FlaskListen::Port(port)) => Upstream::Flask(*port),
            Backend::Flask(FlaskListen::Socket) => Upstream::Socket(self.backend_socket()),
            Backend::Own(address) => Upstream::Own(address.clone()),
        }
    }

    /// Whether nginx itself, listening on this port, would take the connections that it makes to the backend.
    fn listens_at(&self, port: Port) -> bool {
        let backend = self.backend();
        if backend.port() != Some(port) {
            return false;
        }
        let own_name = match &backend {
            Upstream::Flask(_) | Upstream::Socket(_) => false,
            Upstream::Own(address) => self.names.iter().any(|name| *name == address.host),
        };
        let listened = match (self.choices.listen_address, backend.address()) {
            // whoever listens on all addresses of a kind takes those of the loopback interface too
            (ListenAddress::All, Some(address)) => address.is_loopback() || address.is_unspecified(),
            (ListenAddress::One(one), Some(address)) if one.is_unspecified() => {
                one.is_ipv4() == address.is_ipv4() && (address.is_loopback() || address.is_unspecified())
            }
            (ListenAddress::One(one), Some(address)) => one == address,
            (_, None) => false,
        };
        own_name || listened
    }
}

/// Bytes of a variable's name before its last part: 46 fit, and the last part with its `_` has 12 at most (`_fingerprint`).
const LONGEST_OF_VARIABLE: usize = 34;

/// Bytes of a service's name in file names. The least room is in the path of a socket, 107 bytes (unix(7)): `/run/mtls-` before it
/// and `/backend.sock` behind it leave 84; a file's name has 255 for it and more.
const LONGEST_OF_SITE: usize = 80;

/// A text in ASCII, at most so long: of a longer one its beginning, and a checksum that stands for the rest.
pub(crate) fn short(text: String, most: usize) -> String {
    if text.len() <= most {
        return text;
    }
    format!("{}-{:016x}", &text[..most - 17], checksum(&text))
}

/// FNV-1a of 64 bits (draft-eastlake-fnv, section 2): tells names apart, and protects nothing.
fn checksum(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A backend as nginx sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Upstream {
    /// The Flask application on this port of 127.0.0.1.
    Flask(Port),
    /// The Flask application at this socket.
    Socket(String),
    /// The user's own.
    Own(BackendAddress),
}

impl Upstream {
    /// `host:port` or `unix:/path`. For Flask an address and not `localhost`: that may mean ::1 first, where nobody listens.
    #[must_use]
    pub fn authority(&self) -> String {
        match self {
            Upstream::Flask(port) => format!("{}:{port}", Ipv4Addr::LOCALHOST),
            Upstream::Socket(path) => format!("unix:{path}"),
            Upstream::Own(address) => address.authority(),
        }
    }

    /// Its port, when it has one.
    #[must_use]
    pub fn port(&self) -> Option<Port> {
        match self {
            Upstream::Flask(port) => Some(*port),
            Upstream::Own(address) => Some(address.port),
            Upstream::Socket(_) => None,
        }
    }

    /// Its address, when it is known without asking DNS.
    fn address(&self) -> Option<IpAddr> {
        match self {
            Upstream::Flask(_) => Some(Ipv4Addr::LOCALHOST.into()),
            Upstream::Socket(_) => None,
            Upstream::Own(address) => match service::in_url(&address.host).as_str() {
                LOCALHOST => Some(Ipv4Addr::LOCALHOST.into()),
                _ => service::address(&address.host),
            },
        }
    }

    /// Whether it is on this machine and cannot be reached from another.
    fn is_loopback(&self) -> bool {
        self.address()
            .is_some_and(|address| address.is_loopback() || address == IpAddr::V6(Ipv6Addr::LOCALHOST))
    }
}

#[cfg(test)]
mod tests {
    use pki::name::host::{HostName, HostNames};

    use super::Plan;
    use crate::choices::{Choices, ChoicesDraft};

    fn variable(name: &str) -> String {
        let names = HostNames::new(vec![HostName::parse(name).expect("a name")]).expect("a name");
        let choices = Choices::parse(&ChoicesDraft::default()).expect("defaults");
        Plan::new(choices, names).expect("a plan").variable("fingerprint")
    }

    #[test]
    fn variables_fit_nginx_and_no_two_services_share_one() {
        assert_eq!(variable("api.example.com"), "$mtls_api_example_com_fingerprint");
        // 29 bytes still fit with `mtls_` before them
        let whole = variable("payments-kr.int.example.co.kr");
        assert_eq!(whole, "$mtls_payments_kr_int_example_co_kr_fingerprint");
        let long = [
            "payments-kr.internal.example.com",
            "payments-kr.internal.example.net",
            "payments-jp.internal.example.com",
        ];
        let short = long.map(variable);
        for (index, variable) in short.iter().enumerate() {
            assert!(
                variable.len() <= "$".len() + 46 && variable.starts_with("$mtls_payments_"),
                "{variable}"
            );
            assert!(!short[..index].contains(variable), "{variable}");
        }
    }
}
