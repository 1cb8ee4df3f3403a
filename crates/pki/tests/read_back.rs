//! x509-parser reads back every field of what is issued; nothing stands there that the profile does not name.

#![allow(clippy::unwrap_used, reason = "what a helper cannot do fails the test")]

use pki::certificate::{AlternativeName, Certificate, CertificateError};
use pki::issue;
use pki::key::KeyAlgorithm;
use pki::moment::Moment;
use pki::name::client::ClientNames;
use pki::name::host::{HostName, HostNames};
use pki::name::subject::{Subject, SubjectDraft};
use pki::profile::authority::AuthorityProfile;
use pki::profile::client::ClientProfile;
use pki::profile::server::ServerProfile;
use pki::validity::{BACKDATED_SECONDS, Lifetime};
use testkit::family::{client_profile, make_authority, server_profile};
use testkit::{Family, NOW, SeededEntropy, TempDir, TestKeys, tool};
use x509_parser::prelude::*;

const SIGNATURES: [(KeyAlgorithm, &str); 6] = [
    (KeyAlgorithm::EcdsaP256, "1.2.840.10045.4.3.2"),
    (KeyAlgorithm::EcdsaP384, "1.2.840.10045.4.3.3"),
    (KeyAlgorithm::Ed25519, "1.3.101.112"),
    (KeyAlgorithm::Rsa2048, "1.2.840.113549.1.1.11"),
    (KeyAlgorithm::Rsa3072, "1.2.840.113549.1.1.11"),
    (KeyAlgorithm::Rsa4096, "1.2.840.113549.1.1.11"),
];

fn parsed(certificate: &Certificate) -> X509Certificate<'_> {
    X509Certificate::from_der(certificate.der()).unwrap().1
}

/// Each extension as one line, in the order of the certificate.
fn extensions(certificate: &X509Certificate<'_>) -> Vec<String> {
    let line = |extension: &X509Extension<'_>| {
        let critical = if extension.critical { "critical " } else { "" };
        let value = match extension.parsed_extension() {
            ParsedExtension::BasicConstraints(found) => {
                format!("basicConstraints CA:{} pathlen:{:?}", found.ca, found.path_len_constraint)
            }
            ParsedExtension::KeyUsage(found) => format!("keyUsage {found}"),
            ParsedExtension::ExtendedKeyUsage(found) => format!(
                "extendedKeyUsage server:{} client:{} any:{} other:{}",
                found.server_auth,
                found.client_auth,
                found.any,
                found.other.len()
            ),
            ParsedExtension::SubjectAlternativeName(found) => {
                let names: Vec<String> = found.general_names.iter().map(ToString::to_string).collect();
                format!("subjectAltName {}", names.join(" "))
            }
            ParsedExtension::SubjectKeyIdentifier(_) => "subjectKeyIdentifier".to_owned(),
            ParsedExtension::AuthorityKeyIdentifier(found) => {
                assert!(found.authority_cert_issuer.is_none() && found.authority_cert_serial.is_none());
                "authorityKeyIdentifier".to_owned()
            }
            other => format!("{other:?}"),
        };
        format!("{critical}{value}")
    };
    certificate.extensions().iter().map(line).collect()
}

fn subject_key_identifier(certificate: &X509Certificate<'_>) -> Vec<u8> {
    certificate
        .extensions()
        .iter()
        .find_map(|extension| match extension.parsed_extension() {
            ParsedExtension::SubjectKeyIdentifier(found) => Some(found.0.to_vec()),
            _ => None,
        })
        .unwrap()
}

fn authority_key_identifier(certificate: &X509Certificate<'_>) -> Vec<u8> {
    certificate
        .extensions()
        .iter()
        .find_map(|extension| match extension.parsed_extension() {
            ParsedExtension::AuthorityKeyIdentifier(found) => Some(found.key_identifier.as_ref()?.0.to_vec()),
            _ => None,
        })
        .unwrap()
}

