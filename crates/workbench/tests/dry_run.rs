//! The Doctor's dry run on a desk: what a configuration and commands will come to, and what is remarkable about them.

mod desk;

use std::rc::Rc;

use ::deploy::choices::ChoiceField;
use desk::Desk;
use pki::secret::Secret;
use text::Lang;
use workbench::document::{Block, Verdict};
use workbench::lab::Msg;
use workbench::msg as page;
use workbench::opened::Given;
use workbench::role::Role;
use workbench::room::Room;
use workbench::rooms::doctor::Trying;
use workbench::rooms::{create, deploy, doctor};
use workbench::sight::dry_run::Foreseen;
use workbench::task::Task;

fn tell(desk: &mut Desk, msg: doctor::Msg) {
    desk.tell_lab(Msg::Doctor(msg));
}

/// A desk in the room, with nothing made.
fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.tell(page::Msg::Entered(Room::Doctor));
    desk
}

fn trying(desk: &mut Desk, msg: Trying) {
    tell(desk, doctor::Msg::Trial(msg));
}

fn typed(text: &str) -> Secret {
    Secret::new(text.as_bytes().to_vec())
}

fn foreseen(desk: &Desk) -> Rc<Foreseen> {
    let trial = &desk.lab.doctor.trial;
    assert_eq!(trial.running, Task::Idle);
    Rc::clone(trial.foreseen.as_ref().expect("it was looked at"))
}

/// The rows of a call.
fn rows(foreseen: &Foreseen, call: usize) -> Vec<(String, String)> {
    let terms = foreseen.calls[call].1.iter().find_map(|block| match block {
        Block::Terms(terms) => Some(terms.clone()),
        Block::Table(table) => {
            Some(table.rows.iter().map(|[name, what]| (name.clone(), what.clone())).collect())
        }
        _ => None,
    });
    terms.unwrap_or_else(|| panic!("{:?}", foreseen.calls[call]))
}

fn row(foreseen: &Foreseen, call: usize, name: &str) -> String {
    let rows = rows(foreseen, call);
    let found = rows.iter().find(|(known, _)| known == name);
    found.unwrap_or_else(|| panic!("{name} in {rows:?}")).1.clone()
}

fn verdicts(blocks: &[Block]) -> Vec<(Verdict, &str)> {
    let finding = |block| match block {
        &Block::Finding(verdict, ref message) => Some((verdict, &*message.problem)),
        _ => None,
    };
    blocks.iter().filter_map(finding).collect()
}

