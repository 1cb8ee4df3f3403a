//! The files that result: who gets them, where they stand, how they are protected. What is inside is known to the module
//! named after each file.

use serde::{Deserialize, Serialize};

use super::Plan;
use super::snippet::Snippet;
use super::syntax::Syntax;

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// What it is.
    pub kind: FileKind,
    /// Who gets it.
    pub audience: Audience,
    /// Where it stands on the server; `None` when it has no place there.
    pub path: Option<String>,
    /// Its name inside the bundle. It tells nothing about the service: names inside a ZIP can be read without the passphrase.
    pub name: String,
    /// POSIX permission bits.
    pub mode: u32,
    /// What it is written in.
    pub syntax: Syntax,
    /// The text. Empty when [`FileKind::is_material`]: certificates and keys are put in by the one who has them.
    pub contents: String,
    /// Whether who reads it can act in its owner's name.
    pub secret: bool,
}

/// Who gets a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Audience {
    /// The machine that runs nginx.
    Server,
    /// One caller.
    Client,
    /// Who issues certificates. The authority's key goes to nobody else.
    Authority,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FileKind {
    /// The server's certificate, then any intermediate one.
    ServerCertificate,
    /// The server's private key.
    ServerKey,
    /// The same, encrypted under a password of its own (RFC 5958 section 3).
    ServerEncryptedKey,
    /// That password, for nginx.
    ServerKeyPassword,
    /// The authority whose clients nginx lets in.
    ClientAuthority,
    /// Which certificates the authority has revoked (RFC 5280 section 5).
    RevocationList,
    /// nginx's whole configuration.
    NginxConf,
    /// The site that the distribution's nginx includes.
    NginxSite,
    /// What the Handfast gateway goes by.
    GatewayToml,
    /// What runs the gateway under systemd.
    GatewayUnit,
    /// The Flask backend.
    FlaskApp,
    /// What runs this nginx under systemd.
    NginxUnit,
    /// What runs the Flask backend under systemd.
    BackendUnit,
    /// What keeps the logs small.
    LogRotation,
    /// What certbot runs after each renewal.
    RenewalHook,
    /// Puts the server's files in place.
    InstallScript,
    /// A client's certificate.
    ClientCertificate,
    /// A client's private key.
    ClientKey,
    /// The same, encrypted under the bundle's passphrase (RFC 5958 section 3).
    ClientEncryptedKey,
    /// A client's certificate and key in one file, encrypted (RFC 7292).
    ClientPkcs12,
    /// The authority that a client trusts the server by, as Java's trust store.
    ClientTrustStore,
    /// A client's `.p12` and the authority in a profile for Apple's devices.
    AppleProfile,
    /// The call, for a client.
    CurlCommand,
    /// The call in what its recipient uses.
    Snippet(Snippet),
    /// The proof that mutual TLS is on.
    CheckScript,
    /// Every check as a command of its own.
    Checks,
    /// The authority's certificate: what a client trusts the server by, and what an authority keeps of itself.
    AuthorityCertificate,
    /// The authority's private key, encrypted (RFC 5958 section 3).
    AuthorityKey,
    /// The public record of what was issued and chosen.
    WorkspaceRecord,
    /// Commands that would make the same set with openssl.
    OpensslScript,
    /// The extensions that those commands give.
    OpensslConfig,
    /// Every step from the machine to the first call.
    Runbook,
    /// The days on which something ends, for a calendar.
    Calendar,
    /// What a recipient reads first.
    Readme,
}

impl FileKind {
    /// Whether it holds certificates, keys or records that this crate never sees.
    #[must_use]
    pub fn is_material(self) -> bool {
        use FileKind as Kind;
        matches!(
            self,
            Kind::ServerCertificate
                | Kind::ServerKey
                | Kind::ServerEncryptedKey
                | Kind::ServerKeyPassword
                | Kind::ClientAuthority
                | Kind::RevocationList
                | Kind::ClientCertificate
                | Kind::ClientKey
                | Kind::ClientEncryptedKey
                | Kind::ClientPkcs12
                | Kind::ClientTrustStore
                | Kind::AppleProfile
                | Kind::AuthorityCertificate
                | Kind::AuthorityKey
                | Kind::WorkspaceRecord
        )
    }

    /// Whether who reads it can act in its owner's name. The `.p12`, the profile
    /// around it and encrypted keys are secret all the same.
    #[must_use]
    pub fn is_secret(self) -> bool {
        use FileKind as Kind;
        matches!(
            self,
            Kind::ServerKey
                | Kind::ServerEncryptedKey
                | Kind::ServerKeyPassword
                | Kind::ClientKey
                | Kind::ClientEncryptedKey
                | Kind::ClientPkcs12
                | Kind::AppleProfile
                | Kind::AuthorityKey
        )
    }

