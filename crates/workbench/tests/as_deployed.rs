//! The Handshake room plays what was chosen in Deploy: each choice beside its nearest other, by the files that Deploy renders.

mod desk;

use std::rc::Rc;

use ::deploy::choices::ChoiceField;
use ::deploy::curl::CheckKind;
use desk::Desk;
use text::Lang;
use workbench::document::{Block, Verdict};
use workbench::lab::{self, Msg};
use workbench::msg as page;
use workbench::role::Role;
use workbench::room::Room;
use workbench::rooms::inspect::Way;
use workbench::rooms::{create, deploy, handshake};
use workbench::sight::handshake::{Play, Sent, Versions};
use workbench::task::Task;

const WITH: &str = "deployed";
const WITHOUT: &str = "deployed-without-certificate";
const STRANGER: &str = "deployed-stranger";
const REVOKED: &str = "deployed-revoked";

/// A desk with a set, and these choices in Deploy.
fn desk(choices: &[(ChoiceField, &str)]) -> Desk {
    let mut desk = Desk::new();
    desk.tell(page::Msg::Create(create::Msg::Make));
    choose(&mut desk, choices);
    desk.tell(page::Msg::Entered(Room::Handshake));
    desk
}

fn choose(desk: &mut Desk, choices: &[(ChoiceField, &str)]) {
    desk.tell(page::Msg::Entered(Room::Deploy));
    for (field, text) in choices {
        desk.tell(page::Msg::Deploy(deploy::Msg::Edit(*field, (*text).to_owned())));
    }
}

fn tell(desk: &mut Desk, msg: handshake::Msg) {
    desk.tell_lab(Msg::Handshake(msg));
}

fn on_show(desk: &Desk) -> Rc<Play> {
    let room = &desk.lab.handshake;
    assert_eq!((&room.playing, &room.refused), (&Task::Idle, &Vec::new()));
    Rc::clone(room.play.as_ref().expect("it was played"))
}

fn play(desk: &mut Desk, name: &str) -> Rc<Play> {
    tell(desk, handshake::Msg::Scenario(name.to_owned()));
    on_show(desk)
}

/// The alert that ends it, as it stands beside the message that tells why.
fn refused(play: &Play) -> Option<(Role, String)> {
    let refusals = |blocks: &[Block]| {
        blocks.iter().filter(|block| matches!(block, Block::Finding(Verdict::Refused, _))).count()
    };
    let sent = play.connections.iter().flatten().find(|sent| refusals(&sent.why) > 0);
    assert_eq!(refusals(&play.outcome) > 0, sent.is_some(), "{:?}", play.outcome);
    sent.map(|sent| (sent.side, sent.note.split(' ').next().unwrap_or_default().to_owned()))
}

fn by_server(alert: &str) -> Option<(Role, String)> {
    Some((Role::Server, alert.to_owned()))
}

/// A row of what is predicted.
fn row(play: &Play, of: &str) -> String {
    let rows = play.prediction.iter().find_map(|block| match block {
        Block::Table(table) => Some(&table.rows),
        _ => None,
    });
    let rows = rows.unwrap_or_else(|| panic!("{:?}", play.prediction));
    let found = rows.iter().find(|[title, _]| title == of);
    found.unwrap_or_else(|| panic!("{of} in {rows:?}"))[1].clone()
}

/// What counts of the choices.
fn term(play: &Play, of: &str) -> String {
    let terms = play.about.iter().find_map(|block| match block {
        Block::Terms(terms) => Some(terms),
        _ => None,
    });
    let terms = terms.unwrap_or_else(|| panic!("{:?}", play.about));
    let found = terms.iter().find(|(name, _)| name == of);
    found.unwrap_or_else(|| panic!("{of} in {terms:?}")).1.clone()
}

fn said(play: &Play, words: &str) -> bool {
    format!("{:?}", play.about).contains(words)
}

fn has(play: &Play, side: Role, name: &str) -> bool {
    play.connections[0].iter().any(|sent: &Sent| sent.side == side && sent.name == name)
}

/// Another command of curl in place of the first call.
fn with_options(desk: &mut Desk, options: &str) {
    let mut deployed =
        desk.lab.deployed.as_ref().and_then(workbench::deployed::Packed::unpacked).expect("rendered");
    let (kind, call) = &mut deployed.calls[0];
    assert_eq!(*kind, CheckKind::WithCertificate);
    *call = call.replace("curl ", &format!("curl {options} "));
    desk.lab.deployed = Some(deployed.packed());
}

