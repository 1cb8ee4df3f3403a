//! "The same with openssl": the commands and the extension file that would make this very set, for those who want to see how it
//! is done or to do it themselves. Serial numbers, keys and signatures differ each time; all else is the same, the
//! validity as a number of days. How a shell and OpenSSL's configuration are quoted is known to their writers.

use pki::certificate::AlternativeName;
use pki::key::KeyAlgorithm;
use pki::name::client::ClientName;
use pki::name::host::HostName;
use pki::name::subject::Subject;
use pki::profile::authority::AuthorityProfile;
use pki::profile::client::ClientProfile;
use pki::profile::server::ServerProfile;
use pki::validity::Validity;
use serde::{Deserialize, Serialize};
use text::Lang;
use text::deploy as say;

use crate::openssl_config::{self, Part};
use crate::plan::FileKind;
use crate::shell::{self, Command, Line};
use crate::unwritable::Unwritable;

/// The script's file name.
pub const SCRIPT: &str = FileKind::OpensslScript.name();
/// The extension file's name; the script expects it beside itself.
pub const CONFIG: &str = FileKind::OpensslConfig.name();

/// A set as it would be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipe {
    /// The authority, which signs itself and all others.
    pub authority: Request,
    /// The servers, in order.
    pub servers: Vec<Request>,
    /// The clients, in order.
    pub clients: Vec<Request>,
}

/// What one certificate says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// X.520 short names and values, most general first: `[("O", "Example"), ("CN", "api.example.com")]`.
    pub subject: Vec<(String, String)>,
    /// Subject alternative names in order; none for an authority.
    pub names: Vec<AlternativeName>,
    /// The key.
    pub algorithm: KeyAlgorithm,
    /// Days of 86,400 seconds from now to the end.
    pub days: u32,
}

/// What a leaf is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Server,
    Client,
}

/// The script, its comments in `lang`.
///
/// # Errors
/// [`Unwritable`] when a value cannot stand in a shell's syntax.
pub fn script(recipe: &Recipe, lang: Lang) -> Result<String, Unwritable> {
    let comment = |text: &str| Line::Comment(text.to_owned());
    let mut lines = vec![
        comment(say::openssl_head(lang)),
        Line::Blank,
        comment(say::openssl_versions(lang)),
        Line::Blank,
        comment(say::openssl_umask(lang)),
        Line::Suggest(Command::new("openssl").args(["pkcs8", "-topk8", "-v2", "aes-256-cbc"]).args([
            "-in",
            "authority/ca.key",
            "-out",
            "authority/ca-encrypted.key",
        ])),
        Line::Run(Command::new("set").arg("-eu")),
        Line::Run(Command::new("umask").arg("077")),
        // without -p: where the folder is there already, the script ends here and overwrites no key
        Line::Run(Command::new("mkdir").arg("authority")),
        Line::Blank,
        comment(say::openssl_authority(lang)),
    ];
    let authority = &recipe.authority;
    lines.push(Line::Run(key(authority, "authority/ca.key")));
    lines.push(Line::Run(
        Command::new("openssl")
            .args(["req", "-x509", "-new", "-config", CONFIG, "-extensions", "authority"])
            .args(["-key", "authority/ca.key", "-utf8", "-subj", &subject(authority)])
            .args(digest(authority.algorithm))
            .args(["-days", &authority.days.to_string(), "-out", "authority/ca.crt"]),
    ));
    for leaf in leaves(recipe) {
        let text = match leaf.role {
            Role::Client => say::openssl_client(lang, &leaf.title(), &leaf.folder),
            Role::Server => say::openssl_server(lang, &leaf.title(), &leaf.folder),
        };
        lines.extend([Line::Blank, Line::Comment(text)]);
        lines.extend(leaf.commands(authority.algorithm).into_iter().map(Line::Run));
    }
    lines.extend([Line::Blank, comment(say::openssl_verify(lang))]);
    for leaf in leaves(recipe) {
        let purpose = if leaf.role == Role::Client { "sslclient" } else { "sslserver" };
        lines.push(Line::Run(
            Command::new("openssl")
                .args(["verify", "-x509_strict", "-CAfile", "authority/ca.crt", "-purpose", purpose])
                .arg(leaf.file("crt")),
        ));
    }
    shell::script(&lines)
}

