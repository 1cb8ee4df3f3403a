//! "The same with openssl" makes the set that is on show: with what was issued later, without what is gone.

mod desk;

use desk::Desk;
use workbench::document::{Block, Ground};
use workbench::form::Which;
use workbench::form::{Edit, Field, MoreKind};
use workbench::msg::Msg;
use workbench::reading;
use workbench::role::Role;
use workbench::rooms::create::{self, openssl::Openssl};
use workbench::rooms::export;
use workbench::sealed::BundleId;
use workbench::set::ItemId;

fn tell(desk: &mut Desk, msg: create::Msg) {
    desk.tell(Msg::Create(msg));
}

/// The script and its configuration, as the page shows them.
fn shown(desk: &Desk) -> [String; 2] {
    match &desk.state.create.openssl {
        Some(Openssl::Ready(files)) => {
            let files = desk::codes(files);
            let file = |id: &str| files.iter().find(|code| code.id == id).expect("shown").text.clone();
            ["openssl-file-0", "openssl-file-1"].map(file)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_commands_follow_the_set() {
    let mut desk = Desk::new();
    tell(&mut desk, create::Msg::ShowOpenssl);
    let [before, _] = shown(&desk);
    assert!(before.contains("CN=partner-1") && before.contains("api.example.com CA 0000"), "{before}");
    tell(&mut desk, create::Msg::Make);
    let set = desk.state.set.clone().expect("made");
    tell(&mut desk, create::Msg::ShowOpenssl);
    let [first, config] = shown(&desk);
    assert!(first.contains(&format!("/CN={}", set.authority.label)), "{first}");
    assert!(config.contains("DNS.1 = api.example.com") && !first.contains("partner-2"), "{first}\n{config}");

    tell(&mut desk, create::Msg::OpenMore(MoreKind::Clients));
    for edit in [
        Edit::PasteClients(0, "partner-2".into()),
        Edit::Text(Field::ClientEmail(0), "ops@example.com".into()),
        Edit::Text(Field::Organization, "Partner/Two".into()),
        Edit::Text(Field::Lifetime(Role::Client), "30".into()),
        Edit::Text(Field::Algorithm(Role::Client), "p384".into()),
    ] {
        tell(&mut desk, create::Msg::Edit(Which::More, edit));
    }
    tell(&mut desk, create::Msg::IssueMore);
    let [later, config] = shown(&desk);
    for words in
        ["O=Partner\\/Two/CN=partner-2", "-days 30 ", "ec_paramgen_curve:P-384", "client-2/client.crt"]
    {
        assert!(later.contains(words), "{words} is not in:\n{later}");
    }
    assert!(config.contains("email.1 = ops@example.com"), "{config}");

    tell(&mut desk, create::Msg::Remove(ItemId(2)));
    desk.tell(Msg::Confirm);
    let [left, _] = shown(&desk);
    assert!(left.contains("CN=partner-2") && !left.contains("CN=partner-1"), "{left}");

    // the authority's bundle carries the same commands
    desk.tell(Msg::Export(export::Msg::Seal(BundleId::Authority)));
    let bundle = &desk.state.export.bundles[&BundleId::Authority];
    let sealed = bundle.sealed.clone().expect("sealed");
    let entries = bundle::zip::open(&sealed.bytes, bundle.passphrase.expose()).expect("opens");
    let script = entries.iter().find(|entry| entry.path == "openssl.sh").expect("inside");
    assert_eq!(String::from_utf8_lossy(script.contents.expose()), left);
}

/// Whatever differs from the guide's commands says why, and what makes the same stands together.
#[test]
fn the_commands_are_held_against_the_guides() {
    for lang in text::Lang::ALL {
        for algorithm in ["p256", "rsa2048"] {
            let mut desk = Desk::new();
            desk.tell(Msg::Language(lang));
            tell(
                &mut desk,
                create::Msg::Edit(Which::Set, Edit::Text(Field::Algorithm(Role::Client), algorithm.into())),
            );
            tell(&mut desk, create::Msg::Edit(Which::Set, Edit::PasteClients(1, "partner-2".into())));
            tell(&mut desk, create::Msg::ShowOpenssl);
            desk.tell(Msg::Reading(reading::Msg::Chosen("openssl-view".to_owned(), 1)));
            let Some(Openssl::Ready(files)) = &desk.state.create.openssl else { panic!("shown") };
            let Some(Block::Tabs(views)) = files.first() else { panic!("{files:?}") };
            let [compared] = desk::codes(desk.state.reading.shown(views))[..] else { panic!("beside it") };
            assert_eq!(compared.id, "openssl-compared");
            assert!(compared.save.is_none(), "it is no script");
            let (mut at, mut pairs) = (0, 0);
            for (number, part) in compared.parts.iter().enumerate() {
                let length: usize = part.inks.iter().map(|(_, length)| length).sum();
                let lines = &compared.text[at..at + length];
                at += length;
                let next = compared.parts.get(number + 1);
                let answered =
                    part.ground == Ground::Removed && next.is_some_and(|next| next.ground == Ground::Added);
                pairs += usize::from(answered && lines.lines().count() == 1);
                assert!(part.ground == Ground::Same || !part.why.is_empty() || answered, "why?\n{lines}");
            }
            assert_eq!(at, compared.text.len());
            // each of the guide's eight commands of openssl meets ours
            assert!(pairs >= 8, "{pairs}:\n{}", compared.text);
            let korean = compared.parts.iter().flat_map(|part| &part.why).any(|why| why.contains('요'));
            assert_eq!(korean, lang == text::Lang::Ko);
        }
    }
}
