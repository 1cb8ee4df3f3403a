//! The Chain room: what was given is drawn and judged for a purpose, with what is trusted, at a moment.

mod desk;

use std::rc::Rc;

use desk::Desk;
use pki::key::KeyAlgorithm;
use pki::moment::Moment;
use testkit::partner::Partner;
use testkit::{Family, NOW, TempDir, TestKeys, tool};
use text::Lang;
use workbench::document::{Block, Verdict};
use workbench::lab::Msg;
use workbench::msg as page;
use workbench::opened::Given;
use workbench::room::Room;
use workbench::rooms::{chain, create, inspect};
use workbench::sight::chain::picture::Kind;
use workbench::sight::chain::{Aim, Chain};
use workbench::task::Task;

fn tell(desk: &mut Desk, msg: chain::Msg) {
    desk.tell_lab(Msg::Chain(msg));
}

fn seen(desk: &Desk) -> Rc<Chain> {
    assert_eq!(desk.lab.chain.looking, Task::Idle);
    Rc::clone(desk.lab.chain.chain.as_ref().expect("something was looked at"))
}

/// The worst that is said of the chain.
fn refused(desk: &Desk) -> Vec<String> {
    let finding = |block: &Block| match block {
        Block::Finding(Verdict::Refused, message) => Some(message.problem.to_string()),
        _ => None,
    };
    seen(desk).verdicts.iter().filter_map(finding).collect()
}

/// A desk on which a family's certificates lie, its authority's first.
fn desk() -> Desk {
    let family = Family::with_keys("Partner CA", &TestKeys::new(), [KeyAlgorithm::EcdsaP256; 3]);
    let all: String = [family.authority.certificate(), &family.server.0, &family.client.0]
        .map(pki::certificate::Certificate::to_pem)
        .concat();
    let mut desk = Desk::new();
    let given = Given { name: "all.pem".into(), bytes: Rc::new(all.into_bytes()) };
    desk.tell_lab(Msg::Inspect(inspect::Msg::File(given)));
    tell(&mut desk, chain::Msg::Look);
    desk
}

#[test]
fn what_was_given_is_drawn_and_judged_for_its_purpose_alone() {
    let mut desk = desk();
    let chain = seen(&desk);
    assert_eq!((chain.drawing.nodes.len(), chain.drawing.edges.len()), (3, 2));
    assert_eq!((chain.trusted.clone(), chain.leaf), (vec![0], Some(1)));
    assert!(chain.drawing.nodes[0].trusted && !chain.drawing.nodes[1].trusted);
    assert!(chain.drawing.edges.iter().all(|edge| edge.verdict == Verdict::Fine && edge.main));
    // the first leaf is a server's, and says so
    assert_eq!(chain.aim, Aim::Server(String::new()));
    assert!(refused(&desk).is_empty(), "{:?}", refused(&desk));
    // another purpose is asked for
    tell(&mut desk, chain::Msg::Aim(Aim::Client));
    assert_eq!(refused(&desk).len(), 3);
    assert!(refused(&desk)[1].contains("error 26"), "{:?}", refused(&desk));
    tell(&mut desk, chain::Msg::Judge(2));
    assert!(refused(&desk).is_empty(), "{:?}", refused(&desk));
    tell(&mut desk, chain::Msg::Judge(1));
    for (name, good) in [("localhost", true), ("www.example.test", false), ("127.0.0.1", true), ("", true)] {
        tell(&mut desk, chain::Msg::Aim(Aim::Server(name.to_owned())));
        assert_eq!(refused(&desk).is_empty(), good, "{name}: {:?}", refused(&desk));
    }
}

#[test]
fn what_is_trusted_is_chosen_and_given_up() {
    let mut desk = desk();
    tell(&mut desk, chain::Msg::Judge(2));
    tell(&mut desk, chain::Msg::Trust(0));
    assert!(seen(&desk).trusted.is_empty() && !refused(&desk).is_empty());
    tell(&mut desk, chain::Msg::Trust(0));
    assert!(refused(&desk).is_empty());
    // of something else nobody knows yet what is to be trusted
    tell(&mut desk, chain::Msg::Trust(0));
    let more = Given { name: "more.pem".into(), bytes: Rc::new(Vec::new()) };
    desk.tell_lab(Msg::Inspect(inspect::Msg::File(more)));
    assert_eq!((desk.lab.chain.chain.clone(), desk.lab.chain.asked.trusted.clone()), (None, None));
}

