//! Authorities of others: what is taken OpenSSL takes too, what is refused it refuses, and each fault is named.

#![allow(clippy::unwrap_used, reason = "what a helper cannot do fails the test")]

use pki::anchors::{AnchorError, Anchors};
use pki::certificate::Certificate;
use pki::key::KeyAlgorithm;
use pki::moment::Moment;
use testkit::partner::Partner;
use testkit::{Family, TempDir, tool};

fn read(text: &str) -> Result<Anchors, AnchorError> {
    Anchors::from_pem(text)
}

/// Whether OpenSSL takes the partner's client for one of a server that trusts these authorities.
fn openssl(trusted: &str, partner: &Partner) -> bool {
    let folder = TempDir::new();
    folder.write("trusted.pem", trusted);
    folder.write("client.pem", &partner.client_chain);
    let verify = tool("openssl").args(["verify", "-no-CApath", "-no-CAstore", "-purpose", "sslclient"]);
    let verify = verify.args(["-CAfile", "trusted.pem", "-untrusted", "client.pem", "client.pem"]);
    verify.in_folder(folder.path()).run().code == Some(0)
}

#[test]
fn chains_are_taken_whole_in_any_order() {
    for between in 0..=2 {
        let partner = Partner::new("Partner", between);
        let mut parts = partner.authorities.clone();
        for _ in 0..=between {
            parts.rotate_left(1);
            let text = format!("From our partner:\r\n{}", parts.concat().replace('\n', "\r\n  "));
            let anchors = read(&text).unwrap();
            assert_eq!(anchors.certificates().len(), between + 1);
            assert_eq!(anchors.intermediates() as usize, between);
        }
        assert!(openssl(&partner.pem(), &partner));
        // twice is once
        assert_eq!(read(&partner.pem().repeat(2)).unwrap().certificates().len(), between + 1);
    }
}

/// An authority whose issuer is not there is of no use to nginx, which wants a self-signed end.
#[test]
fn a_chain_without_its_root_is_refused_as_openssl_refuses_it() {
    let partner = Partner::new("Partner", 2);
    for without in [0, 1] {
        let mut parts = partner.authorities.clone();
        parts.remove(without);
        let error = read(&parts.concat()).unwrap_err();
        assert!(matches!(&error, AnchorError::IssuerMissing { .. }), "{error:?}");
        // what the caller sends does not fill the gap: OpenSSL asks its own first, and then no other
        assert!(!openssl(&parts.concat(), &partner));
    }
    // an issuer of the same name and another key is none
    let twin = Partner::new("Partner", 2);
    let parts = [&twin.authorities[0], &partner.authorities[1], &partner.authorities[2]];
    let error = read(&parts.map(String::as_str).concat()).unwrap_err();
    assert!(matches!(error, AnchorError::IssuerMissing { .. }), "{error:?}");
}

#[test]
fn what_openssl_would_refuse_in_an_authority_is_refused_here() {
    let ca = "basicConstraints=critical,CA:TRUE\n";
    for (extensions, expected) in [
        (format!("{ca}keyUsage=keyCertSign"), None),
        (ca.to_owned(), None),
        (format!("{ca}extendedKeyUsage=clientAuth,serverAuth"), None),
        (format!("{ca}keyUsage=cRLSign"), Some("MayNotSign")),
        (format!("{ca}extendedKeyUsage=serverAuth"), Some("NotForClients")),
        (format!("{ca}extendedKeyUsage=anyExtendedKeyUsage"), Some("NotForClients")),
        ("basicConstraints=critical,CA:FALSE\n".to_owned(), Some("NotAnAuthority")),
    ] {
        let partner = Partner::with_extensions("Partner", 0, &(extensions.clone() + "\n"));
        let found = read(&partner.pem()).err().map(|error| format!("{error:?}"));
        let name = found.as_deref().map(|found| found.split(' ').next().unwrap());
        assert_eq!(name, expected, "{extensions}");
        assert_eq!(openssl(&partner.pem(), &partner), expected.is_none(), "{extensions}");
    }
    let leaf = Partner::new("Partner", 0).client_chain;
    assert!(matches!(read(&leaf), Err(AnchorError::NotAnAuthority { .. })));

    let folder = TempDir::new();
    let request = ["req", "-x509", "-newkey", "rsa:1024", "-nodes", "-subj", "/CN=weak", "-keyout", "k.pem"];
    tool("openssl").args(request).args(["-out", "c.pem"]).in_folder(folder.path()).succeeds();
    let weak = String::from_utf8(folder.read("c.pem")).unwrap();
    assert!(matches!(read(&weak), Err(AnchorError::WeakKey { bits: 1024, .. })));
}

