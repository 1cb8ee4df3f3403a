//! The fields of the form: their names, their defaults, and the words that a field with a few choices takes.

use serde::{Deserialize, Serialize};

use super::ChoiceError;

macro_rules! fields {
    ($($(#[$doc:meta])* $field:ident = $id:literal: $default:expr,)*) => {
        /// A field of the form; errors are shown beside it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum ChoiceField {
            $($(#[$doc])* $field,)*
        }

        impl ChoiceField {
            /// All of them, in the form's order.
            pub const ALL: &'static [ChoiceField] = &[$(ChoiceField::$field),*];

            /// Its name in records and in the document.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self {
                    $(ChoiceField::$field => $id,)*
                }
            }

            /// What stands in it before anybody typed: the guide's layout, with every address, 443, Flask on 8080.
            #[must_use]
            pub fn default_text(self) -> &'static str {
                match self {
                    $(ChoiceField::$field => $default,)*
                }
            }
        }
    };
}

fields! {
    /// How one gets to the machine: a [`super::MachineKind`].
    Machine = "machine": "unsaid",
    /// The machine's name or address for ssh.
    SshHost = "ssh-host": "",
    /// The user there; empty for ssh's own choice.
    SshUser = "ssh-user": "",
    /// The port of its sshd.
    SshPort = "ssh-port": "22",
    /// The file of the private key; empty for ssh's own choice.
    SshIdentity = "ssh-identity": "",
    /// The project's id in Google Cloud.
    GcloudProject = "gcloud-project": "",
    /// The zone of the instance.
    GcloudZone = "gcloud-zone": "asia-northeast3-a",
    /// The name of the instance.
    GcloudInstance = "gcloud-instance": "",
    /// The user there; empty for gcloud's own choice.
    GcloudUser = "gcloud-user": "",
    /// Whose addresses may reach the service, as ranges; empty while it is not said.
    Callers = "callers": "",
    /// Whose server reads the files: a [`super::LayoutKind`].
    Layout = "layout": "alone",
    /// The folder on the machine below which everything stands. Kept, and not judged, in the other layouts.
    BaseFolder = "base-folder": "/mtls-demo",
    /// Which nginx will read the configuration: a [`super::Release`]. Kept, and not judged, for the gateway.
    Release = "release": "debian-12",
    /// Who answers calls for other names, where other sites may be: a [`super::Strangers`]. Kept while nginx is ours alone.
    Strangers = "strangers": "refuse",
    /// Which TLS settings are advised to it: a [`super::PolicyKind`].
    Policy = "policy": "intermediate",
    /// Whose certificate the server shows: a [`super::CertificateKind`].
    ServerCertificate = "server-certificate": "ours",
    /// The folder in which certbot keeps a public one; empty for the one that it makes by itself. Kept, and not judged, while
    /// the certificate is ours.
    CertbotFolder = "certbot-folder": "",
    /// How the server's key lies on the machine: a [`super::KeyForm`]. Kept, and not judged, while certbot has it.
    ServerKey = "server-key": "plain",
    /// The address nginx listens on; empty for all.
    ListenAddress = "listen-address": "",
    /// The port nginx listens on.
    ListenPort = "listen-port": "443",
    /// Whether nginx listens on all IPv6 addresses too: a [`super::Switch`]. Kept while nginx listens on one address.
    Ipv6 = "ipv6": "off",
    /// What callers of port 80 get: a [`super::PlainPort`].
    PlainPort = "plain-port": "closed",
    /// Which requests need a certificate: a [`super::VerifyKind`].
    Verify = "verify": "everywhere",
    /// The beginnings of the paths that need one. Kept, and not judged, while all need one.
    ProtectedPaths = "protected-paths": "/admin",
    /// Whether callers are told whose certificates are taken: a [`super::AuthorityNames`]. Kept, and not judged, where nginx
    /// must tell them.
    AuthorityNames = "authority-names": "sent",
    /// What the certificates are known by that will do: a [`super::AllowKind`].
    Allow = "allow": "any",
    /// Those certificates, one a line. Kept, and not judged, while all will do.
    Allowed = "allowed": "",
    /// Certificates of a partner's authorities as PEM, and their revocation lists; empty for none.
    PartnerAuthority = "partner-authority": "",
    /// Whether revoked certificates are refused: a [`super::Switch`].
    Revocation = "revocation": "off",
    /// How callers without a good certificate are told by nginx: a [`super::Refusals`]. Kept, and not judged, for the gateway.
    Refusals = "refusals": "nginx",
    /// How much the gateway tells them: a [`super::Reveal`]. Kept, and not judged, for nginx, as are the two that follow.
    Reveal = "reveal": "reason",
    /// How the gateway tells the backend who calls: a [`super::Identity`].
    Identity = "identity": "nginx",
    /// The port of 127.0.0.1 at which the gateway tells how it is; empty for none.
    AdminPort = "admin-port": "",
    /// Who answers behind nginx: a [`super::BackendKind`].
    Backend = "backend": "flask",
    /// Where the Flask backend listens: a [`super::FlaskAt`]. Kept, and not judged, while the backend is the user's own.
    FlaskAt = "flask-at": "port",
    /// The port of the Flask backend on 127.0.0.1. Kept, and not judged, while the backend is the user's own.
    FlaskPort = "flask-port": "8080",
    /// `http://host:port` of the user's own backend. Kept, and not judged, while the backend is Flask.
    OwnBackend = "own-backend": "http://127.0.0.1:8080",
    /// The largest body of a request, in MiB: nginx's own default.
    BodySize = "body-size": "1",
    /// How long nginx waits for the backend, in seconds: nginx's own default.
    Patience = "patience": "60",
    /// Whether connections may become WebSockets: a [`super::Switch`].
    Websocket = "websocket": "off",
}

/// A field that takes one of a few words.
pub trait Choice: Copy + 'static {
    /// All of them, in the order in which they are shown.
    const ALL: &'static [Self];

    /// The word for it, which needs no quoting anywhere.
    fn id(self) -> &'static str;

    /// The choice with that word.
    ///
    /// # Errors
    /// [`ChoiceError::NotAChoice`]: the page offers none but these, so the record was written by something else.
    fn parse(typed: &str) -> Result<Self, ChoiceError> {
        let found = Self::ALL.iter().find(|choice| choice.id() == typed);
        found.copied().ok_or_else(|| ChoiceError::NotAChoice(typed.to_owned()))
    }
}
