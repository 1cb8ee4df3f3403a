//! The real gateway reads the configuration of every pair of choices, and has nothing to say against any.

use deploy::choices::{ChoiceField as Field, Choices, ChoicesDraft, Switch};
use deploy::gateway_toml;
use deploy::plan::Plan;
use pki::anchors::{AnchorList, Anchors};
use pki::certificate::Certificate;
use testkit::pairwise::pairwise;
use testkit::{TempDir, tool};
use text::Lang;

use crate::machine::{Machine, PROGRAM, SERVICE, gateway, list, plan};

/// A partner's authorities with their lists, as the tests of `deploy` paste them.
const PARTNER: &str = include_str!("../../../deploy/tests/data/partner.pem");

/// Every field that changes the gateway's configuration, with a word of each kind.
const FACTORS: &[(Field, &[&str])] = &[
    (Field::Policy, &["intermediate", "modern"]),
    (Field::ServerCertificate, &["ours", "public"]),
    (Field::ListenAddress, &["", "127.0.0.1", "0.0.0.0", "::1"]),
    (Field::Ipv6, &["off", "on"]),
    (Field::Verify, &["everywhere", "paths"]),
    (Field::ProtectedPaths, &["/admin", "/admin\n/v1/pay\n/v1/pay/", "/a.b/~c_d-e"]),
    (Field::AuthorityNames, &["sent", "kept"]),
    (Field::Allow, &["any", "fingerprint", "subject"]),
    (Field::PartnerAuthority, &["", PARTNER]),
    (Field::Revocation, &["off", "on"]),
    (Field::Reveal, &["reason", "little"]),
    (Field::Identity, &["nginx", "both"]),
    (Field::AdminPort, &["", "9100"]),
    (Field::Backend, &["flask", "own"]),
    (Field::FlaskAt, &["port", "socket"]),
    (Field::OwnBackend, &["http://127.0.0.1:3000", "https://app.internal:8443", "http://[::1]:3000"]),
    (Field::BodySize, &["1", "1048576"]),
    (Field::Patience, &["1", "86400"]),
    (Field::Websocket, &["off", "on"]),
];

