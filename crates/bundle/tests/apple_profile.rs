//! The profile for Apple's devices: Python's reader of property lists, which is not ours, finds in it what was put in, no
//! passphrase, and no name that became markup.

mod support;

use bundle::apple_profile::{Profile, write};
use bundle::p12::{self, Algorithms, Contents};
use pki::entropy::{Entropy as _, NoEntropy};
use pki::key::KeyAlgorithm;
use support::{Folder, passphrase};
use testkit::entropy::Drought;
use testkit::{Family, SeededEntropy};
use text::Lang;

/// Prints what a profile says, one entry a line, nested ones by their path; data goes to files named after their payloads.
const READ: &str = r#"
import plistlib, sys
def show(path, value):
    if isinstance(value, dict):
        for key in value: show(f'{path}/{key}', value[key])
    elif isinstance(value, list):
        for index, each in enumerate(value): show(f'{path}/{index}', each)
    elif isinstance(value, bytes):
        open(path.split('/')[2] + '.data', 'wb').write(value)
        print(f'{path} data')
    else: print(f'{path} {value!r}')
show('', plistlib.load(open('client.mobileconfig', 'rb'), fmt=plistlib.FMT_XML))
"#;

fn sample() -> (Family, Vec<u8>) {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let contents = Contents {
        friendly_name: "alice".to_owned(),
        key: family.client.1.clone(),
        certificates: vec![family.client.0.clone()],
    };
    let file = p12::write(&contents, Algorithms::Legacy, &passphrase(), &mut SeededEntropy::new(1));
    (family, file.expect("written"))
}

fn profile<'a>(family: &'a Family, pkcs12: &'a [u8], client: &'a str) -> Profile<'a> {
    let (certificate, authority) = (&family.client.0, family.authority.certificate());
    Profile { client, service: "api.example.com", certificate, authority: Some(authority), pkcs12 }
}

#[test]
fn it_holds_the_authority_and_the_p12_and_no_passphrase() {
    let (family, file) = sample();
    let folder = Folder::new();
    let written = write(&profile(&family, &file, "alice"), Lang::En, &mut SeededEntropy::new(2));
    let written = written.expect("entropy");
    folder.write("client.mobileconfig", written.expose());
    let said = folder.run("/usr/bin/python3", &["-c", READ]);
    for part in [
        "/PayloadType 'Configuration'\n",
        "/PayloadVersion 1\n",
        "/PayloadDisplayName 'alice for api.example.com'\n",
        "/PayloadContent/0/PayloadType 'com.apple.security.root'\n",
        "/PayloadContent/0/PayloadDisplayName 'Test Authority'\n",
        "/PayloadContent/0/PayloadContent data\n",
        "/PayloadContent/1/PayloadType 'com.apple.security.pkcs12'\n",
        "/PayloadContent/1/PayloadDisplayName 'alice'\n",
        "/PayloadContent/1/PayloadContent data\n",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(!said.contains("Password"), "{said}");
    assert!(!String::from_utf8_lossy(written.expose()).contains(passphrase().expose()));
    let uuids: std::collections::BTreeSet<&str> = said
        .lines()
        .filter_map(|line| line.split_once("PayloadUUID '").map(|(_, uuid)| uuid.trim_end_matches('\'')))
        .collect();
    assert_eq!(uuids.len(), 3, "{said}");
    for uuid in uuids {
        assert_eq!((uuid.len(), &uuid[14..15]), (36, "4"), "RFC 9562: version 4");
    }
    assert_eq!(folder.read("0.data"), family.authority.certificate().der());
    assert_eq!(folder.read("1.data"), file);
    let pass = format!("pass:{}", passphrase().expose());
    folder.run("openssl", &["pkcs12", "-in", "1.data", "-noout", "-passin", &pass]);

    assert!(matches!(write(&profile(&family, &file, "alice"), Lang::En, &mut Drought), Err(NoEntropy)));
}

#[test]
fn a_name_never_becomes_markup() {
    let (family, file) = sample();
    let mut random = SeededEntropy::new(3);
    let mut octets = [0; 40];
    let characters: Vec<char> =
        "<>&\"'/!]- ?abé홍🔑\u{0}\u{1b}\r\n\t\u{85}\u{2028}\u{fffe}".chars().collect();
    let mut names = vec!["</string><key>Password</key><string>x".to_owned(), "]]>".to_owned(), String::new()];
    for _ in 0..20 {
        random.fill(&mut octets).expect("a seed never runs dry");
        names.push(octets.iter().map(|octet| characters[usize::from(*octet) % characters.len()]).collect());
    }
    for name in names {
        let folder = Folder::new();
        let written = write(&profile(&family, &file, &name), Lang::Ko, &mut SeededEntropy::new(2));
        folder.write("client.mobileconfig", written.expect("entropy").expose());
        let read = "import plistlib, sys; sys.stdout.buffer.write(plistlib.load(open('client.mobileconfig', 'rb'))['PayloadContent'][1]['PayloadDisplayName'].encode())";
        let said = folder.run("/usr/bin/python3", &["-c", read]);
        let kept = |character| !matches!(character, '\0' | '\u{1b}' | '\r' | '\u{fffe}');
        let expected: String = name.chars().map(|each| if kept(each) { each } else { '?' }).collect();
        assert_eq!(said, expected);
    }
}
