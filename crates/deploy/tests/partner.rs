//! A partner's own authority beside ours: real nginx lets in the callers of both, as deep as the chain goes, and refuses whom a list
//! revokes. What is wrong with what was pasted is told at its field.

mod support;

use deploy::choices::{ChoiceError, ChoiceField, Choices, ChoicesDraft};
use deploy::expiry::Expiries;
use deploy::plan::{FileKind, Notice, Plan};
use deploy::runbook::{self, Part, Place};
use pki::anchors::AnchorError;
use pki::certificate::Certificate;
use pki::issue::Authority;
use support::machine::{Machine, Setup};
use support::{names, now, plan, run_well, server_files};
use testkit::partner::Partner;
use text::Lang;

const NAMES: &[&str] = &["api.example.test"];
const REFUSED: &str = "The SSL certificate error";

fn draft(text: &str) -> ChoicesDraft {
    ChoicesDraft::default().with(ChoiceField::PartnerAuthority, text)
}

/// A machine that lets the partner's callers in, its revocation list with these behind ours.
fn machine(partner: &Partner, lists: Option<&[String]>, change: &dyn Fn(&Plan)) -> Machine {
    let add = |path: String, more: &str| {
        let text = std::fs::read_to_string(&path).expect("put in place");
        std::fs::write(path, text + more).expect("ours");
    };
    let put = |plan: &Plan, _: &Authority| {
        add(plan.certificate("client-ca.crt"), &partner.pem());
        if let Some(lists) = lists {
            add(plan.certificate("client-ca.crl"), &lists.concat());
        }
        change(plan);
    };
    let revocation = if lists.is_some() { "on" } else { "off" };
    let draft = draft(&partner.pem()).with(ChoiceField::Revocation, revocation);
    let machine = Machine::start_as(Setup { draft, change: &put, ..Setup::default() });
    machine.folder.write("client/partner.crt", &partner.client_chain);
    machine.folder.write("client/partner.key", &partner.client_key);
    machine
}

fn says(machine: &Machine, who: &str, path: &str, words: &str) {
    let output = machine.call_as(who, NAMES[0], &[], path);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains(words), "{who}: {words:?} is not in {text}\n{}", machine.log("error"));
}

#[test]
fn callers_of_both_authorities_enter_and_the_backend_is_told_whose_they_are() {
    for (between, depth) in [(0, "1"), (1, "1"), (2, "2")] {
        let partner = Partner::new("Partner", between);
        let machine = machine(&partner, None, &|_| ());
        let conf = std::fs::read_to_string(machine.at(&machine.plan.configuration())).expect("put in place");
        assert!(conf.contains(&format!("ssl_verify_depth {depth};")), "{conf}");
        says(&machine, "client", "/", "You are CN=partner-a");
        says(&machine, "partner", "/", "You are CN=visitor,O=Partner");
        says(&machine, "partner", "/whoami", &format!("CN=Partner {between},O=Partner,C=KR"));
        says(&machine, "client", "/whoami", "CN=Live CA");
        let other = Partner::new("Partner", between);
        machine.folder.write("client/other.crt", &other.client_chain);
        machine.folder.write("client/other.key", &other.client_key);
        says(&machine, "other", "/", REFUSED);
    }
}

#[test]
fn a_smaller_depth_than_the_chains_would_keep_them_out() {
    let partner = Partner::new("Partner", 2);
    let less = |plan: &Plan| {
        let conf = std::fs::read_to_string(plan.configuration()).expect("put in place");
        let less = conf.replace("ssl_verify_depth 2", "ssl_verify_depth 1");
        assert_ne!(less, conf);
        std::fs::write(plan.configuration(), less).expect("ours");
    };
    let machine = machine(&partner, None, &less);
    says(&machine, "client", "/", "You are CN=partner-a");
    says(&machine, "partner", "/", REFUSED);
}

/// nginx wants a list of every authority of the chain; one that is missing or has ended keeps out those of that authority.
#[test]
fn revocation_wants_a_good_list_of_every_authority() {
    let partner = Partner::new("Partner", 1);
    let (good, revoking, ended) =
        (partner.lists(3600, false), partner.lists(3600, true), partner.ended_lists());
    let hello = "You are CN=visitor,O=Partner";
    for (lists, words, reason) in [
        (good.clone(), hello, ""),
        (revoking, REFUSED, "certificate revoked"),
        (ended, REFUSED, "CRL has expired"),
        (good[..1].to_vec(), REFUSED, "unable to get certificate CRL"),
        (good[1..].to_vec(), REFUSED, "unable to get certificate CRL"),
    ] {
        let machine = machine(&partner, Some(&lists), &|_| ());
        says(&machine, "client", "/", "You are CN=partner-a");
        says(&machine, "partner", "/", words);
        assert!(machine.log("error").contains(reason), "{reason}: {}", machine.log("error"));
    }
}

