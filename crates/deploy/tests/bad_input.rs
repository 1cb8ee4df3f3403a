//! What people type into each field and cannot have: refused at its field, with two sentences in both languages that show the
//! value and smuggle nothing in.

mod support;

use deploy::choices::{ChoiceError, ChoiceField, Choices, ChoicesDraft};
use deploy::plan::{Notice, Plan};
use support::{names, own_backend, plan, server_files};
use text::Lang;

/// Texts that must never reach a file, whatever the field.
const HOSTILE: [&str; 19] = [
    "a;b",
    "a{b",
    "a}b",
    "$host",
    "${HOME}",
    "`id`",
    "$(id)",
    "a'b",
    "a\"b",
    "a\\b",
    "a\nb",
    "a\r\nb",
    "a\tb",
    "a\0b",
    "a\u{202e}b",
    "a\u{200f}b",
    "a\u{1b}[31mb",
    "<script>",
    "# a",
];

/// A draft in which the field is in use.
fn using(field: ChoiceField) -> ChoicesDraft {
    let draft = ChoicesDraft::default();
    match field {
        ChoiceField::OwnBackend => draft.with(ChoiceField::Backend, "own"),
        ChoiceField::SshHost
        | ChoiceField::SshUser
        | ChoiceField::SshPort
        | ChoiceField::SshIdentity
        | ChoiceField::Callers => draft.with(ChoiceField::Machine, "ssh").with(ChoiceField::SshHost, "web1"),
        ChoiceField::GcloudProject
        | ChoiceField::GcloudZone
        | ChoiceField::GcloudInstance
        | ChoiceField::GcloudUser => draft
            .with(ChoiceField::Machine, "gcloud")
            .with(ChoiceField::GcloudProject, "project")
            .with(ChoiceField::GcloudInstance, "web1"),
        ChoiceField::ProtectedPaths => draft.with(ChoiceField::Verify, "paths"),
        ChoiceField::Allowed => draft.with(ChoiceField::Allow, "subject"),
        ChoiceField::Reveal | ChoiceField::Identity | ChoiceField::AdminPort => {
            draft.with(ChoiceField::Layout, "gateway")
        }
        ChoiceField::Strangers => draft.with(ChoiceField::Layout, "system"),
        ChoiceField::CertbotFolder => draft.with(ChoiceField::ServerCertificate, "public"),
        ChoiceField::AuthorityNames => draft.with(ChoiceField::Release, "nginx.org-mainline"),
        _ => draft,
    }
}

/// The one error at the field, after a look at its words.
fn refused(field: ChoiceField, value: &str) -> ChoiceError {
    let errors = Choices::parse(&using(field).with(field, value)).expect_err(value);
    let [(at, error)] = errors.as_slice() else { panic!("{value:?}: {errors:?}") };
    assert_eq!(*at, field, "{value:?}");
    for lang in Lang::ALL {
        speaks_well(error, lang);
    }
    error.clone()
}

fn speaks_well(error: &ChoiceError, lang: Lang) {
    let message = error.message(lang);
    for sentence in [&message.problem, &message.remedy] {
        assert!(sentence.len() > 10 && sentence.ends_with('.'), "{error:?}: {sentence}");
        assert!(!sentence.contains('!') && !sentence.contains("nvalid"), "{sentence}");
        let treacherous = |c: char| c.is_control() || matches!(c, '\u{200f}' | '\u{202e}');
        assert!(!sentence.contains(treacherous), "{error:?}: {sentence:?}");
        assert!(sentence.chars().count() < 400, "{sentence}");
        assert!(!sentence.contains("“”"), "{error:?}: {sentence}");
        // what was typed stands between quotation marks and is in its own language
        let ours: String =
            sentence.split('“').map(|part| part.split_once('”').map_or(part, |(_, rest)| rest)).collect();
        let korean = ours.chars().any(|c| ('가'..='힣').contains(&c));
        assert_eq!(korean, lang == Lang::Ko, "{sentence}");
    }
}

