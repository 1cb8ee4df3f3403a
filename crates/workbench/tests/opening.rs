//! Opening whatever was given: each bundle file by file, what is made of its key, and everything that is no bundle at all.

mod desk;

use std::rc::Rc;

use bundle::p12;
use deploy::choices::ChoiceField;
use desk::Desk;
use pki::key::PrivateKey;
use pki::secret::Secret;
use testkit::{TempDir, tool};
use text::Lang;
use workbench::data::Recipient;
use workbench::download::Download;
use workbench::msg::Msg;
use workbench::notice::Said;
use workbench::opened::{Given, OpenedFile, Secrecy};
use workbench::problem::{Problem, Source};
use workbench::rooms::export::opening::{self, Awaits};
use workbench::rooms::{create, deploy as deploy_room, export};
use workbench::sealed::BundleId;
use workbench::set::ItemId;
use workbench::state::Question;

const SERVER: BundleId = BundleId::Server(ItemId(1));
const CLIENT: BundleId = BundleId::Client(ItemId(2));

/// The bundle of a set, and its passphrase.
fn sealed(desk: &mut Desk, id: BundleId) -> (Rc<Vec<u8>>, String) {
    desk.tell(Msg::Export(export::Msg::Seal(id)));
    let bundle = &desk.state.export.bundles[&id];
    let sealed = bundle.sealed.as_ref().unwrap_or_else(|| panic!("{:?}", bundle.sealing));
    (Rc::clone(&sealed.bytes), bundle.passphrase.expose().to_owned())
}

fn set() -> Desk {
    let mut desk = Desk::new();
    desk.tell(Msg::Create(create::Msg::Make));
    desk
}

/// Somebody who opens this and has nothing of their own.
fn partner(name: &str, bytes: Rc<Vec<u8>>, passphrase: &str) -> Desk {
    let mut partner = Desk::new();
    partner.open(name, bytes, passphrase);
    assert_eq!(partner.open_fault(), None);
    partner
}

fn files(desk: &Desk) -> &[OpenedFile] {
    &desk.state.export.opening.unpacked().expect("opened").files
}

fn place(desk: &Desk, path: &str) -> usize {
    let paths: Vec<_> = files(desk).iter().map(|file| file.path.as_str()).collect();
    paths.iter().position(|known| *known == path).unwrap_or_else(|| panic!("{path} among {paths:?}"))
}

/// Saves a file; the question is answered with yes where one is asked.
fn save(desk: &mut Desk, path: &str) -> Download {
    let place = place(desk, path);
    desk.opening(opening::Msg::Save(place));
    let asked = desk.state.question.is_some();
    assert_eq!(asked, files(desk)[place].secrecy == Secrecy::Unencrypted, "{path}");
    if asked {
        assert_eq!(desk.state.question, Some(Question::SaveOpenedUnencrypted(place)));
        desk.tell(Msg::Confirm);
    }
    desk.downloads.pop().unwrap_or_else(|| panic!("{path}: {:?}", desk.open_fault()))
}

fn text(download: &Download) -> String {
    String::from_utf8(download.contents.to_vec()).expect("text")
}

#[test]
fn a_partner_takes_every_file_out_of_a_clients_bundle() {
    let mut desk = set();
    let (bytes, passphrase) = sealed(&mut desk, CLIENT);
    let inside = bundle::zip::open(&bytes, &passphrase).expect("opens");
    let mut partner = partner("handfast.zip", bytes, &passphrase);
    assert!(matches!(partner.state.notice.as_ref().map(|notice| &notice.what), Some(Said::Unpacked(_))));
    for entry in &inside {
        let file = save(&mut partner, &entry.path);
        assert_eq!((&*file.name, file.contents.as_slice()), (&*entry.path, entry.contents.expose()));
    }
    let secrecy = |path: &str| files(&partner)[place(&partner, path)].secrecy;
    assert_eq!(secrecy("client.key"), Secrecy::Unencrypted);
    assert_eq!(secrecy("client.p12"), Secrecy::Encrypted);
    assert_eq!(secrecy("client.crt"), Secrecy::Public);
    let shown = |path: &str| files(&partner)[place(&partner, path)].text().map(str::to_owned);
    assert!(shown("README.md").is_some_and(|text| text.contains("partner-1")));
    assert_eq!(shown("client.key"), None, "a key is never shown");
    assert_eq!(partner.state.set, None);
}

