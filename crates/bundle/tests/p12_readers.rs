//! Foreign programs open our PKCS#12 files, modern and legacy, and say what is in them: OpenSSL, Java's keytool, NSS (the
//! library of Firefox), GnuTLS, Python's cryptography, Node.js.

mod support;

use bundle::p12::{self, Algorithms, Contents, ReadError, Trusted, WriteError, read, read_trust_store};
use pki::certificate::Certificate;
use pki::key::{KeyAlgorithm, PrivateKey};
use support::{Folder, passphrase};
use testkit::entropy::Drought;
use testkit::{Family, SeededEntropy};

const KEYS: [KeyAlgorithm; 4] =
    [KeyAlgorithm::EcdsaP256, KeyAlgorithm::EcdsaP384, KeyAlgorithm::Ed25519, KeyAlgorithm::Rsa2048];

/// Each kind of key in a file of each form, in a folder of its own.
fn each(judge: impl Fn(&Folder, &Contents, KeyAlgorithm, Algorithms)) {
    for key in KEYS {
        let family = Family::new(key);
        let contents = Contents {
            friendly_name: "alice".to_owned(),
            key: family.client.1.clone(),
            certificates: vec![family.client.0.clone(), family.authority.certificate().clone()],
        };
        for algorithms in Algorithms::ALL {
            let folder = Folder::new();
            let file = p12::write(&contents, algorithms, &passphrase(), &mut SeededEntropy::new(1));
            folder.write("client.p12", file.expect("written"));
            judge(&folder, &contents, key, algorithms);
        }
    }
}

#[test]
fn openssl() {
    let secret = passphrase();
    let pass = format!("pass:{}", secret.expose());
    each(|folder, contents, key, algorithms| {
        let case = format!("{key:?} {algorithms:?}");
        let file = folder.read("client.p12");
        assert_eq!(read(&file, secret.expose()).as_ref(), Ok(contents), "{case}");
        assert_eq!(read(&file, "other"), Err(ReadError::WrongPassphrase), "{case}");

        let said =
            folder.run("openssl", &["pkcs12", "-in", "client.p12", "-info", "-noout", "-passin", &pass]);
        let parts = match algorithms {
            Algorithms::Modern => [
                "MAC: sha256, Iteration 10000",
                "length: 32, salt length: 16",
                "PKCS7 Encrypted data: PBES2, PBKDF2, AES-256-CBC, Iteration 10000, PRF hmacWithSHA256",
                "Shrouded Keybag: PBES2, PBKDF2, AES-256-CBC, Iteration 10000, PRF hmacWithSHA256",
            ],
            Algorithms::Legacy => [
                "MAC: sha1, Iteration 10000",
                "length: 20, salt length: 8",
                "PKCS7 Encrypted data: pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 10000",
                "Shrouded Keybag: pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 10000",
            ],
        };
        for part in parts {
            assert!(said.contains(part), "{case}: {part}\n{said}");
        }
        folder
            .run("openssl", &["pkcs12", "-in", "client.p12", "-nodes", "-passin", &pass, "-out", "all.pem"]);
        let all = String::from_utf8(folder.read("all.pem")).expect("text");
        assert!(all.contains("friendlyName: alice"), "{all}");
        assert_eq!(PrivateKey::from_pem(&all), Ok(contents.key.clone()), "{case}");
        assert_eq!(Certificate::all_from_pem(&all), Ok(contents.certificates.clone()), "{case}");

        folder.run(
            "openssl",
            &["pkcs12", "-in", "client.p12", "-clcerts", "-nokeys", "-passin", &pass, "-out", "leaf.pem"],
        );
        let leaf = String::from_utf8(folder.read("leaf.pem")).expect("text");
        let own = vec![contents.certificates[0].clone()];
        assert_eq!(Certificate::all_from_pem(&leaf), Ok(own), "only the client's own: {case}");

        folder.refused("openssl", &["pkcs12", "-in", "client.p12", "-noout", "-passin", "pass:other"]);
    });
}

