//! Who opens a client's bundle: which files it holds for them, how its `.p12` is encrypted, and a ready call in what they use.
//! How values are quoted is [`crate::shell`]'s and [`crate::code`]'s; what the README says is [`crate::readme_client`]'s.

mod apple;
mod dotnet;
mod go;
pub mod guide;
mod java;
mod node;
mod python;
mod rust;
mod shells;
mod windows;

use serde::{Deserialize, Serialize};
use text::Lang;
use text::recipient as say;

use crate::curl::listed;
use crate::plan::{FileKind, Plan, Snippet};
use crate::unwritable::Unwritable;

/// The variable from which the calls take the passphrase of `client.p12` or of an encrypted key: it stands in no file.
pub const PASSPHRASE: &str = "HANDFAST_PASSPHRASE";

/// Who opens a client's bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[allow(missing_docs, reason = "most variants are the programs' own names")]
pub enum Recipient {
    /// A person or a script with a POSIX shell.
    #[default]
    Curl,
    /// The same with a key that stays under the bundle's passphrase when it is unpacked.
    CurlKey,
    /// The curl.exe of Windows, which is built with Schannel and takes no PEM.
    CurlWindows,
    Macos,
    Windows,
    /// iPhone and iPad.
    Iphone,
    Android,
    Firefox,
    Postman,
    Python,
    /// Python with such a key, which httpx reads and requests does not.
    PythonKey,
    Node,
    /// Java 11 and newer.
    Java,
    /// Java 8, whose releases before 8u301 read the older PKCS#12 alone.
    Java8,
    Go,
    Dotnet,
    Rust,
}

/// How a PKCS#12 file is encrypted for its reader. Making it is `bundle`'s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Pkcs12 {
    /// AES-256 and SHA-256.
    Modern,
    /// 3DES and SHA-1.
    Legacy,
}

