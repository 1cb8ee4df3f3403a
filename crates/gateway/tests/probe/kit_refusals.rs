//! The page's test kit against right servers and the nearest wrong ones: its script, in dash and in bash, and `probe --kit` find the
//! same, whatever the server answers those whom it lets in, and whichever way it refuses.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use deploy::matrix_sh::Server;
use serde_json::Value;
use testkit::tool;
use testkit::tool::Said;
use text::{Lang, matrix};

use crate::kit::{USUAL, kit_of_the_page};
use crate::server::{NOBODY, json, nginx, run, s_server};
use crate::support::authority::root;
use crate::support::{ANY_VERIFIED, HOST, Scene};

/// A server as it should be, in the order of the kit: let in are `good` and `client-no-purpose`.
const RIGHT: &str = "+++++++++++";
/// It asks nobody.
const OPEN: &str = "++.........";
/// It looks at no revocation list.
const WITHOUT_LIST: &str = "++++++.++++";
/// Those that it should let in are refused, and the others too.
const KEPT_OUT: &str = "..+++++++++";
/// Those that it finds in order are not among those that it allows; it has no revocation list, and nothing tells what would become of one.
const KEPT_OUT_WITHOUT_LIST: &str = "..++++?++++";
/// The same of a server that takes certificates of any authority (`optional_no_ca`): of two nothing tells what would become of them.
const KEPT_OUT_UNVERIFIED: &str = "..+++++??++";
/// Of those that it should let in nothing can be told.
const UNTOLD: &str = "??+++++++++";
const UNTOLD_WITHOUT_LIST: &str = "??++++?++++";
/// Those that are refused are sent elsewhere.
const SENT_ON: &str = "++?????????";
/// It takes certificates of any authority, and callers without one.
const ANY_AUTHORITY: &str = "++.+++....+";
const SENT_ON_WITHOUT_LIST: &str = "++????.????";
const NOTHING_KNOWN: &str = "???????????";

/// One letter for each certificate: as predicted, otherwise, or not known.
fn letters(rows: &Value) -> String {
    let letter = |row: &Value| match row["ok"] {
        Value::Bool(true) => '+',
        Value::Bool(false) => '.',
        _ => '?',
    };
    rows.as_array().expect("a list").iter().map(letter).collect()
}

fn script(scene: &Scene, shell: &str, arguments: &[&str]) -> Said {
    tool(shell).arg("matrix.sh").args(arguments).in_folder(scene.folder.join("kit")).run()
}

/// The exit code that belongs to these letters.
fn code(letters: &str) -> i32 {
    match letters {
        letters if letters.contains('.') => 1,
        letters if letters.contains('?') => 3,
        _ => 0,
    }
}

/// The script finds this in both shells; gives what it says to people.
#[track_caller]
fn script_finds(scene: &Scene, port: u16, more: &[&str], name: &str, expected: &str) -> String {
    let port = port.to_string();
    let address = ["127.0.0.1", &port, name];
    for shell in ["dash", "bash"] {
        let said = script(scene, shell, &[&["--json"], more, &address[..]].concat());
        let report: Value =
            serde_json::from_str(&said.text()).unwrap_or_else(|error| panic!("{error}: {}", said.all()));
        assert_eq!(letters(&report["trials"]), expected, "{report:#}");
        assert_eq!(report["ok"], expected == RIGHT);
        assert_eq!(said.code, Some(code(expected)), "{}", said.all());
    }
    let said = script(scene, "dash", &[more, &address[..]].concat());
    assert_eq!(said.code, Some(code(expected)), "{}", said.all());
    assert_eq!(said.all().contains(matrix::all_good(Lang::En)), expected == RIGHT, "{}", said.all());
    said.all()
}

