//! The test kit: made on the page, taken apart by 7-Zip, and its `matrix.sh` run against a real nginx with the set's own rendered
//! configuration: everything comes out as predicted, and where one thing is broken the right line says so.

mod desk;
mod handed;

use std::fs;

use desk::Desk;
use handed::{Handed, SERVICE, WAYS, Way, now};
use pki::certificate::Certificate;
use pki::chain::Member;
use pki::moment::Moment;
use serde_json::Value;
use testkit::tool;
use testkit::tool::Said;
use text::Lang;
use workbench::data::ChoiceField;
use workbench::lab;
use workbench::msg::Msg;
use workbench::room::Room;
use workbench::rooms::{create, deploy as room, handshake};

/// A desk where nginx is to look at revocation lists, and the first one is signed.
fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.tell(Msg::Deploy(room::Msg::Edit(ChoiceField::Revocation, "on".to_owned())));
    desk
}

/// Has the kit made in the Handshake room, and takes it apart below `kit`.
fn packed(handed: &mut Handed) -> Vec<String> {
    let desk = &mut handed.desk;
    desk.tell(Msg::Entered(Room::Handshake));
    desk.tell_lab(lab::Msg::Tick(now()));
    desk.tell_lab(lab::Msg::Handshake(handshake::Msg::Pack));
    let room = &desk.lab.handshake;
    let kit = room.kit.clone().unwrap_or_else(|| panic!("{:?} {:?}", room.packing, room.unpacked));
    let file = desk.downloads.last().expect("saved").clone();
    assert_eq!(file.name, kit.name);
    handed.folder.write("kit.zip", &*file.contents);
    tool("7z")
        .args(["x", "-y", &format!("-p{}", kit.passphrase()), "-okit", "kit.zip"])
        .in_folder(handed.folder.path())
        .succeeds();
    let entries = fs::read_dir(handed.folder.join("kit")).expect("unpacked");
    entries.map(|entry| entry.expect("ours").file_name().into_string().expect("a name")).collect()
}

fn run(handed: &Handed, json: &[&str]) -> Said {
    let port = handed.plan.choices().listen_port.number().to_string();
    let arguments = [json, &["127.0.0.1", &port, SERVICE]].concat();
    tool("sh").arg("matrix.sh").args(arguments).in_folder(handed.folder.join("kit")).run()
}

/// What came out otherwise than predicted: by name.
fn otherwise(handed: &Handed) -> Vec<String> {
    let said = run(handed, &["--json"]);
    let report: Value =
        serde_json::from_str(&said.text()).unwrap_or_else(|error| panic!("{error}: {}", said.all()));
    let trials = report["trials"].as_array().expect("a list");
    assert_eq!(trials.len(), 11, "{report:#}");
    assert!(trials.iter().all(|trial| trial["ok"].is_boolean()), "{report:#}");
    let failed: Vec<String> = trials
        .iter()
        .filter(|trial| trial["ok"] == Value::Bool(false))
        .map(|trial| trial["name"].as_str().expect("a name").to_owned())
        .collect();
    assert_eq!(report["ok"], Value::Bool(failed.is_empty()), "{report:#}");
    assert_eq!(said.code, Some(i32::from(!failed.is_empty())), "{}", said.all());
    failed
}

/// With the verification off everybody who should be refused is let in, and the application refuses everybody.
const ALL: [&str; 11] = [
    "good",
    "client-no-purpose",
    "no-client-certificate",
    "client-expired",
    "client-not-yet-valid",
    "client-server-auth-only",
    "client-revoked",
    "client-other-authority",
    "client-twin-authority",
    "client-self-signed",
    "issued-by-leaf",
];

fn served(way: Way, chosen: &[(ChoiceField, &str)]) -> Handed {
    let mut desk = desk();
    for (field, text) in chosen {
        desk.tell(Msg::Deploy(room::Msg::Edit(*field, (*text).to_owned())));
    }
    let mut handed = Handed::made_at_desk(desk, way, now(), &[]);
    packed(&mut handed);
    handed.installs(&text::deploy::install_done(way.lang, &SERVICE));
    // the kit's list is the authority's newest: it takes the place of the one that was there
    let list = fs::read(handed.folder.join("kit/client-ca.crl")).expect("unpacked");
    fs::write(handed.staged(&handed.plan.certificate("client-ca.crl")), list).expect("ours");
    handed
}

