//! A staged handshake as nginx, the gateway and curl would be given it: configurations, the files that they name, and a command. So what is
//! played in memory can be predicted for the programs, and tried with them. What comes of it is `predict`'s, which sees these
//! files and no scenario.

use std::collections::BTreeMap;

use deploy::code::Language;
use deploy::nginx::{self, Block};
use deploy::shell::Command;
use deploy::unwritable::Unwritable;
use handshake::catalogue::{HeldTo, Staged};
use handshake::scenario::{Asks, Check, Group, Scenario, Speaks, Version};
use pki::moment::Moment;
use pki::secret::Secret;

use crate::files::{Files, Missing};
use crate::predict::{Backends, Question};

/// The name of nginx's configuration among the files.
pub const CONFIGURATION: &str = "nginx.conf";

/// The name of the gateway's.
pub const GATEWAY: &str = "gateway.toml";

/// Where nginx listens and what stands behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground<'a> {
    /// The port that is called.
    pub port: u16,
    /// The port of the backend, on the same machine.
    pub backend: u16,
    /// Where the error log is written.
    pub log: &'a str,
}

impl Ground<'static> {
    /// As on a machine of one's own.
    pub const USUAL: Ground<'static> = Ground { port: 443, backend: 8000, log: "/var/log/nginx/error.log" };
}

/// What nginx and curl are given. Both have the same folder.
#[derive(Clone, PartialEq, Eq)]
pub struct Stage {
    /// nginx's configuration, which names the files beside it.
    pub configuration: String,
    /// The gateway's, which comes as near to it as the gateway allows, and names the same files.
    pub gateway: String,
    /// The command of curl, as it is typed in the same folder.
    pub command: String,
    /// Whether the backend answers.
    pub backends: Backends,
    /// When.
    pub at: Moment,
    public: BTreeMap<&'static str, Vec<u8>>,
    secret: BTreeMap<&'static str, Secret>,
}

impl Stage {
    /// The same as a staged handshake.
    ///
    /// # Errors
    /// [`Unwritable`] when the host cannot stand in a configuration or a command.
    pub fn of(staged: &Staged, ground: Ground<'_>) -> Result<Stage, Unwritable> {
        let scenario = &staged.scenario;
        let (client, server) = (&scenario.client, &scenario.server);
        let mut public = BTreeMap::from([
            ("server.crt", armoured("CERTIFICATE", &server.credential.chain)),
            ("client-ca.crt", armoured("CERTIFICATE", &server.trust)),
            ("ca.crt", armoured("CERTIFICATE", &client.trust)),
        ]);
        let mut secret = BTreeMap::from([("server.key", server.credential.key.to_pem())]);
        if !server.lists.is_empty() {
            public.insert("client-ca.crl", armoured("X509 CRL", &server.lists));
        }
        if !client.lists.is_empty() {
            public.insert("ca.crl", armoured("X509 CRL", &client.lists));
        }
        if let Some(credential) = &client.credential {
            public.insert("client.crt", armoured("CERTIFICATE", &credential.chain));
            secret.insert("client.key", credential.key.to_pem());
        }
        Ok(Stage {
            configuration: configuration(staged, ground)?,
            gateway: gateway(staged, ground)?,
            command: command(staged, ground.port).to_posix()?,
            backends: if is_without_backend(scenario) { Backends::Down } else { Backends::Answer },
            at: scenario.at,
            public,
            secret,
        })
    }

    /// What is to be predicted of nginx.
    #[must_use]
    pub fn question(&self) -> Question<'_> {
        Question {
            configuration: CONFIGURATION,
            command: &self.command,
            files: self,
            caller: self,
            at: self.at,
            backends: self.backends,
        }
    }

    /// What is to be predicted of the gateway.
    #[must_use]
    pub fn gateway_question(&self) -> Question<'_> {
        Question { configuration: GATEWAY, ..self.question() }
    }

    /// The files without secrets: name and contents.
    pub fn public(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        self.public.iter().map(|(name, contents)| (*name, contents.as_slice()))
    }

    /// The private keys: name and contents.
    pub fn secret(&self) -> impl Iterator<Item = (&'static str, &Secret)> {
        self.secret.iter().map(|(name, contents)| (*name, contents))
    }
}