/// The script and the probe find this; gives what both say to people.
#[track_caller]
fn finds(scene: &Scene, port: u16, expected: &str) -> [String; 2] {
    let said = script_finds(scene, port, &[], HOST, expected);
    let report = json(scene, port, NOBODY, &["--kit", "kit"]);
    assert_eq!(letters(&report["kit"]), expected, "{:#}", report["kit"]);
    let output = run(scene, port, NOBODY, &["--kit", "kit"]);
    let words = String::from_utf8(output.stdout).unwrap();
    // what has to be so besides is told in its own line, and counts first
    let expected_code = if words.contains("Not as expected: ") { 1 } else { code(expected) };
    assert_eq!(output.status.code(), Some(expected_code), "{words}");
    for (letter, line) in [('.', "Not as predicted: "), ('?', "Cannot be told: ")] {
        let count = expected.matches(letter).count();
        let line = format!("\n{line}{count} of {}", expected.len());
        assert_eq!(words.contains(&line), count > 0, "{words}");
    }
    [said, words]
}

#[track_caller]
fn both_say(said: &[String; 2], message: text::Message) {
    for words in said {
        assert!(words.contains(&message.to_string()), "{message} is not in:\n{words}");
    }
}

const VERIFIED: &str = "ssl_client_certificate ca.pem; ssl_verify_client on; ssl_crl client-ca.crl;";

/// nginx of these lines beside the same without its list.
fn with_and_without_list(scene: &Scene, more: &str) -> [crate::server::Server; 2] {
    [VERIFIED.to_owned(), VERIFIED.replace(" ssl_crl client-ca.crl;", "")]
        .map(|lines| nginx(scene, "server", &format!("{lines}{more}")))
}

#[test]
fn whatever_is_answered_to_those_who_are_let_in_the_others_are_told_from_them() {
    let scene = Scene::new();
    kit_of_the_page(&scene, USUAL, Lang::En);
    for answer in ["", "return 404;", "return 502;", "return 302 /sign-in;"] {
        let [server, without_list] = with_and_without_list(&scene, answer);
        finds(&scene, server.port, RIGHT);
        finds(&scene, without_list.port, WITHOUT_LIST);
        let off = format!("{}{answer}", VERIFIED.replace("ssl_verify_client on", "ssl_verify_client off"));
        finds(&scene, nginx(&scene, "server", &off).port, OPEN);
    }
}

#[test]
fn a_bare_403_is_told_only_where_certificates_are_known_to_be_listed() {
    let listed = "if ($ssl_client_s_dn != \"CN=alice\") { return 403; }";
    for (bare_page, with_list, without_list) in
        [(true, KEPT_OUT, KEPT_OUT_WITHOUT_LIST), (false, UNTOLD, UNTOLD_WITHOUT_LIST)]
    {
        let scene = Scene::new();
        kit_of_the_page(&scene, Server { bare_page, ..USUAL }, Lang::En);
        let [server, other] = with_and_without_list(&scene, listed);
        let said = finds(&scene, server.port, with_list);
        both_say(&said, if bare_page { matrix::not_allowed(Lang::En) } else { matrix::bare(Lang::En) });
        assert!(!said[0].contains("client SSL certificate verify error"), "{}", said[0]);
        let said = finds(&scene, other.port, without_list);
        if bare_page {
            both_say(&said, matrix::only_listed(Lang::En));
        }
    }
    // who shows none was found in order by nobody, and is refused
    let scene = Scene::new();
    kit_of_the_page(&scene, Server { bare_page: true, ..USUAL }, Lang::En);
    let unverified = VERIFIED.replace("client on", "client optional_no_ca");
    let said =
        finds(&scene, nginx(&scene, "server", &format!("{unverified}{listed}")).port, KEPT_OUT_UNVERIFIED);
    both_say(&said, matrix::only_listed(Lang::En));

    let scene = Scene::new();
    kit_of_the_page(&scene, USUAL, Lang::En);
    for status in ["401", "403"] {
        let refused = format!("ssl_verify_client off; return {status};");
        let said = finds(&scene, nginx(&scene, "server", &refused).port, NOTHING_KNOWN);
        both_say(&said, matrix::bare(Lang::En));
    }
}

#[test]
fn whoever_is_sent_on_may_have_been_refused() {
    let scene = Scene::new();
    kit_of_the_page(&scene, USUAL, Lang::En);
    let [server, _] = with_and_without_list(&scene, "error_page 495 496 =302 https://login.test/;");
    let said = finds(&scene, server.port, SENT_ON);
    both_say(&said, matrix::other_answer(Lang::En));
}

