//! What holds for all names, algorithms and lifetimes, tried with random ones.

use std::sync::LazyLock;
use std::time::Duration;
use testkit::Tables;

use pki::issue::{self, Authority};
use pki::key::{KeyAlgorithm, PrivateKey};
use pki::moment::Moment;
use pki::name::client::{ClientName, ClientNames};
use pki::name::dns::DnsName;
use pki::name::email::EmailName;
use pki::name::host::{HostName, HostNames};
use pki::name::ip::IpName;
use pki::name::subject::{Subject, SubjectDraft};
use pki::name::uri::UriName;
use pki::profile::client::ClientProfile;
use pki::profile::server::ServerProfile;
use pki::validity::{Lifetime, Validity};
use proptest::prelude::*;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use testkit::family::make_authority;
use testkit::{NOW, SeededEntropy, TestKeys};

/// One authority and one leaf key of every kind, made once.
static HOUSE: LazyLock<Vec<(Authority, PrivateKey)>> = LazyLock::new(|| {
    let keys = TestKeys::new();
    let pair = |algorithm| {
        let authority = make_authority("Authority", keys.make(algorithm), &mut SeededEntropy::new(1));
        (authority, keys.make(algorithm))
    };
    KeyAlgorithm::ALL.into_iter().map(pair).collect()
});

fn label() -> impl Strategy<Value = String> {
    "[a-z]([a-z0-9-]{0,20}[a-z0-9])?"
}

