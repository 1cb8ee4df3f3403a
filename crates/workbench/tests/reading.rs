//! What a reader does with the documents of the rooms: copying, saving, ticking, and what of it is kept.

mod desk;

use deploy::choices::ChoiceField;
use desk::Desk;
use pki::moment::Offset;
use workbench::document::{Block, Code, Ground, Part, Tab, Tabs, Verdict};
use workbench::effect::Effect;
use workbench::msg::Msg;
use workbench::problem::Problem;
use workbench::reading;
use workbench::room::Room;
use workbench::rooms::create;
use workbench::sealed::BundleId;
use workbench::set::ItemId;
use workbench::update::update;

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
        assert_eq!(["x", "y"].map(|name| desk.state.reading.chosen(&row(name, 3))), found);
    }
    desk.tell(Msg::Entered(Room::Create));
    assert_eq!(ticked(&desk), [false, true], "in another room too");
    desk.tell(Msg::Reading(reading::Msg::Chosen("x".to_owned(), 2)));
    assert_eq!(desk.state.reading.chosen(&row("x", 2)), 1, "of fewer, the last");
}

/// So many tabs in a row of this name.
fn row(name: &str, count: usize) -> Tabs {
    let tab = Tab { label: String::new(), role: None, blocks: Vec::new(), errand: None };
    Tabs { id: name.to_owned(), label: String::new(), tabs: vec![tab; count] }
}

/// The row of tabs among these blocks.
fn tabs(blocks: &[Block]) -> Option<&Tabs> {
    blocks.iter().find_map(|block| match block {
        Block::Tabs(row) => Some(row),
        _ => None,
    })
}

/// The row of the Deploy room's files.
fn files(desk: &Desk) -> &Tabs {
    let sections = &desk.state.deploy.plan.document.0;
    sections.iter().find_map(|section| tabs(&section.blocks)).expect("files")
}

fn choose(name: &str, place: usize) -> Msg {
    Msg::Reading(reading::Msg::Chosen(name.to_owned(), place))
}

/// Chooses the file whose name ends so.
fn choose_file(desk: &mut Desk, name: &str) {
    let place = files(desk).tabs.iter().position(|tab| tab.label.ends_with(name)).expect("a file");
    desk.tell(choose("files", place));
}

/// What is on show of the chosen file.
fn on_show(desk: &Desk) -> Vec<Block> {
    let reading = &desk.state.reading;
    let file = reading.shown(files(desk));
    tabs(file).map_or(file, |views| reading.shown(views)).to_vec()
}

/// The views of a file, as a reader gets to see them.
fn views(desk: &mut Desk, name: &str) -> Vec<Code> {
    choose_file(desk, name);
    let count = tabs(desk.state.reading.shown(files(desk))).map_or(1, |views| views.tabs.len());
    let view = |place| {
        desk.tell(choose("view", place));
        let blocks = on_show(desk);
        let [code] = desk::codes(&blocks)[..] else { panic!("{blocks:?}") };
        code.clone()
    };
    (0..count).map(view).collect()
}

