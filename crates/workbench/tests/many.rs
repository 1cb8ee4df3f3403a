//! Many clients at once, from a list: what is wrong is marked line by line before anything is made, each client gets its bundle and its
//! passphrase, and whatever stops the work, what was made can be saved and the rest goes on.

mod desk;

use std::collections::BTreeSet;

use desk::Desk;
use testkit::{TempDir, tool};
use text::Lang;
use workbench::data::Recipient;
use workbench::document::{Block, Verdict};
use workbench::form::Which;
use workbench::form::{Edit, Field, MoreKind};
use workbench::job::Job;
use workbench::job::many::{Face, PORTION};

use workbench::msg::Msg;
use workbench::problem::{Problem, Source};
use workbench::rooms::create::{self, many};
use workbench::sealed::BundleId;
use workbench::state::Loss;
use workbench::task::Task;
use workbench::work::{Powers as _, Work as _};

const LIST: &str = "name;e-mail;URI;system;days
partner-01;one@a.test;;;
파트너 둘;two@a.test;spiffe://a.test/two;iphone;30
Kim, Min su;;;java8;2027-01-31
partner-04;;;curl-windows;7
partner-05;;;Python;
partner-06;;;;
partner-07;;;;
partner-08;;;;
partner-09;;;;
شريك;;;node;
";

fn tell(desk: &mut Desk, msg: many::Msg) {
    desk.tell(Msg::Create(create::Msg::Many(msg)));
}

/// A set whose own bundles are saved, and the list on show.
fn ready(text: &str) -> Desk {
    let mut desk = Desk::new();
    desk.tell(Msg::Create(create::Msg::Make));
    desk.save_all();
    desk.downloads.clear();
    tell(&mut desk, many::Msg::Open(true));
    tell(&mut desk, many::Msg::Edit(text.into()));
    desk
}

fn list(desk: &Desk) -> &many::Many {
    &desk.state.create.many
}

fn face(desk: &Desk) -> &Face {
    list(desk).face.as_ref().expect("the worker has looked at the list")
}

/// The findings of the preview: what is wrong and what to try, in one.
fn mistakes(desk: &Desk) -> Vec<String> {
    let findings = face(desk).preview.iter().filter_map(|block| match block {
        Block::Finding(Verdict::Refused, message) => Some(message.to_string()),
        _ => None,
    });
    findings.collect()
}

/// Presses the button and lets this many portions be made; the next one is held.
fn portions(desk: &mut Desk, count: usize) {
    desk.held = Some(Vec::new());
    tell(desk, many::Msg::Make);
    for _ in 0..count {
        let held = desk.held.replace(Vec::new()).unwrap_or_default();
        let [(task, job @ Job::Many(_))] = &held[..] else { panic!("one portion: {}", held.len()) };
        let output = testkit::ready(job.clone().run(&*desk));
        desk.tell(Msg::Done(*task, Box::new(output)));
    }
}

/// Names of the clients of the set, in their order.
fn clients(desk: &Desk) -> Vec<String> {
    let set = desk.state.set.as_ref().expect("a set");
    set.leaves_of(workbench::role::Role::Client).map(|item| item.label.clone()).collect()
}

/// The cells of a line in which no quotation mark is part of a cell.
fn cells(line: &str) -> Vec<String> {
    let mut quoted = false;
    let cells = line.split(|c| {
        quoted ^= c == '"';
        c == ',' && !quoted
    });
    cells.map(|cell| cell.trim_matches('"').to_owned()).collect()
}

/// Saves both files and unpacks them: the cells of the sheet's lines, each with the files of its bundle.
fn unpacked(desk: &mut Desk) -> Vec<(Vec<String>, BTreeSet<String>)> {
    desk.downloads.clear();
    tell(desk, many::Msg::SaveBundles);
    tell(desk, many::Msg::SaveSheet);
    let [bundles, sheet] = &desk.downloads[..] else { panic!("two files") };
    let passphrase = list(desk).ready.passphrase();
    assert_eq!(passphrase.len(), 23, "one was generated");
    let sheet = bundle::zip::open(&sheet.contents, passphrase).expect("opens with its passphrase");
    let sheet = String::from_utf8(sheet[0].contents.expose().to_vec()).expect("UTF-8");
    let folder = TempDir::new();
    let before = bundles.before.iter().flat_map(|portion| portion.iter());
    folder.write("all.zip", before.chain(bundles.contents.iter()).copied().collect::<Vec<u8>>());
    tool("7z").args(["x", "-y", "all.zip"]).in_folder(folder.path()).succeeds();
    let lines = sheet.trim_start_matches('\u{feff}').split_terminator("\r\n").skip(1);
    let unpacked: Vec<_> = lines
        .map(|line| {
            let cells = cells(line);
            let entries =
                bundle::zip::open(&folder.read(&cells[4]), &cells[5]).expect("its passphrase opens it");
            let certificate = entries.iter().find(|entry| entry.path == "client.crt");
            if let Some(certificate) = certificate {
                folder.write("client.crt", certificate.contents.expose());
                let said = tool("openssl")
                    .args(["x509", "-in", "client.crt", "-noout", "-subject", "-nameopt", "utf8"])
                    .in_folder(folder.path())
                    .succeeds();
                assert!(said.text().contains(&cells[0]), "{}", said.text());
            }
            (cells, entries.into_iter().map(|entry| entry.path).collect())
        })
        .collect();
    let passphrases: BTreeSet<&String> = unpacked.iter().map(|(cells, _)| &cells[5]).collect();
    assert_eq!(passphrases.len(), unpacked.len(), "no passphrase twice");
    let archived = tool("7z").args(["l", "-slt", "all.zip"]).in_folder(folder.path()).succeeds();
    assert_eq!(
        archived.text().matches("\nPath = handfast-").count(),
        unpacked.len(),
        "no bundle beside those"
    );
    unpacked
}

