//! The Inspect room: whatever is given is told apart, opened with its passphrase, judged, and shown down to its octets; keys are
//! shown on request alone, and what is given stays when something about it is refused.

mod desk;

use std::rc::Rc;

use desk::Desk;
use pki::key::KeyAlgorithm;
use testkit::{Family, TempDir, TestKeys, tool};
use text::Lang;
use workbench::document::{Block, Verdict};
use workbench::lab::Msg;
use workbench::msg as page;
use workbench::opened::Given;
use workbench::problem::Problem;
use workbench::role::Role;
use workbench::room::Room;
use workbench::rooms::inspect::{self, Inspect, Way};
use workbench::rooms::{chain, create, tree as values};
use workbench::sight::overview::Head;
use workbench::task::Task;
use workbench::worker::Worker;

fn tell(desk: &mut Desk, msg: inspect::Msg) {
    desk.tell_lab(Msg::Inspect(msg));
}

fn give(desk: &mut Desk, name: &str, bytes: &[u8]) {
    tell(desk, inspect::Msg::File(Given { name: name.into(), bytes: Rc::new(bytes.to_vec()) }));
}

fn heads(desk: &Desk) -> Vec<Head> {
    desk.lab.inspect.overview.as_ref().map(|overview| overview.heads.clone()).unwrap_or_default()
}

fn told(desk: &Desk) -> Vec<(Verdict, String)> {
    let overview = desk.lab.inspect.overview.clone().expect("something was looked at");
    let finding = |block: &Block| match block {
        Block::Finding(verdict, message) => Some((*verdict, message.problem.to_string())),
        _ => None,
    };
    overview.findings.iter().filter_map(finding).collect()
}

fn family() -> (String, String, String) {
    let family = Family::with_keys("Partner CA", &TestKeys::new(), [KeyAlgorithm::EcdsaP256; 3]);
    let pem = |certificate: &pki::certificate::Certificate| certificate.to_pem();
    let key = String::from_utf8(family.client.1.to_pem().expose().to_vec()).expect("PEM");
    (pem(family.authority.certificate()), pem(&family.client.0), key)
}

#[test]
fn a_set_is_told_apart_and_linked_and_its_key_is_shown_on_request_alone() {
    let (authority, client, key) = family();
    let mut desk = Desk::new();
    give(&mut desk, "chain.pem", [client, authority].concat().as_bytes());
    give(&mut desk, "client.key", key.as_bytes());
    let heads = heads(&desk);
    assert_eq!(
        heads.iter().map(|head| head.role).collect::<Vec<_>>(),
        [Some(Role::Client), Some(Role::Authority), None]
    );
    assert_eq!(heads.iter().map(|head| head.secret).collect::<Vec<_>>(), [false, false, true]);
    assert!(heads[0].lines.iter().any(|line| line.contains("issued by")), "{:?}", heads[0].lines);
    assert!(heads[0].lines.iter().any(|line| line.contains("private key in")), "{:?}", heads[0].lines);

    assert!(desk.lab.inspect.closer.open && !desk.lab.inspect.octets().is_empty());
    tell(&mut desk, inspect::Msg::Choose(2));
    assert!(!desk.lab.inspect.closer.open && desk.lab.inspect.octets().is_empty(), "a key stays closed");
    let hidden = |desk: &Desk| desk.lab.inspect.closer.tree.iter().any(|node| node.value == "…");
    assert!(hidden(&desk));
    tell(&mut desk, inspect::Msg::Reveal);
    assert!(desk.lab.inspect.closer.open && !hidden(&desk) && !desk.lab.inspect.octets().is_empty());
    tell(&mut desk, inspect::Msg::Choose(0));
    tell(&mut desk, inspect::Msg::Choose(2));
    assert!(!desk.lab.inspect.closer.open, "another look begins closed again");
}