#[test]
fn a_server_as_it_should_be_comes_out_as_predicted_and_a_broken_one_does_not() {
    for (number, way) in WAYS.into_iter().enumerate() {
        let mut handed = served(way, &[]);
        handed.serve();
        assert_eq!(otherwise(&handed), [""; 0]);
        let said = run(&handed, &[]);
        assert!(
            said.code == Some(0) && said.all().contains(text::matrix::all_good(way.lang)),
            "{}",
            said.all()
        );
        handed.stop();

        if number == 0 {
            handed.replace_in_conf("ssl_verify_client on;", "ssl_verify_client off;");
            handed.serve();
            assert_eq!(otherwise(&handed), ALL, "nobody is asked");
            let said = run(&handed, &[]);
            for told in [text::matrix::nobody_asked(way.lang), text::matrix::unverified(way.lang)] {
                assert!(said.all().contains(&told.to_string()), "{}", said.all());
            }
        } else {
            let list = handed.plan.certificate("client-ca.crl");
            handed.replace_in_conf(&format!("ssl_crl {list};"), "");
            handed.serve();
            assert_eq!(otherwise(&handed), ["client-revoked"], "no list is looked at");
            let said = run(&handed, &[]);
            assert!(
                said.all().contains(&text::matrix::revoked_let_in(way.lang).to_string()),
                "{}",
                said.all()
            );
        }
        handed.stop();
    }
}

#[test]
fn a_server_that_is_not_there_or_trusts_another_authority_proves_nothing() {
    let way = WAYS[0];
    let mut handed = served(way, &[]);
    let said = run(&handed, &[]);
    assert_eq!(said.code, Some(3), "{}", said.all());
    assert!(said.all().contains(&text::matrix::unreachable(way.lang).to_string()), "{}", said.all());
    assert!(!said.all().contains("FAILED  "), "nothing is known of any certificate: {}", said.all());

    fs::copy(
        handed.folder.join("kit/client-self-signed.crt"),
        handed.staged(&handed.plan.certificate("client-ca.crt")),
    )
    .expect("ours");
    let list = handed.plan.certificate("client-ca.crl");
    handed.replace_in_conf(&format!("ssl_crl {list};"), "");
    handed.serve();
    let failed = otherwise(&handed);
    assert!(failed.contains(&"good".to_owned()), "{failed:?}");
    let said = run(&handed, &[]);
    assert!(said.all().contains(&text::matrix::first_refused(way.lang).to_string()), "{}", said.all());
    handed.stop();
    for (arguments, words) in [
        (&["--what"][..], text::matrix::bad_option(way.lang)),
        (&["a b"], text::matrix::bad_address(way.lang)),
        (&["localhost", "https"], text::matrix::bad_port(way.lang)),
    ] {
        let said = tool("sh").arg("matrix.sh").args(arguments).in_folder(handed.folder.join("kit")).run();
        assert!(said.code == Some(2) && said.all().contains(&words.to_string()), "{}", said.all());
    }
    fs::remove_file(handed.folder.join("kit/client-expired.key")).expect("unpacked");
    assert_eq!(run(&handed, &[]).code, Some(2));
}

/// What the kit's script finds without being told the port or a path: one letter for each certificate.
fn found(handed: &Handed, more: &[&str]) -> String {
    let in_kit = |shell: &str, arguments: &[&str]| {
        tool(shell).arg("matrix.sh").args(arguments).in_folder(handed.folder.join("kit")).run()
    };
    let [dash, bash] =
        ["dash", "bash"].map(|shell| in_kit(shell, &[&["--json"], more, &["127.0.0.1"]].concat()));
    assert_eq!((dash.text(), dash.code), (bash.text(), bash.code));
    let report: Value = serde_json::from_str(&dash.text()).unwrap_or_else(|_| panic!("{}", dash.all()));
    let letter = |trial: &Value| match trial["ok"] {
        Value::Bool(true) => '+',
        Value::Bool(false) => '.',
        _ => '?',
    };
    let letters: String = report["trials"].as_array().expect("a list").iter().map(letter).collect();
    let code = if letters.contains('.') {
        1
    } else if letters.contains('?') {
        3
    } else {
        0
    };
    assert_eq!(dash.code, Some(code), "{report:#}");
    letters
}

#[test]
fn the_port_and_a_path_that_needs_a_certificate_are_those_of_deploy() {
    for refusals in ["nginx", "text", "json"] {
        let paths = [
            (ChoiceField::Verify, "paths"),
            (ChoiceField::ProtectedPaths, "/inner/, /other/"),
            (ChoiceField::Refusals, refusals),
        ];
        let mut handed = served(WAYS[0], &paths);
        let script = String::from_utf8_lossy(&handed.folder.read("kit/matrix.sh")).into_owned();
        let port = handed.plan.choices().listen_port.number();
        assert!(script.contains(&format!("\nport={port}\npath=/inner/\n")), "{script}");
        handed.serve();
        assert_eq!(found(&handed, &[]), "+++++++++++", "{refusals}");
        assert_eq!(found(&handed, &["--path", "/other/x"]), "+++++++++++", "{refusals}");
        assert_eq!(found(&handed, &["--path", "/"]), "++.++++++++", "an open path, {refusals}");
        handed.stop();

        handed.replace_in_conf("SUCCESS)", "NOBODY)");
        handed.replace_in_conf("!= NOBODY)", "= NOBODY)");
        handed.serve();
        assert_eq!(found(&handed, &[]), "++.++++++++", "nginx guards nothing, {refusals}");
        handed.stop();
    }
}