/// The extension file, its comments in `lang`.
///
/// # Errors
/// [`Unwritable`] when a value cannot stand in OpenSSL's syntax.
pub fn config(recipe: &Recipe, lang: Lang) -> Result<String, Unwritable> {
    let value = |name: &str, value: &str| Part::Value(name.to_owned(), value.to_owned());
    let section = |name: &str| Part::Section(name.to_owned());
    let comment = |text: &str| Part::Comment(text.to_owned());
    let mut parts = vec![
        comment(say::openssl_config_head(lang)),
        Part::Blank,
        section("req"),
        comment(say::openssl_config_request(lang)),
        value("distinguished_name", "subject_is_an_argument"),
        value("string_mask", "utf8only"),
        Part::Blank,
        section("subject_is_an_argument"),
        Part::Blank,
        section("authority"),
        comment(say::openssl_config_authority(lang)),
        value("basicConstraints", "critical,CA:TRUE,pathlen:0"),
        value("keyUsage", "critical,keyCertSign,cRLSign"),
        value("subjectKeyIdentifier", "hash"),
    ];
    for leaf in leaves(recipe) {
        parts.extend([Part::Blank, section(&leaf.section)]);
        let (usage, purpose) = match (leaf.role, leaf.request.algorithm.rsa_bits().is_some()) {
            // TLS 1.2 may encrypt a key to an RSA server (RFC 5246 section 7.4.2); nobody encrypts to a client
            (Role::Server, true) => ("critical,digitalSignature,keyEncipherment", "serverAuth"),
            (Role::Server, false) => ("critical,digitalSignature", "serverAuth"),
            (Role::Client, _) => ("critical,digitalSignature", "clientAuth"),
        };
        parts.push(value("basicConstraints", "critical,CA:FALSE"));
        parts.push(value("keyUsage", usage));
        parts.push(value("extendedKeyUsage", purpose));
        parts.push(value("subjectKeyIdentifier", "hash"));
        parts.push(value("authorityKeyIdentifier", "keyid:always"));
        if !leaf.request.names.is_empty() {
            let names = format!("{}_names", leaf.section);
            parts.push(Part::Value("subjectAltName".to_owned(), format!("@{names}")));
            parts.extend([Part::Blank, Part::Section(names)]);
            for (index, name) in leaf.request.names.iter().enumerate() {
                let (kind, text) = match name {
                    AlternativeName::Dns(text) => ("DNS", text),
                    AlternativeName::Ip(text) => ("IP", text),
                    AlternativeName::Email(text) => ("email", text),
                    AlternativeName::Uri(text) => ("URI", text),
                    // no profile of ours makes any other
                    AlternativeName::Other(text) => ("otherName", text),
                };
                parts.push(Part::Value(format!("{kind}.{}", index + 1), text.clone()));
            }
        }
    }
    openssl_config::write(&parts)
}

/// One leaf and where its files go.
struct Leaf<'a> {
    request: &'a Request,
    role: Role,
    folder: String,
    section: String,
}

fn leaves(recipe: &Recipe) -> impl Iterator<Item = Leaf<'_>> {
    let numbered = |role: Role, name: &'static str, requests: &'_ [Request]| {
        let several = requests.len() > 1;
        move |(index, request)| {
            let number = index + 1;
            let (folder, section) = if several {
                (format!("{name}-{number}"), format!("{name}_{number}"))
            } else {
                (name.to_owned(), name.to_owned())
            };
            Leaf { request, role, folder, section }
        }
    };
    let servers = recipe.servers.iter().enumerate().map(numbered(Role::Server, "server", &recipe.servers));
    let clients = recipe.clients.iter().enumerate().map(numbered(Role::Client, "client", &recipe.clients));
    servers.chain(clients)
}

impl Leaf<'_> {
    fn file(&self, suffix: &str) -> String {
        let name = if self.role == Role::Client { "client" } else { "server" };
        format!("{}/{name}.{suffix}", self.folder)
    }

    /// What people know it by: the common name, else the first alternative name.
    fn title(&self) -> String {
        let common_name =
            self.request.subject.iter().rev().find(|(kind, _)| kind == "CN").map(|(_, value)| value);
        let first_name = self.request.names.first().map(|name| match name {
            AlternativeName::Dns(text)
            | AlternativeName::Ip(text)
            | AlternativeName::Email(text)
            | AlternativeName::Uri(text)
            | AlternativeName::Other(text) => text,
        });
        common_name.or(first_name).cloned().unwrap_or_else(|| self.folder.clone())
    }

    fn commands(&self, authority: KeyAlgorithm) -> Vec<Command> {
        let (key_file, request, certificate) = (self.file("key"), self.file("csr"), self.file("crt"));
        vec![
            Command::new("mkdir").arg(&self.folder),
            key(self.request, &key_file),
            Command::new("openssl")
                .args(["req", "-new", "-config", CONFIG, "-key", &key_file, "-utf8"])
                .args(["-subj", &subject(self.request), "-out", &request]),
            Command::new("openssl")
                .args([
                    "x509",
                    "-req",
                    "-in",
                    &request,
                    "-CA",
                    "authority/ca.crt",
                    "-CAkey",
                    "authority/ca.key",
                ])
                .args(["-extfile", CONFIG, "-extensions", &self.section])
                .args(digest(authority))
                .args(["-days", &self.request.days.to_string(), "-out", &certificate]),
        ]
    }
}

