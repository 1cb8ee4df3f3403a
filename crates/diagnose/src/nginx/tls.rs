//! What nginx makes of the files that a server's TLS names, in its order (`ngx_http_ssl_merge_srv_conf`), and the first of them
//! that it refuses, in OpenSSL 3.0's words. How a handshake then goes is `predict`'s.

mod backend;
mod command;
pub(super) mod ocsp;
mod pair;
mod places;

use core::cell::RefCell;
use std::collections::HashMap;

use pki::chain::Member;
use pki::verify::openssl::bits_of_level;

pub use command::{is_followed, open_commands};

use super::folder::{folder_of, full};
use super::item::{Item, Loaded};
use super::refusal::{Cause, FileFault, Refusal};
use super::settings::{Http, Scope, Server, Verify};
use crate::files::{Files, Missing};
use crate::material::{self, Broken, Key};
use crate::predict::cipher;
use pair::{Pair, load_pair};
use places::{Chain, Places};

/// What a server shows and trusts.
#[derive(Debug, Clone, Default)]
pub struct Tls {
    /// Its certificates, each with what is sent beside it.
    pub chains: Vec<Vec<Vec<u8>>>,
    /// Certificates whose key is of another kind: nginx starts, and no handshake succeeds with them.
    pub without_key: usize,
    /// Certificates and keys whose names hold a variable: they are loaded at each handshake, and not followed.
    pub at_handshake: Vec<String>,
    /// Keys that cannot be read here, and are taken for the right ones.
    pub unread_keys: Vec<String>,
    /// Whom it trusts to issue certificates for clients.
    pub anchors: Vec<Vec<u8>>,
    /// Its revocation lists.
    pub lists: Vec<Vec<u8>>,
    /// Whether revocation is asked for.
    pub asks_revocation: bool,
}

impl Tls {
    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chains.is_empty() && self.without_key == 0 && self.at_handshake.is_empty()
    }
}

/// What each server makes of its files.
///
/// # Errors
/// [`Refusal`] for the first that keeps nginx from starting.
pub fn load_all(loaded: &Loaded, http: &Http<'_>, files: &dyn Files) -> Result<Vec<Tls>, Refusal> {
    let loader = Loader::of(loaded, files);
    let all: Result<Vec<Tls>, Refusal> = http.servers.iter().map(|server| loader.server(server)).collect();
    let all = all?;
    for server in &http.servers {
        for listen in &server.listens {
            let (on, default) = http.on_socket(listen);
            if !http.speaks_tls(listen) {
                continue;
            }
            let empty = |at: usize| all[at].is_empty();
            let bare = |at: &usize| empty(*at) && !http.servers[*at].rejects();
            let missing = if bare(&default) {
                Some(default)
            } else if empty(default) {
                on.iter().copied().find(bare)
            } else {
                None
            };
            if let Some(at) = missing {
                let item = http.servers[at].item;
                return Err(Refusal {
                    words: "no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive"
                        .to_owned(),
                    place: Some((loaded.files[item.file].clone(), item.line)),
                    cause: Cause::NoCertificate,
                });
            }
        }
    }
    Ok(all)
}

/// What a server would make of the files with what it shows and whom it trusts, whatever else of its TLS is refused.
///
/// # Errors
/// [`Refusal`] for the first of these files that keeps nginx from starting.
pub fn load_shown(loaded: &Loaded, server: &Server<'_>, files: &dyn Files) -> Result<Tls, Refusal> {
    Loader::of(loaded, files).shown(server)
}

/// What OpenSSL takes out of a file.
#[derive(Clone)]
struct Store {
    certificates: Vec<Vec<u8>>,
    lists: Vec<Vec<u8>>,
    /// Whether the names of authorities are in it.
    has_names: bool,
}

/// Takes things out of files, each once.
pub(super) struct Loader<'a> {
    files: &'a dyn Files,
    folder: &'a str,
    /// Where `http` ends: what is found wrong once all of it was read, nginx says of that line.
    end: Option<(String, usize)>,
    /// What was taken already: many servers name the same files.
    certificates: RefCell<HashMap<(String, u8), Chain>>,
    keys: RefCell<HashMap<(String, Vec<String>), Key>>,
    stores: RefCell<HashMap<String, Store>>,
}

