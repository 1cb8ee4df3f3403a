//! The revocation list in the server's bundle: signed before it is needed, never an old one, and left out when nobody wants it.

mod desk;

use bundle::zip;
use desk::Desk;
use pki::crl::{CrlNumber, Reason, RevocationList};
use workbench::data::ChoiceField;
use workbench::msg::Msg;
use workbench::rooms::create::{self, Msg as Create};
use workbench::rooms::{deploy, export};
use workbench::sealed::BundleId;
use workbench::set::{ItemId, LIST_FILE};

const SERVER: BundleId = BundleId::Server(ItemId(1));
const CLIENT: ItemId = ItemId(2);

fn desk(revocation: &str) -> Desk {
    let mut desk = Desk::new();
    desk.tell(Msg::Create(create::Msg::Make));
    desk.tell(Msg::Deploy(deploy::Msg::Edit(ChoiceField::Revocation, revocation.into())));
    desk.tell(Msg::Export(export::Msg::SealAll));
    assert!(
        desk.state.export.bundles.values().all(|bundle| bundle.sealed.is_some()),
        "{:?}",
        desk.state.export
    );
    desk
}

/// The list inside the server's bundle.
fn list(desk: &Desk) -> Option<RevocationList> {
    let bundle = &desk.state.export.bundles[&SERVER];
    let sealed = bundle.sealed.as_ref().expect("made");
    let entries = zip::open(&sealed.bytes, bundle.passphrase.expose()).expect("opened");
    let entry = entries.iter().find(|entry| entry.path == LIST_FILE)?;
    let text = String::from_utf8(entry.contents.expose().to_vec()).expect("PEM");
    Some(RevocationList::from_pem(&text).expect("a list"))
}

#[test]
fn the_servers_bundle_holds_the_list_that_is_good_now() {
    let mut desk = desk("on");
    let first = list(&desk).expect("empty from the start");
    assert_eq!((first.facts().number, first.facts().entries.len()), (CrlNumber(1), 0));

    desk.tell(Msg::Create(Create::Revoke(CLIENT, Reason::KeyCompromise)));
    desk.tell(Msg::Confirm);
    assert!(
        desk.state.export.bundles[&SERVER].sealed.is_none(),
        "what holds the older list is no longer true"
    );
    desk.tell(Msg::Export(export::Msg::SealAll));
    let second = list(&desk).expect("made anew");
    assert_eq!((second.facts().number, second.facts().entries.len()), (CrlNumber(2), 1));
}

#[test]
fn without_revocation_no_list_is_signed() {
    let desk = desk("off");
    assert_eq!(list(&desk), None);
    assert!(desk.state.set.as_ref().is_some_and(|set| set.list.is_none()));
}

#[test]
fn a_list_that_cannot_be_signed_is_told_at_the_bundle() {
    let mut desk = Desk::new();
    desk.tell(Msg::Create(create::Msg::Make));
    desk.tell(Msg::Deploy(deploy::Msg::Edit(ChoiceField::Revocation, "on".into())));
    // the authority has ended by then, and signs nothing more
    desk.state.now = desk.state.now.plus_seconds(40 * 366 * 86_400);
    desk.tell(Msg::Export(export::Msg::Seal(SERVER)));
    let bundle = &desk.state.export.bundles[&SERVER];
    assert!(bundle.sealed.is_none() && bundle.sealing.fault().is_some(), "{:?}", bundle.sealing);
}