/// A refusal with the very status of good answers is known by its page alone: where all who are let in get the same one.
#[test]
fn a_refusal_with_the_status_of_good_answers_is_not_taken_for_one() {
    let scene = Scene::new();
    kit_of_the_page(&scene, USUAL, Lang::En);
    let refused = "error_page 495 496 =200 @no; location @no { return 200 refused; } return 200";
    let [server, without_list] = with_and_without_list(&scene, &format!("{refused} in;"));
    let said = finds(&scene, server.port, SENT_ON);
    both_say(&said, matrix::other_answer(Lang::En));
    // what it does not refuse is answered as the good ones are
    finds(&scene, without_list.port, SENT_ON_WITHOUT_LIST);
    let off = "ssl_client_certificate ca.pem; ssl_verify_client off; return 200 in;";
    finds(&scene, nginx(&scene, "server", off).port, OPEN);
    // answers that are each another tell nothing
    let named =
        "ssl_client_certificate ca.pem; ssl_verify_client optional_no_ca; return 200 $ssl_client_serial;";
    finds(&scene, nginx(&scene, "server", named).port, ANY_AUTHORITY);
}

/// An application that knows no page.
fn application() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut socket in listener.incoming().flatten() {
            drop(socket.read(&mut [0; 4096]));
            drop(socket.write_all(
                b"HTTP/1.1 404 Not Found\r\nContent-Length: 10\r\nConnection: close\r\n\r\nNot found\n",
            ));
        }
    });
    port
}

#[test]
fn the_gateway_is_understood_in_each_of_its_ways_to_refuse() {
    let mut scene = Scene::new();
    kit_of_the_page(&scene, USUAL, Lang::En);
    let others = "[[allow]]\nclients = [{ subject = \"CN=alice\" }]\n";
    let backend = scene.backend.address().to_owned();
    let application = format!("http://127.0.0.1:{}", application());
    let start = |scene: &Scene, clients: &str, tables: &str| {
        let path = scene.configure(clients, tables);
        let text = std::fs::read_to_string(&path).unwrap().replace(&backend, &application);
        std::fs::write(&path, text).unwrap();
        crate::support::gateway::Gateway::start(&path)
    };
    let lists = "lists = [\"client-ca.crl\"]";
    for way in ["", "reveal = \"little\"", "refusal = \"alert\""] {
        for (clients, tables, expected) in [
            (lists, ANY_VERIFIED, RIGHT),
            ("", ANY_VERIFIED, WITHOUT_LIST),
            (lists, others, KEPT_OUT),
            ("", others, KEPT_OUT_WITHOUT_LIST),
        ] {
            let gateway = start(&scene, &format!("{clients}\n{way}"), tables);
            let said = finds(&scene, gateway.port, expected);
            if expected == KEPT_OUT {
                both_say(&said, matrix::not_allowed(Lang::En));
            }
        }
    }
    // a path that is open, and one that is not
    let paths = format!(
        "[[allow]]\npath = \"/\"\nwho = \"anyone\"\n{}",
        ANY_VERIFIED.replace("who", "path = \"/inner/\"\nwho")
    );
    let gateway = start(&scene, &format!("certificate = \"optional\"\n{lists}"), &paths);
    finds(&scene, gateway.port, "++.++++++++");
    script_finds(&scene, gateway.port, &["--path", "/inner/x?y=1"], HOST, RIGHT);
    kit_of_the_page(&scene, Server { path: "/inner/", ..USUAL }, Lang::En);
    finds(&scene, gateway.port, RIGHT);
    let report = json(&scene, gateway.port, NOBODY, &["--kit", "kit", "--path", "/"]);
    assert_eq!(letters(&report["kit"]), "++.++++++++", "{:#}", report["kit"]);

    // another authority, and a list that is missing for this one
    kit_of_the_page(&scene, USUAL, Lang::En);
    scene.folder.write("ca.pem", root("Stranger Authority").pem());
    for way in ["", "refusal = \"alert\""] {
        let said = finds(&scene, start(&scene, way, ANY_VERIFIED).port, KEPT_OUT);
        both_say(&said, matrix::not_trusted(Lang::En));
    }
    scene.authority = root("Scene Authority");
}