/// How a function of OpenSSL's that opens a file in a mode (fopen(3)) says that it cannot.
fn not_opened(path: &str, missing: Missing, mode: &str) -> String {
    let (number, words) = missing.errno();
    let library = format!("error:{:08X}:system library::{words}", 0x8000_0000_u32 + u32::from(number));
    let bio = match missing {
        Missing::NotFound => "error:10000080:BIO routines::no such file",
        Missing::Forbidden | Missing::Folder => "error:10080002:BIO routines::system lib",
    };
    format!("{library}:calling fopen({path}, {mode}) {bio}")
}

/// What OpenSSL says of a key under a password when nobody is there to ask for it: its own older form it tries once, PKCS#8 by a decoder
/// as well.
fn not_asked(old: bool) -> String {
    const ASKED: &str = "error:1400006B:UI routines::processing error:while reading strings error:0480006D:PEM routines::problems getting password";
    const STOPPED: &str = "error:07880109:common libcrypto routines::interrupted or cancelled";
    let decoder = match old {
        true => String::new(),
        false => format!("error:1C80009F:Provider routines::unable to get passphrase {ASKED} {STOPPED} "),
    };
    format!("{ASKED} {STOPPED} {STOPPED} {decoder}error:04800068:PEM routines::bad password read")
}

/// What it says of a key in PKCS#8 that a password does not open, once for each way in which it tries it.
fn not_opened_by(empty: bool) -> String {
    let word = if empty { "empty password" } else { "maybe wrong password" };
    let once = format!(
        "error:1C800064:Provider routines::bad decrypt error:11800074:PKCS12 routines::pkcs12 cipherfinal error:{word}"
    );
    format!("{once} {once}")
}

/// How OpenSSL says what it stumbles over in a file, and what the function around it adds. What is wrong inside a certificate it says
/// at length and differently each time: that is left out.
fn armour(broken: Broken, added: &str) -> String {
    match broken {
        Broken::End => format!(" (SSL: error:04800066:PEM routines::bad end line{added})"),
        Broken::Letters => format!(" (SSL: error:04800064:PEM routines::bad base64 decode{added})"),
        Broken::Inside => String::new(),
    }
}

impl<'a> Loader<'a> {
    pub(super) fn of(loaded: &'a Loaded, files: &'a dyn Files) -> Loader<'a> {
        let main = loaded.files.first().map_or("", String::as_str);
        let http = loaded.items.iter().find(|item| item.name == "http");
        Loader {
            files,
            folder: folder_of(main),
            end: http.map(|item| (loaded.files[item.file].clone(), item.close)),
            certificates: RefCell::default(),
            keys: RefCell::default(),
            stores: RefCell::default(),
        }
    }
}

/// A list of suites (`ngx_ssl_ciphers`).
fn take_ciphers(ciphers: &str) -> Result<(), Refusal> {
    let Some(why) = cipher::refuses(ciphers) else { return Ok(()) };
    let words = format!("SSL_CTX_set_cipher_list(\"{ciphers}\") failed (SSL: {why})");
    Err(Refusal { words, place: None, cause: Cause::Ciphers(ciphers.to_owned()) })
}