#[test]
fn hostile_texts_are_refused_in_every_field() {
    // a path may hold whatever a file system takes; `machine.rs` in these tests looks at how it is quoted
    for &field in ChoiceField::ALL.iter().filter(|field| **field != ChoiceField::SshIdentity) {
        for text in HOSTILE {
            refused(field, text);
            refused(field, &format!("/srv/{text}"));
            refused(field, &format!("http://{text}"));
            refused(field, &format!("443{text}"));
        }
        for long in [64, 255, 256, 10_000] {
            refused(field, &"x".repeat(long));
            refused(field, &format!("http://{}", "x.".repeat(long)));
        }
        for marks in ["결제\u{200f}", "４４３", "\u{feff}443", "fe80::1%eth0", "..", "*."] {
            refused(field, marks);
        }
    }
}

#[test]
fn an_empty_field_is_told_so_where_it_may_not_be_empty() {
    let mut refused = 0;
    for field in ChoiceField::ALL {
        for empty in ["", " "] {
            let errors = Choices::parse(&using(*field).with(*field, empty)).err().unwrap_or_default();
            refused += errors.len();
            for (_, error) in errors {
                Lang::ALL.into_iter().for_each(|lang| speaks_well(&error, lang));
            }
        }
    }
    assert!(refused > 20, "{refused}");
}

#[test]
fn messages_fit_their_field() {
    for (field, typed, en, ko) in [
        (ChoiceField::BaseFolder, "/a b", "contains a space,", "공백이"),
        (ChoiceField::BaseFolder, "/a\u{a0}b", "“U+00A0”", "“U+00A0”"),
        (ChoiceField::BaseFolder, "/a;b", "contains “;”,", "“;” 문자"),
        // the same words beside nginx's port and beside the backend's
        (ChoiceField::ListenPort, "x", "“x” is not a port.", "“x” 값은 포트(port)"),
        (ChoiceField::FlaskPort, "x", "“x” is not a port.", "“x” 값은 포트(port)"),
    ] {
        let error = refused(field, typed);
        for (lang, words) in [(Lang::En, en), (Lang::Ko, ko)] {
            let message = error.message(lang);
            assert!(message.problem.contains(words), "{typed:?}: {}", message.problem);
            assert!(!message.problem.contains('␣') && !message.remedy.contains("443 "), "{message:?}");
        }
    }
}

#[test]
fn all_fields_are_judged_at_once_and_nothing_typed_is_lost() {
    let draft = ChoicesDraft::default()
        .with(ChoiceField::BaseFolder, "relative")
        .with(ChoiceField::ListenAddress, "nowhere")
        .with(ChoiceField::ListenPort, "0")
        .with(ChoiceField::FlaskPort, "x");
    let errors = Choices::parse(&draft).expect_err("four faults");
    let fields: Vec<_> = errors.iter().map(|(field, _)| *field).collect();
    assert_eq!(
        fields,
        [
            ChoiceField::BaseFolder,
            ChoiceField::ListenAddress,
            ChoiceField::ListenPort,
            ChoiceField::FlaskPort
        ]
    );
    // a field that is not in use is kept and not judged
    for field in [ChoiceField::CertbotFolder, ChoiceField::AuthorityNames] {
        assert!(Choices::parse(&ChoicesDraft::default().with(field, "nonsense")).is_ok(), "{field:?}");
    }
    let public = ChoicesDraft::default().with(ChoiceField::ServerCertificate, "public");
    assert!(Choices::parse(&public.with(ChoiceField::ServerKey, "nonsense")).is_ok());
    assert!(Choices::parse(&ChoicesDraft::default().with(ChoiceField::OwnBackend, "nonsense")).is_ok());
    let own = own_backend("http://127.0.0.1:3000").with(ChoiceField::FlaskPort, "nonsense");
    assert!(Choices::parse(&own).is_ok());
}