#[test]
fn other_texts_are_refused_with_what_they_are() {
    let partner = Partner::new("Partner", 0);
    let pem = partner.pem();
    let list = partner.lists(3600, false).concat();
    let middle = pem.len() / 2;
    for (text, expected) in [
        (String::new(), AnchorError::NotFound),
        ("hello".to_owned(), AnchorError::NotFound),
        (list.clone(), AnchorError::NotFound),
        (pem[..middle].to_owned(), AnchorError::Cut),
        (format!("{pem}{}", &pem[..middle]), AnchorError::Cut),
        (pem.replacen("MI", "M!", 1), AnchorError::Cut),
        (pem.replacen("-----END CERTIFICATE", "-----END CERTIFICAT", 1), AnchorError::Cut),
        (pem.replacen("\nMI", "\nMA", 1), AnchorError::Unreadable { place: 1 }),
        (format!("{pem}{}", list.replacen("\nMI", "\nMA", 1)), AnchorError::Unreadable { place: 2 }),
        (format!("{}{pem}", partner.client_key), AnchorError::PrivateKey),
        (pem.replace(" CERTIFICATE", " PKCS7"), AnchorError::OtherBlock { label: "PKCS7".to_owned() }),
        ("x".repeat(600 * 1024), AnchorError::Long { limit_kib: 512 }),
    ] {
        assert_eq!(read(&text).unwrap_err(), expected, "{text:.80}");
    }
}

#[test]
fn lists_are_found_for_every_authority() {
    let partner = Partner::new("Partner", 1);
    let lists = partner.lists(3600, true);
    let with = |lists: &[&str]| read(&(partner.pem() + &lists.concat()));
    let whole = with(&[&lists[1], &lists[0]]).unwrap();
    assert_eq!((whole.lists().len(), whole.check_lists()), (2, Ok(())));
    assert!(whole.lists().iter().all(|list| list.issuer().starts_with("CN=Partner")));
    // what is written again is what was read
    assert!(lists.contains(&whole.lists()[0].to_pem()));

    for lists in [&[] as &[&str], &[lists[0].as_str()], &[lists[1].as_str()]] {
        let error = with(lists).unwrap().check_lists().unwrap_err();
        assert!(matches!(error, AnchorError::ListMissing { .. }), "{error:?}");
    }
    // of the same name, signed with another key
    let twin = Partner::new("Partner", 1).lists(3600, false);
    assert!(matches!(with(&[&twin[1]]), Err(AnchorError::ListOfNobody { .. })));
}

#[test]
fn time_is_judged_when_it_is_told() {
    let partner = Partner::new("Partner", 0);
    let anchors = read(&(partner.pem() + &partner.lists(86_400, false).concat())).unwrap();
    let facts = anchors.certificates()[0].facts();
    let end = anchors.lists()[0].next_update().unwrap();
    let later = |moment: Moment, seconds| moment.plus_seconds(seconds);
    let name = |result: Result<(), AnchorError>| {
        result.err().map(|error| format!("{error:?}").split(' ').next().unwrap().to_owned())
    };
    for (now, with_lists, expected) in [
        (end, true, None),
        (later(end, 1), true, Some("ListOver")),
        (later(end, 1), false, None),
        (later(facts.not_after, 0), false, None),
        (later(facts.not_after, 1), false, Some("Over")),
        (later(facts.not_before, -1), false, Some("Early")),
    ] {
        assert_eq!(name(anchors.check_at(now, with_lists)).as_deref(), expected, "{now:?} {with_lists}");
    }
}

#[test]
fn ours_and_its_look_alikes_do_not_stand_beside_ours() {
    let ours = Family::new(KeyAlgorithm::EcdsaP256);
    let beside = |theirs: &Certificate| {
        let anchors = read(&theirs.to_pem()).unwrap();
        anchors.check_beside(ours.authority.certificate())
    };
    let twin = ours.twin_with_other_keys();
    let other = Family::with_keys("Other", &testkit::TestKeys::new(), [KeyAlgorithm::EcdsaP256; 3]);
    assert!(matches!(beside(ours.authority.certificate()), Err(AnchorError::Same { .. })));
    assert!(matches!(beside(twin.authority.certificate()), Err(AnchorError::SameName { .. })));
    // the twin of keys has another name and the same leaves' names
    let renamed = ours.twin_with_other_authority();
    assert_eq!(beside(renamed.authority.certificate()), Ok(()));
    if other.authority.certificate().public_key_der() != ours.authority.certificate().public_key_der() {
        assert_eq!(beside(other.authority.certificate()), Ok(()));
    }
}