impl Loader<'_> {
    fn server(&self, server: &Server<'_>) -> Result<Tls, Refusal> {
        let tls = self.shown(server)?;
        if server.scope.all("ssl_certificate").is_empty() && !server.rejects() {
            return Ok(tls);
        }
        ocsp::responder(server, self.files)?;
        if let Some(path) = server.scope.word("ssl_dhparam").filter(|path| !path.is_empty()) {
            self.parameters(path, cipher::security_level(server.ciphers()))?;
        }
        if let Some(groups) = server.scope.word("ssl_ecdh_curve").filter(|groups| *groups != "auto")
            && let Some(why) = cipher::refuses_groups(groups)
        {
            let words = format!("SSL_CTX_set1_curves_list(\"{groups}\") failed{why}");
            return Err(Refusal { words, place: None, cause: Cause::Ciphers(groups.to_owned()) });
        }
        server.scope.all("ssl_session_ticket_key").into_iter().try_for_each(|item| self.ticket_key(item))?;
        ocsp::stapled(server, self.folder, self.files)?;
        let commands = server.scope.all("ssl_conf_command").into_iter();
        let mut commands = commands.map(|item| command::fault(item, self.files));
        commands.try_for_each(|done| done)?;
        Ok(tls)
    }

    fn shown(&self, server: &Server<'_>) -> Result<Tls, Refusal> {
        let mut tls = Tls::default();
        let certificates = server.scope.all("ssl_certificate");
        let keys = server.scope.all("ssl_certificate_key");
        if certificates.is_empty() && !server.rejects() {
            return Ok(tls);
        }
        if keys.len() < certificates.len() {
            let last = certificates.last().expect("there is one").word(0);
            let words = format!("no \"ssl_certificate_key\" is defined for certificate \"{last}\"");
            return Err(Refusal { words, place: None, cause: Cause::NoKey });
        }
        let ciphers = server.ciphers();
        let level = cipher::security_level(ciphers);
        take_ciphers(ciphers)?;
        let passphrases = self.passphrases(&server.scope, "ssl_password_file");
        let mut places = Places::default();
        for (certificate, key) in certificates.into_iter().zip(keys) {
            match load_pair(self, (certificate, key), level, &passphrases, &mut places)? {
                Pair::AtHandshake => tls.at_handshake.push(certificate.word(0).to_owned()),
                Pair::Unread(key) => tls.unread_keys.push(key),
                Pair::Read => {}
            }
        }
        (tls.chains, tls.without_key) = places.shown();
        let verify = server.verify();
        let authorities = server.scope.word("ssl_client_certificate").unwrap_or_default();
        if verify != Verify::Off {
            if authorities.is_empty() && verify != Verify::OptionalNoCa {
                let words = "no ssl_client_certificate for ssl_verify_client".to_owned();
                return Err(Refusal { words, place: None, cause: Cause::NoAuthorities });
            }
            tls.anchors.extend(self.authorities("ssl_client_certificate", authorities)?);
        }
        let trusted = server.scope.word("ssl_trusted_certificate").unwrap_or_default();
        tls.anchors.extend(self.authorities("ssl_trusted_certificate", trusted)?);
        if let Some(path) = server.scope.word("ssl_crl").filter(|path| !path.is_empty()) {
            let found = self.lists(path)?;
            tls.anchors.extend(found.certificates);
            tls.lists = found.lists;
            tls.asks_revocation = true;
        }
        Ok(tls)
    }

    /// Parameters of Diffie-Hellman (`ngx_ssl_dhparam`), which have to be as hard as the security level wants.
    fn parameters(&self, path: &str, level: u8) -> Result<(), Refusal> {
        let path = full(self.folder, path);
        let (name, contents) = ("ssl_dhparam", self.files.read(&path));
        let contents = match contents {
            Ok(contents) => contents,
            Err(Missing::Folder) => Vec::new(),
            Err(missing) => {
                let words =
                    format!("BIO_new_file(\"{path}\") failed (SSL: {})", not_opened(&path, missing, "r"));
                return self.refuse(words, name, &path, FileFault::Missing(missing));
            }
        };
        let found = match material::parameters(&contents) {
            Ok(found) => found,
            Err(broken) => {
                let none = " (SSL: error:0480006C:PEM routines::no start line:Expecting: DH PARAMETERS)";
                let why = broken.map_or_else(|| none.to_owned(), |broken| armour(broken, ""));
                let words = format!("PEM_read_bio_DHparams(\"{path}\") failed{why}");
                return self.refuse(words, name, &path, FileFault::NoParameters);
            }
        };
        // an exponent is worth half its length (`BN_security_bits`)
        let wanted = 2 * bits_of_level(level) as usize;
        let short = found.exponent.is_some_and(|exponent| exponent < wanted);
        if short || found.prime < cipher::least_bits(level) {
            let words = format!(
                "SSL_CTX_set_tmp_dh(\"{path}\") failed (SSL: error:0A00018A:SSL routines::dh key too small)"
            );
            return self.refuse(words, name, &path, FileFault::WeakParameters);
        }
        Ok(())
    }

    /// A key of session tickets: 80 octets, or 48 for AES-128 (`ngx_ssl_session_ticket_keys`).
    fn ticket_key(&self, item: &Item) -> Result<(), Refusal> {
        let path = full(self.folder, item.word(0));
        match self.files.read(&path) {
            Ok(contents) if [48, 80].contains(&contents.len()) => Ok(()),
            Err(_) if self.files.is_kept_back(&path) => Ok(()),
            // a folder can be opened, and has another size
            Ok(_) | Err(Missing::Folder) => {
                let cause = Cause::Value { name: item.name.clone(), value: path.clone() };
                let words = format!("\"{path}\" must be 48 or 80 bytes");
                Err(Refusal { words, place: self.end.clone(), cause })
            }
            Err(missing) => {
                let (number, why) = missing.errno();
                let words = format!("open() \"{path}\" failed ({number}: {why})");
                let refused = self.refuse(words, &item.name, &path, FileFault::Missing(missing));
                refused.map_err(|refusal| Refusal { place: self.end.clone(), ..refusal })
            }
        }
    }

    fn refuse<T>(&self, words: String, name: &str, path: &str, fault: FileFault) -> Result<T, Refusal> {
        let cause = Cause::File { name: name.to_owned(), path: path.to_owned(), fault };
        Err(Refusal { words, place: None, cause })
    }

    /// The lines of a file of passwords, each of which is tried.
    fn passphrases(&self, scope: &Scope<'_>, name: &str) -> Vec<String> {
        let Some(item) = scope.last(name) else { return Vec::new() };
        let contents = self.files.read(&full(self.folder, item.word(0))).unwrap_or_default();
        let text = String::from_utf8_lossy(&contents);
        let lines = text.lines().map(|line| line.trim_end_matches('\r').to_owned());
        let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
        // without a line the key is tried with no letters at all
        if lines.is_empty() { vec![String::new()] } else { lines }
    }

    /// Where a certificate or a key stands: in a file, or behind `data:` in the configuration itself.
    fn place(&self, word: &str) -> String {
        if word.starts_with("data:") { word.to_owned() } else { full(self.folder, word) }
    }

    fn written_or_read(&self, place: &str) -> Result<Vec<u8>, Missing> {
        place.strip_prefix("data:").map_or_else(|| self.files.read(place), |text| Ok(text.into()))
    }

    /// A certificate with what is sent beside it.
    fn certificate(&self, certificate: &str, level: u8) -> Result<Chain, Refusal> {
        const NO_START: &str =
            "SSL: error:0480006C:PEM routines::no start line:Expecting: TRUSTED CERTIFICATE";
        let path = self.place(certificate);
        let asked = (path.clone(), level);
        if let Some(known) = self.certificates.borrow().get(&asked) {
            return Ok(known.clone());
        }
        let name = "ssl_certificate";
        let contents = match self.written_or_read(&path) {
            Ok(contents) => contents,
            // a folder can be opened, and nothing is in it
            Err(Missing::Folder) => Vec::new(),
            Err(missing) => {
                let why = not_opened(&path, missing, "r");
                let words = format!("cannot load certificate \"{path}\": BIO_new_file() failed (SSL: {why})");
                return self.refuse(words, name, &path, FileFault::Missing(missing));
            }
        };
        let (chain, broken) = material::chain_until(&contents);
        let function = if chain.is_empty() { "PEM_read_bio_X509_AUX" } else { "PEM_read_bio_X509" };
        let said = |why: &str| format!("cannot load certificate \"{path}\": {function}() failed{why}");
        if broken.is_some() || chain.first().is_none_or(|der| Member::read(der).is_none()) {
            let words = said(&broken.map_or_else(|| format!(" ({NO_START})"), |broken| armour(broken, "")));
            return self.refuse(words, name, &path, FileFault::NoCertificate);
        }
        for (at, der) in chain.iter().enumerate() {
            let (why, fault) = match (material::has_weak_key(der, level), at) {
                (true, 0) => ("0A00018F:SSL routines::ee key too small", FileFault::Weak),
                (true, _) => ("0A00018D:SSL routines::ca key too small", FileFault::Weak),
                (false, _) if material::is_signed_weakly(der, level) => {
                    ("0A00018E:SSL routines::ca md too weak", FileFault::WeakDigest)
                }
                (false, _) => continue,
            };
            let function = if at == 0 { "SSL_CTX_use_certificate" } else { "SSL_CTX_set0_chain" };
            let words = format!("{function}(\"{path}\") failed (SSL: error:{why})");
            return self.refuse(words, name, &path, fault);
        }
        self.certificates.borrow_mut().insert(asked, chain.clone());
        Ok(chain)
    }

    /// The key of a file that nginx can open; whose it is its place tells.
    fn key(&self, path: &str, passphrases: &[String]) -> Result<Key, Refusal> {
        let asked = (path.to_owned(), passphrases.to_vec());
        if let Some(known) = self.keys.borrow().get(&asked) {
            return Ok(known.clone());
        }
        let name = "ssl_certificate_key";
        let begins = format!("cannot load certificate key \"{path}\": ");
        let contents = match self.written_or_read(path) {
            Ok(contents) => contents,
            Err(Missing::Folder) => Vec::new(),
            Err(_) if self.files.is_kept_back(path) => return Ok(Key::Unknown),
            Err(missing) => {
                let words =
                    format!("{begins}BIO_new_file() failed (SSL: {})", not_opened(path, missing, "r"));
                return self.refuse(words, name, path, FileFault::Missing(missing));
            }
        };
        let failed = |why: &str| format!("{begins}PEM_read_bio_PrivateKey() failed (SSL: {why})");
        let old = material::is_locked_the_old_way(&contents);
        match material::key(&contents, passphrases) {
            Key::None => {
                let why = "error:1E08010C:DECODER routines::unsupported:No supported data to decode. Input type: PEM";
                self.refuse(failed(why), name, path, FileFault::NoKey)
            }
            Key::WantsPassphrase => self.refuse(failed(&not_asked(old)), name, path, FileFault::Locked),
            Key::WrongPassphrase => {
                // it is told of the last one that was tried
                let empty = passphrases.last().is_none_or(String::is_empty);
                self.refuse(failed(&not_opened_by(empty)), name, path, FileFault::Locked)
            }
            found => {
                self.keys.borrow_mut().insert(asked, found.clone());
                Ok(found)
            }
        }
    }

    fn authorities(&self, name: &str, path: &str) -> Result<Vec<Vec<u8>>, Refusal> {
        if path.is_empty() {
            return Ok(Vec::new());
        }
        let found = self.store(name, path, "SSL_CTX_load_verify_locations")?;
        if name == "ssl_client_certificate" && !found.has_names {
            // the names of the authorities are read once more, and a list has none
            let path = full(self.folder, path);
            let words = format!(
                "SSL_load_client_CA_file(\"{path}\") failed (SSL: error:0480006C:PEM routines::no start line:Expecting: CERTIFICATE)"
            );
            return self.refuse(words, name, &path, FileFault::NoCertificate);
        }
        Ok(found.certificates)
    }

    fn lists(&self, path: &str) -> Result<Store, Refusal> {
        self.store("ssl_crl", path, "X509_LOOKUP_load_file")
    }

    /// Certificates and lists of a file that goes into OpenSSL's store: both functions take both.
    fn store(&self, name: &str, path: &str, function: &str) -> Result<Store, Refusal> {
        let path = full(self.folder, path);
        if let Some(known) = self.stores.borrow().get(&path) {
            return Ok(known.clone());
        }
        let contents = match self.files.read(&path) {
            Ok(contents) => contents,
            Err(Missing::Folder) => Vec::new(),
            Err(missing) => {
                let why = not_opened(&path, missing, "r");
                let words = format!(
                    "{function}(\"{path}\") failed (SSL: {why} error:05880002:x509 certificate routines::system lib)"
                );
                return self.refuse(words, name, &path, FileFault::Missing(missing));
            }
        };
        let (certificates, broken) = material::certificates_until(&contents);
        let lists = material::lists(&contents);
        if let Some(broken) = broken {
            let why = armour(broken, " error:05880009:x509 certificate routines::PEM lib");
            return self.refuse(
                format!("{function}(\"{path}\") failed{why}"),
                name,
                &path,
                FileFault::Nothing,
            );
        }
        if certificates.is_empty() && lists.is_empty() {
            let words = format!(
                "{function}(\"{path}\") failed (SSL: error:05800088:x509 certificate routines::no certificate or crl found)"
            );
            return self.refuse(words, name, &path, FileFault::Nothing);
        }
        let found = Store { certificates, lists, has_names: material::names_authorities(&contents) };
        self.stores.borrow_mut().insert(path, found.clone());
        Ok(found)
    }
}