#[test]
fn the_calls_of_deploy_stand_before_the_catalogue_and_come_to_what_is_predicted() {
    let mut desk = desk(&[]);
    let (theme, entries) = on_show(&desk).offer[0].clone();
    let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        (theme.as_str(), &names[..]),
        ("As chosen in Deploy", &[WITH, WITHOUT, STRANGER, REVOKED][..])
    );
    let good = play(&mut desk, WITH);
    assert_eq!(refused(&good), None);
    assert!(has(&good, Role::Server, "CertificateRequest") && has(&good, Role::Client, "CertificateVerify"));
    assert!(row(&good, "HTTP").starts_with("200"), "{:?}", good.prediction);
    assert_eq!(term(&good, "Called"), "https://api.example.com/");
    assert_eq!(term(&good, "ALPN"), "h2, http/1.1");
    assert!(said(&good, "made on this page") && said(&good, "Its frames are not played"), "{:?}", good.about);
    let without = play(&mut desk, WITHOUT);
    assert_eq!(refused(&without), by_server("certificate_required"));
    assert!(row(&without, "HTTP").starts_with("400"), "{:?}", without.prediction);
    let stranger = play(&mut desk, STRANGER);
    // it calls itself an authority, as openssl makes it
    assert_eq!(refused(&stranger), by_server("certificate_unknown"));
    assert!(row(&stranger, "HTTP").starts_with("400"), "{:?}", stranger.prediction);
    // the same as the Doctor foretells of the same call
    let block = format!("{:?}", stranger.prediction.iter().find(|block| matches!(block, Block::Table(_))));
    desk.tell(page::Msg::Entered(Room::Doctor));
    let trying = workbench::rooms::doctor::Trying::Deployed;
    desk.tell_lab(Msg::Doctor(workbench::rooms::doctor::Msg::Trial(trying)));
    let foreseen = desk.lab.doctor.trial.foreseen.clone().expect("it was looked at");
    assert!(
        format!(
            "Some({:?})",
            foreseen.calls[3].1.iter().find(|block| matches!(block, Block::Table(_))).expect("a table")
        ) == block
    );
}