impl Files for Stage {
    fn read(&self, path: &str) -> Result<Vec<u8>, Missing> {
        if path == CONFIGURATION {
            return Ok(self.configuration.clone().into_bytes());
        }
        if path == GATEWAY {
            return Ok(self.gateway.clone().into_bytes());
        }
        let public = self.public.get(path).cloned();
        let found = public.or_else(|| self.secret.get(path).map(|secret| secret.expose().to_vec()));
        found.ok_or(Missing::NotFound)
    }

    fn names(&self, _folder: &str) -> Vec<String> {
        let names = self.public.keys().chain(self.secret.keys()).copied();
        [CONFIGURATION, GATEWAY].into_iter().chain(names).map(str::to_owned).collect()
    }
}

/// The answer that a dead backend leads to is part of what is played.
fn is_without_backend(scenario: &Scenario) -> bool {
    scenario.talk.answer.starts_with("HTTP/1.1 502 ")
}

fn configuration(staged: &Staged, ground: Ground<'_>) -> Result<String, Unwritable> {
    let Scenario { client, server, .. } = &staged.scenario;
    let mut here = Block::new();
    here.line("listen", [ground.port.to_string().as_str(), "ssl"]);
    if is_name(&client.host) {
        here.line("server_name", [client.host.as_str()]);
    }
    here.line("ssl_certificate", ["server.crt"]).line("ssl_certificate_key", ["server.key"]);
    here.line(
        "ssl_protocols",
        Version::ALL.iter().rev().filter(speaks(&server.offer.versions)).map(protocol),
    );
    if server.offer.groups != Group::ALL {
        let groups: Vec<&str> = server.offer.groups.iter().filter_map(|group| curve(*group)).collect();
        here.line("ssl_ecdh_curve", [groups.join(":")]);
    }
    here.line("ssl_client_certificate", ["client-ca.crt"]);
    here.line("ssl_verify_client", [asks(server.asks)]);
    // nginx's own is 1
    if staged.depth != 1 {
        here.line("ssl_verify_depth", [staged.depth.to_string()]);
    }
    if !server.lists.is_empty() {
        here.line("ssl_crl", ["client-ca.crl"]);
    }
    let mut location = Block::new();
    location.line("proxy_pass", [format!("http://127.0.0.1:{}", ground.backend)]);
    here.blank().block("location", ["/"], location);
    let mut http = Block::new();
    http.block("server", NONE, here);
    let mut main = Block::new();
    // refusals of certificates are written at this level
    main.line("error_log", [ground.log, "info"]);
    main.block("events", NONE, Block::new()).block("http", NONE, http);
    nginx::write(&main.into_nodes())
}

/// The same for the gateway. It always asks for a certificate and never accepts one that does not hold, so `optional` with a rule for
/// everybody is the nearest to a server that does not ask, or does not care; its groups are not chosen.
fn gateway(staged: &Staged, ground: Ground<'_>) -> Result<String, Unwritable> {
    let Scenario { client, server, .. } = &staged.scenario;
    let (need, who) = match server.asks {
        Asks::Required => ("required", "any-verified"),
        Asks::Optional | Asks::DangerAcceptAnyone | Asks::JudgesAfterwards | Asks::Off => {
            ("optional", "anyone")
        }
    };
    let versions: Vec<&str> = Version::ALL
        .iter()
        .rev()
        .filter(speaks(&server.offer.versions))
        .map(|version| match version {
            Version::Tls13 => "\"1.3\"",
            Version::Tls12 => "\"1.2\"",
        })
        .collect();
    let mut out = format!("listen = [\"0.0.0.0:{}\"]\n\n", ground.port);
    out.push_str("[[server]]\ncertificate = \"server.crt\"\nkey = \"server.key\"\n");
    out.push_str(&format!("names = [{}]\ndefault = true\n\n", Language::Toml.string(&client.host)?));
    out.push_str(&format!("[tls]\nversions = [{}]\n\n", versions.join(", ")));
    out.push_str(&format!("[clients]\ncertificate = \"{need}\"\nauthorities = [\"client-ca.crt\"]\n"));
    // the gateway's own is 1
    if staged.depth != 1 {
        out.push_str(&format!("depth = {}\n", staged.depth));
    }
    if !server.lists.is_empty() {
        out.push_str("lists = [\"client-ca.crl\"]\n");
    }
    out.push_str(&format!("\n[[allow]]\npath = \"/\"\nwho = \"{who}\"\n\n"));
    out.push_str(&format!("[backend]\naddress = \"http://127.0.0.1:{}\"\n", ground.backend));
    Ok(out)
}