#[test]
fn each_client_of_a_list_gets_its_bundle_and_its_passphrase() {
    let mut desk = ready(LIST);
    assert_eq!(mistakes(&desk), [""; 0]);
    assert_eq!(face(&desk).make.as_deref(), Some("Make 10 and their bundles"));
    tell(&mut desk, many::Msg::Make);
    assert_eq!((&list(&desk).making, &*list(&desk).text), (&Task::Idle, ""));
    assert_eq!(clients(&desk).len(), 11, "with the one that the set began with");
    assert_eq!(clients(&desk)[2], "파트너 둘");
    assert_eq!(desk.state.loss(), Loss::Keys(10));

    let unpacked = unpacked(&mut desk);
    assert_eq!(desk.state.loss(), Loss::Passphrases(10));
    tell(&mut desk, many::Msg::CopyPassphrase);
    assert_eq!(desk.clipboard.last().map(String::as_str), Some(list(&desk).ready.passphrase()));
    assert_eq!(desk.state.loss(), Loss::Changes(1), "the authority's record has changed");

    for (place, (cells, files)) in unpacked.iter().enumerate() {
        assert!(cells[4].contains(&format!("_{}-2026", place + 1)), "{}", cells[4]);
        let recipient = Recipient::ALL.into_iter().find(|recipient| recipient.label(Lang::En) == cells[2]);
        let expected = recipient.expect("a recipient").files().iter().map(|kind| kind.name().to_owned());
        assert_eq!(*files, expected.chain(["README.md".to_owned()]).collect(), "{cells:?}");
    }
    let cells = |place: usize| unpacked[place].0[..4].join("|");
    assert_eq!(cells(1), "파트너 둘|two@a.test|iPhone, iPad|2026-12-22");
    assert_eq!(cells(2), "Kim, Min su||Java 8|2027-01-31");
    assert!(unpacked[9].0[4].contains("client-شريك_10-"), "{}", unpacked[9].0[4]);
}

#[test]
fn they_stand_in_the_authoritys_record_with_who_opens_them() {
    let mut desk = ready(LIST);
    tell(&mut desk, many::Msg::Make);
    let (file, passphrase) = desk.save_all();
    let opened = bundle::authority::open(&file, &passphrase).expect("opens");
    let labels: Vec<&str> = opened.workspace.issued.iter().map(|issued| issued.label.as_str()).collect();
    assert_eq!(labels.len(), 13);
    assert!(labels.contains(&"파트너 둘") && labels.contains(&"شريك"), "{labels:?}");
    let recipients = &opened.workspace.settings["recipients"];
    assert!(recipients.contains("[4,\"iphone\"]") && recipients.contains("[12,\"node\"]"), "{recipients}");
    assert!(!desk.state.export.bundles.keys().any(|id| matches!(id, BundleId::Client(item) if item.0 > 2)));
    for item in desk.state.set.iter().flat_map(|set| set.leaves.iter()).filter(|item| item.id.0 > 2) {
        assert!(item.key.is_none(), "the key of {} is in its bundle alone", item.label);
    }
}

