//! What curl makes of its options before it speaks TLS, in its order (`ossl_connect_step1` and `cert_stuff` of `vtls/openssl.c`): the
//! client's certificate and key, ciphers, groups, whom it trusts, revocation lists; and the first that it refuses.

use pki::certificate::Certificate;
use pki::chain::{Member, Pool};
use pki::moment::Moment;
use pki::verify::openssl::{Settings, verify};
use pki::verify::{Purpose, Question};

use super::{Reason, cipher};
use crate::curl::{Command, Http, Tls};
use crate::files::{Files, Missing};
use crate::material::{self, Key};

/// curl stops.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) exit: u8,
    pub(super) words: String,
    pub(super) reason: Reason,
}

/// curl, ready to speak TLS.
#[derive(Debug, Default)]
pub(super) struct Client {
    /// Its certificate, and what it sends beside it.
    pub(super) chain: Vec<Vec<u8>>,
    pub(super) anchors: Vec<Vec<u8>>,
    pub(super) lists: Vec<Vec<u8>>,
    pub(super) min: Option<Tls>,
    pub(super) max: Option<Tls>,
    pub(super) ciphers: String,
    /// Those of TLS 1.3; OpenSSL's own where none are named.
    pub(super) suites: Option<String>,
    /// Whether HTTP/2 is offered.
    pub(super) http2: bool,
    pub(super) groups: Option<String>,
    /// A key that cannot be read here, and is taken for the certificate's.
    pub(super) unread_key: Option<String>,
}

/// Where Debian's curl looks for authorities.
pub const SYSTEM_STORE: &str = "/etc/ssl/certs/ca-certificates.crt";

pub(super) fn prepare(command: &Command, files: &dyn Files) -> Result<Client, Failure> {
    let mut client = Client {
        min: command.tls_min,
        max: command.tls_max,
        ciphers: command.ciphers.clone().unwrap_or_else(|| "DEFAULT".to_owned()),
        suites: command.tls13_ciphers.clone(),
        http2: command.http.is_none_or(|http| [Http::V2, Http::V2AtOnce].contains(&http))
            && !command.has("no-alpn"),
        groups: command.curves.clone(),
        ..Client::default()
    };
    if let (Some(min), Some(max)) = (command.tls_min, command.tls_max)
        && max < min
    {
        return Err(Failure {
            exit: 35,
            words: "CURL_SSLVERSION_MAX incompatible with CURL_SSLVERSION".to_owned(),
            reason: Reason::VersionsContradict { min, max },
        });
    }
    if let Some(path) = command.certificate.as_deref().filter(|path| !path.is_empty()) {
        (client.chain, client.unread_key) = certificate(command, path, files)?;
    }
    let refuses = |words: String, value: &str| {
        Err(Failure { exit: 59, words, reason: Reason::BadCiphers(value.to_owned()) })
    };
    if let Some(ciphers) = command.ciphers.as_deref().filter(|text| cipher::chosen(text).is_empty()) {
        return refuses(format!("failed setting cipher list: {ciphers}"), ciphers);
    }
    if let Some(suites) = command.tls13_ciphers.as_deref().filter(|text| !cipher::knows_suites(text)) {
        return refuses(format!("failed setting TLS 1.3 cipher suite: {suites}"), suites);
    }
    if let Some(curves) = command.curves.as_deref().filter(|text| cipher::refuses_groups(text).is_some()) {
        return refuses(format!("failed setting curves list: '{curves}'"), curves);
    }
    if !command.insecure {
        client.anchors = anchors(command, files)?;
    }
    if let Some(path) = &command.lists {
        client.lists = material::lists(&files.read(path).unwrap_or_default());
        if client.lists.is_empty() {
            return Err(Failure {
                exit: 82,
                words: format!("error loading CRL file: {path}"),
                reason: Reason::NoList(path.clone()),
            });
        }
    }
    Ok(client)
}