#[test]
fn ended_handshakes_are_refusals_where_they_say_so_or_where_the_good_one_came_through() {
    let scene = Scene::new();
    kit_of_the_page(&scene, USUAL, Lang::En);
    let stranger = root("Stranger Authority");
    scene.folder.write("stranger.pem", stranger.pem());
    let required = ["-Verify", "1", "-verify_return_error"];
    for version in [&[][..], &["-tls1_2"]] {
        let list = ["-crl_check", "-CRL", "client-ca.crl"];
        for (arguments, expected) in [
            ([&required[..], &list].concat(), RIGHT),
            (required.to_vec(), WITHOUT_LIST),
            (Vec::new(), OPEN),
            ([&required[..], &["-CAfile", "stranger.pem"]].concat(), KEPT_OUT),
        ] {
            let server = s_server(&scene, &[&arguments[..], version].concat());
            let said = finds(&scene, server.port, expected);
            if expected == KEPT_OUT {
                both_say(&said, matrix::not_trusted(Lang::En));
            }
        }
    }
}

#[test]
fn what_has_nothing_to_do_with_the_certificate_is_not_put_down_to_it() {
    let scene = Scene::new();
    kit_of_the_page(&scene, USUAL, Lang::En);
    let gateway = scene.start_with("lists = [\"client-ca.crl\"]", ANY_VERIFIED);
    for (port, name, message) in [
        (application(), HOST, matrix::not_tls(Lang::En)),
        (gateway.port, "nobody.example.test", matrix::other_name(Lang::En)),
        (testkit::free_port(), HOST, matrix::unreachable(Lang::En)),
    ] {
        let said = script_finds(&scene, port, &[], name, NOTHING_KNOWN);
        assert!(said.contains(&message.to_string()), "{message} is not in:\n{said}");
        assert!(
            !said.contains("FAILED") && !said.contains(&matrix::first_refused(Lang::En).to_string()),
            "{said}"
        );
    }
    script_finds(&scene, gateway.port, &[], HOST, RIGHT);
    // one that shares no version with it says nothing of certificates either
    let old = s_server(&scene, &["-Verify", "1", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"]);
    let said = script_finds(&scene, old.port, &[], HOST, NOTHING_KNOWN);
    assert!(said.contains(&matrix::no_handshake(Lang::En).to_string()), "{said}");
}

#[test]
fn arguments_that_cannot_be_meant_are_told() {
    let scene = Scene::new();
    kit_of_the_page(&scene, USUAL, Lang::En);
    for (arguments, message) in [
        (&["127.0.0.1", "0"][..], matrix::bad_port(Lang::En)),
        (&["127.0.0.1", "65536"], matrix::bad_port(Lang::En)),
        (&["127.0.0.1", "99999"], matrix::bad_port(Lang::En)),
        (&["--path"], matrix::bad_path(Lang::En)),
        (&["--path", "inner"], matrix::bad_path(Lang::En)),
        (&["--path", "/a b"], matrix::bad_path(Lang::En)),
        (&["--path", "/a#b"], matrix::bad_path(Lang::En)),
        (&["--path", "/é"], matrix::bad_path(Lang::En)),
        (&["--path", ""], matrix::bad_path(Lang::En)),
    ] {
        for shell in ["dash", "bash"] {
            let said = script(&scene, shell, arguments);
            assert_eq!(said.code, Some(2), "{arguments:?}: {}", said.all());
            assert!(said.all().contains(&message.to_string()), "{arguments:?}: {}", said.all());
        }
    }
    // the nearest that can
    let said = script(&scene, "dash", &["--path", "/a%20b?c=(1)&d='2'", "127.0.0.1", "65535", HOST]);
    assert_eq!(said.code, Some(3), "{}", said.all());
}