#[test]
fn the_tree_and_the_octets_point_at_each_other() {
    let (authority, ..) = family();
    let mut desk = Desk::new();
    tell(&mut desk, inspect::Msg::Pasted(pki::secret::Secret::new(authority.into_bytes())));
    let room = |desk: &Desk| -> Inspect { desk.lab.inspect.clone() };
    let tree = room(&desk).closer.tree.clone();
    let serial = tree.iter().position(|node| node.name == "serialNumber").expect("in every certificate");
    let content = tree[serial].content();
    for offset in content.clone() {
        assert_eq!(values::at(&tree, offset), Some(serial), "the innermost value");
    }
    assert_ne!(values::at(&tree, content.end), Some(serial));
    tell(&mut desk, inspect::Msg::Tree(values::Msg::Point(serial)));
    tell(&mut desk, inspect::Msg::CopyHex);
    let node = &tree[serial];
    let shown = room(&desk);
    let octets = &shown.octets()[node.offset..content.end];
    let hex: String = octets.iter().map(|octet| format!("{octet:02x}")).collect();
    assert_eq!(desk.clipboard, [hex]);

    assert_eq!(room(&desk).pointing.in_sight(&tree).len(), tree.len());
    tell(&mut desk, inspect::Msg::Tree(values::Msg::Fold(0)));
    assert_eq!(room(&desk).pointing.in_sight(&tree), [0], "all stands within the first");
    tell(&mut desk, inspect::Msg::Tree(values::Msg::Point(0)));
    assert_eq!(room(&desk).pointing.in_sight(&tree), [0], "what is folded itself stays so");
    tell(&mut desk, inspect::Msg::Tree(values::Msg::Point(serial)));
    assert_eq!(room(&desk).pointing.in_sight(&tree).len(), tree.len());
}

#[test]
fn our_own_bundle_opens_with_its_passphrase_and_another_one_is_refused_with_everything_kept() {
    let mut desk = Desk::new();
    desk.tell(page::Msg::Create(create::Msg::Make));
    let (bundle, passphrase) = desk.save_all();
    give(&mut desk, "authority.zip", &bundle);
    assert_eq!(heads(&desk).len(), 1, "closed");
    let type_in = |desk: &mut Desk, typed: &str| {
        tell(desk, inspect::Msg::Passphrase(pki::secret::Secret::new(typed.as_bytes().to_vec())));
        tell(desk, inspect::Msg::Look);
    };
    type_in(&mut desk, "another");
    assert_eq!(heads(&desk).len(), 1);
    assert!(
        matches!(&told(&desk)[0], (Verdict::Refused, words) if words.contains("authority.zip")),
        "{:?}",
        told(&desk)
    );
    type_in(&mut desk, &passphrase);
    let titles: Vec<String> = heads(&desk).into_iter().map(|head| head.title).collect();
    assert!(titles.iter().any(|title| title.contains("api.example.com CA")), "{titles:?}");
    assert!(!told(&desk).iter().any(|(_, words)| words.contains("passphrase")), "{:?}", told(&desk));
}

#[test]
fn p12_files_that_import_refuses_are_looked_into() {
    let keys = TestKeys::new();
    let family = Family::with_keys("Partner CA", &keys, [KeyAlgorithm::EcdsaP256; 3]);
    let folder = TempDir::new();
    let openssl = |line: &str| {
        tool("openssl").args(line.split(' ')).in_folder(folder.path()).succeeds();
    };
    folder.write("client.key", family.client.1.to_pem().expose());
    folder.write("client.crt", family.client.0.to_pem());
    openssl("pkcs12 -export -nokeys -in client.crt -passout pass:secret -out trusted.p12");
    openssl("pkcs12 -export -nomac -inkey client.key -in client.crt -passout pass:secret -out unchecked.p12");
    openssl("pkcs12 -export -inkey client.key -in client.crt -passout pass: -out empty.p12");
    openssl("ec -in client.key -aes128 -passout pass:secret -out old.key");
    let mut desk = Desk::new();
    // with an empty passphrase nobody has to type one
    give(&mut desk, "empty.p12", &folder.read("empty.p12"));
    assert_eq!(heads(&desk).len(), 3, "{:?}", heads(&desk));
    tell(&mut desk, inspect::Msg::Forget);
    for (name, found, caution) in [("trusted.p12", 2, false), ("unchecked.p12", 3, true)] {
        give(&mut desk, name, &folder.read(name));
        assert_eq!(heads(&desk).len(), 1, "{name} is closed");
        tell(&mut desk, inspect::Msg::Passphrase(pki::secret::Secret::new(b"secret".to_vec())));
        tell(&mut desk, inspect::Msg::Look);
        assert_eq!(heads(&desk).len(), found, "{name}");
        let told_of_it =
            told(&desk).iter().any(|(verdict, words)| *verdict == Verdict::Caution && words.contains(name));
        assert_eq!(told_of_it, caution, "{name}: {:?}", told(&desk));
        tell(&mut desk, inspect::Msg::Forget);
    }
    // a passphrase does not open OpenSSL's older form here, and none is asked for
    give(&mut desk, "old.key", &folder.read("old.key"));
    assert!(!told(&desk).iter().any(|(_, words)| words.contains("passphrase closes")), "{:?}", told(&desk));
}