#[test]
fn a_certificate_that_is_not_among_those_listed_is_not_let_in() {
    for refusals in ["nginx", "text", "json"] {
        let listed = [
            (ChoiceField::Allow, "subject"),
            (ChoiceField::Allowed, "CN=partner-1"),
            (ChoiceField::Refusals, refusals),
        ];
        let mut handed = served(WAYS[0], &listed);
        handed.serve();
        assert_eq!(found(&handed, &[]), "..+++++++++", "{refusals}");
        let said = run(&handed, &[]).all();
        let lang = WAYS[0].lang;
        assert!(said.contains(&text::matrix::not_allowed(lang).to_string()), "{said}");
        for untrue in [text::matrix::all_good(lang), "verify error", "proves nothing"] {
            assert!(!said.contains(untrue), "{untrue:?} is in:\n{said}");
        }
        handed.stop();

        // without its list the server finds the revoked one in order, and refuses it with the same words
        let list = handed.plan.certificate("client-ca.crl");
        handed.replace_in_conf(&format!("ssl_crl {list};"), "");
        handed.serve();
        assert_eq!(found(&handed, &[]), "..++++?++++", "{refusals}");
        handed.stop();

        // as the script says: allowed for as long as it is tried
        let allowed = ["good", "client-no-purpose", "client-revoked"];
        let rows = allowed.map(|id| format!("\"CN=Handfast trial {id}\" 1;")).concat();
        handed.replace_in_conf("default 0;", &format!("default 0; {rows}"));
        handed.serve();
        assert_eq!(found(&handed, &[]), "++++++.++++", "{refusals}");
        handed.stop();
        handed
            .replace_in_conf("ssl_client_certificate ", &format!("ssl_crl {list}; ssl_client_certificate "));
        handed.serve();
        assert_eq!(found(&handed, &[]), "+++++++++++", "{refusals}");
        handed.stop();
    }
}

#[test]
fn after_its_day_nothing_of_a_kit_is_taken() {
    let mut handed = Handed::made_at_desk(desk(), WAYS[0], now(), &[]);
    packed(&mut handed);
    let taken = |name: &str, at: i64| {
        let verified = tool("openssl")
            .args(["verify", "-purpose", "sslclient", "-CAfile", "ca.crt", "-attime", &at.to_string(), name])
            .in_folder(handed.folder.join("kit"))
            .run();
        verified.code == Some(0)
    };
    let pem = String::from_utf8_lossy(&handed.folder.read("kit/good.crt")).into_owned();
    let good = Member::read(Certificate::from_pem(&pem).expect("a certificate").der()).expect("one");
    // it began an hour before it was made, for clocks that are slow
    let made = good.not_before.unix_seconds() + 3600;
    let day = good.not_after.unix_seconds() - made;
    assert!(day <= 86_400, "{day}");
    for (at, expected) in [
        (made, &["good.crt", "client-no-purpose.crt", "client-revoked.crt"][..]),
        (made + day - 120, &["good.crt", "client-no-purpose.crt", "client-revoked.crt"]),
        (
            made + day - 30,
            &["good.crt", "client-no-purpose.crt", "client-not-yet-valid.crt", "client-revoked.crt"],
        ),
        (made + day + 1, &[]),
        (made + day + 3600, &[]),
        (made + 40 * 3600, &[]),
        (made + 30 * 86_400, &[]),
    ] {
        let mut names: Vec<&str> = NAMES.into_iter().filter(|name| taken(name, at)).collect();
        let mut expected = expected.to_vec();
        names.sort_unstable();
        expected.sort_unstable();
        assert_eq!(names, expected, "{} hours after it was made", (at - made) / 3600);
    }
}

/// The certificates of a kit.
const NAMES: [&str; 10] = [
    "good.crt",
    "client-no-purpose.crt",
    "client-expired.crt",
    "client-not-yet-valid.crt",
    "client-server-auth-only.crt",
    "client-revoked.crt",
    "client-other-authority.crt",
    "client-twin-authority.crt",
    "client-self-signed.crt",
    "issued-by-leaf.crt",
];

#[test]
fn the_script_is_clean_in_both_languages() {
    for lang in Lang::ALL {
        let mut handed = Handed::made_at_desk(desk(), Way { lang, ..WAYS[0] }, now(), &[]);
        packed(&mut handed);
        tool("shellcheck").arg("matrix.sh").in_folder(handed.folder.join("kit")).succeeds();
        tool("dash").args(["-n", "matrix.sh"]).in_folder(handed.folder.join("kit")).succeeds();
    }
}