/// One list alone in the place of all would keep the other authority's callers out.
#[test]
fn renewed_lists_are_put_together() {
    let partner = Partner::new("Partner", 1);
    let draft = draft(&partner.pem()).with(ChoiceField::Revocation, "on");
    let draft = draft.with(ChoiceField::Machine, "ssh").with(ChoiceField::SshHost, "192.0.2.7");
    let chapters = runbook::chapters(&plan(&draft, NAMES), "server.zip", &Expiries::default(), Lang::En)
        .expect("chapters");
    let steps = chapters.iter().flat_map(|chapter| &chapter.steps);
    let step = steps.into_iter().find(|step| step.id == "renew-list").expect("there");
    let lines = |wanted: Place| -> Vec<String> {
        let run = |part: &Part| match part {
            Part::Run(place, commands) if *place == wanted => Some(commands.clone()),
            _ => None,
        };
        let commands = step.parts.iter().filter_map(run).flatten();
        commands.map(|command| command.to_posix().expect("a line")).collect()
    };
    let copied = ["scp client-ca.crl 192.0.2.7:", "scp partner-ca.crl 192.0.2.7:"];
    assert_eq!(lines(Place::Here), copied);
    let [join, install, _] = <[String; 3]>::try_from(lines(Place::Machine)).expect("three");
    assert!(install.starts_with("sudo install -m 0644 all-ca.crl /"), "{install}");

    // as other programs may leave a file: without an end of its last line
    let (folder, lists) = (support::Folder::new("lists"), partner.lists(3600, false));
    folder.write("client-ca.crl", lists[0].trim_end());
    folder.write("partner-ca.crl", lists[1].trim_end());
    run_well(folder.path(), "sh", ["-c", join.as_str()]);
    let together = std::fs::read_to_string(folder.path().join("all-ca.crl")).expect("made");
    assert_eq!(together.trim_end(), lists.concat().trim_end());
}

#[test]
fn what_is_wrong_is_told_at_the_field() {
    let partner = Partner::new("Partner", 1);
    let at_field = |errors: Vec<(ChoiceField, ChoiceError)>| match errors.as_slice() {
        [(ChoiceField::PartnerAuthority, ChoiceError::Partner(error))] => error.clone(),
        other => panic!("{other:?}"),
    };
    // by itself
    let error = at_field(Choices::parse(&draft(&partner.authorities[1])).expect_err("without its root"));
    assert!(matches!(error, AnchorError::IssuerMissing { .. }), "{error:?}");
    // beside the other choices, the time and our own authority
    let judge = |text: &str, revocation: &str, ours: Option<&Certificate>| {
        let draft = draft(text).with(ChoiceField::Revocation, revocation);
        let choices = Choices::parse(&draft).expect("each field by itself is fine");
        Plan::new(choices, names(NAMES)).expect("a plan").objections(now(), ours)
    };
    let pem = partner.pem();
    let with = |lists: Vec<String>| pem.clone() + &lists.concat();
    let same = Certificate::from_pem(&partner.authorities[0]).expect("a certificate");
    let twin = Certificate::from_pem(&Partner::new("Partner", 0).authorities[0]).expect("a certificate");
    let other = Certificate::from_pem(&Partner::new("Other", 0).authorities[0]).expect("a certificate");
    for (text, revocation, ours, expected) in [
        (pem.clone(), "off", None, None),
        (pem.clone(), "off", Some(&other), None),
        (pem.clone(), "off", Some(&same), Some("Same ")),
        (pem.clone(), "off", Some(&twin), Some("SameName ")),
        (pem.clone(), "on", None, Some("ListMissing ")),
        (with(partner.lists(3600, false)), "on", None, None),
        (with(partner.lists(3600, false)[..1].to_vec()), "on", None, Some("ListMissing ")),
        (with(partner.ended_lists()), "on", None, Some("ListOver ")),
        (with(partner.ended_lists()), "off", None, None),
    ] {
        let errors = judge(&text, revocation, ours);
        match expected {
            None => assert_eq!(errors, [], "{revocation}"),
            Some(name) => {
                let error = at_field(errors);
                assert!(format!("{error:?}").starts_with(name), "{name}: {error:?}");
            }
        }
    }
}

#[test]
fn readme_and_notices_tell_of_the_partner() {
    let partner = include_str!("data/partner.pem");
    let notices = |draft| plan(&draft, NAMES).notices();
    assert_eq!(notices(ChoicesDraft::default()), []);
    let subject = "CN=Partner Root CA,O=Partner Bank,C=KR".to_owned();
    assert_eq!(notices(draft(partner)), [Notice::PartnerNames(subject)]);
    for (lang, until) in [(Lang::En, "good until 27 Nov 2031"), (Lang::Ko, "2031년 11월 27일까지")] {
        for revocation in ["off", "on"] {
            let plan = plan(&draft(partner).with(ChoiceField::Revocation, revocation), NAMES);
            let facts = deploy::readme_server::Facts {
                list_until: (revocation == "on").then(now),
                ..support::server_facts()
            };
            let files = plan.server_files(&facts, lang).expect("files");
            let readme = &files.find(FileKind::Readme).expect("rendered").contents;
            assert!(readme.contains("CN=Partner Issuing CA"), "{readme}");
            assert_eq!(readme.contains(until), revocation == "on", "{readme}");
        }
    }
    let without = server_files(&plan(&ChoicesDraft::default(), NAMES), Lang::En);
    assert!(!without.find(FileKind::Readme).expect("rendered").contents.contains("beside yours"));
}

/// The pasted certificates are what a foreign program reads, too.
#[test]
fn openssl_reads_the_partner_of_the_examples() {
    let folder = support::Folder::new("partner");
    folder.write("partner.pem", include_str!("data/partner.pem"));
    let line = "openssl verify -CAfile partner.pem partner.pem && openssl crl -in partner.pem -noout -issuer";
    assert!(run_well(folder.path(), "sh", ["-c", line]).contains("Partner Bank"));
}