#[test]
fn every_extension_of_every_profile_and_algorithm() {
    for (algorithm, signature) in SIGNATURES {
        let family = Family::new(algorithm);
        let authority = parsed(family.authority.certificate());
        let (server, client) = (parsed(&family.server.0), parsed(&family.client.0));
        assert_eq!(
            extensions(&authority),
            [
                "critical keyUsage Key Cert Sign, CRL Sign",
                "subjectKeyIdentifier",
                "critical basicConstraints CA:true pathlen:Some(0)",
            ]
        );
        let encipherment = if algorithm.rsa_bits().is_some() { ", Key Encipherment" } else { "" };
        assert_eq!(
            extensions(&server),
            [
                "authorityKeyIdentifier".to_owned(),
                "subjectAltName DNSName(localhost) DNSName(api.example.test) IPAddress(7f:00:00:01) IPAddress(00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:01)".to_owned(),
                format!("critical keyUsage Digital Signature{encipherment}"),
                "extendedKeyUsage server:true client:false any:false other:0".to_owned(),
                "subjectKeyIdentifier".to_owned(),
                "critical basicConstraints CA:false pathlen:None".to_owned(),
            ]
        );
        assert_eq!(
            extensions(&client),
            [
                "authorityKeyIdentifier",
                "subjectAltName RFC822Name(alice@example.test) URI(spiffe://example.test/alice)",
                "critical keyUsage Digital Signature",
                "extendedKeyUsage server:false client:true any:false other:0",
                "subjectKeyIdentifier",
                "critical basicConstraints CA:false pathlen:None",
            ]
        );
        for (certificate, key) in
            [(&authority, family.authority.key()), (&server, &family.server.1), (&client, &family.client.1)]
        {
            assert_eq!(certificate.version(), X509Version::V3);
            assert_eq!(certificate.signature_algorithm.algorithm.to_id_string(), signature);
            assert_eq!(certificate.tbs_certificate.signature, certificate.signature_algorithm);
            assert_eq!(certificate.issuer().as_raw(), authority.subject().as_raw());
            assert_eq!(certificate.public_key().raw, key.public_key());
            let bits = &certificate.public_key().subject_public_key.data;
            let sha1 = ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, bits);
            assert_eq!(subject_key_identifier(certificate), sha1.as_ref());
            assert!(certificate.tbs_certificate.issuer_uid.is_none());
            assert!(certificate.tbs_certificate.subject_uid.is_none());
        }
        for leaf in [&server, &client] {
            assert_eq!(authority_key_identifier(leaf), subject_key_identifier(&authority));
        }
    }
}

#[test]
fn serials_are_20_positive_octets_and_differ() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let mut entropy = SeededEntropy::new(7);
    let profile = client_profile("bob", &[], Lifetime::Days(1));
    let mut seen = std::collections::HashSet::new();
    for _ in 0..200 {
        let client = issue::client(&profile, &family.client.1, &family.authority, NOW, &mut entropy).unwrap();
        let raw = parsed(&client).raw_serial().to_vec();
        assert_eq!((raw.len(), raw[0] & 0xC0), (20, 0x40));
        assert_eq!(client.facts().serial, raw);
        assert!(seen.insert(raw));
    }
    assert_eq!(entropy.taken(), 200 * 20);
}

#[test]
fn times_are_utc_time_until_2049_and_generalized_time_from_2050() {
    let keys = TestKeys::new();
    let until = |text| Lifetime::Until(Moment::parse_day(text).unwrap().plus_seconds(86_399));
    for (last, generalized) in
        [("2049-12-31", false), ("2050-01-01", true), ("9999-12-31", true), ("2026-11-23", false)]
    {
        let profile = AuthorityProfile::new(Subject::named("CA").unwrap(), until(last)).unwrap();
        let key = keys.make(KeyAlgorithm::EcdsaP256);
        let authority = issue::authority(&profile, key, NOW, &mut SeededEntropy::new(1)).unwrap();
        let certificate = parsed(authority.certificate());
        let validity = certificate.validity();
        assert!(validity.not_before.is_utctime());
        assert_eq!(validity.not_after.is_generalizedtime(), generalized, "{last}");
        let facts = authority.certificate().facts();
        assert_eq!(facts.not_before, NOW.plus_seconds(-BACKDATED_SECONDS));
        assert_eq!(facts.not_after.to_string(), format!("{last}T23:59:59Z"));
        // A strict reader agrees on both dates.
        let said = tool("openssl").args(["x509", "-noout", "-enddate", "-dateopt", "iso_8601"]);
        let said = said.input(authority.certificate().to_pem()).succeeds().text();
        assert_eq!(said.trim(), format!("notAfter={last} 23:59:59Z"));
    }
}

