//! The configuration as it is written: one struct for each table of `gateway.toml`, each value with its place in the file.
//! What the values mean, and what is in the files that they name, is for others to say.

use serde::Deserialize;
use toml::Spanned;

/// A text and where it stands.
pub type Text = Spanned<String>;

/// The whole file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Addresses with ports: `0.0.0.0:443`, `[::]:443`; port 0 takes a free one.
    pub listen: Spanned<Vec<Text>>,
    /// Threads that serve; as many as the machine has cores when left out.
    pub workers: Option<Spanned<usize>>,
    /// How long requests under way may take once the process was asked to stop.
    #[serde(default = "thirty")]
    pub drain_seconds: u64,
    /// Load balancers before the gateway that announce the address of each caller.
    pub proxy_protocol: Option<ProxyProtocol>,
    /// Who the gateway is, by name.
    pub server: Spanned<Vec<Server>>,
    /// What is agreed on in a handshake.
    #[serde(default)]
    pub tls: Tls,
    /// Whose certificates are accepted.
    pub clients: Clients,
    /// Who may enter where; nobody when it is empty.
    #[serde(default)]
    pub allow: Vec<Allow>,
    /// What the backend is told of the caller.
    #[serde(default)]
    pub identity: Identity,
    /// Where requests go.
    pub backend: Spanned<Backend>,
    /// What one caller may take.
    #[serde(default)]
    pub limits: Limits,
    /// Where metrics and health are told; nowhere when left out.
    pub admin: Option<Admin>,
    /// What is logged of requests.
    #[serde(default)]
    pub log: Log,
    /// When files are read anew.
    #[serde(default)]
    pub reload: Reload,
}

/// `[proxy_protocol]`: who begins each connection with a header of the PROXY protocol, version 1 or 2.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProxyProtocol {
    /// Addresses and networks: `192.0.2.7`, `10.0.0.0/8`. Without the header their connections are closed; nobody else's is looked at.
    pub from: Spanned<Vec<Text>>,
}

/// `[[server]]`: a certificate and the names for which it is shown.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// The certificate, then any intermediate ones: PEM.
    pub certificate: Text,
    /// Its private key: PEM.
    pub key: Text,
    /// The names; those of the certificate when left out.
    pub names: Option<Spanned<Vec<Text>>>,
    /// Whether callers that name no host in the handshake get this one.
    #[serde(default)]
    pub default: bool,
}

/// `[tls]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// `1.2` (RFC 5246) and `1.3` (RFC 8446).
    pub versions: Option<Spanned<Vec<Version>>>,
    /// `h2` (RFC 9113) and `http/1.1` (RFC 9112), as offered by ALPN (RFC 7301).
    pub http: Option<Spanned<Vec<Http>>>,
    /// Whether a caller who comes back may go on with the keys of last time.
    pub resumption: Option<bool>,
    /// Whether the secrets of every connection of a caller are added to the file that SSLKEYLOGFILE names, where Wireshark reads them. Whoever has
    /// it reads everything.
    #[serde(default)]
    pub dangerous_key_log: bool,
}

/// A version of TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Version {
    /// RFC 5246.
    #[serde(rename = "1.2")]
    Tls12,
    /// RFC 8446.
    #[serde(rename = "1.3")]
    Tls13,
}

/// A version of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Http {
    /// RFC 9113.
    #[serde(rename = "h2")]
    Two,
    /// RFC 9112.
    #[serde(rename = "http/1.1")]
    One,
}

/// `[clients]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clients {
    /// Whether every caller needs a certificate.
    #[serde(default)]
    pub certificate: Need,
    /// Files with the authorities whose certificates are accepted: PEM.
    pub authorities: Spanned<Vec<Text>>,
    /// Whether their names are told to callers, so that a browser offers fitting certificates.
    #[serde(default = "yes")]
    pub send_authorities: bool,
    /// Intermediate authorities between the caller's certificate and the authority, at most.
    #[serde(default = "one")]
    pub depth: usize,
    /// Files with revocation lists: PEM or DER; none checks no revocation.
    #[serde(default)]
    pub lists: Vec<Text>,
    /// What becomes of a caller whose issuer has no list here.
    #[serde(default)]
    pub missing_list: Unsure,
    /// What becomes of a caller whose issuer's list is over.
    #[serde(default)]
    pub ended_list: Unsure,
    /// What becomes of a caller whose issuer's list has not begun.
    #[serde(default)]
    pub future_list: Unsure,
    /// What becomes of a caller whose authority is over or has not begun.
    #[serde(default)]
    pub ended_authority: Unsure,
    /// How a caller without a good certificate is refused.
    #[serde(default)]
    pub refusal: Style,
    /// How much a refused caller is told.
    #[serde(default)]
    pub reveal: Reveal,
}

