//! New files are taken whole or not at all, while requests go on.

use std::time::{Duration, Instant};

use crate::support::authority::{Wish, root};
use crate::support::{ANY_VERIFIED, Scene, passed, refused, status};

const TAKEN: &str = "the configuration was read anew";
const REFUSED: &str = "the old configuration stays";

#[test]
fn a_new_authority_and_a_new_policy_are_taken_at_once() {
    let scene = Scene::new();
    let other = root("Other Authority");
    scene.put("other", &other.issue(3, Wish::client("bob")), &[]);
    let gateway = scene.start();
    refused(&scene.ask(&gateway, "other", &[]), 400, "not accepted here");
    scene.folder.write("ca.pem", format!("{}{}", scene.authority.pem(), other.pem()));
    gateway.reload(TAKEN);
    passed(&scene.ask(&gateway, "other", &[]));
    scene.configure("", "[[allow]]\nclients = [{ common_name = \"alice\" }]\n");
    gateway.reload(TAKEN);
    refused(&scene.ask(&gateway, "other", &[]), 403, "may not do this here");
    passed(&scene.ask(&gateway, "alice", &[]));
}

#[test]
fn what_is_broken_is_refused_whole_and_the_old_stays() {
    let scene = Scene::new();
    let gateway = scene.start();
    type Breaking<'a> = (&'a str, Box<dyn Fn() + 'a>, &'a str);
    let breaking: [Breaking<'_>; 5] = [
        (
            "a key of another",
            Box::new(|| drop(scene.folder.write("server.key", scene.alice.key_pem()))),
            "does not belong to",
        ),
        ("no certificate", Box::new(|| drop(scene.folder.write("server.pem", ""))), "holds no certificate"),
        (
            "no file",
            Box::new(|| std::fs::remove_file(scene.folder.join("ca.pem")).unwrap()),
            "cannot be read",
        ),
        ("a wrong key", Box::new(|| drop(scene.configure("dpeth = 2", ANY_VERIFIED))), "Write “depth”"),
        (
            "another port",
            Box::new(|| {
                let path = scene.configure("", ANY_VERIFIED);
                let text = std::fs::read_to_string(&path).unwrap().replace("127.0.0.1:0", "127.0.0.1:1");
                std::fs::write(path, text).unwrap();
            }),
            "cannot change while the gateway runs",
        ),
    ];
    for (what, break_it, words) in breaking {
        let from = gateway.log.all().len();
        break_it();
        gateway.reload(REFUSED);
        gateway.log.wait_for(words, from);
        // a policy that was put beside what is broken is not taken either
        assert_eq!(
            status(&scene.ask_for(&gateway, crate::support::HOST, "/", "alice", &["--cacert", "good.pem"])),
            200,
            "{what}"
        );
        scene.folder.write("ca.pem", scene.authority.pem());
        scene.put("server", &scene.server, &[]);
        scene.configure("", ANY_VERIFIED);
        gateway.reload(TAKEN);
    }
}

#[test]
fn changed_files_are_found_also_behind_a_turned_link() {
    let scene = Scene::new();
    // as Kubernetes mounts secrets: a link to a folder, turned when there is a new one
    let renewed = scene.authority.issue(90, Wish::server(&["renewed.example.test", crate::support::HOST]));
    for (folder, party) in [("v1", &scene.server), ("v2", &renewed)] {
        scene.folder.write(format!("{folder}/tls.crt"), party.pem());
        scene.folder.write(format!("{folder}/tls.key"), party.key_pem());
    }
    let turn = |to: &str| {
        std::os::unix::fs::symlink(to, scene.folder.join("next")).unwrap();
        std::fs::rename(scene.folder.join("next"), scene.folder.join("current")).unwrap();
    };
    turn("v1");
    let path = scene.configure("", &format!("{ANY_VERIFIED}\n[reload]\nwatch_seconds = 1\n"));
    let text = std::fs::read_to_string(&path).unwrap();
    let text = text
        .replace("\"server.pem\"", "\"current/tls.crt\"")
        .replace("\"server.key\"", "\"current/tls.key\"");
    std::fs::write(&path, text).unwrap();
    let gateway = crate::support::gateway::Gateway::start(&path);
    assert_eq!(scene.ask_for(&gateway, "renewed.example.test", "/", "alice", &[]).code, Some(35));
    turn("v2");
    gateway.log.wait_for(TAKEN, 0);
    passed(&scene.ask_for(&gateway, "renewed.example.test", "/", "alice", &[]));
}

#[test]
fn no_request_fails_while_everything_is_replaced() {
    let scene = Scene::new();
    let gateway = scene.start();
    let port = gateway.port;
    let (scene, gateway) = (&scene, &gateway);
    std::thread::scope(|scope| {
        let asking = scope.spawn(move || {
            let deadline = Instant::now() + Duration::from_secs(3);
            let mut asked = 0;
            while Instant::now() < deadline {
                let url = format!("https://api.example.test:{port}/[1-50]");
                let said = testkit::tool("curl")
                    .args([
                        "-sS",
                        "--cacert",
                        "good.pem",
                        "--cert",
                        "alice.pem",
                        "--key",
                        "alice.key",
                        "-w",
                        "%{http_code}\n",
                    ])
                    .args([
                        "-o",
                        "/dev/null",
                        "--resolve",
                        &format!("api.example.test:{port}:127.0.0.1"),
                        &url,
                    ])
                    .in_folder(scene.folder.path())
                    .succeeds();
                let statuses: Vec<String> = said.text().lines().map(str::to_owned).collect();
                assert!(statuses.iter().all(|status| status == "200"), "{statuses:?}");
                asked += statuses.len();
            }
            asked
        });
        let mut reloads = 0;
        while !asking.is_finished() {
            let renewed = scene.authority.issue(91, Wish::server(&[crate::support::HOST]));
            scene.put("server", &renewed, &[]);
            gateway.reload(TAKEN);
            reloads += 1;
        }
        assert!(asking.join().unwrap() > 0 && reloads > 0);
    });
}

#[test]
fn a_file_that_is_named_before_it_is_there_is_taken_when_it_comes() {
    let scene = Scene::new();
    let gateway = scene.start_with("", &format!("{ANY_VERIFIED}\n[reload]\nwatch_seconds = 1\n"));
    let from = gateway.log.all().len();
    scene.configure("lists = [\"new.crl\"]", &format!("{ANY_VERIFIED}\n[reload]\nwatch_seconds = 1\n"));
    gateway.log.wait_for(REFUSED, from);
    passed(&scene.ask(&gateway, "alice", &[]));
    // not one that can be read yet
    let from = gateway.log.all().len();
    scene.folder.write("new.crl", "");
    gateway.log.wait_for(REFUSED, from);
    let from = gateway.log.all().len();
    scene.folder.write("new.crl", scene.authority.list(&[&scene.alice], -1, 10));
    gateway.log.wait_for(TAKEN, from);
    refused(&scene.ask(&gateway, "alice", &[]), 400, "was revoked");
}