/// What is sent, and the key where it cannot be read.
type Own = (Vec<Vec<u8>>, Option<String>);

/// What curl says where no engine of OpenSSL opens tokens: as Debian's is installed.
const NO_ENGINE: &str = "SSL Engine 'pkcs11' not found";

/// Whether something lies on a token and not in a file (`is_pkcs11_uri`).
fn is_on_token(path: &str) -> bool {
    path.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("pkcs11:"))
}

/// Of which kind a certificate or a key is, where nothing says it (`tool_operate.c`).
fn kind_of(path: &str, said: Option<&str>) -> String {
    said.unwrap_or(if is_on_token(path) { "ENG" } else { "PEM" }).to_owned()
}

fn certificate(command: &Command, path: &str, files: &dyn Files) -> Result<Own, Failure> {
    let kind = kind_of(path, command.certificate_type.as_deref());
    let fails = |words: String, reason: Reason| Err(Failure { exit: 58, words, reason });
    let upper = kind.to_ascii_uppercase();
    if upper == "P12" {
        return p12(command, path, files).map(|chain| (chain, None));
    }
    let (form, contents) = match upper.as_str() {
        "PEM" => ("PEM", files.read(path)),
        "DER" => ("ASN1", files.read(path)),
        "ENG" if is_on_token(path) => return fails(NO_ENGINE.to_owned(), Reason::NoEngine(path.to_owned())),
        "ENG" => {
            return fails(
                "crypto engine not set, can't load certificate".to_owned(),
                Reason::CertificateKind(kind),
            );
        }
        _ => {
            let words = format!("not supported file type '{kind}' for certificate");
            return fails(words, Reason::CertificateKind(kind));
        }
    };
    let not_loaded = |why: &str| {
        format!(
            "could not load {form} client certificate from {path}, OpenSSL error error:{why}, (no key found, wrong pass phrase, or wrong file format?)"
        )
    };
    let contents = match contents {
        Ok(contents) => contents,
        Err(Missing::Folder) => Vec::new(),
        Err(missing) => {
            let (number, words) = missing.errno();
            let why = format!("{:08X}:system library::{words}", 0x8000_0000_u32 + u32::from(number));
            return fails(not_loaded(&why), Reason::CertificateMissing(path.to_owned()));
        }
    };
    let chain = match form {
        "PEM" => match material::chain_until(&contents) {
            (chain, None) => chain,
            (_, Some(_)) => Vec::new(),
        },
        _ => Member::read(&contents).map(|_| contents.clone()).into_iter().collect(),
    };
    let Some(leaf) = chain.first() else {
        let why = if form == "PEM" {
            "0480006C:PEM routines::no start line"
        } else {
            "068000A8:asn1 encoding routines::wrong tag"
        };
        return fails(not_loaded(why), Reason::NoCertificateInFile(path.to_owned()));
    };
    if Member::read(leaf).and_then(|member| member.key.rsa_bits()).is_some_and(|bits| bits < 2_048) {
        let why = "0A00018F:SSL routines::ee key too small";
        return fails(not_loaded(why), Reason::WeakKey(path.to_owned()));
    }
    // the ciphers, and with them another level, are set later
    if chain.iter().any(|der| material::is_signed_weakly(der, 2)) {
        let why = "0A00018E:SSL routines::ca md too weak";
        return fails(not_loaded(why), Reason::WeakDigest(path.to_owned()));
    }
    let key_path = command.key.as_deref().unwrap_or(path);
    let key_kind = kind_of(key_path, command.key_type.as_deref());
    let refused = match key_kind.to_ascii_uppercase().as_str() {
        "PEM" | "DER" => None,
        "ENG" if is_on_token(key_path) => {
            return fails(NO_ENGINE.to_owned(), Reason::NoEngine(key_path.to_owned()));
        }
        "ENG" => Some("crypto engine not set, can't load private key"),
        "P12" => Some("file type P12 for private key not supported"),
        _ => Some("not supported file type for private key"),
    };
    if let Some(words) = refused {
        return fails(words.to_owned(), Reason::KeyKind(key_kind));
    }
    let contents = files.read(key_path);
    let key = match (&contents, key_kind.to_ascii_uppercase().as_str()) {
        (Err(_), _) if files.is_kept_back(key_path) => Key::Unknown,
        (Err(_), _) => Key::None,
        (Ok(contents), "DER") => material::key_der(contents),
        (Ok(contents), _) => material::key(contents, &passphrases(command)),
    };
    let public = Certificate::from_der(leaf).ok();
    let fits = public.as_ref().is_none_or(|certificate| key.fits(certificate.public_key_der()));
    if !fits || key == Key::None {
        let reason = match &key {
            Key::None if contents.is_err() => Reason::KeyMissing(key_path.to_owned()),
            Key::None => Reason::NoKeyInFile(key_path.to_owned()),
            Key::WantsPassphrase | Key::WrongPassphrase => Reason::KeyLocked(key_path.to_owned()),
            Key::Public(_) | Key::Unknown => {
                Reason::OtherKey { certificate: path.to_owned(), key: key_path.to_owned() }
            }
        };
        let words = match (&key, &public) {
            (Key::Public(found), Some(certificate))
                if !material::same_kind(found, certificate.public_key_der()) =>
            {
                "Private key does not match the certificate public key".to_owned()
            }
            _ => format!("unable to set private key file: '{key_path}' type {key_kind}"),
        };
        return fails(words, reason);
    }
    let unread = key == Key::Unknown && !files.is_kept_back(key_path);
    Ok((chain, unread.then(|| key_path.to_owned())))
}