#[test]
fn a_fault_of_many_is_told_a_few_times_and_then_counted() {
    let keys = TestKeys::new();
    let mut desk = Desk::new();
    let expired = Family::with_keys("Old CA", &keys, [KeyAlgorithm::EcdsaP256; 3]).client.0.to_pem();
    for number in 0..30 {
        give(&mut desk, &format!("{number}.pem"), expired.as_bytes());
    }
    let overview = desk.lab.inspect.overview.clone().expect("looked at");
    let same = told(&desk).len();
    assert!(same < 20, "{same} of 30 files");
    let counted =
        |block: &Block| matches!(block, Block::Aside(words) if format!("{words:?}").contains("The same in"));
    assert!(overview.findings.iter().any(counted));
}

#[test]
fn what_was_refused_or_cancelled_leaves_the_rest() {
    let (authority, ..) = family();
    let mut desk = Desk::new();
    give(&mut desk, "ca.pem", authority.as_bytes());
    tell(&mut desk, inspect::Msg::Refused(Problem::FileTooLarge("huge.bin".into(), 100, inspect::LIMIT_MIB)));
    assert!(matches!(desk.lab.inspect.looking, Task::Failed(Problem::FileTooLarge(..))));
    assert_eq!(heads(&desk).len(), 1);
    desk.tell_lab(Msg::ExaminerFailed(Problem::WorkerDied("out of memory".into())));
    assert_eq!((heads(&desk).len(), desk.lab.examiner.clone()), (1, Worker::Ready), "it was started anew");
    desk.tell(page::Msg::Entered(Room::Inspect));
    desk.tell(page::Msg::Language(Lang::Ko));
    assert!(heads(&desk)[0].lines[0].contains("ca.pem"));
    assert_eq!(desk.lab.inspect.looking, Task::Idle);
    tell(&mut desk, inspect::Msg::Forget);
    assert_eq!(desk.lab.inspect, Inspect::default());
}

#[test]
fn the_report_is_saved_as_json() {
    let (authority, ..) = family();
    let mut desk = Desk::new();
    give(&mut desk, "ca.pem", authority.as_bytes());
    tell(&mut desk, inspect::Msg::SaveReport);
    let file = desk.downloads.last().expect("saved");
    assert_eq!(file.name, "inspect.json");
    let json: serde_json::Value = serde_json::from_slice(&file.contents).expect("JSON");
    assert!(json.to_string().contains("Partner CA"));
}

#[test]
fn what_was_made_on_the_page_is_looked_at_without_its_keys_until_it_is_left_out() {
    let mut desk = Desk::new();
    desk.tell(page::Msg::Create(create::Msg::Make));
    assert!(heads(&desk).is_empty(), "nobody came here yet");
    desk.tell(page::Msg::Entered(Room::Inspect));
    let roles: Vec<Option<Role>> = heads(&desk).iter().map(|head| head.role).collect();
    assert_eq!(roles, [Some(Role::Authority), Some(Role::Server), Some(Role::Client)]);
    assert!(heads(&desk).iter().all(|head| !head.secret));
    let before = desk.lab.inspect.overview.clone().expect("looked at");
    desk.tell(page::Msg::Entered(Room::Create));
    desk.tell(page::Msg::Entered(Room::Inspect));
    let after = desk.lab.inspect.overview.clone().expect("looked at");
    assert!(Rc::ptr_eq(&before, &after), "nothing new: nobody was asked");

    give(&mut desk, "ca.pem", family().0.as_bytes());
    assert_eq!(heads(&desk).len(), 4);
    tell(&mut desk, inspect::Msg::WithMade);
    assert_eq!(heads(&desk).len(), 1);
    tell(&mut desk, inspect::Msg::Forget);
    assert!(heads(&desk).is_empty() && !desk.lab.inspect.with_made);
    tell(&mut desk, inspect::Msg::WithMade);
    assert_eq!(heads(&desk).len(), 3);
}