#[test]
fn what_was_made_before_a_cancel_is_whole_and_the_rest_goes_on() {
    let text: String = (1..=20).map(|number| format!("client-{number:02}\n")).collect();
    let mut desk = ready(&text);
    portions(&mut desk, 1);
    assert!(
        matches!(list(&desk).making, Task::Running(_, progress) if (progress.done, progress.total) == (PORTION, 20))
    );
    let late = desk.held.clone().unwrap_or_default();
    desk.held = None;
    desk.tell(Msg::Cancel);
    assert_eq!(list(&desk).making, Task::Idle);
    assert!(list(&desk).text.starts_with("client-09\n"), "{}", list(&desk).text);
    // the answer comes although the worker was ended
    for (task, job) in late {
        let output = testkit::ready(job.run(&desk));
        desk.tell(Msg::Done(task, Box::new(output)));
    }
    assert_eq!(clients(&desk).len(), 1 + PORTION, "the late portion was never there");
    assert_eq!(unpacked(&mut desk).len(), PORTION);
    assert_eq!(face(&desk).make.as_deref(), Some("Make 12 and their bundles"));

    tell(&mut desk, many::Msg::Make);
    let all = unpacked(&mut desk);
    let names: Vec<&str> = all.iter().map(|(cells, _)| cells[0].as_str()).collect();
    let expected: Vec<String> = (1..=20).map(|number| format!("client-{number:02}")).collect();
    assert_eq!(names, expected, "nobody had the first passphrase yet, so both parts came together");

    // all of it is saved and its passphrase taken: the next list begins anew
    tell(&mut desk, many::Msg::Shown);
    tell(&mut desk, many::Msg::Edit("another\n".into()));
    tell(&mut desk, many::Msg::Make);
    assert_eq!(unpacked(&mut desk).len(), 1);
}

#[test]
fn a_worker_that_dies_costs_one_portion_at_most() {
    let text: String = (1..=20).map(|number| format!("client-{number:02}\n")).collect();
    let mut desk = ready(&text);
    portions(&mut desk, 2);
    desk.held = None;
    desk.tell(Msg::WorkerFailed(Problem::WorkerDied("out of memory".into())));
    assert!(matches!(list(&desk).making, Task::Failed(Problem::WorkerDied(_))));
    assert_eq!(&*list(&desk).text, "client-17\nclient-18\nclient-19\nclient-20\n");
    assert_eq!(desk.state.loss(), Loss::Keys(2 * PORTION));
    tell(&mut desk, many::Msg::Make);
    assert_eq!(unpacked(&mut desk).len(), 20);
}

#[test]
fn each_mistake_is_marked_on_its_line_before_anything_is_made() {
    let long = "x".repeat(65);
    let list = format!(
        "good\n\
         partner-1\n\
         good,x@a.test\n\
         mail,not a mailbox\n\
         uri,,no uri\n\
         who,,,lynx\n\
         late,,,,4000\n\
         never,,,,soon\n\
         ,x@a.test\n\
         {long}\n\
         a\u{202e}b\n\
         \"open\n\
         a,b,c,d,e,f\n"
    );
    let mut desk = ready(&list);
    assert_eq!(face(&desk).make, None);
    tell(&mut desk, many::Msg::Make);
    assert_eq!(
        (clients(&desk).len(), list_text(&desk)),
        (1, list.as_str()),
        "nothing is made, nothing is lost"
    );
    let expected: [(&str, &str); 12] = [
        ("Line 2, name:", "2번째 줄, 이름:"),
        ("Line 3, name:", "3번째 줄, 이름:"),
        ("Line 4, e-mail:", "4번째 줄, 이메일:"),
        ("Line 5, URI:", "5번째 줄, URI:"),
        ("Line 6, who opens it:", "6번째 줄, 여는 쪽:"),
        ("Line 7, days:", "7번째 줄, 일수:"),
        ("Line 8, days:", "8번째 줄, 일수:"),
        ("Line 9, name:", "9번째 줄, 이름:"),
        ("Line 10, name:", "10번째 줄, 이름:"),
        ("Line 11, name:", "11번째 줄, 이름:"),
        ("Line 12:", "12번째 줄:"),
        ("Line 13:", "13번째 줄:"),
    ];
    let english = mistakes(&desk);
    desk.tell(Msg::Language(Lang::Ko));
    let korean = mistakes(&desk);
    assert_eq!((english.len(), korean.len()), (12, 12), "{english:#?}");
    for ((en, ko), (expected_en, expected_ko)) in english.iter().zip(&korean).zip(expected) {
        assert!(en.starts_with(expected_en) && en.matches(". ").count() >= 1, "{en}");
        assert!(ko.starts_with(expected_ko) && ko.contains("요."), "{ko}");
        for text in [en, ko] {
            assert!(!text.contains(['\u{202e}', '\n']) && text.chars().count() < 400, "{text}");
        }
    }
    for recipient in Recipient::ALL {
        assert!(english[4].contains(recipient.id()), "{}", english[4]);
    }
    assert!(english[0].contains("partner-1") && english[1].contains("line 1"), "{english:#?}");
    assert!(english[9].contains("U+202E"), "{}", english[9]);
}