/// With the provider that OpenSSL 3 keeps for what is old, too: `-legacy` is what people find when a file is refused.
#[test]
fn openssl_with_the_legacy_provider() {
    let secret = passphrase();
    let pass = format!("pass:{}", secret.expose());
    each(|folder, contents, key, algorithms| {
        let read =
            |pass| ["pkcs12", "-legacy", "-in", "client.p12", "-nodes", "-passin", pass, "-out", "all.pem"];
        folder.run("openssl", &read(&pass));
        let all = String::from_utf8(folder.read("all.pem")).expect("text");
        assert_eq!(PrivateKey::from_pem(&all), Ok(contents.key.clone()), "{key:?} {algorithms:?}");
        assert_eq!(
            Certificate::all_from_pem(&all),
            Ok(contents.certificates.clone()),
            "{key:?} {algorithms:?}"
        );
        folder.refused("openssl", &read("pass:other"));
    });
}

#[test]
fn python_cryptography() {
    const READ: &str = "import sys
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
held = pkcs12.load_pkcs12(open('client.p12', 'rb').read(), sys.argv[1].encode())
print(held.cert.friendly_name.decode())
print(held.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())
for each in [held.cert] + held.additional_certs: print(each.certificate.public_bytes(Encoding.PEM).decode())";
    let secret = passphrase();
    each(|folder, contents, key, algorithms| {
        let said = folder.run("/usr/bin/python3", &["-c", READ, secret.expose()]);
        assert!(said.starts_with("alice\n"), "{said}");
        assert_eq!(PrivateKey::from_pem(&said), Ok(contents.key.clone()), "{key:?} {algorithms:?}");
        assert_eq!(
            Certificate::all_from_pem(&said),
            Ok(contents.certificates.clone()),
            "{key:?} {algorithms:?}"
        );
        assert!(folder.refused("/usr/bin/python3", &["-c", READ, "other"]).contains("Invalid password"));
    });
}

/// What `pfx` of Node's https takes.
#[test]
fn node() {
    const READ: &str = "const [passphrase] = process.argv.slice(1);
require('tls').createSecureContext({ pfx: require('fs').readFileSync('client.p12'), passphrase });
console.log('taken');";
    let secret = passphrase();
    each(|folder, _, key, algorithms| {
        let said = folder.run("node", &["-e", READ, secret.expose()]);
        assert!(said.contains("taken"), "{key:?} {algorithms:?}: {said}");
        assert!(folder.refused("node", &["-e", READ, "other"]).contains("mac verify failure"));
    });
}

#[test]
fn java() {
    let secret = passphrase();
    each(|folder, _, key, algorithms| {
        let list = |pass| ["-list", "-v", "-keystore", "client.p12", "-storepass", pass];
        let said = folder.run("keytool", &list(secret.expose()));
        for part in ["Alias name: alice", "Entry type: PrivateKeyEntry", "Certificate chain length: 2"] {
            assert!(said.contains(part), "{key:?} {algorithms:?}: {part}\n{said}");
        }
        folder.refused("keytool", &list("other"));
    });
}

#[test]
fn nss() {
    let secret = passphrase();
    each(|folder, _, key, algorithms| {
        // NSS 3.87 knows no Ed25519, and browsers take no certificate with it
        if key == KeyAlgorithm::Ed25519 {
            return;
        }
        let list = |pass| ["-l", "client.p12", "-W", pass];
        let said = folder.run("pk12util", &list(secret.expose()));
        for part in ["Certificate(has private key)", "Friendly Name: alice"] {
            assert!(said.contains(part), "{key:?} {algorithms:?}: {part}\n{said}");
        }
        folder.refused("pk12util", &list("other"));
        folder.run("certutil", &["-N", "--empty-password", "-d", "sql:."]);
        folder.run("pk12util", &["-i", "client.p12", "-W", secret.expose(), "-d", "sql:."]);
        let keys = folder.run("certutil", &["-K", "-d", "sql:."]);
        assert!(keys.contains("alice"), "{key:?} {algorithms:?}: {keys}");
    });
}