#[test]
fn the_guides_example_shows_its_false_proof_and_its_faults() {
    let mut desk = desk();
    trying(&mut desk, Trying::Guide);
    let seen = foreseen(&desk);
    assert_eq!(seen.calls.len(), 3, "{:?}", seen.calls);
    assert_eq!(row(&seen, 0, "nginx -t"), "takes the configuration");
    // what the guide takes for mutual TLS is curl that knows no authority
    assert!(row(&seen, 1, "curl").starts_with("exit code 0"), "{:?}", seen.calls[1]);
    assert!(row(&seen, 1, "HTTP").contains("200"), "{:?}", seen.calls[1]);
    assert!(row(&seen, 2, "curl").contains("curl: (60)"), "{:?}", seen.calls[2]);
    // each in its place: eight about the configuration, its certificates, and the commands
    let titles: Vec<&str> = seen.remarks.0.iter().filter_map(|section| section.title.as_deref()).collect();
    assert_eq!(
        titles,
        ["Remarkable about the configuration", "Remarkable about its files", "Remarkable about the commands"]
    );
    let about = verdicts(&seen.remarks.0[0].blocks);
    assert!(about.len() >= 8 && about.iter().any(|(_, told)| told.starts_with("Line ")), "{about:?}");
    assert!(words_of(&seen).contains("version 1"), "{seen:?}");
    // a client is called by no name, and its certificate may have the common name alone
    let nameless: Vec<&str> = verdicts(&seen.remarks.0[1].blocks)
        .into_iter()
        .map(|(_, told)| told)
        .filter(|told| told.contains("no subject alternative name"))
        .collect();
    assert!(nameless.len() == 1 && nameless[0].contains("server.crt"), "{nameless:?}");
    let commands = verdicts(&seen.remarks.0[2].blocks);
    assert!(
        commands.len() >= 8 && commands.iter().all(|(_, told)| told.starts_with("Line ")),
        "{commands:?}"
    );
    // each row of what is wrong with the guide
    let all = |section: usize| {
        let told: Vec<&str> =
            verdicts(&seen.remarks.0[section].blocks).into_iter().map(|(_, told)| told).collect();
        told.join("\n")
    };
    for (section, told) in [
        (0, "has no ssl_crl"),
        (0, "ssl_verify_depth is not set"),
        (0, "CBC"),
        (0, "Session tickets"),
        (0, "by any other name"),
        (0, "level"),
        (0, "by name, which may mean ::1"),
        (0, "listens on this machine alone"),
        (0, "does not learn who called"),
        (2, "version 1"),
        (2, "without key usage"),
        (2, "All keys are RSA"),
        (2, "all live 365 days"),
        (2, "default rights"),
        (2, "in the same folder"),
        (2, "through /tmp"),
        (2, "scp runs as root"),
        (2, "0.0.0.0"),
        (2, "in the firewall"),
        (2, "every nginx"),
        (2, "restart"),
        (2, "upgrade"),
        (2, "24.10"),
        (2, "no proof of mutual TLS"),
        (2, "such a ZIP with ZipCrypto"),
        (2, "CertificateRequest"),
        (2, "curl’s own error"),
        (2, "does not say with which cipher"),
    ] {
        assert!(all(section).contains(told), "{told}: {}", all(section));
    }
    // nothing is missing, and what is typed over it counts
    assert!(!seen.files.iter().any(|block| matches!(block, Block::Caution(_))), "{:?}", seen.files);
    let text = String::from_utf8_lossy(desk.lab.doctor.trial.configuration.expose()).into_owned();
    trying(&mut desk, Trying::Configuration(typed(&text.replace("ssl_verify_client on;", ""))));
    assert!(words_of(&foreseen(&desk)).contains("asks"), "{:?}", foreseen(&desk).remarks);
    trying(
        &mut desk,
        Trying::Configuration(typed(&text.replace("ssl_verify_client on;", "ssl_verify_client maybe;"))),
    );
    let seen = foreseen(&desk);
    assert!(row(&seen, 0, "nginx -t").starts_with("invalid value"), "{:?}", seen.calls[0]);
    assert!(row(&seen, 1, "curl").contains("curl: (7)"), "{:?}", seen.calls[1]);
}

fn words_of(seen: &Foreseen) -> String {
    format!("{seen:?}")
}

#[test]
fn what_was_chosen_in_deploy_is_tried_out_with_what_was_made() {
    for make in [false, true] {
        let mut desk = Desk::new();
        if make {
            desk.tell(page::Msg::Create(create::Msg::Make));
        }
        // the room has it rendered, though Deploy was never entered
        desk.tell(page::Msg::Entered(Room::Doctor));
        assert!(desk.lab.deployed.is_some());
        trying(&mut desk, Trying::Deployed);
        let seen = foreseen(&desk);
        assert_eq!(row(&seen, 0, "nginx -t"), "takes the configuration", "{make}");
        // with the certificate, without, with a stranger's, without the authority
        for (call, status, printed) in
            [(1, "200", "exit code 0"), (2, "400", "exit code 0"), (3, "400", "exit code 0")]
        {
            assert!(row(&seen, call, "HTTP").contains(status), "{make} {:?}", seen.calls[call]);
            assert_eq!(row(&seen, call, "curl"), printed, "{make} {:?}", seen.calls[call]);
        }
        assert!(row(&seen, 4, "curl").contains("curl: (60)"), "{:?}", seen.calls[4]);
        assert!(row(&seen, 3, "error.log").contains("(18:self-signed certificate)"), "{:?}", seen.calls[3]);
        let dangers: Vec<(Verdict, &str)> = verdicts(&seen.remarks.0[0].blocks)
            .into_iter()
            .filter(|(verdict, _)| *verdict == Verdict::Refused)
            .collect();
        assert_eq!(dangers, [], "what this product renders has no dangers");
        // what the page made up beside the set is no file of the user's
        assert!(!format!("{:?}", seen.remarks).contains("stranger"), "{:?}", seen.remarks);
    }
}

#[test]
fn thousands_of_remarks_are_counted_and_not_drawn() {
    let server = "server { listen 443 ssl; ssl_protocols TLSv1; }\n";
    for (servers, shown, further) in [(3, 3, false), (400, 200, true)] {
        let mut desk = desk();
        trying(
            &mut desk,
            Trying::Configuration(typed(&format!("events {{}}\nhttp {{\n{}}}\n", server.repeat(servers)))),
        );
        let blocks = &foreseen(&desk).remarks.0[0].blocks;
        let told = blocks.iter().filter(|block| matches!(block, Block::Finding(..))).count();
        assert!(told >= shown && told <= 200, "{servers}: {told}");
        assert_eq!(matches!(blocks.last(), Some(Block::Aside(_))), further, "{servers}");
    }
}