#[test]
fn what_a_server_could_take_lives_for_a_day_is_marked_and_recorded() {
    let mut handed = Handed::made_at_desk(desk(), WAYS[0], now(), &[]);
    let before = handed.desk.state.set.clone().expect("made");
    let names = packed(&mut handed);
    let made = handed.desk.lab.now;
    let set = handed.desk.state.set.clone().expect("made");
    // nothing of it is shown among what the user made
    assert_eq!(set.leaves, before.leaves);
    let recorded = &set.removed[before.removed.len()..];
    assert_eq!(recorded.len(), 7);
    let recorded_der: Vec<&[u8]> = recorded.iter().map(|item| item.certificate.der()).collect();
    let mut ours = 0;
    for name in names.iter().filter(|name| name.ends_with(".crt") && *name != "ca.crt") {
        let pem = fs::read_to_string(handed.folder.join("kit").join(name)).expect("unpacked");
        let certificate = Certificate::from_pem(&pem).expect("a certificate");
        let member = Member::read(certificate.der()).expect("a certificate");
        let seconds = member.not_after.unix_seconds() - member.not_before.unix_seconds();
        assert!(seconds <= 86_400 && member.subject.contains("Handfast trial"), "{name}: {}", member.subject);
        let signed = tool("openssl")
            .args(["verify", "-no_check_time", "-partial_chain", "-CAfile", "ca.crt", name])
            .in_folder(handed.folder.join("kit"))
            .run();
        if signed.code == Some(0) {
            assert!(recorded_der.contains(&certificate.der()), "{name} is not recorded");
            ours += 1;
        }
    }
    assert_eq!(ours, 6, "those of the authority itself");
    let revoked: Vec<_> = recorded.iter().filter(|item| item.revoked.is_some()).collect();
    assert_eq!(revoked.len(), 1);
    assert!(set.current_list(now()).is_some_and(|list| list.number == before.next_list_number()));

    // the authority's bundle remembers all of it
    let desk = &mut handed.desk;
    let (file, passphrase) = desk.save_all();
    let folder = testkit::TempDir::new();
    folder.write("a.zip", &*file);
    tool("7z").args(["x", "-y", &format!("-p{passphrase}"), "a.zip"]).in_folder(folder.path()).succeeds();
    let record = String::from_utf8_lossy(&folder.read("workspace.json")).into_owned();
    assert_made(&bundle::authority::open(&file, &passphrase).expect("opens").workspace, made);
    for item in recorded {
        assert!(record.contains(&format!("\"{}\"", item.label)), "{} is not in:\n{record}", item.label);
    }

    // and goes on doing so when it is opened and saved again
    let mut reopened = Desk::new();
    reopened.open("authority.zip", file, &passphrase);
    let (file, passphrase) = reopened.save_all();
    assert_made(&bundle::authority::open(&file, &passphrase).expect("opens").workspace, made);

    // a second kit's list comes after the first one's, and revokes both
    packed(&mut handed);
    let set = handed.desk.state.set.clone().expect("made");
    assert_eq!(set.list.as_ref().map(|list| list.entries), Some(2));
    assert_eq!(set.list.as_ref().map(|list| list.number), Some(before.next_list_number().next()));
}

/// What is the kit's was issued when it was made, whatever its certificates say of their validity, and stood on no list from then on.
fn assert_made(record: &bundle::workspace::Workspace, made: Moment) {
    let ours = record.issued.iter().filter(|issued| issued.label.starts_with("Handfast trial"));
    let times: Vec<_> = ours.map(|issued| (issued.issued_at, issued.removed_at)).collect();
    assert_eq!(times, [(made, Some(made)); 7]);
}

#[test]
fn without_a_set_or_its_key_there_is_no_kit() {
    let mut desk = Desk::new();
    desk.tell(Msg::Entered(Room::Handshake));
    desk.tell_lab(lab::Msg::Handshake(handshake::Msg::Pack));
    assert!(desk.lab.handshake.kit.is_none() && desk.downloads.is_empty());

    desk.tell(Msg::Create(create::Msg::Make));
    desk.tell(Msg::Entered(Room::Handshake));
    let mut ours = desk.lab.ours.clone().expect("told");
    ours.authority_key = None;
    desk.lab.ours = Some(ours);
    desk.tell_lab(lab::Msg::Handshake(handshake::Msg::Pack));
    assert!(desk.lab.handshake.kit.is_none() && desk.downloads.is_empty());
    assert!(desk.lab.handshake.unpacked.as_ref().is_some_and(|told| !told.remedy.is_empty()));
}