#[test]
fn gnutls() {
    let secret = passphrase();
    each(|folder, _, key, algorithms| {
        let info = |pass| ["--p12-info", "--inder", "--infile", "client.p12", "--password", pass];
        let said = folder.run("certtool", &info(secret.expose()));
        let found = said.matches("BEGIN CERTIFICATE").count();
        assert_eq!(
            (found, said.matches("PRIVATE KEY-----").count()),
            (2, 2),
            "{key:?} {algorithms:?}\n{said}"
        );
        folder.refused("certtool", &info("other"));
    });
}

#[test]
fn java_trusts_what_the_trust_store_holds() {
    let secret = passphrase();
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let trusted = |alias: &str, certificate: &Certificate| Trusted {
        alias: alias.to_owned(),
        certificate: certificate.clone(),
    };
    let two = [trusted("ca", family.authority.certificate()), trusted("서버", &family.server.0)];
    for algorithms in Algorithms::ALL {
        let folder = Folder::new();
        let file = p12::write_trust_store(&two, algorithms, &secret, &mut SeededEntropy::new(3));
        let file = file.expect("written");
        assert_eq!(read_trust_store(&file, secret.expose()), Ok(two.to_vec()), "{algorithms:?}");
        assert_eq!(read_trust_store(&file, "other"), Err(ReadError::WrongPassphrase), "{algorithms:?}");
        assert_eq!(read(&file, secret.expose()), Err(ReadError::NoKey), "{algorithms:?}");
        let dry = p12::write_trust_store(&two, algorithms, &secret, &mut Drought);
        assert_eq!(dry, Err(WriteError::NoEntropy), "{algorithms:?}");

        folder.write("trust.p12", file);
        let list = |pass| ["-list", "-v", "-keystore", "trust.p12", "-storepass", pass];
        let said = folder.run("keytool", &list(secret.expose()));
        for (part, times) in [
            ("Entry type: trustedCertEntry", 2),
            ("Alias name: ca\n", 1),
            ("Alias name: 서버\n", 1),
            ("Your keystore contains 2 entries", 1),
        ] {
            assert_eq!(said.matches(part).count(), times, "{algorithms:?}: {part}\n{said}");
        }
        folder.refused("keytool", &list("other"));
        let exported = folder.run(
            "keytool",
            &["-exportcert", "-rfc", "-alias", "ca", "-keystore", "trust.p12", "-storepass", secret.expose()],
        );
        assert_eq!(Certificate::all_from_pem(&exported), Ok(vec![two[0].certificate.clone()]));
    }
    let none = p12::write_trust_store(&[], Algorithms::Modern, &secret, &mut SeededEntropy::new(3));
    assert_eq!(none, Err(WriteError::NoCertificate));
}

/// What keytool writes is read; a file of certificates without Java's attribute holds nothing that is trusted.
#[test]
fn we_read_a_trust_store_of_java() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let folder = Folder::new();
    folder.write("ca.crt", family.authority.certificate().to_pem());
    let import = ["-importcert", "-noprompt", "-alias", "ca", "-file", "ca.crt", "-storetype", "PKCS12"];
    let old = [
        "-J-Dkeystore.pkcs12.certProtectionAlgorithm=PBEWithSHA1AndDESede",
        "-J-Dkeystore.pkcs12.macAlgorithm=HmacPBESHA1",
    ];
    for (case, more) in [("modern", &[][..]), ("legacy", &old)] {
        let name = format!("{case}.p12");
        let output = ["-keystore", &name, "-storepass", "secret-secret"];
        folder.run("keytool", &[more, &import, &output].concat());
        let expected =
            Trusted { alias: "ca".to_owned(), certificate: family.authority.certificate().clone() };
        assert_eq!(read_trust_store(&folder.read(&name), "secret-secret"), Ok(vec![expected]), "{case}");
    }
    let export =
        ["pkcs12", "-export", "-nokeys", "-in", "ca.crt", "-passout", "pass:secret", "-out", "chain.p12"];
    folder.run("openssl", &export);
    assert_eq!(read_trust_store(&folder.read("chain.p12"), "secret"), Ok(Vec::new()));
}