/// Everything that the configuration names, in one folder under the names of a bundle and of certbot.
fn material(folder: &TempDir, plan: &Plan, made: &Machine) {
    let read = |name: &str| String::from_utf8(made.folder.read(format!("server/{name}"))).unwrap();
    let (certificate, key) = (read("server.crt"), read("server.key"));
    for (name, contents) in [
        ("server.crt", &certificate),
        ("fullchain.pem", &certificate),
        ("server.key", &key),
        ("privkey.pem", &key),
    ] {
        folder.write(name, contents);
    }
    for name in ["server.key", "privkey.pem"] {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(folder.join(name), std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    let partner: Option<&Anchors> = plan.choices().partner.as_ref();
    let theirs = partner.into_iter().flat_map(Anchors::certificates).map(Certificate::to_pem);
    let ours = made.authority.certificate().to_pem();
    folder.write("client-ca.crt", std::iter::once(ours).chain(theirs).collect::<String>());
    if plan.choices().revocation == Switch::On {
        let theirs = partner.into_iter().flat_map(Anchors::lists).map(AnchorList::to_pem);
        let ours = list(&made.authority, &[], 0);
        folder.write("client-ca.crl", std::iter::once(ours).chain(theirs).collect::<String>());
    }
}

#[test]
fn the_gateway_takes_every_pair_of_choices() {
    let made = Machine::made(gateway(), Lang::En);
    let counts: Vec<usize> = FACTORS.iter().map(|(_, words)| words.len()).collect();
    let rows = pairwise(&counts);
    assert!(rows.len() > 12, "{}", rows.len());
    for (number, row) in rows.iter().enumerate() {
        let draft = FACTORS
            .iter()
            .zip(row)
            .fold(gateway(), |draft, ((field, words), word)| draft.with(*field, words[*word]));
        let allowed = match draft.text(Field::Allow) {
            "fingerprint" => "ab".repeat(32),
            _ => "CN=partner-a,O=Example\\, Inc.,C=KR\nCN=\\ED\\95\\9C \\\"b\\\"".to_owned(),
        };
        let draft =
            draft.with(Field::Allowed, allowed).with(Field::ListenPort, testkit::free_port().to_string());
        let plan = plan(&draft, &[SERVICE]);
        let folder = TempDir::new();
        material(&folder, &plan, &made);
        let lang = Lang::ALL[number % 2];
        let chosen = plan.gateway().unwrap();
        folder.write("gateway.toml", gateway_toml::render(&plan, chosen, lang).unwrap());
        let said = tool("env")
            .arg(format!("CREDENTIALS_DIRECTORY={}", folder.path().display()))
            .args(["LC_ALL=C", PROGRAM, "check", "--json", "--config", "gateway.toml"])
            .in_folder(folder.path())
            .run();
        assert_eq!(said.code, Some(0), "{draft:?}: {}", said.all());
        let report: serde_json::Value = serde_json::from_str(&said.text()).unwrap();
        let codes =
            report["findings"].as_array().unwrap().iter().map(|found| found["code"].as_str().unwrap());
        // whom the machine itself trusts is not ours to choose: some of them may be over
        let codes: Vec<&str> = codes.filter(|code| !code.starts_with("backend_authority_")).collect();
        // what was chosen is mentioned, and nothing else: no list at all, and everybody on the other paths
        let mut expected = Vec::new();
        if plan.choices().revocation == Switch::Off {
            expected.push("no_revocation_lists");
        }
        if draft.text(Field::Verify) == "paths" {
            expected.push("everybody_may_enter");
        }
        assert_eq!(codes, expected, "{draft:?}: {}", said.all());
    }
}

/// What the gateway cannot do is refused at its field, and its nearest neighbour is not.
#[test]
fn what_the_gateway_cannot_do_is_refused_at_its_field() {
    let refused = |draft: &ChoicesDraft| {
        let names = plan(&gateway(), &[SERVICE]).names().clone();
        let found = Choices::parse(draft).and_then(|choices| Plan::new(choices, names).map(drop));
        found
            .err()
            .into_iter()
            .flatten()
            .map(|(field, error)| (field, error.message(Lang::En).to_string()))
            .collect::<Vec<_>>()
    };
    let listed =
        |kind: &str, entry: &str| gateway().with(Field::Allow, kind).with(Field::Allowed, entry.to_owned());
    let own = || gateway().with(Field::Backend, "own");
    for (draft, field, words, neighbour) in [
        (gateway().with(Field::PlainPort, "redirect"), Field::PlainPort, "port 80", gateway()),
        (
            gateway().with(Field::ServerKey, "encrypted"),
            Field::ServerKey,
            "no encrypted key",
            gateway().with(Field::ServerKey, "encrypted").with(Field::ServerCertificate, "public"),
        ),
        (listed("serial", "0a"), Field::Allow, "two authorities", listed("subject", "CN=a")),
        (
            listed("fingerprint", &"ab".repeat(20)),
            Field::Allowed,
            "SHA-256 alone",
            listed("fingerprint", &"ab".repeat(32)),
        ),
        (
            gateway().with(Field::Identity, "rfc9440"),
            Field::Identity,
            "without a caller",
            own().with(Field::Identity, "rfc9440"),
        ),
        (
            gateway().with(Field::AdminPort, "8080"),
            Field::AdminPort,
            "taken already",
            gateway().with(Field::AdminPort, "8081"),
        ),
        (gateway().with(Field::AdminPort, "443"), Field::AdminPort, "taken already", gateway()),
        (
            gateway().with(Field::AdminPort, "x"),
            Field::AdminPort,
            "port",
            gateway().with(Field::AdminPort, " "),
        ),
    ] {
        let found = refused(&draft);
        assert!(
            matches!(&found[..], [(at, said)] if *at == field && said.contains(words)),
            "{draft:?}: {found:?}"
        );
        assert_eq!(refused(&neighbour), [], "{neighbour:?}");
    }
    // what is nginx's alone is kept and not judged
    let kept = gateway()
        .with(Field::BaseFolder, "relative")
        .with(Field::Release, "nonsense")
        .with(Field::Strangers, "nonsense")
        .with(Field::Refusals, "nonsense");
    assert_eq!(refused(&kept), []);
}
