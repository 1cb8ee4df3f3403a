//! The catalogue of handshakes, given to nginx and curl themselves: each scenario's files and command come to what is predicted of
//! them.

mod support;

use diagnose::predict::{Backends, Enacted, Outcome, Reason, enact, predict};
use diagnose::staging::{CONFIGURATION, Ground, Stage};
use handshake::catalogue::workshop::{Set, Workshop};
use handshake::catalogue::{ENTRIES, Entry, Play, Staged};
use handshake::scenario::{Asks, Check, Group, Suite};
use pki::key::KeyAlgorithm;
use support::case::differences;
use support::kit::{Wish, issue};
use support::{ground, really};
use testkit::{SeededEntropy, TempDir, tool};

/// What a test's nginx needs beside, so that it stays in its folder and in the foreground.
fn of_a_test(configuration: &str) -> String {
    let mut http = "http {\naccess_log off;\n".to_owned();
    for name in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        http.push_str(&format!("{name}_temp_path {name};\n"));
    }
    let head = "daemon off;\nmaster_process off;\npid nginx.pid;\n";
    format!("{head}{}", configuration.replacen("http {\n", &http, 1))
}

/// What real nginx and curl do otherwise than is predicted, and the prediction.
fn tried(staged: &Staged, answering: u16) -> (Vec<String>, Outcome) {
    let port = testkit::free_port();
    let mut ground = Ground { port, backend: answering, log: "error.log" };
    let mut stage = Stage::of(staged, ground).expect("a host that can be written");
    if stage.backends == Backends::Down {
        ground.backend = testkit::free_port();
        stage = Stage::of(staged, ground).expect("a host that can be written");
    }
    let folder = TempDir::new();
    folder.write(CONFIGURATION, of_a_test(&stage.configuration));
    stage.public().for_each(|(name, contents)| drop(folder.write(name, contents)));
    stage.secret().for_each(|(name, key)| drop(folder.write(name, key.expose())));
    let line = stage.command.strip_prefix("curl ").expect("curl's");
    let mut model = predict(&stage.question()).expect("it can be predicted");
    let real = really(&folder, line, port, model.nginx_log.as_ref().is_some_and(|line| line.written));
    // the model reads the files under their bare names, nginx those of the folder
    model.nginx_test = model.nginx_test.map_err(|words| in_folder(&words, &folder));
    (differences(&model, &real), model)
}

/// The lab's suites in the order in which OpenSSL offers them by this text.
fn by_openssl(text: &str) -> Vec<Suite> {
    let printed = tool("openssl").args(["ciphers", "-stdname", text]).succeeds().text();
    let names = printed.lines().filter_map(|line| line.split_whitespace().next());
    let of = |name: &str| Suite::ALL.into_iter().find(|suite| suite.label() == name);
    names.filter_map(of).collect()
}

/// The way back: what nginx and curl are given comes to the same handshake in the lab.
#[test]
fn what_is_given_to_nginx_and_curl_is_enacted_as_it_was_staged() {
    let set = ground::set(KeyAlgorithm::EcdsaP256, true);
    let mut entropy = SeededEntropy::new(6);
    let mut workshop = Workshop::new(&set, &mut entropy).expect("a workshop");
    let mut count = 0;
    for entry in ENTRIES {
        let Play::Lab(staged) = entry.stage(&mut workshop).expect(entry.id) else { continue };
        let stage = Stage::of(&staged, Ground::USUAL).expect(entry.id);
        let enacted = enact(&stage.question());
        // nobody shakes hands there: curl does not speak TLS, or either of them refuses the key
        let silent = ["plain-http", "server-wrong-key", "client-wrong-key"].contains(&entry.id);
        assert_eq!(enacted.is_none(), silent, "{}", entry.id);
        let Some(Enacted { scenario, depth, trusted, keeps_names, .. }) = enacted else { continue };
        assert_eq!((depth, keeps_names), (usize::from(staged.depth), false), "{}", entry.id);
        let mut wanted = staged.scenario.clone();
        // what no configuration says: nginx that does not ask loads no authorities, curl offers HTTP/2 and knows its own groups
        wanted.server.trust = if wanted.server.asks == Asks::Off { Vec::new() } else { wanted.server.trust };
        assert_eq!(trusted, wanted.server.trust, "{}", entry.id);
        wanted.client.offer.protocols = scenario.client.offer.protocols.clone();
        wanted.client.offer.groups = scenario.client.offer.groups.clone();
        wanted.server.offer.groups.retain(|group| *group != Group::X25519MlKem768);
        wanted.server.offer.suites = scenario.server.offer.suites.clone();
        wanted.client.offer.suites = by_openssl("ALL:!EXPORT:!EXPORT40:!EXPORT56:!aNULL:!LOW:!RC4:@STRENGTH");
        wanted.client.trust =
            if wanted.client.check == Check::Verify { wanted.client.trust } else { Vec::new() };
        (wanted.session, wanted.talk) = (scenario.session, scenario.talk.clone());
        assert_eq!(scenario, wanted, "{}", entry.id);
        assert!(
            scenario.server.offer.suites.len() == Suite::ALL.len()
                && scenario.talk.request.contains(&wanted.client.host)
        );
        count += 1;
    }
    assert!(count > 40, "{count}");
}

