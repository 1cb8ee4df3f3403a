//! Who may enter where: each mark beside the nearest client that has it not.

use crate::support::authority::{Wish, root};
use crate::support::{HOST, Scene, passed, refused};

const NOT_HERE: &str = "may not do this here";

#[test]
fn each_mark_lets_in_whom_it_names_and_not_the_neighbour() {
    let scene = Scene::new();
    let named = |serial: u8, name: &str, names: &[(u8, &str)]| {
        scene.authority.issue(serial, Wish::client(name).named(names))
    };
    scene.put("api", &named(40, "api", &[(6, "spiffe://example.test/shop/api/1")]), &[]);
    scene.put("deeper", &named(41, "deeper", &[(6, "spiffe://example.test/shop/api/1/2")]), &[]);
    scene.put("foreign", &named(42, "foreign", &[(6, "spiffe://example.test.evil/shop/api/1")]), &[]);
    scene.put(
        "two",
        &named(43, "two", &[(6, "spiffe://example.test/other"), (6, "spiffe://example.test/shop/api/1")]),
        &[],
    );
    scene.put("mail", &named(44, "mail", &[(1, "ops@example.test")]), &[]);
    scene.put("male", &named(45, "male", &[(1, "Ops@example.test")]), &[]);
    scene.put("host", &named(46, "host", &[(2, "partner.example.test")]), &[]);
    scene.put("hosts", &named(47, "hosts", &[(2, "partner.example.test.evil")]), &[]);
    scene.put("alicia", &named(48, "alicia", &[]), &[]);
    let fingerprint = testkit::tool("openssl")
        .args(["x509", "-in", "alice.pem", "-noout", "-fingerprint", "-sha256"])
        .in_folder(scene.folder.path())
        .succeeds()
        .text();
    let fingerprint = fingerprint.trim().rsplit('=').next().unwrap().to_owned();
    scene.put("korean", &named(49, "홍길동", &[]), &[]);
    let cases: [(String, &[&str], &[&str]); 9] = [
        ("{ common_name = \"alice\" }".to_owned(), &["alice"], &["alicia", "api"]),
        ("{ subject = \"CN=alice\" }".to_owned(), &["alice"], &["alicia", "korean"]),
        ("{ subject = 'CN=\\ED\\99\\8D\\EA\\B8\\B8\\EB\\8F\\99' }".to_owned(), &["korean"], &["alice"]),
        (
            "{ uri = \"spiffe://example.test/shop/*/1\" }".to_owned(),
            &["api"],
            &["deeper", "foreign", "two", "alice"],
        ),
        ("{ email = \"ops@EXAMPLE.test\" }".to_owned(), &["mail"], &["male", "host"]),
        ("{ dns = \"Partner.example.test\" }".to_owned(), &["host"], &["hosts", "mail"]),
        (format!("{{ sha256 = \"{fingerprint}\" }}"), &["alice"], &["alicia"]),
        ("{ issuer = \"CN=Scene Authority\", common_name = \"alice\" }".to_owned(), &["alice"], &["alicia"]),
        ("{ issuer = \"CN=Other Authority\", common_name = \"alice\" }".to_owned(), &[], &["alice"]),
    ];
    let rules: Vec<String> = cases
        .iter()
        .enumerate()
        .map(|(number, (client, ..))| format!("[[allow]]\npath = \"/{number}\"\nclients = [{client}]\n"))
        .collect();
    let gateway = scene.start_with("", &rules.join("\n"));
    for (number, (rule, allowed, denied)) in cases.iter().enumerate() {
        for who in *allowed {
            let said = scene.ask_for(&gateway, HOST, &format!("/{number}/x"), who, &[]);
            assert_eq!(crate::support::status(&said), 200, "{rule} {who} {}", said.all());
        }
        for who in *denied {
            refused(&scene.ask_for(&gateway, HOST, &format!("/{number}/x"), who, &[]), 403, NOT_HERE);
        }
    }
}

#[test]
fn the_longest_path_decides_alone_however_it_is_written() {
    let scene = Scene::new();
    scene.put("bob", &scene.authority.issue(50, Wish::client("bob")), &[]);
    let rules = "[[allow]]\nwho = \"any-verified\"\n\
        [[allow]]\npath = \"/admin\"\nclients = [{ common_name = \"bob\" }]\n\
        [[allow]]\npath = \"/admin/read\"\nmethods = [\"GET\"]\nwho = \"any-verified\"\n";
    let gateway = scene.start_with("", rules);
    for path in ["/", "/administrator", "/other/admin"] {
        passed(&scene.ask_for(&gateway, HOST, path, "alice", &[]));
    }
    for path in [
        "/admin",
        "/admin/",
        "/admin?x=1",
        "//admin",
        "/%61dmin",
        "/other/../admin",
        "/./admin",
        "/admin;x=1",
        "/admin%2fx",
        "/admin/read/../x",
    ] {
        refused(&scene.ask_for(&gateway, HOST, path, "alice", &[]), 403, NOT_HERE);
        passed(&scene.ask_for(&gateway, HOST, path, "bob", &[]));
    }
    passed(&scene.ask_for(&gateway, HOST, "/admin/read", "alice", &[]));
    refused(&scene.ask_for(&gateway, HOST, "/admin/read", "alice", &["-X", "POST"]), 403, NOT_HERE);
    refused(&scene.ask_for(&gateway, HOST, "/admin/read", "bob", &["-X", "POST"]), 403, NOT_HERE);
}

#[test]
fn a_name_means_nothing_without_the_authority() {
    let scene = Scene::new();
    scene.put("forged", &root("Stranger").issue(3, Wish::client("alice")), &[]);
    let gateway = scene.start_with("", "[[allow]]\nclients = [{ common_name = \"alice\" }]\n");
    refused(&scene.ask(&gateway, "forged", &[]), 400, "not accepted here");
    scene.backend.saw_nothing();
    passed(&scene.ask(&gateway, "alice", &[]));
}