#[test]
fn distinguished_names_have_the_right_string_types_and_order() {
    let draft = SubjectDraft {
        common_name: "한글 CA, #1".into(),
        organization: "Example, Inc.".into(),
        unit: "R+D".into(),
        country: "kr".into(),
    };
    let subject = Subject::parse(&draft).unwrap();
    let profile = AuthorityProfile::new(subject.clone(), Lifetime::Days(10)).unwrap();
    let key = TestKeys::new().make(KeyAlgorithm::EcdsaP256);
    let authority = issue::authority(&profile, key, NOW, &mut SeededEntropy::new(1)).unwrap();
    let certificate = parsed(authority.certificate());
    let found: Vec<(String, u32)> = certificate
        .subject()
        .iter_attributes()
        .map(|attribute| (attribute.attr_type().to_id_string(), attribute.attr_value().tag().0))
        .collect();
    // 19 is PrintableString, 12 UTF8String.
    let expected = [("2.5.4.6", 19), ("2.5.4.10", 12), ("2.5.4.11", 12), ("2.5.4.3", 12)];
    assert_eq!(found, expected.map(|(oid, tag)| (oid.to_owned(), tag)));

    let facts = authority.certificate().facts();
    assert_eq!(facts.subject, r"CN=한글 CA\, #1,OU=R\+D,O=Example\, Inc.,C=KR");
    assert_eq!(facts.subject, subject.to_string());
    assert_eq!(facts.common_name.as_deref(), Some("한글 CA, #1"));
    assert!(subject.is_that_of(authority.certificate()));
    let said = tool("openssl").args(["x509", "-noout", "-subject", "-nameopt", "RFC2253"]);
    let said = said.input(authority.certificate().to_pem()).succeeds().text();
    assert_eq!(said.trim(), format!("subject={}", facts.subject_in_ascii()));
}

#[test]
fn facts_say_what_openssl_says() {
    for (algorithm, _) in SIGNATURES {
        let family = Family::new(algorithm);
        let facts = family.server.0.facts();
        let said = tool("openssl").args(["x509", "-noout", "-serial", "-fingerprint", "-sha256"]);
        let said = said.input(family.server.0.to_pem()).succeeds().text();
        let serial = facts.serial_text().replace(':', "");
        assert_eq!(
            said.lines().collect::<Vec<_>>(),
            [format!("serial={serial}"), format!("sha256 Fingerprint={}", facts.sha256_text())]
        );
        assert_eq!(facts.sha256_groups().replace(' ', ""), facts.sha256_text().replace(':', ""));
        assert_eq!(facts.sha256_groups().split(' ').map(str::len).collect::<Vec<_>>(), [4; 16]);
        assert_eq!(facts.key, algorithm.label());
        assert_eq!(facts.issuer, family.authority.certificate().facts().subject);
        assert_eq!((facts.is_authority, facts.for_servers, facts.for_clients), (false, true, false));
        assert_eq!(
            facts.names,
            [
                AlternativeName::Dns("localhost".into()),
                AlternativeName::Dns("api.example.test".into()),
                AlternativeName::Ip("127.0.0.1".into()),
                AlternativeName::Ip("::1".into()),
            ]
        );
        let client = family.client.0.facts();
        assert_eq!((client.is_authority, client.for_servers, client.for_clients), (false, false, true));
        assert_eq!(
            client.names,
            [
                AlternativeName::Email("alice@example.test".into()),
                AlternativeName::Uri("spiffe://example.test/alice".into()),
            ]
        );
        assert!(family.authority.certificate().facts().is_authority);
    }
}