#[test]
fn nginx_and_curl_do_what_is_predicted_of_every_scenario() {
    use KeyAlgorithm::{EcdsaP256, Ed25519, Rsa2048};
    let answering = ground::backend();
    let mut wrong = Vec::new();
    let (mut count, mut through) = (0, 0);
    // without its key the lab's own authority takes the set's place, and keys are of other kinds too: the same again, where there
    // is time for it
    let all = [(EcdsaP256, true), (EcdsaP256, false), (Ed25519, true), (Rsa2048, true)];
    let sweeps = if std::env::var_os("STAGING_SWEEP").is_some() { &all[..] } else { &all[..1] };
    for (algorithm, with_key) in sweeps {
        let set = ground::set(*algorithm, *with_key);
        let mut entropy = SeededEntropy::new(5);
        let mut workshop = Workshop::new(&set, &mut entropy).expect("a workshop");
        for entry in ENTRIES {
            let play = entry.stage(&mut workshop).expect(entry.id);
            let (found, model) = tried(play.staged(), answering);
            if !found.is_empty() {
                let case = format!("{} ({algorithm:?}, key: {with_key})", entry.id);
                wrong.push(format!("{case}\n  {}", found.join("\n  ")));
            }
            count += 1;
            through += usize::from(model.http_status == Some(200));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(count, ENTRIES.len() * sweeps.len());
    assert!(through > 10 && count - through > 25, "{through} of {count} came through");
}

#[test]
fn a_twin_is_told_as_one_whatever_kind_of_key_either_has() {
    use KeyAlgorithm::{EcdsaP256, EcdsaP384, Ed25519, Rsa2048};
    let answering = ground::backend();
    let twin = Entry::find("client-twin-authority").expect("it is there");
    let named = |model: &Outcome| {
        let twin = |reason: &Reason| matches!(reason, Reason::ClientRefused { twin: Some(_), .. });
        model.reasons.iter().any(twin)
    };
    for trusted in [EcdsaP256, EcdsaP384, Ed25519, Rsa2048] {
        let set = ground::set(trusted, true);
        let mut entropy = SeededEntropy::new(5);
        let mut workshop = Workshop::new(&set, &mut entropy).expect("a workshop");
        let play = twin.stage(&mut workshop).expect("staged");
        let (found, model) = tried(play.staged(), answering);
        assert_eq!((found, named(&model)), (vec![], true), "{trusted:?}");
        // made anew with another kind of key
        for other in [EcdsaP256, Ed25519, Rsa2048].into_iter().filter(|other| *other != trusted) {
            for anonymous in [false, true] {
                let ca = issue(&Wish { algorithm: other, anonymous, ..Wish::authority("Test CA") }, None);
                let client = issue(&Wish { anonymous, ..Wish::client("partner-a") }, Some(&ca));
                let mut staged = play.staged().clone();
                staged.scenario.client.credential = Some(ground::credential(&client));
                let (found, model) = tried(&staged, answering);
                assert_eq!((found, named(&model)), (vec![], true), "{trusted:?} {other:?} {anonymous}");
            }
        }
    }
    // of another name it is no twin
    let set = ground::set(EcdsaP256, true);
    let mut entropy = SeededEntropy::new(5);
    let mut workshop = Workshop::new(&set, &mut entropy).expect("a workshop");
    let other = Entry::find("client-other-authority").expect("it is there");
    let (found, model) = tried(other.stage(&mut workshop).expect("staged").staged(), answering);
    assert_eq!((found, named(&model)), (vec![], false));
}

fn in_folder(words: &str, folder: &TempDir) -> String {
    let path = folder.path().display();
    words
        .replace("\"server.", &format!("\"{path}/server."))
        .replace("in nginx.conf", &format!("in {path}/nginx.conf"))
}

#[test]
fn a_host_that_cannot_stand_in_a_command_is_refused() {
    let set = Set { host: "a\nb".to_owned(), ..ground::set(KeyAlgorithm::EcdsaP256, true) };
    let mut entropy = SeededEntropy::new(5);
    let mut workshop = Workshop::new(&set, &mut entropy).expect("a workshop");
    let good = Entry::find("good").expect("it is there");
    let play = good.stage(&mut workshop).expect("staged");
    assert!(Stage::of(play.staged(), Ground::USUAL).is_err());
    assert!(set.host.contains('\n'));
}