#[test]
fn files_are_shown_plain_explained_and_against_the_guide() {
    let mut desk = Desk::new();
    desk.tell(Msg::Entered(Room::Deploy));
    let found = views(&mut desk, "nginx.conf");
    let [plain, explained, compared] = &found[..] else { panic!("{found:#?}") };
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
    let others = ["app.py", "curl.sh"].map(|name| views(&mut desk, name).pop().expect("compared"));
    for file in [compared].into_iter().chain(&others) {
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
    let few = [("logrotate.conf", 9), ("wget.sh", 0)];
    for (name, explained) in
        [("backend.service", 20), ("install.sh", 10), ("check.sh", 10)].into_iter().chain(few)
    {
        let found = views(&mut desk, name);
        let [plain, told] = &found[..] else { panic!("{name}: {}", found.len()) };
        assert_eq!(plain.text, told.text);
        assert!(told.parts.iter().filter(|part| why(part)).count() > explained, "{name}");
    }
    for name in ["app.py", "curl.sh"] {
        assert_eq!(views(&mut desk, name).len(), 3, "{name}: plain, explained, against the guide's");
    }
}

/// Every key of `gateway.toml` opens with what it does, and no remark, heading or end of a list does.
#[test]
fn the_gateways_configuration_is_explained_key_by_key() {
    let mut desk = Desk::new();
    desk.tell(Msg::Entered(Room::Deploy));
    for (field, value) in [
        (ChoiceField::Layout, "gateway"),
        (ChoiceField::Allow, "subject"),
        (ChoiceField::Allowed, "CN=partner-1"),
    ] {
        desk.tell(Msg::Deploy(workbench::rooms::deploy::Msg::Edit(field, value.to_owned())));
    }
    let found = views(&mut desk, "gateway.toml");
    let [plain, explained] = &found[..] else { panic!("{found:#?}") };
    assert_eq!(plain.text, explained.text);
    assert_eq!(explained.parts.len(), plain.text.lines().count());
    let mut marks = 0;
    for (line, part) in plain.text.lines().zip(&explained.parts) {
        let is_key = line.contains(" = ") && !line.starts_with('#');
        assert_eq!(is_key, !part.why.is_empty(), "{line}");
        marks += usize::from(line.starts_with("    { subject = "));
        let key = line.trim_start_matches([' ', '{']).split(' ').next().unwrap_or_default();
        assert!(part.why.get(1).is_none_or(|source| source.contains(key)), "{line}: {:?}", part.why);
    }
    assert_eq!(marks, 1);
}

/// What the examiner writes takes its place when it comes; until then there is what was there, and nothing jumps.
#[test]
fn a_view_is_written_when_somebody_wants_to_see_it() {
    let mut desk = Desk::new();
    let asked = |desk: &mut Desk, msg| match &update(&mut desk.state, msg)[..] {
        [] => None,
        [Effect::Examine(task, errand)] => Some((*task, errand.clone())),
        others => panic!("{others:?}"),
    };
    desk.tell(Msg::Entered(Room::Deploy));
    choose_file(&mut desk, "nginx.conf");
    let plain = on_show(&desk);
    let (first, _) = asked(&mut desk, choose("view", 1)).expect("asked for");
    assert_eq!(on_show(&desk), plain, "until it is written");
    assert_eq!(asked(&mut desk, choose("view", 1)), None, "once is enough");
    // another is wanted meanwhile: what comes of the first is late
    let (second, compared) = asked(&mut desk, choose("view", 2)).expect("asked for");
    let written = |words: &str| vec![Block::Expect(words.to_owned())];
    asked(&mut desk, Msg::Viewed(first, written("first")));
    assert_eq!(on_show(&desk), plain);
    asked(&mut desk, Msg::Viewed(second, written("second")));
    assert_eq!(on_show(&desk), written("second"));
    assert_eq!(asked(&mut desk, choose("view", 2)), None, "it is there");
    // the file changes: what was written of it stays until it is written anew
    let edit = workbench::rooms::deploy::Msg::Edit(ChoiceField::ListenPort, "8443".to_owned());
    let effects = update(&mut desk.state, Msg::Deploy(edit));
    let [Effect::Run(task, job)] = &effects[..] else { panic!("{effects:?}") };
    let rendered = testkit::ready(workbench::work::Work::run((**job).clone(), &desk));
    let (third, renewed) =
        asked(&mut desk, Msg::Done(*task, Box::new(rendered))).expect("asked for what follows");
    assert!(renewed.what == compared.what && renewed.octets != compared.octets);
    assert_eq!(on_show(&desk), written("second"));
    // an examiner that is lost says so in its place, and is asked again when the reader does something next
    asked(&mut desk, Msg::ExaminerFailed(Problem::WorkerDied(String::new())));
    asked(&mut desk, Msg::Viewed(third, written("third")));
    assert!(matches!(on_show(&desk)[..], [Block::Finding(Verdict::Refused, _)]), "{:?}", on_show(&desk));
    let (fourth, again) = asked(&mut desk, choose("view", 2)).expect("asked again");
    assert_eq!(again, renewed);
    asked(&mut desk, Msg::Viewed(fourth, written("fourth")));
    assert_eq!(on_show(&desk), written("fourth"));
    desk.tell(choose("view", 0));
    assert_ne!(on_show(&desk), written("fourth"), "plain again");
}

#[test]
fn the_commands_of_openssl_are_shown_against_the_guide() {
    let mut desk = Desk::new();
    desk.tell(choose("openssl-view", 1));
    desk.tell(Msg::Create(create::Msg::ShowOpenssl));
    let Some(create::openssl::Openssl::Ready(files)) = desk.state.create.openssl.clone() else {
        panic!("{:?}", desk.state.create.openssl)
    };
    let shown = desk.state.reading.shown(tabs(&files).expect("views")).to_vec();
    let [compared] = desk::codes(&shown)[..] else { panic!("{shown:?}") };
    assert!(compared.text.contains("- openssl genpkey ") && compared.parts.len() > 5, "{}", compared.text);
}

#[test]
fn the_about_room_is_written_in_the_readers_language() {
    let mut desk = Desk::new();
    assert_eq!(desk.lab.about.text.0.len(), 0, "nobody looked");
    let mut told = Vec::new();
    for lang in [text::Lang::Ko, text::Lang::En] {
        desk.tell(Msg::Language(lang));
        desk.tell(Msg::Entered(Room::About));
        assert_eq!(desk.lab.room, Room::About);
        told.push(desk.lab.about.text.clone());
    }
    assert!(told[0].0.len() > 4 && told[0].0.len() == told[1].0.len() && told[0] != told[1], "{told:?}");
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