fn passphrases(command: &Command) -> Vec<String> {
    let of = command.passphrase.as_ref();
    of.map(|found| String::from_utf8_lossy(found.expose()).into_owned()).into_iter().collect()
}

fn p12(command: &Command, path: &str, files: &dyn Files) -> Result<Vec<Vec<u8>>, Failure> {
    use bundle::p12::ReadError;
    let fails = |words: String, reason: Reason| Err(Failure { exit: 58, words, reason });
    let contents = match files.read(path) {
        Ok(contents) => contents,
        // a folder can be opened
        Err(Missing::Folder) => Vec::new(),
        Err(_) => {
            return fails(
                format!("could not open PKCS12 file '{path}'"),
                Reason::CertificateMissing(path.to_owned()),
            );
        }
    };
    let passphrase = passphrases(command).pop().unwrap_or_default();
    let not_parsed =
        |why: &str| format!("could not parse PKCS12 file, check password, OpenSSL error error:{why}");
    match bundle::p12::read(&contents, &passphrase) {
        Ok(_) if is_old(&contents).is_some() => {
            let algorithm = is_old(&contents).unwrap_or_default().to_owned();
            let words = not_parsed("0308010C:digital envelope routines::unsupported");
            fails(words, Reason::P12Unsupported { path: path.to_owned(), algorithm })
        }
        Ok(found) => Ok(found.certificates.iter().map(|certificate| certificate.der().to_vec()).collect()),
        Err(ReadError::NotPkcs12 | ReadError::Unreadable) => {
            fails(format!("error reading PKCS12 file '{path}'"), Reason::NotP12(path.to_owned()))
        }
        Err(ReadError::Unsupported(algorithm)) => {
            let words = not_parsed("0308010C:digital envelope routines::unsupported");
            fails(words, Reason::P12Unsupported { path: path.to_owned(), algorithm })
        }
        Err(ReadError::NoKey | ReadError::OtherKey) => {
            let words = "could not load PKCS12 client certificate, OpenSSL error error:0A0C0102:SSL routines::passed a null parameter";
            fails(words.to_owned(), Reason::NoKeyInFile(path.to_owned()))
        }
        Err(_) => {
            let words = not_parsed("11800071:PKCS12 routines::mac verify failure");
            fails(words, Reason::P12Locked(path.to_owned()))
        }
    }
}