const NONE: [&str; 0] = [];

fn speaks(versions: &[Version]) -> impl Fn(&&Version) -> bool {
    |version| versions.contains(version)
}

fn protocol(version: &Version) -> &'static str {
    match version {
        Version::Tls13 => "TLSv1.3",
        Version::Tls12 => "TLSv1.2",
    }
}

/// OpenSSL's name of a group; 3.0 does not know the hybrid one.
fn curve(group: Group) -> Option<&'static str> {
    match group {
        Group::X25519MlKem768 => None,
        Group::X25519 => Some("X25519"),
        Group::Secp256r1 => Some("prime256v1"),
        Group::Secp384r1 => Some("secp384r1"),
    }
}

fn asks(asks: Asks) -> &'static str {
    match asks {
        Asks::Required => "on",
        Asks::Optional => "optional",
        // nginx too judges by itself what it was shown so
        Asks::DangerAcceptAnyone | Asks::JudgesAfterwards => "optional_no_ca",
        Asks::Off => "off",
    }
}

fn is_name(host: &str) -> bool {
    host.parse::<core::net::IpAddr>().is_err()
}

/// With what OpenSSL 3.0 needs to speak TLS 1.1 at all: level 0 allows the SHA-1 in it (SSL_CTX_set_security_level(3)).
const LEVEL_ZERO: &str = "DEFAULT:@SECLEVEL=0";

fn command(staged: &Staged, port: u16) -> Command {
    let client = &staged.scenario.client;
    let host = &client.host;
    let mut command = Command::new("curl");
    // nginx is on the machine where the command is typed, whatever the name means elsewhere
    command = if is_name(host) {
        command.args(["--resolve".to_owned(), format!("{host}:{port}:127.0.0.1")])
    } else {
        command.args(["--connect-to".to_owned(), format!("::127.0.0.1:{port}")])
    };
    let host = if host.contains(':') { format!("[{host}]") } else { host.clone() };
    if client.speaks == Speaks::PlainHttp {
        return command.arg(format!("http://{host}:{port}/"));
    }
    let offers = |version| client.offer.versions.contains(&version);
    match (offers(Version::Tls12), offers(Version::Tls13)) {
        _ if staged.held_to == HeldTo::Tls11 => {
            command = command.args(["--tls-max", "1.1", "--ciphers", LEVEL_ZERO]);
        }
        (true, false) => command = command.args(["--tls-max", "1.2"]),
        (false, true) => command = command.arg("--tlsv1.3"),
        _ => {}
    }
    if client.offer.protocols.iter().any(|protocol| protocol == "h2") {
        command = command.arg("--http2");
    }
    command = match client.check {
        Check::Verify => command.args(["--cacert", "ca.crt"]),
        Check::DangerAcceptAnyone => command.arg("--insecure"),
    };
    if !client.lists.is_empty() {
        command = command.args(["--crlfile", "ca.crl"]);
    }
    if client.credential.is_some() {
        command = command.args(["--cert", "client.crt", "--key", "client.key"]);
    }
    let port = if port == 443 { String::new() } else { format!(":{port}") };
    command.arg(format!("https://{host}{port}/"))
}

/// PEM (RFC 7468) of several.
#[must_use]
pub fn armoured(label: &str, ders: &[Vec<u8>]) -> Vec<u8> {
    let config = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
    let armoured = ders.iter().map(|der| pem::encode_config(&pem::Pem::new(label, der.as_slice()), config));
    armoured.collect::<String>().into_bytes()
}
