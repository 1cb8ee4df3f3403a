//! The files that can be taken out of what was opened, and the other forms of its key.

use bundle::material::{KeyForm, key_form};
use bundle::p12::{self, Algorithms};
use bundle::passphrase::Passphrase;
use bundle::zip::Entry;
use bundle::{encrypted_key, zip};
use pki::certificate::Certificate;
use pki::secret::Secret;
use serde::{Deserialize, Serialize};
use text::opening as say;

use crate::opened::{Contents, Form, OpenedFile, Pair, Secrecy, Spoken};
use crate::problem::{Problem, Source};
use crate::work::Powers;

/// Longer texts are saved and not shown.
const LONGEST_SHOWN: usize = 256 * 1024;

/// A file of an archive; `keyless` when it was read and has no key. One for its owner alone whose key is not seen in it counts
/// as unencrypted: it may be a passphrase.
pub(super) fn inside(entry: Entry, keyless: bool) -> OpenedFile {
    let for_owner = matches!(entry.contents, zip::Contents::Secret(_));
    let octets = entry.contents.expose();
    // the profile for Apple's devices holds a `.p12` in a form of its own
    let profile = for_owner && entry.path.ends_with(".mobileconfig");
    let secrecy = match key_form(octets) {
        KeyForm::Encrypted if !keyless => Secrecy::Encrypted,
        KeyForm::None if profile => Secrecy::Encrypted,
        KeyForm::None | KeyForm::Encrypted if !for_owner => Secrecy::Public,
        KeyForm::None | KeyForm::Encrypted | KeyForm::Plain => Secrecy::Unencrypted,
    };
    file(entry.path, octets, secrecy)
}

/// A file that was given as it is.
pub(super) fn given(name: String, octets: &[u8]) -> OpenedFile {
    let secrecy = match key_form(octets) {
        KeyForm::None => Secrecy::Public,
        KeyForm::Encrypted => Secrecy::Encrypted,
        KeyForm::Plain => Secrecy::Unencrypted,
    };
    file(name, octets, secrecy)
}

fn file(path: String, octets: &[u8], secrecy: Secrecy) -> OpenedFile {
    let is_text = octets.len() <= LONGEST_SHOWN && std::str::from_utf8(octets).is_ok_and(is_shown);
    let contents = Contents::Here(Secret::new(octets.to_vec()), is_text);
    OpenedFile { path, about: None, secrecy, contents }
}

/// Whether a text is for people: without control characters.
fn is_shown(text: &str) -> bool {
    text.chars().all(|letter| !letter.is_control() || matches!(letter, '\n' | '\r' | '\t'))
}

/// Adds the forms of a key and its certificates that are not there.
pub(super) fn add_forms(files: &mut Vec<OpenedFile>, pair: &Pair) {
    let stem = stem(files);
    let here = |text: Vec<u8>| Contents::Here(Secret::new(text), true);
    let mut forms = Vec::new();
    let mut form = |ending: &str, secrecy, about: fn(text::Lang) -> &'static str, contents| {
        let path = format!("{stem}{ending}");
        forms.push(OpenedFile { path, about: Some(Spoken::new(about)), secrecy, contents });
    };
    let pems = |certificates: &[Certificate]| {
        here(certificates.iter().map(Certificate::to_pem).collect::<String>().into())
    };
    let missing = |own: &Certificate| !files.iter().any(|file| holds(file, own));
    if let Some((own, others)) = pair.certificates.split_first().filter(|(own, _)| missing(own)) {
        form(".crt", Secrecy::Public, say::form_certificate, pems(std::slice::from_ref(own)));
        if !others.is_empty() {
            form("-ca.crt", Secrecy::Public, say::form_chain, pems(others));
        }
    }
    form("-encrypted.key", Secrecy::Encrypted, say::form_encrypted_key, Contents::Made(Form::Key));
    if !pair.certificates.is_empty() {
        let modern = Contents::Made(Form::Pkcs12(Algorithms::Modern));
        let legacy = Contents::Made(Form::Pkcs12(Algorithms::Legacy));
        form("-aes256.p12", Secrecy::Encrypted, say::form_modern, modern);
        form("-3des.p12", Secrecy::Encrypted, say::form_legacy, legacy);
    }
    if !files.iter().any(|file| file.secrecy == Secrecy::Unencrypted) {
        let key = pair.key.to_pem();
        form("-unencrypted.key", Secrecy::Unencrypted, say::form_key, here(key.expose().to_vec()));
    }
    files.append(&mut forms);
}

/// Whether the certificate stands in a file as PEM. An authority's beside the key does not help who needs the key's own.
fn holds(file: &OpenedFile, certificate: &Certificate) -> bool {
    let Contents::Here(octets, true) = &file.contents else { return false };
    let text = std::str::from_utf8(octets.expose()).unwrap_or_default();
    Certificate::all_from_pem(text).is_ok_and(|all| all.contains(certificate))
}

/// What forms are called after: the file with the key, without its ending.
fn stem(files: &[OpenedFile]) -> String {
    let keyed = files.iter().find(|file| file.secrecy != Secrecy::Public).map(OpenedFile::name);
    let name = keyed.unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(&*name, |(stem, _)| stem);
    if stem.is_empty() { "key".to_owned() } else { stem.to_owned() }
}

/// A key to be written in another form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Convert {
    pub(crate) pair: Pair,
    pub(crate) form: Form,
    /// As typed. What is written opens with it.
    pub(crate) passphrase: Secret,
}

impl Convert {
    /// Writes it. It was read again and compared when it comes out.
    pub(crate) fn run(&self, powers: &impl Powers) -> Result<Secret, Problem> {
        let Convert { pair, form, passphrase } = self;
        let typed = String::from_utf8_lossy(passphrase.expose());
        let passphrase = Passphrase::own(typed.trim(), &[]).map_err(|error| {
            Problem::told(Source::Passphrase, |lang| {
                let text::Message { problem, remedy } = error.message(lang);
                say::not_under_this(lang, &problem, &remedy)
            })
        })?;
        let mut entropy = powers.entropy();
        match form {
            Form::Key => {
                let text =
                    encrypted_key::write(&pair.key, &passphrase, &mut entropy).map_err(Problem::from)?;
                Ok(Secret::new(text.into_bytes()))
            }
            Form::Pkcs12(algorithms) => {
                let contents = p12::Contents {
                    friendly_name: pair.called.clone(),
                    key: pair.key.clone(),
                    certificates: pair.certificates.clone(),
                };
                let file = p12::write(&contents, *algorithms, &passphrase, &mut entropy);
                file.map(Secret::new).map_err(Problem::from)
            }
        }
    }
}
