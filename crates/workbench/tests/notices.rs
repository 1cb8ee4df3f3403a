//! What is announced after each deed: it is always the last one's own words, and counts what the cards show.

mod desk;

use std::rc::Rc;

use desk::Desk;
use workbench::form::Which;
use workbench::form::{Edit, Field, MoreKind};
use workbench::msg::Msg;
use workbench::notice::Said;
use workbench::problem::Problem;
use workbench::rooms::create;
use workbench::rooms::export;
use workbench::sealed::BundleId;
use workbench::set::ItemId;

fn said(desk: &Desk) -> Option<Said> {
    desk.state.notice.as_ref().map(|notice| notice.what.clone())
}

#[test]
fn the_last_deed_is_the_one_that_is_told() {
    let mut desk = Desk::new();
    let mut after = |msg: Msg| {
        desk.tell(msg);
        said(&desk)
    };
    let create = |msg: create::Msg| Msg::Create(msg);
    let saved = |name: &str| Some(Said::Saved(name.into()));
    assert_eq!(
        after(create(create::Msg::Make)),
        Some(Said::SetMade(2)),
        "the leaves, as the cards count them"
    );
    assert_eq!(after(create(create::Msg::SaveCertificate(ItemId(2)))), saved("client-partner-1.crt"));
    assert_eq!(after(create(create::Msg::Rename(ItemId(2), "bank".into()))), Some(Said::Renamed));
    assert_eq!(after(create(create::Msg::SaveCertificate(ItemId(2)))), saved("client-bank.crt"));
    after(create(create::Msg::SaveKey(ItemId(1))));
    assert_eq!(after(Msg::Confirm), saved("server-api.example.com.key"));
    assert_eq!(after(Msg::Export(export::Msg::SealAll)), Some(Said::BundlesReady(3)));
    let Some(Said::Saved(one)) = after(Msg::Export(export::Msg::Save(BundleId::Authority))) else {
        panic!("one file")
    };
    assert!(one.contains("-authority-"), "{one}");
    assert_eq!(after(Msg::Export(export::Msg::SaveAll)), Some(Said::SavedAll(3)));
    after(create(create::Msg::StartOver));
    assert_eq!(after(Msg::Confirm), Some(Said::StartedOver));
}

#[test]
fn a_name_of_nothing_is_refused_at_its_field() {
    let mut desk = Desk::new();
    desk.tell(Msg::Create(create::Msg::Make));
    let before = said(&desk);
    desk.tell(Msg::Create(create::Msg::Rename(ItemId(2), String::new())));
    assert_eq!(desk.state.create.renaming, Some((ItemId(2), String::new(), Problem::LabelEmpty)));
    assert_eq!(said(&desk), before);
    desk.tell(Msg::Create(create::Msg::Rename(ItemId(2), "b".into())));
    assert_eq!(desk.state.create.renaming, None);
}

#[test]
fn an_opened_authority_counts_as_a_made_one_does() {
    let mut desk = Desk::new();
    desk.tell(Msg::Create(create::Msg::Make));
    desk.tell(Msg::Create(create::Msg::OpenMore(MoreKind::Clients)));
    let second = Edit::Text(Field::ClientName(0), "second".into());
    desk.tell(Msg::Create(create::Msg::Edit(Which::More, second)));
    desk.tell(Msg::Create(create::Msg::IssueMore));
    assert_eq!(said(&desk), Some(Said::Issued(1)));
    desk.tell(Msg::Export(export::Msg::Seal(BundleId::Authority)));
    let bundle = &desk.state.export.bundles[&BundleId::Authority];
    let file = Rc::clone(&bundle.sealed.as_ref().expect("sealed").bytes);
    let passphrase = bundle.passphrase.expose().to_owned();

    let mut later = Desk::new();
    later.open("authority.zip", file, &passphrase);
    assert_eq!(said(&later), Some(Said::AuthorityOpened(3)));
}