    /// Its name inside a bundle.
    #[must_use]
    pub const fn name(self) -> &'static str {
        use FileKind as Kind;
        match self {
            Kind::ServerCertificate => "server.crt",
            Kind::ServerKey | Kind::ServerEncryptedKey => "server.key",
            Kind::ServerKeyPassword => "server.key.password",
            Kind::ClientAuthority => "client-ca.crt",
            Kind::RevocationList => "client-ca.crl",
            Kind::NginxConf => "nginx.conf",
            Kind::NginxSite => "site.conf",
            Kind::GatewayToml => "gateway.toml",
            Kind::GatewayUnit => "gateway.service",
            Kind::FlaskApp => "app.py",
            Kind::NginxUnit => "nginx.service",
            Kind::BackendUnit => "backend.service",
            Kind::LogRotation => "logrotate.conf",
            Kind::RenewalHook => "renewal-hook.sh",
            Kind::InstallScript => "install.sh",
            Kind::ClientCertificate => "client.crt",
            Kind::ClientKey | Kind::ClientEncryptedKey => "client.key",
            Kind::ClientPkcs12 => "client.p12",
            Kind::ClientTrustStore => "trust.p12",
            Kind::AppleProfile => "client.mobileconfig",
            Kind::Snippet(snippet) => snippet.name(),
            Kind::CurlCommand => "curl.sh",
            Kind::CheckScript => "check.sh",
            Kind::Checks => "CHECKS.md",
            Kind::AuthorityCertificate => "ca.crt",
            Kind::AuthorityKey => "ca.key",
            Kind::WorkspaceRecord => "workspace.json",
            Kind::OpensslScript => "openssl.sh",
            Kind::OpensslConfig => "openssl.cnf",
            Kind::Runbook => "RUNBOOK.md",
            Kind::Calendar => "expiry.ics",
            Kind::Readme => "README.md",
        }
    }

    pub(crate) fn syntax(self) -> Syntax {
        use FileKind as Kind;
        match self {
            Kind::NginxConf | Kind::NginxSite => Syntax::Nginx,
            Kind::GatewayToml => Syntax::Toml,
            Kind::FlaskApp => Syntax::Python,
            Kind::ClientPkcs12 | Kind::ClientTrustStore => Syntax::Pkcs12,
            Kind::AppleProfile => Syntax::PropertyList,
            Kind::Snippet(snippet) => snippet.syntax(),
            Kind::CurlCommand
            | Kind::CheckScript
            | Kind::OpensslScript
            | Kind::RenewalHook
            | Kind::InstallScript => Syntax::Shell,
            Kind::NginxUnit | Kind::GatewayUnit | Kind::BackendUnit => Syntax::Systemd,
            Kind::LogRotation => Syntax::Logrotate,
            Kind::WorkspaceRecord => Syntax::Json,
            Kind::OpensslConfig => Syntax::OpensslConfig,
            Kind::Readme | Kind::Runbook | Kind::Checks => Syntax::Markdown,
            Kind::Calendar => Syntax::Calendar,
            Kind::ServerKeyPassword => Syntax::Text,
            Kind::ServerCertificate
            | Kind::ServerKey
            | Kind::ServerEncryptedKey
            | Kind::ClientAuthority
            | Kind::RevocationList
            | Kind::ClientCertificate
            | Kind::ClientKey
            | Kind::ClientEncryptedKey
            | Kind::AuthorityCertificate
            | Kind::AuthorityKey => Syntax::Pem,
        }
    }

    pub(crate) fn mode(self) -> u32 {
        match self {
            _ if self.is_secret() => 0o600,
            FileKind::CurlCommand
            | FileKind::CheckScript
            | FileKind::OpensslScript
            | FileKind::RenewalHook
            | FileKind::InstallScript
            | FileKind::Snippet(Snippet::Wget | Snippet::CurlKey | Snippet::ImportMacos) => 0o755,
            _ => 0o644,
        }
    }

    /// Where it stands on the server.
    pub(crate) fn place(self, plan: &Plan) -> Option<String> {
        let unit = |name: String| format!("/etc/systemd/system/{name}");
        match self {
            FileKind::ServerCertificate => Some(plan.certificate("server.crt")),
            FileKind::ServerKey | FileKind::ServerEncryptedKey | FileKind::ServerKeyPassword => {
                Some(plan.certificate(self.name()))
            }
            FileKind::ClientAuthority => Some(plan.certificate("client-ca.crt")),
            FileKind::RevocationList => Some(plan.certificate("client-ca.crl")),
            FileKind::NginxConf | FileKind::NginxSite | FileKind::GatewayToml => Some(plan.configuration()),
            FileKind::FlaskApp => Some(format!("{}/app.py", plan.backend_folder())),
            FileKind::NginxUnit | FileKind::GatewayUnit => Some(unit(plan.server_unit())),
            FileKind::BackendUnit => plan.backend_unit().map(unit),
            FileKind::RenewalHook => plan.renewal_hook(),
            FileKind::LogRotation => Some(format!("/etc/logrotate.d/{}", plan.label())),
            _ => None,
        }
    }
}
