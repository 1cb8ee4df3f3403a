//! The certificates of one list: what is said of each is so, whatever their order; each beside its nearest neighbour.

mod support;

use handshake::catalogue::Entry;
use handshake::catalogue::Play;
use handshake::catalogue::workshop::{Set, Workshop};
use handshake::dissect::finding::Finding;
use handshake::dissect::message::Kind;
use handshake::dissect::why::Why;
use handshake::dissect::{Dissection, dissect_connection};
use handshake::scenario::{Scenario, Version};
use handshake::transcript::Side::{self, Client};
use pki::key::KeyAlgorithm;
use testkit::family::Family;
use testkit::{NOW, SeededEntropy};
use text::Lang;

/// A client whose chain has two authorities between its certificate and the root, and that root.
fn deep(family: &Family) -> (Scenario, Vec<u8>) {
    let set = Set {
        authority: family.authority.certificate().der().to_vec(),
        authority_key: Some(family.authority.key().clone()),
        server: support::credential(&family.server),
        client: support::credential(&family.client),
        host: support::HOST.to_owned(),
        rsa: Vec::new(),
        at: NOW,
    };
    let mut entropy = SeededEntropy::new(5);
    let mut workshop = Workshop::new(&set, &mut entropy).expect("a workshop");
    let Play::Lab(staged) = Entry::find("too-deep").expect("it").stage(&mut workshop).expect("it is staged")
    else {
        panic!("it is played")
    };
    let root = staged.scenario.server.trust[0].clone();
    (staged.scenario, root)
}

/// What is said of each certificate of a side, and what was found.
fn told(dissection: &Dissection, side: Side) -> (Vec<Why>, Vec<Finding>) {
    let is_it =
        |message: &&handshake::dissect::Message| (message.side, message.kind) == (side, Kind::Certificate);
    let message = dissection.messages.iter().find(is_it).expect("it is sent");
    let mut fields = Vec::new();
    for name in ["cert_data", "ASN.1Cert"] {
        message.fields.iter().for_each(|field| field.find_all(name, &mut fields));
    }
    let whys = fields.iter().filter_map(|field| field.why).collect();
    let found = dissection.findings.iter().filter(|found| !found.finding.is_of_form());
    (whys, found.map(|found| found.finding.clone()).collect())
}

#[test]
fn each_certificate_is_told_by_whom_it_issued() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let (scenario, root) = deep(&family);
    let [leaf, lower, upper] =
        <[Vec<u8>; 3]>::try_from(scenario.client.credential.as_ref().expect("it has one").chain.clone())
            .expect("three certificates");
    let [stranger, other] = [
        family.twin_with_other_authority().authority.certificate().der().to_vec(),
        family.server.0.der().to_vec(),
    ];
    let disorder = Finding::CertificatesInDisorder { side: Client };
    let stray = |count| Finding::StrayCertificates { side: Client, count };
    use Why::{CertificateAgain, Issuer, IssuerElsewhere, IssuerRoot, Leaf, StrayCertificate};
    let lines = [
        (vec![&leaf], vec![Leaf], vec![]),
        (vec![&leaf, &lower, &upper], vec![Leaf, Issuer, Issuer], vec![]),
        (vec![&leaf, &lower, &upper, &root], vec![Leaf, Issuer, Issuer, IssuerRoot], vec![]),
        // the wrong order, with and without all of them
        (vec![&leaf, &upper, &lower], vec![Leaf, IssuerElsewhere, IssuerElsewhere], vec![disorder.clone()]),
        (
            vec![&leaf, &lower, &root, &upper],
            vec![Leaf, Issuer, IssuerElsewhere, IssuerElsewhere],
            vec![disorder.clone()],
        ),
        // what does not lead on, and what is sent twice
        (vec![&leaf, &upper], vec![Leaf, StrayCertificate], vec![stray(1)]),
        (vec![&leaf, &stranger, &other], vec![Leaf, StrayCertificate, StrayCertificate], vec![stray(2)]),
        (vec![&leaf, &lower, &leaf, &lower], vec![Leaf, Issuer, CertificateAgain, CertificateAgain], vec![]),
        (
            vec![&leaf, &stranger, &lower],
            vec![Leaf, StrayCertificate, IssuerElsewhere],
            vec![disorder.clone(), stray(1)],
        ),
    ];
    for version in Version::ALL {
        for (chain, whys, findings) in &lines {
            let mut scenario = scenario.clone();
            scenario.client.offer.versions = vec![version];
            let chain = chain.iter().map(|der| der.to_vec()).collect();
            scenario.client.credential.as_mut().expect("it has one").chain = chain;
            let dissection = dissect_connection(support::play(&scenario).last());
            let (told, found) = told(&dissection, Client);
            assert_eq!((&told, &found), (whys, findings), "{version:?}");
        }
    }
    for finding in [disorder, stray(1), stray(2)] {
        for lang in Lang::ALL {
            let said = finding.message(lang);
            assert!(said.problem.ends_with('.') || said.problem.ends_with(')'), "{said}");
            assert!(said.remedy.ends_with('.'), "{said}");
        }
    }
}

#[test]
fn an_authority_of_the_same_name_with_another_key_is_told_from_the_issuer() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let twin = family.twin_with_other_keys();
    for (shown, why, strays) in [(&family, Why::IssuerRoot, 0), (&twin, Why::IssuerTwin, 1)] {
        let mut scenario = support::good(&family);
        let chain = &mut scenario.client.credential.as_mut().expect("it has one").chain;
        chain.push(shown.authority.certificate().der().to_vec());
        let dissection = dissect_connection(support::play(&scenario).last());
        let (whys, found) = told(&dissection, Client);
        assert_eq!((whys, found.len()), (vec![Why::Leaf, why], strays));
    }
}

#[test]
fn of_what_cannot_be_read_nothing_is_said() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let mut scenario = support::good(&family);
    let authority = family.authority.certificate().der().to_vec();
    let chain = &mut scenario.client.credential.as_mut().expect("it has one").chain;
    chain.extend([authority[..20].to_vec(), authority]);
    scenario.client.offer.versions = vec![Version::Tls12];
    let dissection = dissect_connection(support::play(&scenario).last());
    let (whys, found) = told(&dissection, Client);
    assert_eq!(whys, [Why::Leaf, Why::FurtherCertificate, Why::FurtherCertificate]);
    assert_eq!(found, Vec::<Finding>::new());
}