#[test]
fn the_slider_shows_what_breaks_without_the_examiner_and_the_steps_follow_when_it_stands() {
    let mut desk = desk();
    tell(&mut desk, chain::Msg::Judge(2));
    let verdict = |desk: &Desk| desk.lab.chain.stretch(NOW).map(|stretch| stretch.verdict);
    assert_eq!(verdict(&desk), Some(Verdict::Fine));
    let before = seen(&desk);
    for (moment, expected, valid) in [
        (NOW.plus_days(364), Verdict::Fine, true),
        (NOW.plus_days(366), Verdict::Refused, false),
        (NOW.plus_days(-1), Verdict::Refused, false),
    ] {
        tell(&mut desk, chain::Msg::At(moment));
        assert_eq!(verdict(&desk), Some(expected), "{moment}");
        assert_eq!(desk.lab.chain.is_valid(&before.drawing.nodes[2], NOW), valid, "{moment}");
    }
    assert!(Rc::ptr_eq(&before, &seen(&desk)), "nobody was asked");
    tell(&mut desk, chain::Msg::At(NOW.plus_days(366)));
    tell(&mut desk, chain::Msg::Settle);
    assert!(!refused(&desk).is_empty());
    tell(&mut desk, chain::Msg::Now);
    assert!(refused(&desk).is_empty());
    let (first, last): (Moment, Moment) = desk.lab.chain.range(NOW);
    assert!(first < NOW.plus_days(-30) && last > NOW.plus_days(3650));
}

#[test]
fn everything_comes_in_the_readers_language() {
    let mut desk = desk();
    desk.tell(page::Msg::Entered(Room::Chain));
    desk.tell(page::Msg::Language(Lang::Ko));
    let hangul = |text: &str| text.chars().any(|letter| ('가'..='힣').contains(&letter));
    let korean = seen(&desk);
    assert!(korean.summary.iter().all(|line| hangul(line)));
    assert!(korean.drawing.edges.iter().all(|edge| hangul(&edge.words)));
    assert!(korean.bars.iter().all(|bar| hangul(&bar.words)));
    desk.tell(page::Msg::Language(Lang::En));
    assert!(!seen(&desk).summary.iter().any(|line| hangul(line)));
}

#[test]
fn what_was_made_on_the_page_is_drawn_as_soon_as_somebody_comes() {
    let mut desk = Desk::new();
    desk.tell(page::Msg::Create(create::Msg::Make));
    desk.tell(page::Msg::Entered(Room::Chain));
    assert_eq!(seen(&desk).drawing.nodes.len(), 3);
    assert!(seen(&desk).drawing.nodes.iter().all(|node| node.role.is_some() && node.tag.is_none()));
}

#[test]
fn the_drawing_is_saved_as_a_picture_of_its_own() {
    let mut desk = desk();
    tell(&mut desk, chain::Msg::Save(Kind::Svg));
    let file = desk.downloads.last().expect("saved");
    assert_eq!((file.name.as_str(), file.media), ("chain.svg", "image/svg+xml"));
    let svg = String::from_utf8(file.contents.to_vec()).expect("UTF-8");
    assert_eq!(svg.matches("<g ").count(), 3);
    assert_eq!(svg.matches("<polyline ").count(), 2);
    // any XML parser judges: Python has one everywhere
    let parse = "import sys, xml.dom.minidom as dom; dom.parseString(sys.stdin.buffer.read())";
    tool("python3").args(["-c", parse]).input(&*file.contents).succeeds();
}

#[test]
fn a_key_that_many_share_is_told_of_a_few_and_counted() {
    let folder = TempDir::new();
    let openssl = |line: &str| {
        tool("openssl").args(line.split(' ')).in_folder(folder.path()).succeeds();
    };
    openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out one.key");
    let mut desk = Desk::new();
    for number in 0..7 {
        openssl(&format!("req -x509 -key one.key -subj /CN=device-{number} -days 30 -out {number}.pem"));
        let bytes = Rc::new(folder.read(format!("{number}.pem")));
        desk.tell_lab(Msg::Inspect(inspect::Msg::File(Given { name: format!("{number}.pem"), bytes })));
    }
    tell(&mut desk, chain::Msg::Look);
    let node = seen(&desk).drawing.nodes[0].clone();
    assert_eq!(node.title, "device-0", "a subject that is nothing but a common name is called by it");
    assert_eq!(node.marks.len(), 4, "{:?}", node.marks);
    assert!(node.marks[0].contains("device-1") && node.marks[3].contains('3'), "{:?}", node.marks);
    // and in its picture who it is for and the beginning of the key stand at the end of its node
    tell(&mut desk, chain::Msg::Save(Kind::Svg));
    let svg = String::from_utf8(desk.downloads.last().expect("saved").contents.to_vec()).expect("UTF-8");
    assert_eq!(svg.matches("text-anchor=\"end\"").count(), 14, "{svg}");
}