fn list_text(desk: &Desk) -> &str {
    &list(desk).text
}

#[test]
fn what_is_no_list_says_so_in_two_sentences() {
    let many = "partner\n".repeat(100_000);
    let mut desk = ready("");
    for (text, words) in [
        (many.as_str(), "100,000"),
        ("a\0b", "Line 1"),
        ("a\n\u{fffd}", "Line 2"),
        ("e-mail,days\na@b.test,3", "“name”"),
        ("name,client\na,b", "name"),
        (&"x".repeat(5 * 1024 * 1024), "4 MiB"),
    ] {
        desk.tell(Msg::Language(Lang::En));
        tell(&mut desk, many::Msg::Edit(text.into()));
        let english = mistakes(&desk);
        desk.tell(Msg::Language(Lang::Ko));
        let korean = mistakes(&desk);
        assert!(matches!(&english[..], [one] if one.contains(words) && one.contains(". ")), "{english:?}");
        assert!(matches!(&korean[..], [one] if one.contains(". ") && one.ends_with("요.")), "{korean:?}");
        assert_eq!(face(&desk).make, None);
    }
    tell(&mut desk, many::Msg::Edit("".into()));
    assert_eq!((mistakes(&desk), &face(&desk).make), (Vec::new(), &None), "nothing is wrong with nothing");
}

#[test]
fn a_name_that_was_taken_since_the_look_stops_at_its_line() {
    let mut desk = ready("first\nsecond\n");
    desk.tell(Msg::Create(create::Msg::OpenMore(MoreKind::Clients)));
    let named = Edit::Text(Field::ClientName(0), "SECOND".into());
    desk.tell(Msg::Create(create::Msg::Edit(Which::More, named)));
    desk.tell(Msg::Create(create::Msg::IssueMore));
    tell(&mut desk, many::Msg::Make);
    let Task::Failed(problem) = &list(&desk).making else { panic!("{:?}", list(&desk).making) };
    assert!(problem.is_from(Source::List));
    assert!(problem.message(Lang::En).problem.starts_with("Line 2, name:"), "{problem:?}");
    assert_eq!(mistakes(&desk).len(), 1, "and it is marked");
    assert_eq!((clients(&desk).len(), list_text(&desk)), (2, "first\nsecond\n"));
}

#[test]
fn another_set_takes_the_list_with_it() {
    let mut desk = ready(LIST);
    portions(&mut desk, 1);
    desk.held = None;
    let starts = desk.worker_starts;
    desk.tell(Msg::Create(create::Msg::StartOver));
    desk.tell(Msg::Confirm);
    assert_eq!(*list(&desk), many::Many::default());
    assert_eq!(desk.worker_starts, starts + 1, "nobody waits for the portion under way");
    assert_eq!(desk.state.loss(), Loss::Nothing);
}

#[test]
fn a_look_at_what_stood_there_before_is_dropped() {
    let mut desk = ready("one\n");
    desk.held = Some(Vec::new());
    tell(&mut desk, many::Msg::Edit("one\ntwo\n".into()));
    tell(&mut desk, many::Msg::Edit("one\ntwo\nthree\n".into()));
    tell(&mut desk, many::Msg::Make);
    let held = desk.held.take().unwrap_or_default();
    assert_eq!(held.len(), 2, "nothing is made of a list that nobody has looked at");
    for (task, job) in held {
        let output = testkit::ready(job.run(&desk));
        desk.tell(Msg::Done(task, Box::new(output)));
        desk.held = None;
    }
    assert_eq!(face(&desk).make.as_deref(), Some("Make 3 and their bundles"));
}

/// The page gets what a portion made and nothing secret but the passphrases; what is in memory with it is bounded by its size.
#[test]
fn a_portion_hands_over_no_key() {
    let mut desk = ready("one\ntwo\n");
    desk.held = Some(Vec::new());
    tell(&mut desk, many::Msg::Make);
    let held = desk.held.take().unwrap_or_default();
    let (_, job) = held.into_iter().next().expect("a portion");
    let made = postcard::to_allocvec(&testkit::ready(job.run(&desk))).expect("written");
    // PKCS#8 of an EC key: the algorithm's identifier, then the key as an octet string (RFC 5958 section 2, RFC 5915)
    let ec_key = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x04];
    let holds = |octets: &[u8], what: &[u8]| octets.windows(what.len()).any(|window| window == what);
    assert!(!holds(&made, &ec_key) && !holds(&made, b"PRIVATE KEY"), "a key crosses to the page");
    let key = testkit::ready(pki::key::KeySource::generate(desk.keys(), pki::key::KeyAlgorithm::EcdsaP256));
    assert!(holds(key.expect("a key").pkcs8_der().expose(), &ec_key), "or it would not be found");
}