fn key(request: &Request, file: &str) -> Command {
    let rsa = |bits: &str| ("RSA", Some(format!("rsa_keygen_bits:{bits}")));
    let curve = |name: &str| ("EC", Some(format!("ec_paramgen_curve:{name}")));
    let (algorithm, option) = match request.algorithm {
        KeyAlgorithm::EcdsaP256 => curve("P-256"),
        KeyAlgorithm::EcdsaP384 => curve("P-384"),
        KeyAlgorithm::Ed25519 => ("ED25519", None),
        KeyAlgorithm::Rsa2048 => rsa("2048"),
        KeyAlgorithm::Rsa3072 => rsa("3072"),
        KeyAlgorithm::Rsa4096 => rsa("4096"),
    };
    let command = Command::new("openssl").args(["genpkey", "-algorithm", algorithm]);
    let command = match option {
        Some(option) => command.args(["-pkeyopt", &option]),
        None => command,
    };
    command.args(["-out", file])
}

/// The digest that goes with the signer's key. Ed25519 has its own (RFC 8410 section 6) and takes no option.
fn digest(signer: KeyAlgorithm) -> Option<&'static str> {
    match signer {
        KeyAlgorithm::Ed25519 => None,
        KeyAlgorithm::EcdsaP384 => Some("-sha384"),
        KeyAlgorithm::EcdsaP256 | KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096 => {
            Some("-sha256")
        }
    }
}

/// The subject as `-subj` takes it: `/O=Example/CN=api.example.com`, with a backslash before what would begin another part.
fn subject(request: &Request) -> String {
    let mut out = String::new();
    for (kind, value) in &request.subject {
        out.push('/');
        out.push_str(kind);
        out.push('=');
        for character in value.chars() {
            if matches!(character, '/' | '+' | '\\') {
                out.push('\\');
            }
            out.push(character);
        }
    }
    // an empty subject is written as one slash
    if out.is_empty() { "/".to_owned() } else { out }
}

impl Request {
    /// What an authority of this profile says, good for as many whole days as `validity`.
    #[must_use]
    pub fn authority(profile: &AuthorityProfile, algorithm: KeyAlgorithm, validity: Validity) -> Request {
        Request::new(profile.subject(), Vec::new(), algorithm, validity)
    }

    /// What a server of this profile says.
    #[must_use]
    pub fn server(profile: &ServerProfile, algorithm: KeyAlgorithm, validity: Validity) -> Request {
        let name = |name: &HostName| match name {
            HostName::Dns(name) => AlternativeName::Dns(name.as_str().to_owned()),
            HostName::Ip(name) => AlternativeName::Ip(name.to_string()),
        };
        Request::new(profile.subject(), profile.names().iter().map(name).collect(), algorithm, validity)
    }

    /// What a client of this profile says.
    #[must_use]
    pub fn client(profile: &ClientProfile, algorithm: KeyAlgorithm, validity: Validity) -> Request {
        let name = |name: &ClientName| match name {
            ClientName::Email(name) => AlternativeName::Email(name.as_str().to_owned()),
            ClientName::Uri(name) => AlternativeName::Uri(name.as_str().to_owned()),
            ClientName::Dns(name) => AlternativeName::Dns(name.as_str().to_owned()),
        };
        Request::new(
            profile.subject(),
            profile.names().as_slice().iter().map(name).collect(),
            algorithm,
            validity,
        )
    }

    fn new(
        subject: &Subject,
        names: Vec<AlternativeName>,
        algorithm: KeyAlgorithm,
        validity: Validity,
    ) -> Request {
        Request {
            subject: subject.attributes().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            names,
            algorithm,
            // a last day that is today is less than one day: openssl would write what has already ended
            days: u32::try_from(validity.days()).unwrap_or(u32::MAX).max(1),
        }
    }
}
