//! The test kit of the page, as it lies unpacked in a folder: each certificate with what was predicted and what came.

use deploy::matrix_sh::{self, Predicted, Server, Shown, Trial};
use handfast_gateway::clock;
use handshake::catalogue::workshop::{Set, Workshop};
use handshake::scenario::Credential;
use pki::certificate::Certificate;
use pki::crl::{self, CrlLifetime, CrlNumber, Reason, Revocation, Revoked};
use pki::issue::Authority;
use serde_json::Value;
use testkit::SeededEntropy;
use text::Lang;

use crate::server::{NOBODY, json, nginx, run};
use crate::support::authority::{Party, Wish, root};
use crate::support::{ANY_VERIFIED, HOST, Scene};

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
        // the last line says what the exit code does, whatever was expected beside it
        let last =
            if others { "As predicted: everything in the test kit" } else { "Not as predicted: 3 of 4 in" };
        assert!(words.trim_end().lines().next_back().unwrap().starts_with(last), "{words}");
        // what to try stands below what came out otherwise
        assert_eq!(words.contains("\n        Ask for one.\n"), !others, "{words}");
    }
}

/// How a server is tried that nothing special is chosen for.
pub(crate) const USUAL: Server<'_> = Server { name: HOST, port: 443, path: "/", bare_page: false };

/// What the page makes: its own certificates, its own script, and the list that revokes one of them. Gives the names of all.
pub(crate) fn kit_of_the_page(scene: &Scene, server: Server<'_>, lang: Lang) -> Vec<&'static str> {
    let credential = |party: &Party| Credential { chain: vec![party.der.clone()], key: party.key.clone() };
    let at = clock::now();
    let set = Set {
        authority: scene.authority.der.clone(),
        authority_key: Some(scene.authority.key.clone()),
        server: credential(&scene.server),
        client: credential(&scene.alice),
        host: HOST.to_owned(),
        rsa: Vec::new(),
        at,
    };
    let mut entropy = SeededEntropy::new(9);
    let made = Workshop::new(&set, &mut entropy).unwrap().trials().unwrap();
    let authority = Certificate::from_der(&set.authority).unwrap();
    let authority = Authority::new(authority, scene.authority.key.clone()).unwrap();
    let mut revoked = Vec::new();
    let mut trials = Vec::new();
    for trial in &made.trials {
        let id = trial.entry.id;
        if let Some(Credential { chain, key }) = &trial.credential {
            let chain: Vec<Certificate> =
                chain.iter().map(|der| Certificate::from_der(der).unwrap()).collect();
            if trial.revoked {
                revoked.push(Revoked::new(&chain[0], Revocation { at, reason: Reason::Superseded }));
            }
            scene
                .folder
                .write(format!("kit/{id}.crt"), chain.iter().map(Certificate::to_pem).collect::<String>());
            scene.folder.write(format!("kit/{id}.key"), key.to_pem().expose());
        }
        trials.push(Trial {
            id: id.to_owned(),
            title: trial.entry.title(lang).to_owned(),
            shown: match (&trial.credential, trial.revoked) {
                (None, _) => Shown::Nothing,
                (_, true) => Shown::Revoked,
                _ => Shown::Certificate,
            },
            predicted: if LET_IN.contains(&id) { Predicted::LetIn } else { Predicted::Refused },
            because: "it's so".to_owned(),
        });
    }
    let list = crl::sign(&revoked, CrlNumber::FIRST, CrlLifetime::default(), &authority, at).unwrap();
    scene.folder.write("client-ca.crl", list.to_pem());
    scene.folder.write("kit/ca.crt", authority.certificate().to_pem());
    let script = matrix_sh::render(server, &trials, lang).unwrap();
    scene.folder.write("kit/matrix.sh", script);
    made.trials.iter().map(|trial| trial.entry.id).collect()
}

/// Of the page's kit; a certificate that names no purpose is for clients too.
const LET_IN: [&str; 2] = ["good", "client-no-purpose"];

#[test]
fn the_kit_that_the_page_makes_is_read_and_comes_out_as_predicted_at_nginx_and_at_our_gateway() {
    for lang in Lang::ALL {
        let scene = Scene::new();
        let ids = kit_of_the_page(&scene, USUAL, lang);
        assert!(ids.len() >= 11, "{ids:?}");
        let lines = "ssl_client_certificate ca.pem; ssl_verify_client on; ssl_crl client-ca.crl;";
        let nginx = nginx(&scene, "server", lines);
        let without_list = crate::server::nginx(&scene, "server", lines.split("ssl_crl").next().unwrap());
        let gateway = scene.start_with("lists = [\"client-ca.crl\"]", ANY_VERIFIED);
        for (port, exception) in
            [(nginx.port, None), (gateway.port, None), (without_list.port, Some("client-revoked"))]
        {
            let report = json(&scene, port, NOBODY, &["--kit", "kit"]);
            let expected: Vec<_> = ids.iter().map(|id| (*id, Some(Some(*id) != exception))).collect();
            assert_eq!(rows(&report), expected, "{:#}", report["kit"]);
            assert_eq!(report["as_expected"], exception.is_none(), "{report:#}");
        }
    }
}

#[test]
fn what_is_not_known_is_not_as_predicted() {
    let scene = Scene::new();
    kit(&scene);
    let report = json(&scene, testkit::free_port(), NOBODY, &["--kit", "kit"]);
    assert!(rows(&report).iter().all(|(_, ok)| ok.is_none()), "{report:#}");
    assert_eq!(report["as_expected"], false);
}

#[test]
fn a_folder_that_is_no_kit_is_told() {
    let scene = Scene::new();
    scene.folder.write("empty/matrix.sh", "#!/bin/sh\n");
    for (folder, words) in [("missing", "matrix.sh"), ("empty", "Unpack the test kit")] {
        let output = run(&scene, testkit::free_port(), NOBODY, &["--kit", folder]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{said}");
    }
}