#[test]
fn the_policy_says_which_versions_are_spoken() {
    for (policy, versions, second) in
        [("intermediate", "TLS 1.3, TLS 1.2", None), ("modern", "TLS 1.3", by_server("protocol_version"))]
    {
        let mut desk = desk(&[(ChoiceField::Policy, policy)]);
        let good = play(&mut desk, WITH);
        assert_eq!((refused(&good), term(&good, "TLS").as_str()), (None, versions));
        let has_older = term(&good, "Cipher suites").contains("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
        assert_eq!(has_older, second.is_none(), "{:?}", good.about);
        // in the order of the configuration, behind those of TLS 1.3 in OpenSSL's own
        let first = "TLS_AES_256_GCM_SHA384, TLS_CHACHA20_POLY1305_SHA256, TLS_AES_128_GCM_SHA256";
        let then = ", TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA";
        let suites = term(&good, "Cipher suites");
        assert!(suites.starts_with(&format!("{first}{}", if has_older { then } else { "" })), "{suites}");
        // 1.2 stands beside 1.3 only where both are allowed
        tell(&mut desk, handshake::Msg::Versions(Versions::Both));
        let both = on_show(&desk);
        assert_eq!(refused(&both), None);
        let count = if second.is_none() { 2 } else { 1 };
        assert_eq!((both.connections.len(), both.titles.len()), (count, count), "{policy}");
        assert_eq!(said(&both, "allow one version alone"), second.is_some(), "{policy}");
        tell(&mut desk, handshake::Msg::Versions(Versions::Agreed));
        // who speaks no more than 1.2
        with_options(&mut desk, "--tls-max 1.2");
        let old = play(&mut desk, WITH);
        assert_eq!(refused(&old), second, "{policy}");
        let curl = row(&old, "curl");
        assert_eq!(curl.starts_with("exit code 0"), second.is_none(), "{policy}: {curl}");
    }
}

#[test]
fn a_list_refuses_who_is_revoked_and_without_one_nobody_notices() {
    let mut desk = desk(&[(ChoiceField::Revocation, "on")]);
    let good = play(&mut desk, WITH);
    assert_eq!((refused(&good), term(&good, "Revocation lists").as_str()), (None, "1"));
    assert!(row(&good, "HTTP").starts_with("200"), "{:?}", good.prediction);
    let revoked = play(&mut desk, REVOKED);
    assert_eq!(refused(&revoked), by_server("certificate_revoked"));
    assert_eq!(row(&revoked, "$ssl_client_verify"), "FAILED:certificate revoked");
    assert!(desk.state.set.as_ref().is_some_and(|set| set.list.is_none()), "nothing is recorded");
    choose(&mut desk, &[(ChoiceField::Revocation, "off")]);
    desk.tell(page::Msg::Entered(Room::Handshake));
    // what is on show follows what is chosen
    let unnoticed = on_show(&desk);
    assert_eq!((unnoticed.title.as_str(), refused(&unnoticed)), ("With a certificate that is revoked", None));
    assert!(row(&unnoticed, "HTTP").starts_with("200"), "{:?}", unnoticed.prediction);
    assert_eq!(term(&unnoticed, "Revocation lists"), "0");
}

#[test]
fn where_some_paths_need_a_certificate_the_handshake_lets_in_without_one() {
    let paths = [(ChoiceField::Verify, "paths"), (ChoiceField::ProtectedPaths, "/admin")];
    let mut desk = desk(&[&paths[..], &[(ChoiceField::ListenPort, "8443")]].concat());
    let without = play(&mut desk, WITHOUT);
    assert_eq!(refused(&without), None);
    assert!(has(&without, Role::Server, "CertificateRequest"), "it is asked for all the same");
    assert_eq!(term(&without, "Called"), "https://api.example.com:8443/admin");
    assert_eq!(term(&without, "Client certificates"), "asked for, and required by some paths");
    let status = row(&without, "HTTP");
    assert!(status.starts_with("400"), "{status}");
    assert_eq!(refused(&play(&mut desk, STRANGER)), by_server("certificate_unknown"));
    assert_eq!(refused(&play(&mut desk, WITH)), None);
    choose(&mut desk, &[(ChoiceField::Verify, "everywhere")]);
    desk.tell(page::Msg::Entered(Room::Handshake));
    assert_eq!(refused(&play(&mut desk, WITHOUT)), by_server("certificate_required"));
}

#[test]
fn a_partners_authority_is_named_to_callers_beside_ours() {
    let mut partner = Desk::new();
    let name = workbench::form::Edit::Text(workbench::form::Field::AuthorityName, "Partner CA".to_owned());
    partner.tell(page::Msg::Create(create::Msg::Edit(workbench::form::Which::Set, name)));
    partner.tell(page::Msg::Create(create::Msg::Make));
    let pem = partner.state.set.as_ref().expect("it was made").authority.certificate.to_pem();
    for (choices, known) in [(&[(ChoiceField::PartnerAuthority, pem.as_str())][..], true), (&[], false)] {
        let mut desk = desk(choices);
        let good = play(&mut desk, WITH);
        assert_eq!(
            (refused(&good), term(&good, "Trusted authorities").contains("Partner CA")),
            (None, known)
        );
        let request = good.connections[0].iter().find(|sent| sent.name == "CertificateRequest");
        assert_eq!(format!("{:?}", request.map(|sent| &sent.tree)).contains("Partner CA"), known);
    }
}

#[test]
fn the_gateway_completes_the_handshake_and_refuses_in_words() {
    let mut desk = desk(&[(ChoiceField::Layout, "gateway"), (ChoiceField::Policy, "modern")]);
    for (name, status) in [(WITH, "200"), (WITHOUT, "400"), (STRANGER, "400")] {
        let play = play(&mut desk, name);
        assert_eq!((refused(&play), row(&play, "HTTP").as_str()), (None, status), "{name}");
        assert!(said(&play, "The gateway looks at a certificate once the handshake is through"), "{name}");
        let shown = format!("{:?}", play.connections);
        assert!(!shown.contains("was told not to check this certificate"), "{name}");
        assert_eq!(
            shown.contains("looks at this certificate once the handshake is through"),
            name != WITHOUT
        );
        assert_eq!(term(&play, "TLS"), "TLS 1.3");
    }
}

#[test]
fn what_is_not_here_is_stood_in_for_and_said_so() {
    let public = (ChoiceField::ServerCertificate, "public");
    for layout in ["alone", "system", "gateway"] {
        let mut desk = desk(&[(ChoiceField::Layout, layout), public]);
        let good = play(&mut desk, WITH);
        assert_eq!(refused(&good), None, "{layout}");
        assert!(row(&good, "HTTP").starts_with("200"), "{layout}: {:?}", good.prediction);
        assert!(said(&good, "examples made on the spot stand in for them"), "{layout}: {:?}", good.about);
        choose(&mut desk, &[(ChoiceField::ServerCertificate, "ours")]);
        desk.tell(page::Msg::Entered(Room::Handshake));
        let own = on_show(&desk);
        assert!(!said(&own, "stand in for them") && refused(&own).is_none(), "{layout}: {:?}", own.about);
    }
}

#[test]
fn while_a_choice_is_wrong_nothing_is_played() {
    let mut desk = desk(&[(ChoiceField::Allow, "fingerprint")]);
    let wrong = play(&mut desk, WITH);
    let [Block::Finding(Verdict::Refused, message)] = &wrong.outcome[..] else {
        panic!("{:?}", wrong.outcome)
    };
    assert!(
        message.problem.starts_with("From what is chosen in Deploy nothing can be made now: "),
        "{message:?}"
    );
    assert!(wrong.connections.is_empty() && wrong.prediction.is_empty() && !wrong.offer.is_empty());
    choose(&mut desk, &[(ChoiceField::Allow, "any")]);
    desk.tell(page::Msg::Entered(Room::Handshake));
    assert!(row(&on_show(&desk), "HTTP").starts_with("200"));
    // whatever is chosen, the catalogue stays as it is
    choose(&mut desk, &[(ChoiceField::Allow, "fingerprint")]);
    desk.tell(page::Msg::Entered(Room::Handshake));
    assert_eq!(play(&mut desk, "good").outcome.len(), 3);
}

#[test]
fn every_release_and_layout_is_played_in_both_languages_with_a_set_and_without() {
    for make in [false, true] {
        let mut desk = Desk::new();
        if make {
            desk.tell(page::Msg::Create(create::Msg::Make));
        }
        for lang in [Lang::Ko, Lang::En] {
            desk.tell(page::Msg::Language(lang));
            for (layout, release) in [
                ("alone", "debian-12"),
                ("alone", "debian-13"),
                ("system", "ubuntu-24.04"),
                ("system", "nginx.org-mainline"),
                ("gateway", "debian-12"),
            ] {
                choose(&mut desk, &[(ChoiceField::Layout, layout), (ChoiceField::Release, release)]);
                desk.tell(page::Msg::Entered(Room::Handshake));
                let hybrid =
                    term(&play(&mut desk, WITH), if lang == Lang::Ko { "그룹(group)" } else { "Groups" });
                let known = release == "debian-13" || layout == "gateway";
                assert_eq!(hybrid.contains("X25519MLKEM768"), known, "{layout} {release}");
                for name in [WITH, WITHOUT, STRANGER, REVOKED] {
                    let play = play(&mut desk, name);
                    assert!(!play.connections.is_empty(), "{layout} {release} {name}: {:?}", play.about);
                    assert_eq!(term(&play, "ALPN"), "h2, http/1.1", "{layout} {release}");
                    assert!(!play.prediction.is_empty() && !play.title.is_empty(), "{layout} {name}");
                }
            }
        }
    }
}

#[test]
fn an_address_leads_to_what_was_chosen() {
    let mut sender = desk(&[]);
    play(&mut sender, REVOKED);
    assert_eq!(sender.address, "#/handshake/deployed-revoked");
    // whoever opens it comes before the worker has rendered anything
    let mut desk = Desk::new();
    let told = lab::told::Told {
        coming: lab::told::Coming::FromElsewhere,
        room: Room::Handshake,
        lang: Lang::En,
        offset: desk.lab.offset,
        made: None,
        deployed: None,
    };
    desk.tell_lab(Msg::Told(Box::new(told), Way::parse("1/5/deployed-revoked")));
    // nothing is played before, so that the message which the address names is still wanted then
    assert!(desk.lab.handshake.play.is_none() && desk.lab.handshake.playing == Task::Idle);
    desk.tell(page::Msg::Entered(Room::Handshake));
    let played = on_show(&desk);
    assert_eq!(played.title, "With a certificate that is revoked");
    assert!(!played.connections.is_empty());
    assert_eq!(desk.lab.handshake.chosen, (0, 4));
}