#[test]
fn the_common_name_of_a_server_is_its_first_name_that_fits() {
    let long = format!("{}.{}.example", "a".repeat(60), "b".repeat(10));
    let longer = format!("{}.{}.example", "c".repeat(60), "d".repeat(10));
    for (names, common_name) in [
        (vec!["api.example", "b.example"], Some("api.example")),
        (vec![&long, "b.example"], Some("b.example")),
        (vec!["*.example.com"], Some("*.example.com")),
        (vec!["10.0.0.5"], Some("10.0.0.5")),
        (vec![&long, &longer], None),
    ] {
        assert_eq!(server_profile(&names, Lifetime::Days(1)).subject().common_name(), common_name);
    }
}

#[test]
fn without_any_subject_the_names_are_critical() {
    let folder = TempDir::new();
    let keys = TestKeys::new();
    let mut entropy = SeededEntropy::new(1);
    let authority = make_authority("CA", keys.make(KeyAlgorithm::EcdsaP256), &mut entropy);
    let long = format!("{}.{}.example", "a".repeat(60), "b".repeat(10));
    let names = HostNames::new(vec![HostName::parse_with(&long, &testkit::Tables).unwrap()]).unwrap();
    let profile = ServerProfile::new(names, Subject::default(), Lifetime::Days(1));
    let key = keys.make(KeyAlgorithm::EcdsaP256);
    let server = issue::server(&profile, &key, &authority, NOW, &mut entropy).unwrap();
    assert_eq!(server.facts().subject, "");
    assert!(extensions(&parsed(&server))[1].starts_with("critical subjectAltName"));
    let (ca, leaf) =
        (folder.write("ca.pem", authority.certificate().to_pem()), folder.write("leaf.pem", server.to_pem()));
    let verify = tool("openssl").args(["verify", "-x509_strict", "-purpose", "sslserver", "-attime"]);
    verify
        .arg(NOW.unix_seconds().to_string())
        .args(["-verify_hostname", &long, "-CAfile"])
        .args([ca, leaf])
        .succeeds();
}

#[test]
fn a_client_without_further_names_has_no_subject_alternative_name() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let profile =
        ClientProfile::new(Subject::named("bob").unwrap(), ClientNames::default(), Lifetime::Days(1))
            .unwrap();
    let key = TestKeys::new().make(KeyAlgorithm::EcdsaP256);
    let client = issue::client(&profile, &key, &family.authority, NOW, &mut SeededEntropy::new(1)).unwrap();
    assert!(client.facts().names.is_empty());
    assert!(extensions(&parsed(&client)).iter().all(|line| !line.contains("subjectAltName")));
}

#[test]
fn certificates_survive_the_way_through_pem_and_damage_is_named() {
    let family = Family::new(KeyAlgorithm::Ed25519);
    let (server, authority) = (&family.server.0, family.authority.certificate());
    let chain = format!("chain of\n{}{}", server.to_pem(), authority.to_pem());
    assert_eq!(Certificate::from_pem(&chain).as_ref(), Ok(server));
    assert_eq!(Certificate::all_from_pem(&chain), Ok(vec![server.clone(), authority.clone()]));
    let expected = tool("openssl").arg("x509").input(server.to_pem()).succeeds().text();
    assert_eq!(server.to_pem(), expected);

    let key = String::from_utf8(family.server.1.to_pem().expose().to_vec()).unwrap();
    assert_eq!(Certificate::from_pem(""), Err(CertificateError::NotFound));
    assert_eq!(Certificate::from_pem(&key), Err(CertificateError::NotFound));
    let mut longer = server.der().to_vec();
    longer.push(0);
    for damaged in [&server.der()[..server.der().len() - 1], &longer, b"", b"0", family.server.1.public_key()]
    {
        assert!(matches!(Certificate::from_der(damaged), Err(CertificateError::Unreadable(_))));
    }
    let half = &chain[..chain.len() / 3];
    assert!(Certificate::from_pem(half).is_err());
}