#[test]
fn the_address_tells_what_is_on_show_and_leads_there() {
    let (authority, client, _) = family();
    let mut desk = Desk::new();
    give(&mut desk, "chain.pem", [client, authority].concat().as_bytes());
    tell(&mut desk, inspect::Msg::Choose(1));
    assert_eq!(desk.address, "#/inspect/2");
    tell(&mut desk, inspect::Msg::Tree(values::Msg::Point(7)));
    assert_eq!(desk.address, "#/inspect/2/8");
    for (rest, thing, value) in [
        ("2/8", Some(1), Some(7)),
        ("1", Some(0), None),
        ("", None, None),
        ("0/0", None, None),
        ("99999999999999999999999/1", None, Some(0)),
    ] {
        assert_eq!(
            Way::parse(rest),
            Way { thing, value, is_named: !rest.is_empty(), ..Way::default() },
            "{rest}"
        );
    }
    let told = workbench::lab::told::Told {
        coming: workbench::lab::told::Coming::FromElsewhere,
        room: Room::Inspect,
        lang: Lang::En,
        offset: desk.lab.offset,
        made: None,
        deployed: None,
    };
    let go = |desk: &mut Desk, rest: &str| {
        desk.tell_lab(Msg::Told(Box::new(told.clone()), Way::parse(rest)));
        (desk.lab.inspect.chosen, desk.lab.inspect.pointing.pointed)
    };
    assert_eq!(go(&mut desk, "1/5"), (0, Some(4)));
    assert_eq!(go(&mut desk, "1/5000"), (0, None), "no such value");
    assert_eq!(go(&mut desk, "2"), (1, None));
}

#[test]
fn everything_is_judged_at_the_moment_of_the_time_line() {
    let mut desk = Desk::new();
    give(&mut desk, "client.pem", family().1.as_bytes());
    let expired = |desk: &Desk| told(desk).iter().any(|(verdict, _)| *verdict == Verdict::Refused);
    assert!(!expired(&desk), "{:?}", told(&desk));
    desk.tell_lab(Msg::Chain(chain::Msg::At(testkit::NOW.plus_days(4000))));
    desk.tell_lab(Msg::Chain(chain::Msg::Settle));
    assert!(expired(&desk), "{:?}", told(&desk));
    desk.tell_lab(Msg::Chain(chain::Msg::Now));
    assert!(!expired(&desk));
}

#[test]
fn of_many_extensions_a_hundred_are_told_and_the_others_counted() {
    let folder = TempDir::new();
    let openssl = |line: &str| {
        tool("openssl").args(line.split(' ')).in_folder(folder.path()).succeeds();
    };
    openssl(
        "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout a.key -out a.csr -subj /CN=a",
    );
    // openssl may add a key identifier of its own
    for (count, further) in [(60, false), (1_234, true)] {
        let lines: String =
            (1..=count).map(|number| format!("1.3.6.1.4.1.55555.{number}=DER:0500\n")).collect();
        folder.write("many.cnf", lines);
        openssl("x509 -req -in a.csr -signkey a.key -extfile many.cnf -out a.crt");
        let mut desk = Desk::new();
        give(&mut desk, "a.crt", &folder.read("a.crt"));
        let shown = format!("{:?}", desk.lab.inspect.closer.document);
        let told = shown.matches("Heading(").count();
        assert!(if further { told == 100 } else { told >= count }, "{told} of {count}");
        assert_eq!(shown.contains("Further extensions: 1,13"), further, "{count}");
    }
}
