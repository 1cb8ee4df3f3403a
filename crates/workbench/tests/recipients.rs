//! Who opens a client's bundle decides what is in it, the record remembers it, and a change of mind outdates what was made.

mod desk;

use std::collections::BTreeMap;

use desk::Desk;
use workbench::data::Recipient;
use workbench::msg::Msg;
use workbench::rooms::{create, export};
use workbench::sealed::BundleId;
use workbench::set::ItemId;

const CLIENT: ItemId = ItemId(2);

/// PKCS#12's 3DES (RFC 7292 appendix C) as DER.
const TRIPLE_DES: [u8; 12] = [0x06, 0x0a, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01, 0x03];

fn made() -> Desk {
    let mut desk = Desk::new();
    desk.tell(Msg::Create(create::Msg::Make));
    desk
}

fn choose(desk: &mut Desk, id: &str) {
    desk.tell(Msg::Export(export::Msg::Recipient(CLIENT, id.to_owned())));
}

/// The files of the client's bundle, by name, and its passphrase.
fn sealed(desk: &mut Desk) -> (BTreeMap<String, Vec<u8>>, String) {
    desk.tell(Msg::Export(export::Msg::Seal(BundleId::Client(CLIENT))));
    let bundle = &desk.state.export.bundles[&BundleId::Client(CLIENT)];
    let sealed = bundle.sealed.as_ref().unwrap_or_else(|| panic!("{:?}", bundle.sealing));
    let passphrase = bundle.passphrase.expose();
    let entries = bundle::zip::open(&sealed.bytes, passphrase).expect("opens");
    let files = entries.into_iter().map(|entry| (entry.path, entry.contents.expose().to_vec()));
    (files.collect(), passphrase.to_owned())
}

#[test]
fn each_recipient_gets_its_files_and_no_others() {
    let mut desk = made();
    assert_eq!(desk.state.export.recipient(CLIENT), Recipient::Curl, "what everybody got before");
    for recipient in Recipient::ALL {
        choose(&mut desk, recipient.id());
        let (files, passphrase) = sealed(&mut desk);
        let mut expected: Vec<&str> = recipient.files().iter().map(|kind| kind.name()).collect();
        expected.push("README.md");
        expected.sort_unstable();
        assert_eq!(files.keys().map(String::as_str).collect::<Vec<_>>(), expected, "{recipient:?}");
        let readme = String::from_utf8_lossy(&files["README.md"]).into_owned();
        assert!(readme.contains(recipient.label(text::Lang::En)), "{recipient:?}: {readme}");
        let inside = &desk.state.export.bundles[&BundleId::Client(CLIENT)];
        let inside = &inside.sealed.as_ref().expect("sealed").contents;
        let secrets = ["client.key", "client.p12", "client.mobileconfig"];
        assert!(inside.iter().all(|file| file.secret == secrets.contains(&file.path.as_str())), "{inside:?}");
        for (name, contents) in &files {
            let open = String::from_utf8_lossy(contents).into_owned();
            assert!(!open.contains(&passphrase), "{recipient:?}: {name} holds the passphrase");
            if name == "client.p12" {
                let read =
                    bundle::p12::read(contents, &passphrase).expect("opens with the bundle's passphrase");
                let certificates = if recipient == Recipient::CurlWindows { 1 } else { 2 };
                assert_eq!(read.certificates.len(), certificates, "the client's own, and the authority's");
                let old = contents.windows(12).any(|octets| octets == TRIPLE_DES);
                assert_eq!(
                    old,
                    recipient.pkcs12() == Some(deploy::recipient::Pkcs12::Legacy),
                    "{recipient:?}"
                );
            }
            if name == "client.key" {
                let encrypted = matches!(recipient, Recipient::CurlKey | Recipient::PythonKey);
                assert_eq!(
                    bundle::encrypted_key::read(&open, &passphrase).is_ok(),
                    encrypted,
                    "{recipient:?}"
                );
                assert_eq!(open.contains("BEGIN PRIVATE KEY"), !encrypted, "{recipient:?}");
            }
            if name == "trust.p12" {
                let trusted = bundle::p12::read_trust_store(contents, &passphrase).expect("opens");
                let authority = &desk.state.set.as_ref().expect("made").authority.certificate;
                assert_eq!(trusted.iter().map(|each| &each.certificate).collect::<Vec<_>>(), [authority]);
            }
            if name == "client.mobileconfig" {
                assert!(open.starts_with("<?xml") && open.contains("com.apple.security.pkcs12"), "{open}");
            }
        }
    }
}

#[test]
fn another_recipient_outdates_that_bundle_and_the_record_alone() {
    let mut desk = made();
    desk.tell(Msg::Export(export::Msg::SealAll));
    choose(&mut desk, "iphone");
    let is_sealed = |desk: &Desk, id| desk.state.export.bundles[&id].sealed.is_some();
    assert!(is_sealed(&desk, BundleId::Server(ItemId(1))));
    assert!(!is_sealed(&desk, BundleId::Client(CLIENT)) && !is_sealed(&desk, BundleId::Authority));
    desk.tell(Msg::Export(export::Msg::SealAll));
    choose(&mut desk, "no such recipient");
    assert_eq!(desk.state.export.recipient(CLIENT), Recipient::Iphone);
    assert!(is_sealed(&desk, BundleId::Client(CLIENT)), "nothing was chosen, so nothing changed");
}

#[test]
fn the_record_remembers_who_opens_what() {
    let mut desk = made();
    choose(&mut desk, "java8");
    desk.tell(Msg::Export(export::Msg::Seal(BundleId::Authority)));
    let bundle = &desk.state.export.bundles[&BundleId::Authority];
    let file = bundle.sealed.as_ref().expect("sealed").bytes.clone();
    let passphrase = bundle.passphrase.expose().to_owned();
    let opened = bundle::authority::open(&file, &passphrase).expect("opens");
    assert_eq!(opened.workspace.settings.get("recipients").map(String::as_str), Some(r#"[[2,"java8"]]"#));

    let mut later = Desk::new();
    later.open("authority.zip", file, &passphrase);
    assert_eq!(later.state.export.recipient(CLIENT), Recipient::Java8);
    assert_eq!(later.state.export.recipient(ItemId(3)), Recipient::Curl);
}