/// What OpenSSL 3 reads with its legacy provider alone: RC2 and RC4 of PKCS#12 (RFC 7292 appendix C), by their identifiers.
fn is_old(file: &[u8]) -> Option<&'static str> {
    const PBE: [u8; 11] = [6, 10, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 1];
    file.windows(12).find_map(|octets| {
        let (begin, last) = octets.split_at(11);
        match (begin == PBE, last[0]) {
            (true, 1 | 2) => Some("RC4"),
            (true, 5 | 6) => Some("RC2"),
            _ => None,
        }
    })
}

fn anchors(command: &Command, files: &dyn Files) -> Result<Vec<Vec<u8>>, Failure> {
    let given = command.authorities.is_some() || command.authority_folder.is_some();
    // curl looks for these in this order where no option says otherwise (its manual, ENVIRONMENT)
    let set = |name: &str| command.variable(name).filter(|_| !given).map(str::to_owned);
    let bundle = set("CURL_CA_BUNDLE");
    let folder = set("SSL_CERT_DIR").filter(|_| bundle.is_none());
    let file = set("SSL_CERT_FILE").filter(|_| folder.is_none());
    let named = command.authorities.clone().or(bundle).or(file);
    let folder = command.authority_folder.clone().or(folder);
    let system = || material::certificates(&files.read(SYSTEM_STORE).unwrap_or_default()).unwrap_or_default();
    let mut found = match &named {
        None => system(),
        Some(path) => {
            let contents = files.read(path).unwrap_or_default();
            let own = material::certificates(&contents).unwrap_or_default();
            // a list alone is something to load as well
            if own.is_empty() && material::lists(&contents).is_empty() {
                return Err(Failure {
                    exit: 77,
                    words: format!("error setting certificate file: {path}"),
                    reason: Reason::NoAuthorities(path.clone()),
                });
            }
            own
        }
    };
    match &folder {
        // names that `openssl rehash` gives: eight hexadecimal digits and a number
        Some(folder) => {
            let hashed = |name: &String| {
                name.split_once('.').is_some_and(|(hash, number)| {
                    hash.len() == 8
                        && hash.bytes().all(|octet| octet.is_ascii_hexdigit())
                        && number.bytes().all(|octet| octet.is_ascii_digit())
                })
            };
            for name in files.names(folder).into_iter().filter(hashed) {
                let file = files.read(&format!("{folder}/{name}")).unwrap_or_default();
                found.extend(material::certificates(&file).unwrap_or_default());
            }
        }
        // the system's folder goes on counting beside --cacert
        None if named.is_some() => found.extend(system()),
        None => {}
    }
    Ok(found)
}

impl Client {
    /// How it verifies what a server shows: with the level of security that its ciphers name.
    pub(super) fn settings(&self) -> Settings {
        let security_level = cipher::security_level(&self.ciphers);
        Settings { security_level, ..Settings::curl(!self.lists.is_empty()) }
    }

    /// What is sent when a certificate is asked for: OpenSSL completes a lone certificate from the authorities that are trusted.
    pub(super) fn sent(&self, at: Moment) -> Vec<Vec<u8>> {
        if self.chain.len() != 1 || self.anchors.is_empty() {
            return self.chain.clone();
        }
        let all: Vec<&[u8]> = self.chain.iter().chain(&self.anchors).map(Vec::as_slice).collect();
        let pool = Pool::from_der(all.iter().copied(), []);
        if pool.members.is_empty() {
            return self.chain.clone();
        }
        let question = Question {
            leaf: 0,
            intermediates: Vec::new(),
            anchors: (1..pool.members.len()).collect(),
            lists: Vec::new(),
            purpose: Purpose::Client,
            at,
        };
        let chain = verify(&pool, &question, &Settings::curl(false)).chain;
        chain.into_iter().map(|member| pool.members[member].der().to_vec()).collect()
    }
}