#[test]
fn a_gateways_configuration_is_tried_out_with_what_was_made() {
    let mut desk = Desk::new();
    desk.tell(page::Msg::Create(create::Msg::Make));
    desk.tell(page::Msg::Entered(Room::Deploy));
    desk.tell(page::Msg::Deploy(deploy::Msg::Edit(ChoiceField::Layout, "gateway".to_owned())));
    desk.tell(page::Msg::Entered(Room::Doctor));
    trying(&mut desk, Trying::Deployed);
    let seen = foreseen(&desk);
    assert_eq!(row(&seen, 0, "gateway.toml"), text::handshake_room::taken_by_gateway(Lang::En));
    for (call, status, printed) in
        [(1, "200", "exit code 0"), (2, "400", "exit code 0"), (3, "400", "exit code 0")]
    {
        assert_eq!(row(&seen, call, "HTTP"), status, "{:?}", seen.calls[call]);
        assert_eq!(row(&seen, call, "curl"), printed, "{:?}", seen.calls[call]);
    }
    assert!(row(&seen, 4, "curl").contains("curl: (60)"), "{:?}", seen.calls[4]);
    // what stands in it in the wrong place is told with its line
    let text = String::from_utf8_lossy(desk.lab.doctor.trial.configuration.expose()).into_owned();
    let wrong = text.replace("certificate = \"required\"", "certificate = \"perhaps\"");
    assert_ne!(wrong, text);
    trying(&mut desk, Trying::Configuration(typed(&wrong)));
    let seen = foreseen(&desk);
    let told = verdicts(&seen.calls[0].1);
    assert!(told.len() == 1 && told[0].1.starts_with("Line "), "{told:?}");
    assert!(row(&seen, 1, "curl").contains("curl: (7)"), "{:?}", seen.calls[1]);
}

#[test]
fn of_a_gateway_too_keys_need_not_be_handed_over() {
    let mut desk = Desk::new();
    desk.tell(page::Msg::Create(create::Msg::Make));
    desk.tell(page::Msg::Entered(Room::Doctor));
    let set = desk.state.set.as_ref().expect("it was made");
    let authority = set.authority.pem.to_string();
    let server = set.leaves_of(Role::Server).next().expect("it was made").pem.to_string();
    let configuration = "listen = [\"0.0.0.0:443\"]\n[[server]]\ncertificate = \"server.pem\"\nkey = \"credential:server.key\"\n[clients]\nauthorities = [\"ca.pem\"]\n[backend]\naddress = \"http://127.0.0.1:8080\"\n[[allow]]\nwho = \"any-verified\"\n";
    for (name, contents) in [("gateway.toml", configuration), ("server.pem", &server), ("ca.pem", &authority)]
    {
        let given = Given { name: name.to_owned(), bytes: Rc::new(contents.as_bytes().to_vec()) };
        trying(&mut desk, Trying::File(given));
    }
    assert_eq!(row(&foreseen(&desk), 0, "gateway.toml"), text::handshake_room::taken_by_gateway(Lang::En));
    trying(&mut desk, Trying::KeepKeys);
    let seen = foreseen(&desk);
    let told = verdicts(&seen.calls[0].1);
    assert!(told.len() == 1 && told[0].1.contains("server.key"), "{told:?}");
}

