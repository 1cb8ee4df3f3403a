//! The runbook and the calendar: every step says what must come of it, and every value stays a value.

mod support;

use std::collections::BTreeSet;

use deploy::calendar;
use deploy::choices::{ChoiceField, ChoicesDraft};
use deploy::expiry::{Expiries, Expiring, Expiry};
use deploy::runbook::{self, Part};
use pki::moment::{Moment, Offset};
use proptest::prelude::*;
use testkit::tool::tool;
use text::Lang;

/// Choices in all their kinds.
fn drafts() -> Vec<ChoicesDraft> {
    let base = ChoicesDraft::default;
    let ssh = || base().with(ChoiceField::Machine, "ssh").with(ChoiceField::SshHost, "192.0.2.10");
    let gcloud = || {
        let placed =
            base().with(ChoiceField::Machine, "gcloud").with(ChoiceField::GcloudProject, "woori-fisa");
        placed.with(ChoiceField::GcloudInstance, "mtls-1").with(ChoiceField::Layout, "system")
    };
    let public = |draft: ChoicesDraft| draft.with(ChoiceField::ServerCertificate, "public");
    vec![
        public(base()),
        public(ssh()).with(ChoiceField::PlainPort, "redirect"),
        public(gcloud()),
        base(),
        ssh(),
        ssh().with(ChoiceField::Callers, "203.0.113.0/24").with(ChoiceField::FlaskAt, "socket"),
        gcloud(),
        gcloud().with(ChoiceField::Callers, "203.0.113.0/24").with(ChoiceField::Revocation, "on"),
        support::own_backend("https://app.internal:8443")
            .with(ChoiceField::Verify, "paths")
            .with(ChoiceField::ProtectedPaths, "/pay"),
    ]
}

#[test]
fn each_step_has_a_name_of_its_own_and_says_what_must_come_of_it() {
    for draft in drafts() {
        let public = draft.text(ChoiceField::ServerCertificate) == "public";
        for names in [&["api.example.com"][..], &["192.0.2.10"], &["*.example.com"]] {
            if public && names == ["192.0.2.10"] {
                continue;
            }
            let plan = support::plan(&draft, names);
            let chapters =
                runbook::chapters(&plan, "server.zip", &Expiries::default(), Lang::En).expect("chapters");
            let mut ids = BTreeSet::new();
            for step in chapters.iter().flat_map(|chapter| &chapter.steps) {
                assert!(ids.insert(step.id), "{} stands twice", step.id);
                assert!(!step.parts.is_empty(), "{} says nothing", step.id);
                let runs = step.parts.iter().any(|part| matches!(part, Part::Run(..)));
                // a reload that works says nothing
                assert!(
                    !runs || step.expect.is_some() || step.id == "quiet",
                    "{}: what must come of it?",
                    step.id
                );
            }
            // what install.sh would miss comes before it, and before certbot, which wants the lists too
            let place =
                |id: &str| chapters.iter().flat_map(|chapter| &chapter.steps).position(|step| step.id == id);
            assert!(place("packages").is_some() && place("packages") < place("install"), "{ids:?}");
            assert!(place("public-certificate").is_none_or(|at| place("packages") < Some(at)), "{ids:?}");
            assert!(ids.contains("check-stranger") && ids.contains("hand-first"), "{ids:?}");
            assert_eq!(ids.contains("public-certificate"), public);
            assert_eq!(ids.contains("firewall-80"), public && names != ["*.example.com"]);
            assert_eq!(ids.contains("dns"), names != ["192.0.2.10"], "{names:?}");
            assert_eq!(ids.contains("renew-list"), draft.text(ChoiceField::Revocation) == "on");
        }
    }
}

