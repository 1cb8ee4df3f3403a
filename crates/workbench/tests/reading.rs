//! What a reader does with the documents of the rooms: copying, saving, ticking, and what of it is kept.

mod desk;

use deploy::choices::ChoiceField;
use desk::Desk;
use pki::moment::Offset;
use workbench::document::{Block, Code, Ground, Part};
use workbench::msg::Msg;
use workbench::reading;
use workbench::rooms::{Room, create};
use workbench::sealed::BundleId;
use workbench::set::ItemId;

#[test]
fn what_is_on_show_can_be_saved_and_copied() {
    let mut desk = Desk::new();
    desk.tell(Msg::Create(create::Msg::ShowOpenssl));
    let Some(create::openssl::Openssl::Ready(files)) = desk.state.create.openssl.clone() else {
        panic!("{:?}", desk.state.create.openssl)
    };
    desk.tell(Msg::Entered(Room::Deploy));
    let shown: Vec<_> = desk::codes(&files).into_iter().chain(desk.deployed()).cloned().collect();
    let saved: Vec<_> =
        shown.iter().filter_map(|code| Some((code.save.clone()?, code.text.clone()))).collect();
    assert!(saved.len() > 2 && saved[0].0 == "openssl.sh" && shown.len() > saved.len(), "{saved:#?}");
    for (name, text) in saved {
        desk.tell(Msg::Reading(reading::Msg::Save(name.clone(), text.clone())));
        let saved = desk.downloads.last().expect("saved");
        assert_eq!((&saved.name, saved.contents.as_slice()), (&name, text.as_bytes()));
        desk.tell(Msg::Reading(reading::Msg::Copy(text.clone())));
        assert_eq!(desk.clipboard.last(), Some(&text));
    }
}

/// Commands on the page name the server's bundle as it is saved: before it is made, once it is, and on another day.
#[test]
fn commands_name_the_servers_bundle_as_it_is_saved() {
    let unpacks = |desk: &mut Desk, name: &str| {
        desk.tell(Msg::Entered(Room::Deploy));
        let codes = desk.deployed();
        let lines: Vec<&str> = codes.iter().flat_map(|code| code.text.lines()).collect();
        let naming = lines.iter().filter(|line| line.contains(".zip"));
        let (right, others): (Vec<&str>, Vec<&str>) = naming.partition(|line| line.contains(name));
        assert!(right.len() > 2 && others.is_empty(), "{name}: {right:?}, {others:?}");
    };
    let saved = |desk: &Desk| {
        desk.downloads
            .iter()
            .map(|saved| saved.name.clone())
            .find(|name| name.contains("-server-"))
            .expect("saved")
    };
    for services in [vec!["api.example.com"], vec!["*.결제.example.com", "2001:db8::1"], vec!["2001:db8::1"]]
    {
        let mut desk = Desk::new();
        desk.state.create.form.services = services.iter().map(|&name| name.to_owned()).collect();
        desk.tell(Msg::Deploy(workbench::rooms::deploy::Msg::Edit(ChoiceField::Machine, "ssh".to_owned())));
        desk.tell(Msg::Deploy(workbench::rooms::deploy::Msg::Edit(ChoiceField::SshHost, "web1".to_owned())));
        let mut before = Desk::new();
        before.state = desk.state.clone();
        desk.tell(Msg::Create(create::Msg::Make));
        desk.save_all();
        let name = saved(&desk);
        unpacks(&mut before, &name);
        unpacks(&mut desk, &name);
        desk.state.now = desk.state.now.plus_seconds(86_400);
        unpacks(&mut desk, &name);
    }
}

#[test]
fn the_runbook_is_in_the_servers_bundle_and_its_ticks_in_the_authoritys() {
    let mut desk = Desk::new();
    desk.state.offset = Offset::from_minutes_east(540);
    desk.tell(Msg::Create(create::Msg::Make));
    desk.tell(Msg::Entered(Room::Deploy));
    let steps = |desk: &Desk| {
        let sections =
            desk.state.deploy.plan.document.0.clone().into_iter().flat_map(|section| section.blocks);
        let deeds = sections.filter_map(|block| match block {
            Block::Deeds(deeds) => Some(deeds),
            _ => None,
        });
        deeds.flatten().filter_map(|deed| deed.tick).collect::<Vec<_>>()
    };
    let [first, .., last] = &steps(&desk)[..] else { panic!("no steps") };
    desk.tell(Msg::Reading(reading::Msg::Ticked(first.clone())));
    let (file, passphrase) = desk.save_all();
    let entry = |desk: &Desk, id: BundleId, name: &str| {
        let bundle = &desk.state.export.bundles[&id];
        let sealed = bundle.sealed.clone().expect("sealed");
        let entries = bundle::zip::open(&sealed.bytes, bundle.passphrase.expose()).expect("opens");
        let found = entries.iter().find(|entry| entry.path == name).expect("inside");
        String::from_utf8_lossy(found.contents.expose()).into_owned()
    };
    let until = desk.state.set.as_ref().expect("made").leaves[0].certificate.facts().not_after;
    let runbook = entry(&desk, BundleId::Server(ItemId(1)), "RUNBOOK.md");
    assert!(
        runbook.contains("(UTC+09:00)") && runbook.contains(&format!(" {}, ", until.civil().year)),
        "{runbook}"
    );
    let calendar = entry(&desk, BundleId::Authority, "expiry.ics");
    let shown = desk.deployed().into_iter().find(|code| code.id == "calendar").expect("on show").text.clone();
    assert_eq!(calendar, shown);
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 3, "server, client, authority: {calendar}");
    let mut public = Desk::new();
    let choice = (ChoiceField::ServerCertificate, "public".to_owned());
    public.tell(Msg::Deploy(workbench::rooms::deploy::Msg::Edit(choice.0, choice.1)));
    public.tell(Msg::Create(create::Msg::Make));
    public.save_all();
    let renewed = entry(&public, BundleId::Authority, "expiry.ics");
    assert_eq!(renewed.matches("BEGIN:VEVENT").count(), 2, "certbot renews the server's: {renewed}");

    let mut later = Desk::new();
    later.open("authority.zip", file, &passphrase);
    assert!(later.state.reading.is_ticked(first) && !later.state.reading.is_ticked(last));
    later.tell(Msg::Create(create::Msg::StartOver));
    later.tell(Msg::Confirm);
    assert!(!later.state.reading.is_ticked(first), "another set, another runbook");
}

