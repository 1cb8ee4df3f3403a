//! `check` says before the start what callers would meet after it; its neighbour without the fault is clean.

use testkit::tool::Said;

use crate::support::authority::Wish;
use crate::support::{ANY_VERIFIED, HOST, Scene};

fn check(scene: &Scene, clients: &str, tables: &str, more: &[&str]) -> Said {
    let config = scene.configure(clients, tables);
    testkit::tool(env!("CARGO_BIN_EXE_handfast-gateway"))
        .args(["check", "--config"])
        .arg(config)
        .args(more)
        .in_folder(scene.folder.path())
        .run()
}

const LISTS: &str = "lists = [\"ca.crl\"]";

/// A scene of which there is nothing to say.
fn clean() -> Scene {
    let scene = Scene::new();
    scene.put("server", &scene.authority.issue(2, Wish::server(&[HOST]).days(-1, 100)), &[]);
    let authority = crate::support::authority::root_of(Wish::authority("Scene Authority").days(-1, 1_000));
    scene.folder.write("ca.pem", authority.pem());
    scene.folder.write("ca.crl", authority.list(&[], -1, 20));
    private(&scene, "server.key");
    scene
}

fn private(scene: &Scene, name: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(scene.folder.join(name), std::fs::Permissions::from_mode(0o600)).unwrap();
}

#[test]
fn nothing_is_said_where_nothing_is_wrong() {
    let scene = clean();
    let said = check(&scene, LISTS, ANY_VERIFIED, &["--backend"]);
    assert_eq!(said.code, Some(0), "{}", said.all());
    assert_eq!(said.text(), "The configuration can be used, and there is nothing to remark on.\n");
}

#[test]
fn each_finding_has_its_words_and_its_exit_code() {
    let mode = |scene: &Scene| {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(scene.folder.join("server.key"), std::fs::Permissions::from_mode(0o644))
            .unwrap();
    };
    let server = |scene: &Scene, wish: Wish| {
        scene.put("server", &scene.authority.issue(2, wish), &[]);
        private(scene, "server.key");
    };
    type Change<'a> = Box<dyn Fn(&Scene) + 'a>;
    let cases: Vec<(Change<'_>, &str, &str, i32, &str)> = vec![
        (Box::new(mode), LISTS, ANY_VERIFIED, 0, "Everybody on this machine may read the key"),
        (
            Box::new(|scene| server(scene, Wish::server(&[HOST]).days(-9, 9))),
            LISTS,
            ANY_VERIFIED,
            0,
            "ends in 9 days",
        ),
        (
            Box::new(|scene| {
                server(scene, Wish::client("server").named(&[(2, HOST)]).days(-1, 90));
            }),
            LISTS,
            ANY_VERIFIED,
            1,
            "meant for TLS clients alone",
        ),
        (
            Box::new(|scene| server(scene, Wish::server(&[HOST]).days(-9, -1))),
            LISTS,
            ANY_VERIFIED,
            1,
            "CN=server ended on",
        ),
        (
            Box::new(|scene| server(scene, Wish::server(&[HOST]).days(1, 90))),
            LISTS,
            ANY_VERIFIED,
            1,
            "begins only on",
        ),
        (
            Box::new(|scene| {
                let party = scene.authority.issue(2, Wish::server(&[HOST]).days(-1, 90));
                scene.put("server", &party, &[&scene.alice]);
                private(scene, "server.key");
            }),
            LISTS,
            ANY_VERIFIED,
            1,
            "CN=alice did not issue the one before it",
        ),
        (
            Box::new(|_| {}),
            LISTS,
            // the same one again
            "[[server]]\ncertificate = \"server.pem\"\nkey = \"server.key\"\n[[allow]]\nwho = \"any-verified\"\n",
            0,
            "An earlier server has the name",
        ),
        (Box::new(|_| {}), "", ANY_VERIFIED, 0, "There are no revocation lists"),
        (Box::new(|_| {}), LISTS, "", 1, "No rule lets anybody in"),
        (
            Box::new(|_| {}),
            "lists = [\"ca.crl\"]\ncertificate = \"optional\"",
            "[[allow]]\nwho = \"anyone\"\n",
            0,
            "lets in callers without a certificate",
        ),
        (
            Box::new(|_| {}),
            "lists = [\"ca.crl\"]\nended_list = \"dangerous-accept\"",
            ANY_VERIFIED,
            0,
            "“ended_list” lets in",
        ),
        (
            Box::new(|scene| drop(scene.folder.write("ca.crl", scene.authority.list(&[], -9, -1)))),
            LISTS,
            ANY_VERIFIED,
            1,
            "The revocation list of CN=Scene Authority ended on",
        ),
        (
            Box::new(|scene| drop(scene.folder.write("ca.crl", scene.authority.list(&[], -9, 3)))),
            LISTS,
            ANY_VERIFIED,
            0,
            "ends in 3 days",
        ),
        (
            Box::new(|scene| drop(scene.folder.write("ca.crl", scene.alice.list(&[], -9, 3)))),
            LISTS,
            ANY_VERIFIED,
            1,
            "no revocation list of CN=Scene Authority that has begun",
        ),
        (Box::new(|_| {}), "lsits = [\"ca.crl\"]", ANY_VERIFIED, 2, "Write “lists”"),
    ];
    for (change, clients, tables, code, words) in cases {
        let scene = clean();
        change(&scene);
        let said = check(&scene, clients, tables, &[]);
        assert_eq!(said.code, Some(code), "{words}: {}", said.all());
        assert!(said.text().contains(words), "{words} in\n{}", said.all());
        assert_eq!(said.text().lines().count(), 2, "one finding and the end:\n{}", said.all());
    }
}