/// What apt-get would do by itself is said where it would not do: another nginx than the one chosen, and one that has the port.
#[test]
fn what_packages_bring_by_themselves_is_told() {
    for (release, layout, expected) in [
        ("nginx.org-mainline", "alone", "in the branch mainline (https://nginx.org/en/linux_packages.html)"),
        ("nginx.org-stable", "system", "in the branch stable (https://nginx.org/en/linux_packages.html)"),
        ("nginx.org-stable", "gateway", ""),
        ("debian-13", "alone", ""),
    ] {
        let draft = ChoicesDraft::default()
            .with(ChoiceField::Release, release)
            .with(ChoiceField::Layout, layout)
            .with(ChoiceField::ServerCertificate, "public");
        let plan = support::plan(&draft, &["api.example.com"]);
        let chapters =
            runbook::chapters(&plan, "server.zip", &Expiries::default(), Lang::En).expect("chapters");
        let said = |id: &str| {
            let step = chapters.iter().flat_map(|chapter| &chapter.steps).find(|step| step.id == id);
            let say = |part: &Part| match part {
                Part::Say(words) => Some(words.clone()),
                _ => None,
            };
            step.expect("there").parts.iter().filter_map(say).collect::<String>()
        };
        assert_eq!(said("packages").contains("nginx.org"), !expected.is_empty(), "{release} {layout}");
        assert!(said("packages").contains(expected), "{}", said("packages"));
        let busy = said("public-certificate").contains("sudo systemctl disable --now nginx");
        assert_eq!(busy, layout == "alone", "{layout}: {}", said("public-certificate"));
    }
}

/// Names as people type them, with what iCalendar treats specially.
fn name() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        2 => proptest::sample::select("\\;,:=\"'^|{}<>&%n".chars().collect::<Vec<_>>()),
        2 => proptest::sample::select("abN019 é가결🔒".chars().collect::<Vec<_>>()),
    ];
    let name = proptest::collection::vec(character, 1..60);
    name.prop_map(|characters| format!("x{}x", characters.into_iter().collect::<String>()))
}

/// Prints each event's UID, start, summary and alarms, as the library vobject reads them. (The library icalendar, in the version
/// that Debian 12 has, takes escapes away twice.)
const READ: &str = "
import sys, json, vobject
calendar = vobject.readOne(sys.stdin.buffer.read().decode())
print(json.dumps([calendar.version.value] + [
    [event.uid.value, event.dtstart.value.isoformat(), event.dtstamp.value.isoformat(), event.summary.value,
     [alarm.trigger.value.days for alarm in event.valarm_list]]
    for event in calendar.vevent_list]))";

/// What an independent reader finds in a calendar.
fn read(calendar: &str) -> serde_json::Value {
    let said = tool("/usr/bin/python3").args(["-c", READ]).input(calendar.as_bytes()).succeeds();
    serde_json::from_str(&said.text()).expect("the script prints JSON")
}

proptest! {
    // each case starts Python
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_calendar_is_read_as_it_was_meant(names in proptest::collection::vec(name(), 1..4), seconds in 0_i64..9_000_000_000) {
        let (until, now) = (Moment::from_unix_seconds(seconds), support::now());
        let ends = |(number, name): (usize, &String)| Expiry {
            what: Expiring::Client(name.clone()),
            serial: number.to_be_bytes().to_vec(),
            until,
        };
        let mut list: Vec<Expiry> = names.iter().enumerate().map(ends).collect();
        list.push(Expiry { what: Expiring::List, serial: vec![0xab], until });
        let expiries = Expiries { list: list.clone(), offset: Offset::from_minutes_east(540) };
        for lang in Lang::ALL {
            let written = calendar::render("api.example.com", &expiries, now, lang).expect("no control characters");
            let found = read(&written);
            let mut expected = vec![serde_json::json!("2.0")];
            let iso = |moment: Moment| moment.to_string().replace('Z', "+00:00");
            for expiry in &list {
                let serial: String = expiry.serial.iter().map(|octet| format!("{octet:02x}")).collect();
                let (kind, days) = if expiry.what == Expiring::List { ("list", [-7, -2]) } else { ("client", [-30, -7]) };
                expected.push(serde_json::json!([
                    format!("{kind}-{serial}@handfast"), iso(until), iso(now),
                    text::calendar::summary(lang, &expiry.what.words(lang), &"api.example.com"), days,
                ]));
            }
            prop_assert_eq!(found, serde_json::Value::Array(expected), "{}", written);
        }
    }
}