#[test]
fn files_are_matched_by_name_and_what_is_missing_is_named() {
    let mut desk = Desk::new();
    desk.tell(page::Msg::Create(create::Msg::Make));
    desk.tell(page::Msg::Entered(Room::Doctor));
    let configuration = "server { listen 443 ssl; server_name api.example.com; ssl_certificate /etc/x/server.pem; ssl_certificate_key /etc/x/server.key; ssl_client_certificate /etc/x/ca.pem; ssl_verify_client on; ssl_protocols TLSv1.2 TLSv1.3; root /srv; }";
    let give = |desk: &mut Desk, name: &str, contents: &str| {
        trying(
            desk,
            Trying::File(Given { name: name.to_owned(), bytes: Rc::new(contents.as_bytes().to_vec()) }),
        );
    };
    give(&mut desk, "site.conf", configuration);
    trying(&mut desk, Trying::Commands(typed("curl --cacert ca.pem https://api.example.com/")));
    let seen = foreseen(&desk);
    assert!(row(&seen, 0, "nginx -t").contains("cannot load certificate \"/etc/x/server.pem\""), "{seen:?}");
    let missing = |seen: &Foreseen| {
        let list = seen.files.iter().find_map(|block| match block {
            Block::Caution(paths) => Some(paths.clone()),
            _ => None,
        });
        list.unwrap_or_default()
    };
    assert!(missing(&seen).contains(&"/etc/x/server.pem".to_owned()), "{:?}", seen.files);
    let set = Rc::clone(desk.state.set.as_ref().expect("made"));
    let server = set.items().nth(1).expect("a server").certificate.to_pem();
    give(&mut desk, "server.pem", &server);
    give(&mut desk, "ca.pem", &set.authority.certificate.to_pem());
    let seen = foreseen(&desk);
    // nobody has to hand a key over
    assert_eq!(row(&seen, 0, "nginx -t"), "takes the configuration");
    assert_eq!(missing(&seen), Vec::<String>::new());
    assert!(format!("{:?}", seen.files).contains("/etc/x/server.key"), "{:?}", seen.files);
    assert!(row(&seen, 1, "HTTP").contains("No required SSL certificate was sent"), "{:?}", seen.calls[1]);
    trying(&mut desk, Trying::KeepKeys);
    let seen = foreseen(&desk);
    assert!(row(&seen, 0, "nginx -t").contains("cannot load certificate key"), "{seen:?}");
    assert_eq!(missing(&seen), ["/etc/x/server.key"]);
    trying(&mut desk, Trying::Remove("site.conf".to_owned()));
    assert!(
        format!("{:?}", foreseen(&desk).calls).contains("no configuration"),
        "{:?}",
        foreseen(&desk).calls
    );
}

#[test]
fn bad_input_is_told_in_two_sentences_and_the_rest_is_still_shown() {
    let mut desk = desk();
    let good = "events {} http { server { listen 80; return 204; } }";
    for (configuration, commands, told) in [
        ("events {}\nhttp { include nginx.conf; }", "curl http://a.example.com/", "is not allowed here"),
        ("include nginx.conf;", "curl http://a.example.com/", "Too many open files"),
        ("events {} http { server { server_name \"a; } }", "curl http://a.example.com/", "is never closed"),
        (good, "curl 'http://a.example.com/", "is never closed"),
        (
            good,
            "PS C:\\> curl.exe `\n --cert .\\client.pem:secret `\n http://a.example.com/",
            "password stands in the command",
        ),
        (good, "C:\\>curl ^\n -k ^\n \"http://a.example.com/\"", "204"),
        (
            good,
            "curl http://a.example.com/ | jq .\ncurl --no-such-option http://a/",
            "does not know the option",
        ),
        (good, "curl “http://a.example.com/”", "word processor"),
    ] {
        trying(&mut desk, Trying::Configuration(typed(configuration)));
        trying(&mut desk, Trying::Commands(typed(commands)));
        let seen = foreseen(&desk);
        assert!(words_of(&seen).contains(told), "{configuration} {commands}: {seen:#?}");
        assert!(seen.calls.len() >= 2, "the call is shown all the same: {commands}: {seen:?}");
    }
    // octets of any kind are no configuration, and no reason to stop
    trying(&mut desk, Trying::Configuration(typed("\u{0}\u{1}{}}{;\"'")));
    trying(&mut desk, Trying::Commands(typed("\u{0}curl\ncurl")));
    drop(foreseen(&desk));
}

#[test]
fn what_was_typed_stays_and_the_chosen_moment_counts() {
    let mut desk = desk();
    trying(&mut desk, Trying::Guide);
    let before = foreseen(&desk);
    desk.tell(page::Msg::Entered(Room::Chain));
    let later = desk.lab.now.plus_days(800);
    desk.tell_lab(Msg::Chain(workbench::rooms::chain::Msg::At(later)));
    desk.tell(page::Msg::Language(Lang::Ko));
    desk.tell(page::Msg::Entered(Room::Doctor));
    assert_eq!(desk.lab.doctor.trial.source, workbench::sight::dry_run::Source::Guide);
    let after = foreseen(&desk);
    assert!(after.calls[0].0 == "설정" && before.calls.len() == after.calls.len(), "{after:?}");
    trying(&mut desk, Trying::Forget);
    assert_eq!(desk.lab.doctor.trial.foreseen, None);
    assert!(desk.lab.doctor.trial.configuration.expose().is_empty());
}
