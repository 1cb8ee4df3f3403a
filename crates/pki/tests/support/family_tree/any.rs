//! Any case: how often what is good and what is spoiled. How it is spoiled is `spoil`'s.

use pki::verify::{Purpose, Target};
use proptest::prelude::*;

use super::{Case, Constraint, Fault, Lists, Names, Purposes, Sent, Trust, Usage};

/// Any case: good, or spoiled in one or two ways.
pub(crate) fn any_case() -> impl Strategy<Value = Case> {
    let place = 0..5_usize;
    let trust = prop_oneof![
        12 => Just(Trust::Root),
        2 => Just(Trust::All),
        2 => place.clone().prop_map(Trust::Between),
        1 => Just(Trust::Leaf),
        1 => Just(Trust::Stranger),
        2 => place.clone().prop_map(Trust::TwinFirst),
        1 => Just(Trust::RootTwinAlone),
        1 => Just(Trust::CrossSigner),
    ];
    let sent = prop_oneof![
        12 => Just(Sent::All),
        1 => Just(Sent::Nothing),
        2 => place.clone().prop_map(Sent::Without),
        1 => Just(Sent::Reversed),
        1 => Just(Sent::WithRoot),
        1 => Just(Sent::WithLeafAndRoot),
        2 => place.clone().prop_map(Sent::TwinFirst),
        1 => Just(Sent::WithCrossSigned),
    ];
    let lists = prop_oneof![
        5 => Just(Lists::None),
        4 => Just(Lists::All),
        1 => place.prop_map(Lists::Without),
    ];
    let purpose = prop_oneof![
        3 => Just(Purpose::Client),
        2 => Just(Purpose::Server(None)),
        2 => Just(Purpose::Server(Some(Target::of("api.example.test")))),
        1 => Just(Purpose::Server(Some(Target::of("10.0.0.1")))),
    ];
    (0..4_usize, prop::collection::vec(any_fault(), 0..=2), trust, sent, lists, purpose).prop_map(
        |(between, faults, trust, sent, lists, purpose)| Case {
            between,
            faults,
            trust,
            sent,
            lists,
            purpose,
        },
    )
}

fn any_fault() -> impl Strategy<Value = Fault> {
    let place = 0..5_usize;
    let usage = prop::sample::select(vec![
        Usage::None,
        Usage::Signing,
        Usage::CertificateSigning,
        Usage::Lists,
        Usage::Encipherment,
    ]);
    let purposes = prop::sample::select(vec![
        Purposes::None,
        Purposes::Server,
        Purposes::Client,
        Purposes::Both,
        Purposes::CodeSigning,
        Purposes::Any,
    ]);
    let constraint = prop::sample::select(vec![
        Constraint::Dns("example.test"),
        Constraint::Dns(".example.test"),
        Constraint::Dns("other.test"),
        Constraint::NoDns("example.test"),
        Constraint::NoDns("www.other.test"),
        Constraint::Address,
        Constraint::NoAddress,
        Constraint::Mailbox("example.test"),
        Constraint::Mailbox(".example.test"),
        Constraint::Mailbox("alice@example.test"),
        Constraint::Uri("example.test"),
        Constraint::Uri(".example.test"),
        Constraint::Subject(true),
        Constraint::Subject(false),
    ]);
    let names = prop::sample::select(vec![
        Names::CommonNameAlone,
        Names::CommonNameWithoutDot,
        Names::Wildcard,
        Names::Other,
        Names::Mailbox,
        Names::Uri,
        Names::AddressAlone,
        Names::Everything,
    ]);
    let plain: Vec<fn(usize) -> Fault> = vec![
        Fault::Ended,
        Fault::EndsNow,
        Fault::NotBegun,
        Fault::BeginsNow,
        Fault::OtherIdentifier,
        Fault::NoAuthorityIdentifier,
        Fault::NoSubjectIdentifier,
        Fault::OtherSigner,
        Fault::OtherInnerAlgorithm,
        Fault::VersionOne,
        Fault::UnknownCritical,
        Fault::Repeated,
        Fault::Unreadable,
        Fault::OtherCase,
        Fault::OtherString,
        Fault::OtherIssuerName,
        Fault::SelfIssued,
        Fault::Edwards,
    ];
    let of_lists: Vec<fn(usize) -> Fault> = vec![
        Fault::ListEnded,
        Fault::ListNotBegun,
        Fault::ListEndsNow,
        Fault::ListWithoutEnd,
        Fault::ListOfAnotherKey,
        Fault::ListOtherIdentifier,
        Fault::ListCritical,
        Fault::OlderList,
        Fault::Revoked,
    ];
    prop_oneof![
        18 => (place.clone(), prop::sample::select(plain)).prop_map(|(at, fault)| fault(at)),
        9 => (place.clone(), prop::sample::select(of_lists)).prop_map(|(at, fault)| fault(at)),
        3 => (place.clone(), prop::option::of(any::<bool>())).prop_map(|(at, basic)| Fault::Basic(at, basic)),
        3 => (place.clone(), 0..3_u8).prop_map(|(at, length)| Fault::PathLength(at, length)),
        4 => (place.clone(), usage).prop_map(|(at, usage)| Fault::Usage(at, usage)),
        4 => (place.clone(), purposes).prop_map(|(at, purposes)| Fault::Purposes(at, purposes)),
        6 => (place.clone(), constraint).prop_map(|(at, constraint)| Fault::Constraint(at, constraint)),
        2 => (place.clone(), any::<bool>()).prop_map(|(at, right)| Fault::IssuerAndSerial(at, right)),
        2 => (place, any::<bool>()).prop_map(|(at, users)| Fault::ListScope(at, users)),
        4 => names.prop_map(Fault::Names),
        1 => Just(Fault::SelfSignedLeaf),
        1 => Just(Fault::WeakLeafKey),
    ]
}
