//! The test kit of the page, as it lies unpacked in a folder: each certificate with what was predicted and what came.

use serde_json::Value;

use crate::server::{NOBODY, json, nginx, run};
use crate::support::Scene;
use crate::support::authority::{Wish, root};

/// A kit beside the scene's files: one that is let in and three that are not.
fn kit(scene: &Scene) {
    let stranger = root("Stranger Authority").issue(5, Wish::client("stranger"));
    let late = scene.authority.issue(4, Wish::client("late").days(-20, -10));
    for (id, party) in
        [("good", &scene.alice), ("client-expired", &late), ("client-other-authority", &stranger)]
    {
        scene.folder.write(format!("kit/{id}.crt"), party.pem());
        scene.folder.write(format!("kit/{id}.key"), party.key_pem());
    }
    scene.folder.write("kit/ca.crt", scene.authority.pem());
    let script = r#"#!/bin/sh
host=api.example.test

for_each_trial() {
    "$@" good 'A certificate that is good' let-in SUCCESS certificate 'Look whether ssl_verify_client is right.'
    "$@" no-client-certificate 'No certificate' refused NONE nothing 'Ask for one.'
    "$@" client-expired 'One that'\\''s over' refused 'FAILED:certificate has expired' certificate 'Verify it.'
    "$@" client-other-authority 'One of another authority' refused FAILED certificate 'Verify it.'
}
"#;
    scene.folder.write("kit/matrix.sh", script.replace("\\\\", "\\"));
}

fn rows(report: &Value) -> Vec<(&str, Option<bool>)> {
    let rows = report["kit"].as_array().unwrap().iter();
    rows.map(|row| (row["name"].as_str().unwrap(), row["ok"].as_bool())).collect()
}

#[test]
fn a_server_as_it_should_be_comes_out_as_predicted_and_one_that_asks_nobody_does_not() {
    let scene = Scene::new();
    kit(&scene);
    let arguments = ["--kit", "kit"];
    for (verify, others) in [("on", true), ("off", false)] {
        let server =
            nginx(&scene, "server", &format!("ssl_client_certificate ca.pem; ssl_verify_client {verify};"));
        let report = json(&scene, server.port, NOBODY, &arguments);
        let expected = [
            ("good", Some(true)),
            ("no-client-certificate", Some(others)),
            ("client-expired", Some(others)),
            ("client-other-authority", Some(others)),
        ];
        assert_eq!(rows(&report), expected, "{verify}");
        assert_eq!(report["as_expected"], others, "{verify}");
        let output = run(&scene, server.port, NOBODY, &arguments);
        let words = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(i32::from(!others)), "{words}");
        assert!(
            words.contains("A certificate that is good: predicted let in, got TLS 1.3 let in, HTTP 200"),
            "{words}"
        );
        assert!(words.contains("One that's over: predicted refused, got "), "{words}");
        // what to try stands below what came out otherwise
        assert_eq!(words.contains("\n        Ask for one.\n"), !others, "{words}");
    }
}

#[test]
fn what_is_not_known_is_not_as_predicted() {
    let scene = Scene::new();
    kit(&scene);
    let report = json(&scene, crate::server::free_port(), NOBODY, &["--kit", "kit"]);
    assert!(rows(&report).iter().all(|(_, ok)| ok.is_none()), "{report:#}");
    assert_eq!(report["as_expected"], false);
}

#[test]
fn a_folder_that_is_no_kit_is_told() {
    let scene = Scene::new();
    scene.folder.write("empty/matrix.sh", "#!/bin/sh\n");
    for (folder, words) in [("missing", "matrix.sh"), ("empty", "Unpack the test kit")] {
        let output = run(&scene, crate::server::free_port(), NOBODY, &["--kit", folder]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{said}");
    }
}