/// Whether a certificate is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// From everybody.
    #[default]
    Required,
    /// Only where a rule asks for one; who shows one must show a good one.
    Optional,
}

/// What is done where something cannot be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unsure {
    /// The caller is refused.
    #[default]
    Refuse,
    /// The caller is let in, as if there were nothing to know.
    DangerousAccept,
}

/// How a caller without a good certificate is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// The handshake completes and every request is answered with the reason.
    #[default]
    Answer,
    /// The handshake fails with the alert that says most about the reason (RFC 8446 section 6.2). What a rule refuses is still answered: it
    /// depends on the path, which comes after the handshake.
    Alert,
}

/// How much a refused caller is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reveal {
    /// Why, and what to do about it.
    #[default]
    Reason,
    /// That the certificate is missing, refused or not allowed.
    Little,
}

/// `[[allow]]`: who may enter below a path. The longest path that fits decides alone.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allow {
    /// The path, with all below it; `/` when left out.
    pub path: Option<Text>,
    /// The methods; all when left out.
    pub methods: Option<Spanned<Vec<Text>>>,
    /// Everybody of a kind; either this or `clients`.
    pub who: Option<Spanned<Who>>,
    /// Certain clients; either these or `who`.
    pub clients: Option<Spanned<Vec<Spanned<Client>>>>,
}

/// Everybody of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// Every certificate that holds.
    AnyVerified,
    /// Callers without a certificate too.
    Anyone,
}

/// A client by what its certificate says; of several marks all must fit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// The whole subject as nginx writes it in `$ssl_client_s_dn`: RFC 2253, the last part of the name first.
    pub subject: Option<Text>,
    /// The subject's common name.
    pub common_name: Option<Text>,
    /// A DNS name among the subject alternative names.
    pub dns: Option<Text>,
    /// A mailbox among them.
    pub email: Option<Text>,
    /// A URI among them, a SPIFFE ID for instance; `*` stands for one segment of its path.
    pub uri: Option<Text>,
    /// The SHA-256 fingerprint, hexadecimal.
    pub sha256: Option<Text>,
    /// The issuer's distinguished name as RFC 4514 text.
    pub issuer: Option<Text>,
}

/// `[identity]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// The kinds of headers that name the caller.
    pub headers: Option<Vec<Headers>>,
    /// The kinds of headers that name the connection.
    pub forwarded: Option<Vec<Forwarded>>,
    /// Further headers that no caller may send to the backend.
    #[serde(default)]
    pub strip: Vec<Text>,
}

/// Headers that name the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Headers {
    /// `Client-Cert` and `Client-Cert-Chain` (RFC 9440).
    Rfc9440,
    /// `X-SSL-Client-Verify` and its kin, as the exported nginx.conf sends them.
    Nginx,
}

/// Headers that name the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Forwarded {
    /// `X-Forwarded-For`, `-Proto`, `-Host` and `X-Real-IP`.
    XForwarded,
    /// `Forwarded` (RFC 7239).
    Rfc7239,
}

/// `[backend]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backend {
    /// `http://127.0.0.1:8080`, `https://app.internal:8443` or `unix:/run/app.sock`.
    pub address: Option<Text>,
    /// Several of them, instead: a request goes to the one with the fewest under way.
    pub addresses: Option<Spanned<Vec<Text>>>,
    /// The version of HTTP that is spoken; `h2` over https is agreed on by ALPN, over http known beforehand (RFC 9113 section 3.3).
    #[serde(default = "http_one")]
    pub http: Http,
    /// Files with the authorities whose certificates are accepted of the backend: PEM. Needed for https, and no others are trusted.
    pub authorities: Option<Spanned<Vec<Text>>>,
    /// The name that the backend's certificate has to bear; the host of the address when left out.
    pub name: Option<Text>,
    /// What the gateway shows to the backend: a certificate, then any intermediate ones, PEM.
    pub certificate: Option<Text>,
    /// Its private key: PEM.
    pub key: Option<Text>,
    /// How long an address that has failed is passed over while there is another.
    #[serde(default = "ten")]
    pub fail_seconds: u64,
    /// Requests under way at each address, for each worker; 0 for any number.
    #[serde(default)]
    pub requests: usize,
    /// How long a connection may take to be made.
    #[serde(default = "five")]
    pub connect_seconds: u64,
    /// How long the answer may take to begin.
    #[serde(default = "sixty")]
    pub answer_seconds: u64,
    /// How long a body may stand still.
    #[serde(default = "sixty")]
    pub idle_seconds: u64,
    /// Protocols to which a connection of HTTP/1.1 may turn when the backend agrees; `websocket` (RFC 6455) when left out.
    pub upgrades: Option<Vec<Text>>,
    /// Idle connections that each worker keeps.
    #[serde(default = "thirty_two")]
    pub keep: usize,
    /// How long it keeps one.
    #[serde(default = "thirty")]
    pub keep_seconds: u64,
}