fn host() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::collection::vec(label(), 1..5).prop_map(|labels| labels.join(".")),
        1 => prop::collection::vec(label(), 2..4).prop_map(|labels| format!("*.{}", labels.join("."))),
        1 => any::<u32>().prop_map(|bits| std::net::Ipv4Addr::from(bits).to_string()),
        1 => any::<u128>().prop_map(|bits| std::net::Ipv6Addr::from(bits).to_string()),
        1 => "[가-힣]{1,8}\\.한국",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is typed: a checked name or a refusal, never a panic; and a checked name stays what it is.
    #[test]
    fn any_text_is_a_name_or_a_refusal(text in prop_oneof!["\\PC{0,80}", ".{0,300}", "[a-z*_.\\-0-9@:/%\\[\\]]{0,80}"]) {
        if let Ok(name) = DnsName::parse_with(&text, &Tables) {
            prop_assert!(name.as_str().len() <= 253 && name.as_str().is_ascii());
            prop_assert_eq!(DnsName::parse_with(name.as_str(), &Tables), Ok(name.clone()));
            prop_assert_eq!(DnsName::parse_with(&name.to_unicode(), &Tables), Ok(name.clone()));
            prop_assert_eq!(DnsName::try_from(name.to_string()), Ok(name));
        }
        if let Ok(name) = EmailName::parse_with(&text, &Tables) {
            prop_assert_eq!(EmailName::try_from(name.to_string()), Ok(name));
        }
        if let Ok(name) = UriName::parse(&text) {
            prop_assert_eq!(UriName::try_from(name.to_string()), Ok(name));
        }
        if let Ok(name) = IpName::parse(&text) {
            prop_assert_eq!(IpName::parse(&name.to_string()), Ok(name));
        }
        if let Ok(name) = HostName::parse_with(&text, &Tables) {
            prop_assert_eq!(HostName::parse_with(&name.to_string(), &Tables), Ok(name));
        }
        let _ = ClientName::parse_with(&text, &Tables);
        let _ = Lifetime::parse(&text);
        let draft = SubjectDraft { common_name: text.clone(), organization: text, ..SubjectDraft::default() };
        if let Ok(subject) = Subject::parse(&draft) {
            prop_assert_eq!(Subject::parse(&subject.to_draft()), Ok(subject));
        }
    }

    /// However a lifetime comes out, it lies within its issuer's and around now.
    #[test]
    fn a_lifetime_lies_within_its_issuer(
        days in any::<u32>(), until in any::<i64>(), start in -5_000_000_000i64..260_000_000_000,
        length in 0i64..10_000_000_000, now in -5_000_000_000i64..260_000_000_000, by_day in any::<bool>(),
    ) {
        let at = Moment::from_unix_seconds;
        let lifetime = if by_day { Lifetime::Days(days) } else { Lifetime::Until(at(until)) };
        let issuer = Validity::new(at(start), at(start + length)).ok();
        if let Ok(found) = lifetime.resolve(at(now), issuer) {
            prop_assert!(found.contains(at(now)));
            prop_assert!(found.not_before().civil().year >= 1950);
            if let Some(issuer) = issuer {
                prop_assert!(issuer.contains(found.not_before()) && issuer.contains(found.not_after()));
            }
            if let (Lifetime::Days(days), None) = (lifetime, issuer) {
                prop_assert_eq!(found.seconds(), i64::from(days) * 86_400);
            }
        }
    }

    /// What is issued for any names is read back the same, and webpki accepts it for exactly these names.
    #[test]
    fn servers_of_any_names_are_accepted(
        hosts in prop::collection::vec(host(), 1..8), organization in "[\\PC&&[^\"\\\\`$;{}<>|]]{0,64}",
        algorithm in 0usize..6, days in 1u32..3650,
    ) {
        let (authority, key) = &HOUSE[algorithm];
        let mut hosts: Vec<HostName> = hosts.iter().filter_map(|host| HostName::parse_with(host, &Tables).ok()).collect();
        hosts.sort();
        hosts.dedup();
        prop_assume!(!hosts.is_empty());
        let subject = Subject::parse(&SubjectDraft { organization, ..SubjectDraft::default() });
        prop_assume!(subject.is_ok());
        let profile =
            ServerProfile::new(HostNames::new(hosts.clone()).unwrap(), subject.unwrap(), Lifetime::Days(days));
        let server = issue::server(&profile, key, authority, NOW, &mut SeededEntropy::new(u64::from(days))).unwrap();
        let facts = server.facts();
        prop_assert_eq!(&facts.subject, &profile.subject().to_string());
        prop_assert_eq!(facts.names.iter().map(ToString::to_string).collect::<Vec<_>>(),
            hosts.iter().map(ToString::to_string).collect::<Vec<_>>());
        prop_assert_eq!(facts.not_after, facts.not_before.plus_days(i64::from(days)).plus_seconds(-1));

        let (leaf, root) = (CertificateDer::from(server.der()), CertificateDer::from(authority.certificate().der()));
        let leaf = webpki::EndEntityCert::try_from(&leaf).unwrap();
        let time = UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(NOW.unix_seconds()).unwrap()));
        let anchors = [webpki::anchor_from_trusted_cert(&root).unwrap()];
        let usage = webpki::KeyUsage::server_auth();
        let verified = leaf.verify_for_usage(webpki::ALL_VERIFICATION_ALGS, &anchors, &[], time, usage, None, None);
        prop_assert!(verified.is_ok(), "{:?}", verified.err());
        for host in &hosts {
            let asked = host.to_string().replace('*', "any");
            let asked = ServerName::try_from(asked.as_str()).unwrap();
            prop_assert!(leaf.verify_is_valid_for_subject_name(&asked).is_ok(), "{}", host);
        }
        let other = ServerName::try_from("other.never.asked.test").unwrap();
        prop_assert!(leaf.verify_is_valid_for_subject_name(&other).is_err());
    }

    #[test]
    fn clients_of_any_names_are_read_back(
        common_name in "[가-힣a-zA-Z0-9 .,@#+=-]{1,60}[a-z]", local in "[a-z0-9]{1,20}", path in "[A-Za-z0-9_-]{1,20}",
        algorithm in 0usize..6,
    ) {
        let (authority, key) = &HOUSE[algorithm];
        let names = [format!("{local}@example.test"), format!("spiffe://example.test/{path}")];
        let names = ClientNames::new(names.iter().map(|name| ClientName::parse_with(name, &Tables).unwrap()).collect()).unwrap();
        let profile =
            ClientProfile::new(Subject::named(&common_name).unwrap(), names.clone(), Lifetime::Days(30)).unwrap();
        let client = issue::client(&profile, key, authority, NOW, &mut SeededEntropy::new(2)).unwrap();
        prop_assert_eq!(client.facts().common_name.as_deref(), Some(common_name.trim()));
        prop_assert_eq!(client.facts().names.iter().map(ToString::to_string).collect::<Vec<_>>(),
            names.as_slice().iter().map(ToString::to_string).collect::<Vec<_>>());
        prop_assert!(profile.subject().is_that_of(&client));
    }
}