#[test]
fn the_servers_bundle_opens_too_and_every_recipients() {
    let mut desk = set();
    let (bytes, passphrase) = sealed(&mut desk, SERVER);
    let server = partner("server.zip", bytes, &passphrase);
    assert_eq!(files(&server)[place(&server, "server.key")].secrecy, Secrecy::Unencrypted);
    assert!(
        files(&server)[place(&server, "nginx.conf")]
            .text()
            .is_some_and(|text| text.contains("ssl_verify_client"))
    );
    for recipient in Recipient::ALL {
        desk.tell(Msg::Export(export::Msg::Recipient(ItemId(2), recipient.id().into())));
        let (bytes, passphrase) = sealed(&mut desk, CLIENT);
        let inside = bundle::zip::open(&bytes, &passphrase).expect("opens");
        let partner = partner("client.zip", bytes, &passphrase);
        for entry in inside {
            let opened = &files(&partner)[place(&partner, &entry.path)];
            let secret = matches!(entry.contents, bundle::zip::Contents::Secret(_));
            assert_eq!(secret, opened.secrecy != Secrecy::Public, "{}: {}", recipient.id(), entry.path);
        }
        // the key can be taken as PEM, and so can its certificate, though an authority's may lie there already
        let own = &desk.state.set.as_ref().expect("made").leaves[1].pem;
        let mut texts = files(&partner).iter().filter_map(OpenedFile::text);
        assert!(texts.any(|text| text.contains(own.as_str())), "{}", recipient.id());
    }
}