#[test]
fn a_backend_that_is_nginx_itself_is_refused() {
    let flask = |address: &str, port: &str, flask: &str| {
        ChoicesDraft::default()
            .with(ChoiceField::ListenAddress, address.to_owned())
            .with(ChoiceField::ListenPort, port.to_owned())
            .with(ChoiceField::FlaskPort, flask.to_owned())
    };
    let own = |address: &str, backend: &str| {
        own_backend(backend).with(ChoiceField::ListenAddress, address.to_owned())
    };
    let service = &["api.example.com", "192.0.2.10"];
    for (draft, field) in [
        (flask("", "443", "8080"), None),
        (flask("", "8080", "8080"), Some(ChoiceField::FlaskPort)),
        (flask("0.0.0.0", "8080", "8080"), Some(ChoiceField::FlaskPort)),
        (flask("127.0.0.1", "8080", "8080"), Some(ChoiceField::FlaskPort)),
        // beside each other on one port, at different addresses
        (flask("192.0.2.10", "8080", "8080"), None),
        (flask("::", "8080", "8080"), None),
        (own("", "https://api.example.com"), Some(ChoiceField::OwnBackend)),
        (own("", "http://api.example.com"), None),
        (own("", "https://192.0.2.10"), Some(ChoiceField::OwnBackend)),
        (own("", "https://localhost"), Some(ChoiceField::OwnBackend)),
        (own("192.0.2.10", "https://localhost"), None),
        (own("", "https://other.example.com"), None),
    ] {
        let choices = Choices::parse(&draft).expect("each field by itself is fine");
        let errors = Plan::new(choices, names(service)).err().unwrap_or_default();
        assert_eq!(errors.first().map(|(field, _)| *field), field, "{draft:?}");
        for (_, error) in &errors {
            // what was typed at Flask's field is a port alone, and the message names no address
            let named = error.message(Lang::En).problem.contains('“');
            assert_eq!(named, field == Some(ChoiceField::OwnBackend), "{error:?}");
            Lang::ALL.into_iter().for_each(|lang| speaks_well(error, lang));
        }
    }
}

/// certbot proves names; an address is refused, and a wildcard wants somebody at each renewal.
#[test]
fn a_public_certificate_is_for_names() {
    let public = ChoicesDraft::default().with(ChoiceField::ServerCertificate, "public");
    for (service, refused) in [
        (&["api.example.com"] as &[&str], false),
        (&["api.example.com", "192.0.2.10"], true),
        (&["2001:db8::1"], true),
    ] {
        let choices = Choices::parse(&public).expect("each field by itself is fine");
        let errors = Plan::new(choices, names(service)).err().unwrap_or_default();
        let fields: Vec<_> = errors.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields == [ChoiceField::ServerCertificate], refused, "{service:?}: {errors:?}");
        for (_, error) in &errors {
            Lang::ALL.into_iter().for_each(|lang| speaks_well(error, lang));
        }
        assert!(Plan::new(Choices::parse(&ChoicesDraft::default()).expect("fine"), names(service)).is_ok());
    }
    let wildcard = Notice::PublicWildcard("*.example.com".to_owned());
    for (draft, expected) in [(&public, true), (&ChoicesDraft::default(), false)] {
        let notices = plan(draft, &["api.example.com", "*.example.com"]).notices();
        assert_eq!(notices.contains(&wildcard), expected, "{notices:?}");
    }
}