#[test]
fn what_is_over_is_remarked_on_where_its_callers_are_let_in_and_wrong_where_they_are_not() {
    let scene = clean();
    let early = scene.authority.list(&[], 1, 9);
    let over = scene.authority.list(&[], -9, -1);
    let others = scene.alice.list(&[], -9, 9);
    let ended = "The revocation list of CN=Scene Authority ended on";
    let none = "no revocation list of CN=Scene Authority that has begun";
    for (list, key, words) in
        [(over, "ended_list", ended), (others, "missing_list", none), (early, "future_list", none)]
    {
        scene.folder.write("ca.crl", list);
        let said = check(&scene, LISTS, ANY_VERIFIED, &[]);
        assert!(said.code == Some(1) && said.text().contains(words), "{key}: {}", said.all());
        let accepting = format!("{LISTS}\n{key} = \"dangerous-accept\"");
        let said = check(&scene, &accepting, ANY_VERIFIED, &[]);
        assert_eq!(said.code, Some(0), "{key}: {}", said.all());
        let text = said.text();
        assert!(text.contains(&format!("“{key}” lets in")) && !text.contains("are refused"), "{text}");
        assert_eq!(text.contains("and clients are let in all the same"), key == "ended_list", "{text}");
    }
}

#[test]
fn an_address_that_is_taken_is_told_from_one_that_is_not_this_machines() {
    let scene = clean();
    let path = scene.configure(LISTS, ANY_VERIFIED);
    let text = std::fs::read_to_string(&path).unwrap();
    let held = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    // of a range for documentation (RFC 5737)
    let taken = held.local_addr().unwrap().to_string();
    let foreign = "192.0.2.77:443".to_owned();
    for (text, address, code) in [
        (text.replace("127.0.0.1:0", &taken), taken.clone(), "address_taken"),
        (text.replace("127.0.0.1:0", &foreign), foreign, "address_not_ours"),
        (format!("{text}[admin]\nlisten = \"{taken}\"\n"), taken, "address_taken"),
    ] {
        std::fs::write(&path, text).unwrap();
        let tool = testkit::tool(env!("CARGO_BIN_EXE_handfast-gateway"));
        let said = tool.args(["check", "--json", "--config"]).arg(&path).run();
        let value: serde_json::Value = serde_json::from_str(&said.text()).unwrap();
        assert_eq!(value["findings"][0]["code"], code, "{value}");
        assert_eq!((said.code, value["findings"][0]["place"].as_str()), (Some(0), Some(address.as_str())));
    }
}

#[test]
fn a_backend_that_is_not_there_is_found_when_it_is_asked_for() {
    let scene = clean();
    let path = scene.configure(LISTS, ANY_VERIFIED);
    let nobody =
        format!("http://{}", std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap());
    let text = std::fs::read_to_string(&path).unwrap().replace(scene.backend.address(), &nobody);
    std::fs::write(&path, text).unwrap();
    let run = |more: &[&str]| {
        let tool = testkit::tool(env!("CARGO_BIN_EXE_handfast-gateway"));
        tool.args(["check", "--config"]).arg(&path).args(more).run()
    };
    assert_eq!(run(&[]).code, Some(0));
    let said = run(&["--backend", "--json"]);
    assert_eq!(said.code, Some(1), "{}", said.all());
    let value: serde_json::Value = serde_json::from_str(&said.text()).unwrap();
    assert_eq!(value["usable"], true);
    assert_eq!(value["findings"][0]["code"], "backend_unreachable");
    assert_eq!(value["findings"][0]["level"], "wrong");
}