/// The server's key comes out encrypted, and what lies beside it opens it; a public certificate brings no key at all.
#[test]
fn the_servers_key_comes_encrypted_with_its_password_or_not_at_all() {
    let bundled = |field, text: &str| {
        let mut desk = set();
        desk.tell(Msg::Deploy(deploy_room::Msg::Edit(field, text.to_owned())));
        let (bytes, passphrase) = sealed(&mut desk, SERVER);
        let entries = bundle::zip::open(&bytes, &passphrase).expect("opens");
        let text = |name: &str| {
            let entry = entries.iter().find(|entry| entry.path == name);
            entry.map(|entry| String::from_utf8_lossy(entry.contents.expose()).into_owned())
        };
        let files = ["server.crt", "server.key", "server.key.password", "renewal-hook.sh"].map(text);
        (files, partner("server.zip", bytes, &passphrase), passphrase)
    };
    let ([certificate, key, password, hook], opened, passphrase) =
        bundled(ChoiceField::ServerKey, "encrypted");
    let (key, password) = (key.expect("a key"), password.expect("a password"));
    assert!(key.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"), "{key}");
    assert_eq!((certificate.is_some(), hook), (true, None));
    assert_ne!(password.trim(), passphrase, "it will lie on the machine");
    assert!(bundle::encrypted_key::read(&key, password.trim()).is_ok());
    assert!(bundle::encrypted_key::read(&key, &passphrase).is_err());
    assert_eq!(files(&opened)[place(&opened, "server.key")].secrecy, Secrecy::Encrypted);
    assert_eq!(files(&opened)[place(&opened, "server.key.password")].secrecy, Secrecy::Unencrypted);

    let (public, opened, _) = bundled(ChoiceField::ServerCertificate, "public");
    let [certificate, key, password, hook] = public;
    assert_eq!((certificate, key, password, hook.is_some()), (None, None, None, true));
    assert!(files(&opened).iter().all(|file| file.secrecy == Secrecy::Public));
}

#[test]
fn nothing_secret_leaves_without_a_yes() {
    let mut desk = set();
    let (bytes, passphrase) = sealed(&mut desk, CLIENT);
    let mut partner = partner("client.zip", bytes, &passphrase);
    let key = place(&partner, "client.key");
    partner.opening(opening::Msg::Save(key));
    partner.tell(Msg::Dismiss);
    assert_eq!((partner.downloads.len(), partner.state.question), (0, None));
    assert!(partner.state.export.opening.unpacked().is_some(), "what was opened is still there");
    // a place that is not there, or a yes after everything was forgotten, saves nothing
    partner.opening(opening::Msg::Save(99));
    partner.opening(opening::Msg::Save(key));
    partner.opening(opening::Msg::Forget);
    partner.tell(Msg::Confirm);
    assert_eq!(partner.downloads, []);
    assert_eq!(partner.state.export.opening, opening::Opening::default());
}

/// PEM, P12 and encrypted PKCS#8, each out of each, judged by OpenSSL.
#[test]
fn every_form_of_a_key_becomes_every_other() {
    let mut desk = set();
    let key = desk.state.set.as_ref().and_then(|set| set.leaves[1].key.clone()).expect("here");
    let (bytes, passphrase) = sealed(&mut desk, CLIENT);
    let folder = TempDir::new();
    let pass = format!("pass:{passphrase}");
    let judge = |stem: &str, partner: &mut Desk| {
        for (form, legacy) in [("aes256", false), ("3des", true)] {
            let file = save(partner, &format!("{stem}-{form}.p12"));
            folder.write(&file.name, &*file.contents);
            let openssl = |more: &[&str]| {
                let fixed = ["pkcs12", "-in", &file.name, "-passin", &pass, "-info"];
                tool("openssl").args([&fixed[..], more].concat()).in_folder(folder.path()).succeeds().all()
            };
            let said = openssl(&["-noout"]);
            assert_eq!(said.contains("pbeWithSHA1And3-KeyTripleDES-CBC"), legacy, "{said}");
            assert_eq!(said.contains("AES-256-CBC"), !legacy, "{said}");
            assert!(openssl(&["-nokeys"]).contains("partner-1"));
            let contents = p12::read(&file.contents, &passphrase).expect("opens");
            assert_eq!((&contents.key, contents.friendly_name.as_str()), (&key, "partner-1"));
            assert_eq!(contents.certificates.len(), 2, "the authority's is in it");
        }
        let encrypted = save(partner, &format!("{stem}-encrypted.key"));
        folder.write("encrypted.key", &*encrypted.contents);
        let arguments = ["pkey", "-in", "encrypted.key", "-passin", &pass];
        let plain = tool("openssl").args(arguments).in_folder(folder.path()).succeeds().text();
        assert_eq!(PrivateKey::from_pem(&plain).as_ref(), Ok(&key));
        encrypted
    };
    let mut from_pem = partner("client.zip", bytes, &passphrase);
    let encrypted = judge("client", &mut from_pem);
    let p12 = save(&mut from_pem, "client.p12");

    let mut from_p12 = partner("partner.p12", p12.contents, &passphrase);
    judge("partner", &mut from_p12);
    let plain = text(&save(&mut from_p12, "partner-unencrypted.key"));
    assert_eq!(PrivateKey::from_pem(&plain).as_ref(), Ok(&key));
    let certificate = text(&save(&mut from_p12, "partner.crt"));
    let set = desk.state.set.as_ref().expect("made");
    assert_eq!(certificate, set.leaves[1].pem);
    assert_eq!(text(&save(&mut from_p12, "partner-ca.crt")), set.authority.pem);

    // a bare encrypted key: without a certificate there is no .p12
    let mut bare = partner("bare.key", encrypted.contents, &passphrase);
    let paths: Vec<_> = files(&bare).iter().map(|file| file.path.clone()).collect();
    assert_eq!(paths, ["bare.key", "bare-encrypted.key", "bare-unencrypted.key"]);
    let again = text(&save(&mut bare, "bare-unencrypted.key"));
    assert_eq!(PrivateKey::from_pem(&again).as_ref(), Ok(&key));

    // PEM as it lies in a folder, the passphrase typed for what is to be written
    let mut loose = Desk::new();
    loose.opening(opening::Msg::File(Given {
        name: "ca.crt".into(),
        bytes: Rc::new(set.authority.pem.clone().into()),
    }));
    loose.opening(opening::Msg::Pasted(Secret::new(format!("{certificate}{plain}").into_bytes())));
    loose.opening(opening::Msg::Passphrase(Secret::new(passphrase.clone().into_bytes())));
    loose.opening(opening::Msg::Open);
    judge("key", &mut loose);
}

#[test]
fn nothing_is_written_under_a_weak_passphrase() {
    let mut desk = set();
    let (bytes, passphrase) = sealed(&mut desk, CLIENT);
    let mut partner = partner("client.zip", bytes, &passphrase);
    let place = place(&partner, "client-encrypted.key");
    for (typed, in_both) in [("", ""), ("changeit", ""), ("비밀번호-열두글자가-넘어요", "비")] {
        partner.opening(opening::Msg::Passphrase(Secret::new(typed.as_bytes().to_vec())));
        partner.opening(opening::Msg::Save(place));
        let fault = partner.open_fault().unwrap_or_else(|| panic!("{typed:?} was taken")).clone();
        assert!(fault.is_from(Source::Passphrase), "{typed:?}");
        for lang in [Lang::En, Lang::Ko] {
            assert!(fault.message(lang).problem.contains(in_both), "{}", fault.message(lang));
        }
        assert_eq!(partner.downloads, []);
    }
    partner.opening(opening::Msg::Passphrase(Secret::new(b"another-7mxp-3qwer-sd9vb".to_vec())));
    assert_eq!(partner.open_fault(), None, "typing takes the fault away");
    partner.opening(opening::Msg::Save(place));
    assert_eq!(partner.downloads.len(), 1);
}

fn refused(name: &str, bytes: impl Into<Vec<u8>>, passphrase: &str) -> Problem {
    let mut desk = Desk::new();
    desk.open(name, Rc::new(bytes.into()), passphrase);
    assert!(matches!(desk.state.export.opening.awaits, Awaits::Input(_)), "{name} opened");
    assert_eq!(desk.state.export.opening.files.len(), 1, "{name}: it need not be chosen again");
    desk.open_fault().unwrap_or_else(|| panic!("{name} was taken")).clone()
}

#[test]
fn what_cannot_be_opened_is_told_by_its_fault() {
    let mut desk = set();
    let (bundle, passphrase) = sealed(&mut desk, CLIENT);
    let mut partner = partner("client.zip", Rc::clone(&bundle), &passphrase);
    let p12 = save(&mut partner, "client.p12").contents;
    let encrypted = save(&mut partner, "client-encrypted.key").contents;
    let folder = TempDir::new();
    folder.write("client.key", &*save(&mut partner, "client.key").contents);
    let openssl =
        |arguments: &[&str]| tool("openssl").args(arguments).in_folder(folder.path()).succeeds().out;
    let traditional = openssl(&["ec", "-in", "client.key", "-aes256", "-passout", "pass:secret"]);
    let p521 = openssl(&["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"]);
    let rsa_1024 = testkit::keys::RSA_1024_PEM;
    let damaged = {
        let mut bytes = bundle.to_vec();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        bytes
    };
    for (name, bytes, passphrase, english) in [
        ("another passphrase.zip", bundle.to_vec(), "not this one", "passphrase does not open"),
        ("no passphrase.zip", bundle.to_vec(), "", "passphrase does not open"),
        ("half.zip", bundle[..bundle.len() / 2].to_vec(), &*passphrase, "incomplete"),
        ("changed.zip", damaged, &passphrase, "damaged"),
        ("empty", Vec::new(), "", "neither a certificate nor a private key"),
        ("words.txt", b"hello".to_vec(), "", "neither a certificate nor a private key"),
        ("picture.png", b"\x89PNG\r\n\x1a\n".to_vec(), "", "neither a certificate nor a private key"),
        ("large.pem", vec![b'a'; 1024 * 1024 + 1], "", "1,048,577"),
        ("another.p12", p12.to_vec(), "not this one", "passphrase is another"),
        ("none.p12", p12.to_vec(), "", "none was typed"),
        ("half.p12", p12[..p12.len() / 2].to_vec(), &passphrase, "neither a certificate nor a private key"),
        ("another.key", encrypted.to_vec(), "not this one", "passphrase is another"),
        ("none.key", encrypted.to_vec(), "", "none was typed"),
        ("half.key", encrypted[..encrypted.len() / 2].to_vec(), &passphrase, "neither a certificate"),
        ("traditional.key", traditional, "secret", "Proc-Type"),
        ("p521.key", p521, "", "1.3.132.0.35"),
        ("rsa1024.key", rsa_1024.into(), "", "1024"),
        (
            "openssh.key",
            b"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n".to_vec(),
            "",
            "OPENSSH PRIVATE KEY",
        ),
        (
            "broken.crt",
            b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_vec(),
            "",
            "cannot be read",
        ),
        // the end of a directory that lists nothing (APPNOTE.TXT section 4.3.16)
        ("nothing.zip", [b"PK\x05\x06".as_slice(), &[0; 18]].concat(), "", "no file in this archive"),
    ] {
        let told = refused(name, bytes, passphrase).message(Lang::En);
        assert!(told.problem.contains(english), "{name}: {told}");
        if !name.ends_with(".zip") {
            assert!(told.problem.starts_with(&format!("“{name}”")), "{told}");
        }
    }
    let mut nothing = Desk::new();
    nothing.opening(opening::Msg::Open);
    assert!(nothing.open_fault().is_some_and(|fault| fault.is_from(Source::Open)));
    nothing.opening(opening::Msg::Pasted(Secret::new(b"-----BEGIN CERT".to_vec())));
    assert_eq!(nothing.open_fault(), None);
    nothing.opening(opening::Msg::Open);
    assert!(nothing.open_fault().is_some_and(|fault| fault.is_from(Source::Open)));
}

/// Passphrases of others hold any character; PKCS#12 encodes them as UTF-16, PBES2 as UTF-8.
#[test]
fn korean_passphrases_open_what_others_made() {
    let folder = TempDir::new();
    let run = |arguments: &[&str]| drop(tool("openssl").args(arguments).in_folder(folder.path()).succeeds());
    let req =
        ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650"];
    run(&[&req[..], &["-subj", "/CN=x", "-keyout", "x.key", "-out", "x.crt"]].concat());
    let pass = "pass:비밀 번호 🔑";
    run(&["pkcs12", "-export", "-in", "x.crt", "-inkey", "x.key", "-passout", pass, "-out", "x.p12"]);
    run(&["pkcs8", "-topk8", "-in", "x.key", "-passout", pass, "-out", "x-encrypted.key"]);
    run(&["pkcs8", "-topk8", "-in", "x.key", "-passout", pass, "-outform", "DER", "-out", "x.der"]);
    for name in ["x.p12", "x-encrypted.key", "x.der"] {
        for typed in ["비밀 번호 🔑", " 비밀 번호 🔑\n"] {
            partner(name, Rc::new(folder.read(name)), typed);
        }
        let told = refused(name, folder.read(name), "비밀번호").message(Lang::Ko);
        assert!(told.problem.contains("암호"), "{told}");
    }
}

#[test]
fn what_is_chosen_next_takes_the_place_of_what_was_opened() {
    let mut desk = set();
    let (bytes, passphrase) = sealed(&mut desk, CLIENT);
    let mut partner = partner("client.zip", Rc::clone(&bytes), &passphrase);
    let given = |name: &str, bytes: &[u8]| {
        opening::Msg::File(Given { name: name.into(), bytes: Rc::new(bytes.to_vec()) })
    };
    let names = |desk: &Desk| -> Vec<String> {
        desk.state.export.opening.files.iter().map(|file| file.name.clone()).collect()
    };
    partner.opening(given("ca.crt", b"1"));
    assert_eq!(names(&partner), ["ca.crt"]);
    partner.opening(given("ca.key", b"2"));
    partner.opening(given("ca.key", b"3"));
    assert_eq!(names(&partner), ["ca.crt", "ca.key"], "the same name again is the same file again");
    assert_eq!(*partner.state.export.opening.files[1].bytes, b"3");
    partner.opening(given("server.zip", &bytes));
    assert_eq!(names(&partner), ["server.zip"], "a ZIP stands alone");
    partner.opening(given("ca.crt", b"1"));
    assert_eq!(names(&partner), ["ca.crt"]);
    let refused = Problem::FileTooLarge("huge.zip".into(), 100, 64);
    partner.opening(opening::Msg::Refused(refused.clone()));
    assert_eq!(partner.open_fault(), Some(&refused));
    assert_eq!(names(&partner), [""; 0], "who chose another file does not mean the one before");
    partner.opening(opening::Msg::Open);
    assert!(partner.state.export.opening.unpacked().is_none(), "nothing is left to open");
    partner.opening(given("client.zip", &bytes));
    partner.opening(opening::Msg::Open);
    assert!(partner.state.export.opening.unpacked().is_some(), "the passphrase is still there");
    partner.opening(opening::Msg::Refused(refused.clone()));
    assert_eq!(partner.open_fault(), Some(&refused));
    assert!(partner.state.export.opening.unpacked().is_some(), "what was opened is not lost by it");
}

#[test]
fn a_conversion_that_is_stopped_or_comes_late_saves_nothing() {
    let mut desk = set();
    let (bytes, passphrase) = sealed(&mut desk, CLIENT);
    let mut partner = partner("client.zip", bytes, &passphrase);
    let place = place(&partner, "client-aes256.p12");
    partner.held = Some(Vec::new());
    partner.opening(opening::Msg::Save(place));
    assert!(partner.state.export.opening.is_running());
    partner.opening(opening::Msg::Save(place));
    assert_eq!(partner.held.as_ref().map(Vec::len), Some(1), "one at a time");
    let late = partner.held.clone().unwrap_or_default();
    partner.tell(Msg::Cancel);
    assert!(!partner.state.export.opening.is_running());
    partner.held = Some(late);
    partner.release();
    assert_eq!(partner.downloads, []);
    partner.opening(opening::Msg::Save(place));
    assert_eq!(partner.downloads.len(), 1);
}