#[test]
fn a_name_too_long_for_its_node_is_cut_and_told_whole() {
    let mut desk = Desk::new();
    let family = Family::with_keys(
        "주식회사 아주아주아주 긴 이름의 결제 인증 기관",
        &TestKeys::new(),
        [KeyAlgorithm::EcdsaP256; 3],
    );
    let bytes = Rc::new(family.authority.certificate().to_pem().into_bytes());
    desk.tell_lab(Msg::Inspect(inspect::Msg::File(Given { name: "ca.pem".into(), bytes })));
    tell(&mut desk, chain::Msg::Look);
    let node = seen(&desk).drawing.nodes[0].clone();
    assert!(node.short.contains('…') && node.title.contains("인증 기관"), "{node:?}");
    // authorities named alike differ at the end, which therefore stays
    assert!(node.short.starts_with("주식") && node.short.ends_with("기관"), "{node:?}");
}

#[test]
fn the_drawing_grows_and_shrinks_within_bounds() {
    let mut desk = desk();
    for (closer, last) in [(true, 200), (false, 25)] {
        for _ in 0..10 {
            tell(&mut desk, chain::Msg::Zoom(closer));
        }
        assert_eq!(desk.lab.chain.zoom.percent(), last);
    }
}

/// An authority that ends two seconds before its client's certificate, which is of version 1 as the guide's commands make it.
#[test]
fn one_minute_is_one_change_that_names_all_that_ends_in_it_and_who_is_left_makes_it_a_caution() {
    let folder = TempDir::new();
    let openssl = |line: &str| {
        tool("openssl").args(line.split(' ')).in_folder(folder.path()).succeeds();
    };
    folder.write(
        "ca.cnf",
        "[ca]\ndefault_ca=d\n[d]\ndatabase=index\nserial=serial\ndefault_md=sha256\npolicy=p\nnew_certs_dir=.\n\
         unique_subject=no\n[p]\ncommonName=supplied\n[root]\nbasicConstraints=critical,CA:TRUE\n",
    );
    folder.write("index", "");
    folder.write("serial", "01\n");
    for name in ["TestCA", "client"] {
        openssl(&format!(
            "req -new -newkey rsa:2048 -nodes -keyout {name}.key -out {name}.csr -subj /CN={name}"
        ));
    }
    let sign = "ca -batch -notext -config ca.cnf -keyfile TestCA.key -startdate 20260101000000Z";
    openssl(&format!(
        "{sign} -selfsign -extensions root -enddate 20270601120001Z -in TestCA.csr -out ca.crt"
    ));
    openssl(&format!("{sign} -cert ca.crt -enddate 20270601120003Z -in client.csr -out client.crt"));
    let mut desk = Desk::new();
    for name in ["ca.crt", "client.crt"] {
        let given = Given { name: name.into(), bytes: Rc::new(folder.read(name)) };
        desk.tell_lab(Msg::Inspect(inspect::Msg::File(given)));
    }
    tell(&mut desk, chain::Msg::Look);
    tell(&mut desk, chain::Msg::Aim(Aim::Client));
    let chain = seen(&desk);
    let told: Vec<(Vec<&str>, Verdict)> = chain
        .stretches
        .iter()
        .skip(1)
        .map(|stretch| (stretch.because.iter().map(String::as_str).collect(), stretch.verdict))
        .collect();
    // OpenSSL takes version 1, webpki does not: somebody accepts it until it ends
    let expected = [
        (vec!["TestCA begins.", "client begins."], Verdict::Caution),
        (vec!["TestCA ends.", "client ends."], Verdict::Refused),
    ];
    assert_eq!(told, expected);
    // and it is said of which certificate a step is told
    tell(&mut desk, chain::Msg::At(NOW.plus_days(3650)));
    tell(&mut desk, chain::Msg::Settle);
    assert!(refused(&desk).iter().any(|words| words.contains("“client”")), "{:?}", refused(&desk));
}

/// For a server the time line says what the verdicts say: curl knows no ssl_verify_depth.
#[test]
fn a_server_is_judged_as_curl_does_along_the_whole_line() {
    let mut desk = Desk::new();
    let any_use = "basicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=hash\n";
    let bytes = Rc::new(Partner::with_extensions("Deep", 2, any_use).pem().into_bytes());
    desk.tell_lab(Msg::Inspect(inspect::Msg::File(Given { name: "ca.pem".into(), bytes })));
    tell(&mut desk, chain::Msg::Look);
    tell(&mut desk, chain::Msg::Judge(2));
    tell(&mut desk, chain::Msg::Depth(0));
    // webpki takes no authority for a leaf; OpenSSL does, where the depth is no matter
    for (aim, accepted) in [(Aim::Client, false), (Aim::Server(String::new()), true)] {
        tell(&mut desk, chain::Msg::Aim(aim.clone()));
        let somebody = seen(&desk).stretches.iter().any(|stretch| stretch.verdict == Verdict::Caution);
        assert_eq!(somebody, accepted, "{aim:?}: {:?}", seen(&desk).stretches);
    }
}