#[test]
fn ticks_and_chosen_tabs_stay() {
    let mut desk = Desk::new();
    let ticked = |desk: &Desk| [desk.state.reading.is_ticked("a"), desk.state.reading.is_ticked("b")];
    for (step, found) in [("a", [true, false]), ("b", [true, true]), ("a", [false, true])] {
        desk.tell(Msg::Reading(reading::Msg::Ticked(step.to_owned())));
        assert_eq!(ticked(&desk), found);
    }
    for (tabs, chosen, found) in [("x", 2, [2, 0]), ("y", 1, [2, 1]), ("x", 0, [0, 1])] {
        desk.tell(Msg::Reading(reading::Msg::Chosen(tabs.to_owned(), chosen)));
        assert_eq!(["x", "y"].map(|tabs| desk.state.reading.chosen(tabs)), found);
    }
    desk.tell(Msg::Entered(Room::Create));
    assert_eq!(ticked(&desk), [false, true], "in another room too");
}

#[test]
fn files_are_shown_plain_explained_and_against_the_guide() {
    let mut desk = Desk::new();
    desk.tell(Msg::Entered(Room::Deploy));
    let shown = desk.deployed();
    let views = |name: &str| {
        let title = |code: &&&Code| code.id == "file" && code.title.ends_with(name);
        shown.iter().filter(title).copied().collect::<Vec<_>>()
    };
    let [plain, explained, compared] = &views("/nginx.conf")[..] else {
        panic!("{:#?}", views("/nginx.conf"))
    };
    assert_eq!(plain.text, explained.text, "what is explained is the file itself");
    let why = |part: &Part| !part.why.is_empty();
    let has_directives =
        |line: &str| line.trim_end().ends_with([';', '{']) && !line.trim_start().starts_with('#');
    assert_eq!(
        explained.parts.iter().filter(|part| why(part)).count(),
        plain.text.lines().filter(|line| has_directives(line)).count()
    );
    assert!(
        explained
            .parts
            .iter()
            .all(|part| part.why.is_empty() || part.why[1].contains("https://nginx.org/en/docs/"))
    );
    for file in
        [compared, views("app.py").last().expect("compared"), views("curl.sh").last().expect("compared")]
    {
        assert!(file.save.is_none() && file.parts.len() > 1, "{}", file.title);
        let mut at = 0;
        let mut before = Ground::Same;
        for (number, part) in file.parts.iter().enumerate() {
            let length: usize = part.inks.iter().map(|(_, length)| length).sum();
            let lines = &file.text[at..at + length];
            at += length;
            let answered = part.ground == Ground::Removed
                && file.parts.get(number + 1).is_some_and(|next| next.ground == Ground::Added);
            let braces = lines.lines().all(|line| line.trim_matches(['+', '-', ' ', '}']).is_empty());
            assert!(
                part.ground == Ground::Same || why(part) || answered || braces,
                "{}: why?\n{lines}",
                file.title
            );
            assert!(part.ground == Ground::Same || part.ground != before, "one change, one part");
            before = part.ground;
        }
        assert_eq!(at, file.text.len());
    }
    for (name, explained) in [("-backend.service", 20), ("install.sh", 10), ("check.sh", 10)] {
        let [plain, told] = &views(name)[..] else { panic!("{name}: {}", views(name).len()) };
        assert_eq!(plain.text, told.text);
        assert!(told.parts.iter().filter(|part| why(part)).count() > explained, "{name}");
    }
    assert_eq!(views("app.py").len(), 3, "plain, explained, against the guide's");
}

/// A choice is offered where the nginx that was picked takes it, and follows what it belongs to.
#[test]
fn choices_are_offered_where_they_can_be_had() {
    let mut desk = Desk::new();
    desk.tell(Msg::Entered(Room::Deploy));
    let offered = |desk: &mut Desk, field, text: &str| {
        desk.tell(Msg::Deploy(workbench::rooms::deploy::Msg::Edit(field, text.to_owned())));
        desk.state
            .deploy
            .form
            .iter()
            .flat_map(|group| &group.fields)
            .map(|field| field.id.clone())
            .collect::<Vec<_>>()
    };
    for (field, text, here, away) in [
        (ChoiceField::Release, "debian-12", ChoiceField::ServerKey, ChoiceField::AuthorityNames),
        (ChoiceField::Release, "debian-13", ChoiceField::ServerKey, ChoiceField::AuthorityNames),
        (ChoiceField::Release, "nginx.org-stable", ChoiceField::AuthorityNames, ChoiceField::CertbotFolder),
        (ChoiceField::ServerCertificate, "public", ChoiceField::CertbotFolder, ChoiceField::ServerKey),
    ] {
        let fields = offered(&mut desk, field, text);
        assert!(
            fields.contains(&here.id().to_owned()) && !fields.contains(&away.id().to_owned()),
            "{text}: {fields:?}"
        );
    }
}
