//! A partner's authority is pasted in Deploy: it goes into the server's bundle behind ours, or its fault is told at its field and
//! where the bundle is made.

mod desk;

use bundle::zip;
use desk::Desk;
use pki::certificate::Certificate;
use pki::crl::{self, CrlLifetime, CrlNumber, RevocationList};
use pki::key::KeyAlgorithm;
use testkit::{Family, NOW, TestKeys};
use workbench::data::ChoiceField;
use workbench::fields::Place;
use workbench::msg::Msg;
use workbench::room::Room;
use workbench::rooms::{create, deploy, export};
use workbench::sealed::BundleId;
use workbench::set::ItemId;
use workbench::task::Task;

const SERVER: BundleId = BundleId::Server(ItemId(1));

fn partner() -> Family {
    Family::with_keys("Partner CA", &TestKeys::new(), [KeyAlgorithm::EcdsaP384; 3])
}

fn list(partner: &Family) -> String {
    crl::sign(&[], CrlNumber(1), CrlLifetime::default(), &partner.authority, NOW).expect("a list").to_pem()
}

/// A set, with this partner and revocation in Deploy.
fn desk(partner: &str, revocation: &str) -> Desk {
    let mut desk = Desk::new();
    desk.tell(Msg::Create(create::Msg::Make));
    desk.tell(Msg::Entered(Room::Deploy));
    for (field, text) in [(ChoiceField::PartnerAuthority, partner), (ChoiceField::Revocation, revocation)] {
        desk.tell(Msg::Deploy(deploy::Msg::Edit(field, text.to_owned())));
    }
    desk
}

/// What the form says at the field.
fn told(desk: &Desk) -> Option<String> {
    let mut fields = desk.state.deploy.form.iter().flat_map(|group| &group.fields);
    let field = fields
        .find(|field| field.place == Place::Deploy(ChoiceField::PartnerAuthority))
        .expect("in the form");
    field.error.as_ref().map(ToString::to_string)
}

fn entry(desk: &Desk, name: &str) -> String {
    let bundle = &desk.state.export.bundles[&SERVER];
    let sealed = bundle.sealed.as_ref().expect("made");
    let entries = zip::open(&sealed.bytes, bundle.passphrase.expose()).expect("opened");
    let entry = entries.iter().find(|entry| entry.path == name).expect("inside");
    String::from_utf8(entry.contents.expose().to_vec()).expect("PEM")
}

#[test]
fn the_servers_bundle_holds_the_authorities_and_lists_of_both() {
    let partner = partner();
    let pem = partner.authority.certificate().to_pem();
    let theirs = list(&partner);
    let mut desk = desk(&(pem + &theirs), "on");
    assert_eq!(told(&desk), None);
    desk.tell(Msg::Export(export::Msg::SealAll));
    let ours = desk.state.set.as_ref().expect("made").authority.certificate.clone();
    let held = Certificate::all_from_pem(&entry(&desk, "client-ca.crt")).expect("certificates");
    assert_eq!(held, [ours.clone(), partner.authority.certificate().clone()]);
    let lists = entry(&desk, "client-ca.crl");
    assert_eq!(lists.matches("BEGIN X509 CRL").count(), 2, "{lists}");
    let first = RevocationList::from_pem(&lists).expect("a list");
    assert_eq!(first.facts().issuer, ours.facts().subject);
    assert!(lists.ends_with(&theirs), "{lists}");
    // both end, and each on a day of its own
    let runbook = entry(&desk, "RUNBOOK.md");
    let issuer = &partner.authority.certificate().facts().subject;
    let told = format!("Revocation list of {issuer}: then its callers are refused");
    assert!(runbook.contains(&told) && runbook.contains("Revocation list: then everybody"), "{runbook}");
    desk.tell(Msg::Deploy(deploy::Msg::Edit(ChoiceField::Revocation, "off".to_owned())));
    desk.tell(Msg::Export(export::Msg::SealAll));
    assert!(!entry(&desk, "RUNBOOK.md").contains("Revocation list of"));
}

#[test]
fn faults_are_told_at_the_field_and_where_the_bundle_is_made() {
    let partner = partner();
    let pem = partner.authority.certificate().to_pem();
    let leaf = partner.client.0.to_pem();
    for (text, revocation, words) in [
        (leaf.as_str(), "off", "is not the certificate of an authority"),
        (&pem[..200], "off", "cut short"),
        (&pem, "on", "has no revocation list here"),
        ("ours", "off", "has the key of your own authority"),
    ] {
        let mut desk = desk(text, revocation);
        let ours = desk.state.set.as_ref().expect("made").authority.certificate.to_pem();
        let text = if text == "ours" { ours.as_str() } else { text };
        desk.tell(Msg::Deploy(deploy::Msg::Edit(ChoiceField::PartnerAuthority, text.to_owned())));
        let told = told(&desk).unwrap_or_default();
        assert!(told.contains(words), "{words}: {told}");
        assert!(desk.state.deploy.outdated);
        // nothing typed is lost
        assert_eq!(desk.state.deploy.draft.text(ChoiceField::PartnerAuthority), text);
        desk.tell(Msg::Export(export::Msg::SealAll));
        match &desk.state.export.bundles[&SERVER].sealing {
            Task::Failed(problem) => {
                let told = problem.message(text::Lang::En).to_string();
                assert!(told.contains(words), "{words}: {told}");
            }
            other => panic!("{words}: {other:?}"),
        }
    }
    assert_eq!(told(&desk(&pem, "off")), None);
}