impl Recipient {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Recipient; 17] = [
        Recipient::Curl,
        Recipient::CurlKey,
        Recipient::CurlWindows,
        Recipient::Macos,
        Recipient::Windows,
        Recipient::Iphone,
        Recipient::Android,
        Recipient::Firefox,
        Recipient::Postman,
        Recipient::Python,
        Recipient::PythonKey,
        Recipient::Node,
        Recipient::Java,
        Recipient::Java8,
        Recipient::Go,
        Recipient::Dotnet,
        Recipient::Rust,
    ];

    /// Its name in records and in the page.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.names().0
    }

    /// What people call it.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Recipient::CurlKey => say::curl_key(lang),
            Recipient::PythonKey => say::python_key(lang),
            _ => self.names().1,
        }
    }

    /// The same without what stands in brackets.
    pub(crate) fn system(self) -> &'static str {
        let label = self.label(Lang::En);
        label.split_once(" (").map_or(label, |(system, _)| system)
    }

    /// Its name in records, and what people call it where that is the same in every language.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Recipient::Curl => ("curl", "curl (Linux, macOS)"),
            Recipient::CurlKey => ("curl-key", ""),
            Recipient::CurlWindows => ("curl-windows", "curl (Windows)"),
            Recipient::Macos => ("macos", "macOS (Safari, Chrome)"),
            Recipient::Windows => ("windows", "Windows (Edge, Chrome)"),
            Recipient::Iphone => ("iphone", "iPhone, iPad"),
            Recipient::Android => ("android", "Android"),
            Recipient::Firefox => ("firefox", "Firefox"),
            Recipient::Postman => ("postman", "Postman"),
            Recipient::Python => ("python", "Python"),
            Recipient::PythonKey => ("python-key", ""),
            Recipient::Node => ("node", "Node.js"),
            Recipient::Java => ("java", "Java 11+"),
            Recipient::Java8 => ("java8", "Java 8"),
            Recipient::Go => ("go", "Go"),
            Recipient::Dotnet => ("dotnet", ".NET"),
            Recipient::Rust => ("rust", "Rust"),
        }
    }

    /// The one of this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Recipient> {
        Recipient::ALL.into_iter().find(|recipient| recipient.id() == id)
    }

    /// How its `.p12` is encrypted, if it gets one. What reads the newer form without doubt gets that.
    ///
    /// Legacy for Apple: `security import` and Keychain Access take the newer form for a wrong passphrase, up to macOS 26
    /// (tauri-apps/tauri#15844, pyca/cryptography#7293), and so does iOS (pyca/pyopenssl#1266). Android 12 and older:
    /// pyca/cryptography#7458. Java before 8u301: kaikramer/keystore-explorer#359. Windows has read the newer form since
    /// 10 1709, .NET, OpenSSL (Node) and NSS (Firefox) for longer.
    #[must_use]
    pub fn pkcs12(self) -> Option<Pkcs12> {
        match self {
            Recipient::Macos | Recipient::Iphone | Recipient::Android | Recipient::Java8 => {
                Some(Pkcs12::Legacy)
            }
            Recipient::Curl
            | Recipient::CurlWindows
            | Recipient::Windows
            | Recipient::Firefox
            | Recipient::Node
            | Recipient::Java
            | Recipient::Dotnet => Some(Pkcs12::Modern),
            Recipient::CurlKey
            | Recipient::Postman
            | Recipient::Python
            | Recipient::PythonKey
            | Recipient::Go
            | Recipient::Rust => None,
        }
    }

    /// Whether the authority's certificate stands in the `.p12` beside the client's own, for those who show a whole chain or
    /// list what they import. The curl of Windows takes the first certificate that Windows lists for its own
    /// (curl's lib/vtls/schannel.c, `CERT_FIND_ANY`), so there must be no other.
    #[must_use]
    pub fn has_authority_in_pkcs12(self) -> bool {
        self != Recipient::CurlWindows
    }

    /// The files of the bundle, in the order in which they are used; its README comes after them.
    #[must_use]
    pub fn files(self) -> &'static [FileKind] {
        use FileKind::{
            AppleProfile, AuthorityCertificate, CheckScript, Checks, ClientCertificate, ClientEncryptedKey,
            ClientKey, ClientPkcs12, ClientTrustStore, CurlCommand, Snippet as Ready,
        };
        match self {
            Recipient::Curl => &[
                ClientCertificate,
                ClientKey,
                AuthorityCertificate,
                ClientPkcs12,
                CurlCommand,
                Ready(Snippet::Wget),
                CheckScript,
                Checks,
            ],
            Recipient::CurlKey => {
                &[ClientCertificate, ClientEncryptedKey, AuthorityCertificate, Ready(Snippet::CurlKey)]
            }
            Recipient::CurlWindows => {
                &[ClientPkcs12, AuthorityCertificate, Ready(Snippet::CurlWindows), Checks]
            }
            Recipient::Macos => {
                &[ClientPkcs12, AuthorityCertificate, Ready(Snippet::ImportMacos), AppleProfile]
            }
            Recipient::Windows => &[ClientPkcs12, AuthorityCertificate, Ready(Snippet::ImportWindows)],
            Recipient::Iphone => &[AppleProfile, ClientPkcs12, AuthorityCertificate],
            Recipient::Android | Recipient::Firefox => &[ClientPkcs12, AuthorityCertificate],
            Recipient::Postman => &[ClientCertificate, ClientKey, AuthorityCertificate],
            Recipient::Python => &[
                ClientCertificate,
                ClientKey,
                AuthorityCertificate,
                Ready(Snippet::Requests),
                Ready(Snippet::Httpx),
                CheckScript,
            ],
            Recipient::PythonKey => {
                &[ClientCertificate, ClientEncryptedKey, AuthorityCertificate, Ready(Snippet::HttpxKey)]
            }
            Recipient::Node => {
                &[ClientPkcs12, AuthorityCertificate, Ready(Snippet::NodeHttps), Ready(Snippet::Undici)]
            }
            Recipient::Java => &[ClientPkcs12, ClientTrustStore, Ready(Snippet::Java)],
            Recipient::Java8 => &[ClientPkcs12, ClientTrustStore, Ready(Snippet::Java8)],
            Recipient::Go => {
                &[ClientCertificate, ClientKey, AuthorityCertificate, Ready(Snippet::Go), CheckScript]
            }
            Recipient::Dotnet => &[ClientPkcs12, AuthorityCertificate, Ready(Snippet::CSharp)],
            Recipient::Rust => &[
                ClientCertificate,
                ClientKey,
                AuthorityCertificate,
                Ready(Snippet::Rust),
                Ready(Snippet::CargoManifest),
                CheckScript,
            ],
        }
    }

    /// The same for this service: who knows a public authority by its own store gets none from us.
    pub fn files_for(self, plan: &Plan) -> impl Iterator<Item = FileKind> + use<> {
        let public = plan.is_public();
        let ours =
            |kind: FileKind| matches!(kind, FileKind::AuthorityCertificate | FileKind::ClientTrustStore);
        self.files().iter().copied().filter(move |kind| !public || !ours(*kind))
    }

    /// The ready calls among its files.
    pub fn snippets(self) -> impl Iterator<Item = Snippet> {
        self.files().iter().filter_map(|kind| match kind {
            FileKind::Snippet(snippet) => Some(*snippet),
            _ => None,
        })
    }
}

/// The files that a call with a `.p12` names, as people list them.
fn p12_needed(plan: &Plan, lang: Lang) -> String {
    listed(if plan.is_public() { &["client.p12"] } else { &["client.p12", "ca.crt"] }, lang)
}

impl Snippet {
    /// The text, its comments in `lang`. It names the files beside it, to be run in their folder.
    ///
    /// # Errors
    /// [`Unwritable`] when a value cannot stand in the syntax.
    pub fn render(self, plan: &Plan, lang: Lang) -> Result<String, Unwritable> {
        match self {
            Snippet::Wget => shells::wget(plan, lang),
            Snippet::CurlKey => shells::curl_with_encrypted_key(plan, lang),
            Snippet::ImportMacos => apple::import(plan, lang),
            Snippet::CurlWindows => windows::curl(plan, lang),
            Snippet::ImportWindows => windows::import(plan, lang),
            Snippet::Requests => python::requests(plan, lang),
            Snippet::Httpx => python::httpx(plan, lang),
            Snippet::HttpxKey => python::httpx_with_encrypted_key(plan, lang),
            Snippet::NodeHttps => node::https(plan, lang),
            Snippet::Undici => node::undici(plan, lang),
            Snippet::Java => java::current(plan, lang),
            Snippet::Java8 => java::old(plan, lang),
            Snippet::Go => go::call(plan, lang),
            Snippet::CSharp => dotnet::call(plan, lang),
            Snippet::Rust => rust::call(plan, lang),
            Snippet::CargoManifest => rust::manifest(lang),
        }
    }
}