#[test]
fn a_backend_elsewhere_is_allowed_and_said() {
    let beside_others = |release: &str| {
        let draft = ChoicesDraft::default().with(ChoiceField::Layout, "system");
        plan(&draft.with(ChoiceField::Release, release), &["api.example.test"]).notices()
    };
    let below = |folder: &str| {
        plan(&ChoicesDraft::default().with(ChoiceField::BaseFolder, folder), &["api.example.test"]).notices()
    };
    let called_from = |callers: &str| {
        let draft =
            ChoicesDraft::default().with(ChoiceField::Machine, "ssh").with(ChoiceField::SshHost, "host");
        plan(&draft.with(ChoiceField::Callers, callers), &["api.example.test"]).notices()
    };
    let notices = |backend: &str, service: &[&str]| plan(&own_backend(backend), service).notices();
    let at = |text: &str| text.to_owned();
    let service = &["api.example.com"];
    for (found, expected) in [
        (plan(&ChoicesDraft::default(), service).notices(), vec![]),
        (below("/tmp/trial"), vec![Notice::FleetingFolder(at("/tmp/trial"))]),
        (below("/var/tmp/trial"), vec![Notice::FleetingFolder(at("/var/tmp/trial"))]),
        (below("/run/mtls"), vec![Notice::FleetingFolder(at("/run/mtls"))]),
        (below("/srv/tmp/mtls"), vec![]),
        (called_from("192.0.2.0/24, 0.0.0.0/0"), vec![Notice::EverybodyCalls(at("0.0.0.0/0"))]),
        (called_from("::/0"), vec![Notice::EverybodyCalls(at("::/0"))]),
        (called_from("10.0.0.0/8"), vec![]),
        (beside_others("debian-12"), vec![Notice::Resumption(at("1.22.1"))]),
        (beside_others("ubuntu-24.04"), vec![Notice::Resumption(at("1.24.0"))]),
        (beside_others("debian-13"), vec![]),
        (notices("http://127.0.0.1:3000", service), vec![]),
        (notices("https://127.0.0.1:3000", service), vec![]),
        (notices("http://[::1]:3000", service), vec![]),
        (notices("http://localhost:3000", service), vec![Notice::BackendLocalhost(at("localhost:3000"))]),
        (notices("https://LOCALHOST:3000", service), vec![Notice::BackendLocalhost(at("localhost:3000"))]),
        (notices("http://10.0.0.5:3000", service), vec![Notice::BackendUnencrypted(at("10.0.0.5:3000"))]),
        (notices("https://app.internal", service), vec![Notice::BackendReachable(at("app.internal:443"))]),
        (
            notices("http://127.0.0.1:3000", &["*.example.com"]),
            vec![Notice::CalledNameMadeUp(at("www.example.com"))],
        ),
    ] {
        assert_eq!(found, expected);
    }
}

/// The longest name that there can be: every file has a name that Linux takes (255 bytes, with what `install.sh` puts behind it), the
/// socket a path that it takes (107 bytes, unix(7)), and two services that begin alike have nothing in common.
#[test]
fn the_longest_names_become_files_and_sockets() {
    let part = "a".repeat(63);
    let named = |last: &str| format!("{part}.{part}.{part}.{}", format!("{last}.").repeat(29) + last);
    for layout in ["alone", "system", "gateway"] {
        let draft = ChoicesDraft::default()
            .with(ChoiceField::Layout, layout)
            .with(ChoiceField::FlaskAt, "socket")
            .with(ChoiceField::Machine, "ssh")
            .with(ChoiceField::SshHost, "192.0.2.1");
        let [one, other] = ["b", "c"].map(|last| plan(&draft, &[&named(last)]));
        assert!(one.called().len() > 250, "{}", one.called());
        let paths = |plan: &Plan| -> Vec<String> {
            let files = server_files(plan, Lang::En).0.into_iter().filter_map(|file| file.path);
            files.chain(plan.runtime()).chain([plan.backend_socket()]).collect()
        };
        for path in paths(&one) {
            let longest = path.split('/').map(str::len).max().unwrap_or_default();
            assert!(longest + ".handfast-new".len() <= 255, "{path}");
        }
        assert!(one.backend_socket().len() <= 107, "{}", one.backend_socket());
        let own = |plan: &Plan| -> Vec<String> {
            paths(plan).into_iter().filter(|path| path.contains(&"a".repeat(60))).collect()
        };
        assert!(
            own(&one).len() > 1 && own(&one).iter().all(|path| !own(&other).contains(path)),
            "{:?}",
            own(&one)
        );
    }
}