/// `[admin]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Admin {
    /// An address with a port.
    pub listen: Text,
    /// Whether others than this machine may be told.
    #[serde(default)]
    pub dangerous_beyond_loopback: bool,
}

/// `[limits]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Connections at a time.
    pub connections: usize,
    /// How long a handshake may take.
    pub handshake_seconds: u64,
    /// How long the headers of a request may take, and how long a kept connection may be silent.
    pub header_seconds: u64,
    /// Octets of a request's headers.
    pub header_octets: usize,
    /// Lines of a request's headers.
    pub header_lines: usize,
    /// Octets of a request's body.
    pub body_octets: u64,
    /// How long a request's body may stand still.
    pub body_idle_seconds: u64,
    /// How fast it has to come: so many octets give a second back of those that it has stood still; 0 for any pace, so that each octet
    /// gives all of them back.
    pub body_octets_per_second: u64,
    /// How long a caller may take nothing of an answer.
    pub answer_idle_seconds: u64,
    /// How long nothing may go either way over a connection that turned to another protocol.
    pub tunnel_idle_seconds: u64,
    /// Requests at a time on one HTTP/2 connection.
    pub streams: u32,
    /// Requests that one HTTP/2 connection may take back within a minute before they are answered; beyond that it is closed if they are
    /// more than half of its requests. 0 for any number.
    pub resets: u32,
    /// Connections at a time from one address; 0 for no limit of its own.
    pub connections_per_address: usize,
    /// Connections at a time of one client, known by its certificate; 0 for no limit of its own.
    pub connections_per_client: usize,
    /// Requests in a second of one client, known by its certificate, or by its address without one; 0 for no limit.
    pub requests_per_second: u32,
    /// Requests that may come at once beyond that; as many as in a second when 0.
    pub burst: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 10_000,
            handshake_seconds: 10,
            header_seconds: 60,
            header_octets: 32 * 1024,
            header_lines: 100,
            body_octets: 10 * 1024 * 1024,
            body_idle_seconds: 30,
            // what mod_reqtimeout of Apache httpd asks for when nothing is said (MinRate)
            body_octets_per_second: 500,
            // as nginx has it (send_timeout)
            answer_idle_seconds: 60,
            // WebSockets send pings more often (RFC 6455 section 5.5.2), those that send any
            tunnel_idle_seconds: 3_600,
            streams: 128,
            resets: 200,
            connections_per_address: 0,
            connections_per_client: 0,
            requests_per_second: 0,
            burst: 0,
        }
    }
}

/// `[log]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// The form of a line.
    #[serde(default)]
    pub access: Access,
    /// The file; the standard output when left out.
    pub file: Option<Text>,
}

/// The form of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    /// One JSON object a line.
    #[default]
    Json,
    /// One line for people.
    Text,
    /// None.
    Off,
}

/// `[reload]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Reload {
    /// How often files are looked at for changes; 0 leaves it to SIGHUP alone.
    pub watch_seconds: u64,
}

impl Default for Reload {
    fn default() -> Self {
        Self { watch_seconds: 5 }
    }
}

fn yes() -> bool {
    true
}

fn one() -> usize {
    1
}

fn five() -> u64 {
    5
}

fn ten() -> u64 {
    10
}

fn http_one() -> Http {
    Http::One
}

fn thirty() -> u64 {
    30
}

fn sixty() -> u64 {
    60
}

fn thirty_two() -> usize {
    32
}
