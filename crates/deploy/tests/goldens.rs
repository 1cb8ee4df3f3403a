//! Every file of several scenarios in both languages, as it is written. `UPDATE_GOLDEN=1` takes a change over.

mod support;

use std::collections::BTreeSet;

use deploy::choices::{ChoiceField, ChoicesDraft, Switch};
use deploy::expiry::{Expiries, Expiring, Expiry};
use deploy::file_set::FileSet;
use deploy::openssl::{Recipe, Request};
use deploy::plan::{File, FileKind, Plan};
use deploy::recipient::Recipient;
use deploy::{readme_authority, readme_client, readme_server};
use pki::certificate::AlternativeName;
use pki::key::KeyAlgorithm;
use pki::moment::{Moment, Offset};
use support::{golden_files, own_backend, plan};
use text::Lang;

struct Scenario {
    name: &'static str,
    draft: ChoicesDraft,
    names: &'static [&'static str],
    algorithm: KeyAlgorithm,
    clients: &'static [&'static str],
}

#[test]
fn files_are_written_as_agreed() {
    let mut written = BTreeSet::new();
    let mut golden = |path: &str, found: &str| {
        written.insert(path.to_owned());
        support::golden(path, found);
    };
    for scenario in scenarios() {
        let plan = plan(&scenario.draft, scenario.names);
        for lang in Lang::ALL {
            let revokes = plan.choices().revocation == Switch::On;
            let facts = server_facts();
            let facts = readme_server::Facts { list_until: facts.list_until.filter(|_| revokes), ..facts };
            let server = plan.server_files(&facts, lang).expect("server files");
            let client = plan.client_files(&client_facts(), lang).expect("client files");
            let authority = plan
                .authority_files(&authority_facts(), &recipe(&plan, &scenario), lang)
                .expect("authority files");
            for (folder, set) in [("server", server), ("client", client), ("authority", authority)] {
                for file in set.0.iter().filter(|file| !file.kind.is_material()) {
                    let path = format!("{}/{}/{folder}/{}", scenario.name, lang.tag(), file.name);
                    golden(&path, &file.contents);
                }
                golden(&format!("{}/{}.files", scenario.name, folder), &list(&set));
            }
        }
    }
    // what differs between those who open a client's bundle; the scripts for curl stand above
    let plan = plan(&own_backend("http://127.0.0.1:3000"), &["api.example.com"]);
    for recipient in Recipient::ALL.into_iter().filter(|recipient| *recipient != Recipient::Curl) {
        for lang in Lang::ALL {
            let set = plan.client_files_for(recipient, &client_facts(), lang).expect("client files");
            for file in &set.0 {
                if file.kind == FileKind::Readme || matches!(file.kind, FileKind::Snippet(_)) {
                    golden(
                        &format!("recipients/{}/{}/{}", recipient.id(), lang.tag(), file.name),
                        &file.contents,
                    );
                }
            }
            golden(&format!("recipients/{}/client.files", recipient.id()), &list(&set));
        }
    }
    assert_eq!(golden_files(), written, "a golden file that nothing writes any more: delete it");
}

/// The files of a bundle, one a line.
fn list(set: &FileSet) -> String {
    let line = |file: &File| {
        let secret = if file.secret { " secret" } else { "" };
        let path = file.path.as_deref().unwrap_or("-");
        format!("{:04o} {:?} {} {path}{secret}\n", file.mode, file.kind, file.name)
    };
    set.0.iter().map(line).collect()
}

fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario {
            name: "as-in-the-guide",
            draft: ChoicesDraft::default(),
            names: &["test.woorifisa.site"],
            algorithm: KeyAlgorithm::EcdsaP256,
            clients: &["client.woorifisa.site"],
        },
        Scenario {
            name: "names-and-addresses",
            draft: ChoicesDraft::default()
                .with(ChoiceField::BaseFolder, "/srv/결제/mtls")
                .with(ChoiceField::ListenPort, "8443")
                .with(ChoiceField::FlaskPort, "9000"),
            names: &["api.example.com", "*.api.example.com", "192.0.2.10", "2001:db8::10"],
            algorithm: KeyAlgorithm::Rsa2048,
            clients: &["partner-a", "partner b & sons/한국+$HOME"],
        },
        Scenario {
            name: "own-backend",
            draft: own_backend("http://127.0.0.1:3000").with(ChoiceField::ListenAddress, "192.0.2.10"),
            names: &["api.example.com"],
            algorithm: KeyAlgorithm::EcdsaP384,
            clients: &["partner-a"],
        },
        Scenario {
            name: "newest-nginx",
            draft: ChoicesDraft::default()
                .with(ChoiceField::Release, "debian-13")
                .with(ChoiceField::Policy, "modern"),
            names: &["api.example.com"],
            algorithm: KeyAlgorithm::EcdsaP256,
            clients: &["partner-a"],
        },
        Scenario {
            name: "site-of-the-distribution",
            draft: ChoicesDraft::default()
                .with(ChoiceField::Layout, "system")
                .with(ChoiceField::Machine, "gcloud")
                .with(ChoiceField::GcloudProject, "woori-fisa")
                .with(ChoiceField::GcloudInstance, "mtls-1")
                .with(ChoiceField::Callers, "203.0.113.0/24\n198.51.100.7"),
            names: &["api.example.com"],
            algorithm: KeyAlgorithm::EcdsaP256,
            clients: &["partner-a"],
        },
        Scenario {
            name: "who-may-enter",
            draft: ChoicesDraft::default()
                .with(ChoiceField::Verify, "paths")
                .with(ChoiceField::ProtectedPaths, "/admin\n/v1/pay")
                .with(ChoiceField::Allow, "subject")
                .with(
                    ChoiceField::Allowed,
                    "CN=partner-a,O=Example Inc.,C=KR\nCN=partner \\\"b\\\",O=\\ED\\95\\9C",
                )
                .with(ChoiceField::Refusals, "json")
                .with(ChoiceField::Revocation, "on")
                .with(ChoiceField::FlaskAt, "socket")
                .with(ChoiceField::PlainPort, "redirect")
                .with(ChoiceField::Ipv6, "on")
                .with(ChoiceField::Websocket, "on"),
            names: &["api.example.com"],
            algorithm: KeyAlgorithm::EcdsaP256,
            clients: &["partner-a"],
        },
        Scenario {
            name: "public-certificate",
            draft: ChoicesDraft::default()
                .with(ChoiceField::Layout, "system")
                .with(ChoiceField::ServerCertificate, "public")
                .with(ChoiceField::Machine, "gcloud")
                .with(ChoiceField::GcloudProject, "woori-fisa")
                .with(ChoiceField::GcloudInstance, "mtls-1")
                .with(ChoiceField::Callers, "203.0.113.0/24")
                .with(ChoiceField::PlainPort, "redirect"),
            names: &["api.example.com", "www.example.com"],
            algorithm: KeyAlgorithm::EcdsaP256,
            clients: &["partner-a"],
        },
        Scenario {
            name: "public-alone",
            draft: ChoicesDraft::default()
                .with(ChoiceField::Release, "nginx.org-stable")
                .with(ChoiceField::ServerCertificate, "public")
                .with(ChoiceField::CertbotFolder, "/etc/letsencrypt/live/example.com-0001")
                .with(ChoiceField::AuthorityNames, "kept")
                .with(ChoiceField::Machine, "ssh")
                .with(ChoiceField::SshHost, "192.0.2.10")
                .with(ChoiceField::PlainPort, "redirect"),
            names: &["api.example.com"],
            algorithm: KeyAlgorithm::EcdsaP256,
            clients: &["partner-a"],
        },
        Scenario {
            name: "encrypted-key",
            draft: ChoicesDraft::default().with(ChoiceField::ServerKey, "encrypted"),
            names: &["api.example.com"],
            algorithm: KeyAlgorithm::EcdsaP256,
            clients: &["partner-a"],
        },
        Scenario {
            name: "a-partner",
            draft: ChoicesDraft::default()
                .with(ChoiceField::PartnerAuthority, include_str!("data/partner.pem"))
                .with(ChoiceField::Revocation, "on"),
            names: &["api.example.com"],
            algorithm: KeyAlgorithm::EcdsaP256,
            clients: &["partner-a"],
        },
        Scenario {
            name: "gateway",
            draft: ChoicesDraft::default().with(ChoiceField::Layout, "gateway"),
            names: &["api.example.com"],
            algorithm: KeyAlgorithm::EcdsaP256,
            clients: &["partner-a"],
        },
        Scenario {
            name: "gateway-who-may-enter",
            draft: ChoicesDraft::default()
                .with(ChoiceField::Layout, "gateway")
                .with(ChoiceField::Verify, "paths")
                .with(ChoiceField::ProtectedPaths, "/admin\n/v1/pay")
                .with(ChoiceField::Allow, "subject")
                .with(
                    ChoiceField::Allowed,
                    "CN=partner-a,O=Example Inc.,C=KR\nCN=partner \\\"b\\\",O=\\ED\\95\\9C",
                )
                .with(ChoiceField::PartnerAuthority, include_str!("data/partner.pem"))
                .with(ChoiceField::Revocation, "on")
                .with(ChoiceField::Reveal, "little")
                .with(ChoiceField::Identity, "both")
                .with(ChoiceField::AdminPort, "9100")
                .with(ChoiceField::AuthorityNames, "kept")
                .with(ChoiceField::FlaskAt, "socket")
                .with(ChoiceField::Ipv6, "on")
                .with(ChoiceField::Websocket, "on"),
            names: &["api.example.com", "*.api.example.com", "192.0.2.10", "2001:db8::10"],
            algorithm: KeyAlgorithm::EcdsaP256,
            clients: &["partner-a"],
        },
        Scenario {
            name: "gateway-public-certificate",
            draft: ChoicesDraft::default()
                .with(ChoiceField::Layout, "gateway")
                .with(ChoiceField::ServerCertificate, "public")
                .with(ChoiceField::Machine, "gcloud")
                .with(ChoiceField::GcloudProject, "woori-fisa")
                .with(ChoiceField::GcloudInstance, "mtls-1")
                .with(ChoiceField::Callers, "203.0.113.0/24")
                .with(ChoiceField::Policy, "modern")
                .with(ChoiceField::ListenAddress, "192.0.2.10")
                .with(ChoiceField::ListenPort, "8443")
                .with(ChoiceField::Allow, "fingerprint")
                .with(ChoiceField::Allowed, "AB:".repeat(32))
                .with(ChoiceField::Identity, "rfc9440")
                .with(ChoiceField::Backend, "own")
                .with(ChoiceField::OwnBackend, "https://app.internal:8443"),
            names: &["api.example.com", "www.example.com"],
            algorithm: KeyAlgorithm::EcdsaP256,
            clients: &["partner-a"],
        },
        Scenario {
            name: "oldest-nginx",
            draft: ChoicesDraft::default().with(ChoiceField::Release, "debian-11"),
            names: &["api.example.com", "192.0.2.10"],
            algorithm: KeyAlgorithm::Rsa2048,
            clients: &["partner-a"],
        },
        Scenario {
            name: "own-backend-tls",
            draft: ChoicesDraft::default()
                .with(ChoiceField::ListenAddress, "::")
                .with(ChoiceField::Backend, "own")
                .with(ChoiceField::OwnBackend, "https://app.internal:8443"),
            names: &["*.example.com"],
            algorithm: KeyAlgorithm::Ed25519,
            clients: &["partner-a"],
        },
    ]
}

fn recipe(plan: &Plan, scenario: &Scenario) -> Recipe {
    let subject = |organization: &str, common_name: &str| {
        vec![("O".to_owned(), organization.to_owned()), ("CN".to_owned(), common_name.to_owned())]
    };
    let request = |common_name: &str, names: Vec<AlternativeName>, days: u32| Request {
        subject: subject("Example", common_name),
        names,
        algorithm: scenario.algorithm,
        days,
    };
    let hosts = plan.names().iter().map(|name| match deploy::service::address(name) {
        Some(address) => AlternativeName::Ip(address.to_string()),
        None => AlternativeName::Dns(deploy::service::in_url(name)),
    });
    let clients = scenario.clients.iter().map(|name| {
        let names = vec![
            AlternativeName::Email("ops@example.com".to_owned()),
            AlternativeName::Uri("spiffe://example.com/partner".to_owned()),
        ];
        request(name, names, 365)
    });
    Recipe {
        authority: request("Example CA 7F3A", Vec::new(), 3650),
        servers: vec![request(&plan.called(), hosts.collect(), 365)],
        clients: clients.collect(),
    }
}

fn day(year: i32, month: u8, day: u8) -> Moment {
    Moment::from_day(year, month, day).expect("a day")
}

fn server_facts() -> readme_server::Facts {
    readme_server::Facts {
        archive: "test-server-2026-11-23.zip".to_owned(),
        server_until: day(2027, 11, 23),
        authority_until: day(2036, 11, 20),
        list_until: Some(day(2026, 12, 23)),
        expiries: expiries(),
    }
}

fn expiries() -> Expiries {
    let ends = |what, serial: u8, until| Expiry { what, serial: vec![serial; 3], until };
    let list = vec![
        ends(Expiring::Server("api.example.com".to_owned()), 1, day(2027, 11, 23)),
        ends(Expiring::Client("partner_a *1*".to_owned()), 2, day(2027, 11, 23)),
        ends(Expiring::Authority("Example CA 7F3A".to_owned()), 3, day(2036, 11, 20)),
        ends(Expiring::List, 3, day(2026, 12, 23)),
    ];
    Expiries { list, offset: Offset::from_minutes_east(9 * 60) }
}

fn client_facts() -> readme_client::Facts {
    readme_client::Facts {
        client: "partner_a *1*".to_owned(),
        client_until: day(2027, 11, 23),
        authority_until: day(2036, 11, 20),
    }
}

fn authority_facts() -> readme_authority::Facts {
    readme_authority::Facts {
        archive: "test-authority-2026-11-23.zip".to_owned(),
        authority: "Example CA 7F3A".to_owned(),
        authority_until: day(2036, 11, 20),
        expiries: expiries(),
        now: day(2026, 11, 23),
    }
}

#[test]
fn readmes_say_what_fits_the_choices() {
    let at = |address: &str| ChoicesDraft::default().with(ChoiceField::ListenAddress, address.to_owned());
    let (name, loopback) = (&["api.example.com"], &["127.0.0.1"]);
    for (draft, names, firewall, resolve) in [
        (at(""), name, true, true),
        (at("192.0.2.10"), name, true, true),
        (at("127.0.0.1"), name, false, true),
        (at("::1"), name, false, true),
        (at("::ffff:127.0.0.1"), name, false, true),
        (at("127.0.0.1"), loopback, false, false),
        (at(""), &["192.0.2.10"], true, false),
        (at(""), &["*.example.com"], true, true),
    ] {
        let plan = plan(&draft, names);
        let server = plan.server_files(&server_facts(), Lang::En).expect("server files");
        let client = plan.client_files(&client_facts(), Lang::En).expect("client files");
        let readme =
            |set: &FileSet| set.find(FileKind::Readme).expect("each bundle has one").contents.clone();
        let (server, client) = (readme(&server), readme(&client));
        assert_eq!(server.contains("in the firewall"), firewall, "{draft:?}: {server}");
        let option = format!("add --resolve {}:443:ADDRESS", plan.called());
        for readme in [server, client] {
            assert_eq!(readme.contains(&option), resolve, "{names:?}: {readme}");
            assert_eq!(readme.contains("(exit 6)"), resolve, "{names:?}: {readme}");
        }
    }
}

/// A caller who is not on a list is told so, and not that the certificate is bad; nobody is told of a list that there is not.
#[test]
fn a_clients_readme_names_the_lists_refusal_where_there_is_a_list() {
    let listed = ChoicesDraft::default()
        .with(ChoiceField::Allow, "subject")
        .with(ChoiceField::Allowed, "CN=partner-a");
    for (refusals, shown) in [
        ("nginx", "| 403 Forbidden | "),
        ("text", "| 403 This client certificate may not enter here: ask who runs this service. | "),
        ("json", "| 403 client_certificate_not_allowed | "),
    ] {
        for (draft, says) in [(&listed, true), (&ChoicesDraft::default(), false)] {
            let plan = plan(&draft.clone().with(ChoiceField::Refusals, refusals), &["api.example.com"]);
            for recipient in Recipient::ALL {
                let set = plan.client_files_for(recipient, &client_facts(), Lang::En).expect("client files");
                let readme = &set.find(FileKind::Readme).expect("each bundle has one").contents;
                // Markdown escapes what it would read as its own
                let readme = readme.replace('\\', "");
                assert_eq!(readme.contains(shown), says, "{refusals} {recipient:?}: {readme}");
                assert_eq!(readme.contains("add it to the list"), says, "{readme}");
            }
        }
    }
}

#[test]
fn the_authoritys_key_goes_to_the_authority_alone() {
    let plan = plan(&ChoicesDraft::default(), &["api.example.com"]);
    let scenario = &scenarios()[0];
    let server = plan.server_files(&server_facts(), Lang::En).expect("server files");
    let client = plan.client_files(&client_facts(), Lang::En).expect("client files");
    let authority = plan
        .authority_files(&authority_facts(), &recipe(&plan, scenario), Lang::En)
        .expect("authority files");
    assert!(authority.find(FileKind::AuthorityKey).is_some_and(|file| file.secret && file.mode == 0o600));
    for set in [&server, &client] {
        assert!(set.find(FileKind::AuthorityKey).is_none());
        assert!(set.0.iter().all(|file| file.secret == (file.mode == 0o600)));
    }
    // names inside a bundle are readable without its passphrase: they must not tell whose it is
    for file in server.0.iter().chain(&client.0).chain(&authority.0) {
        assert!(!file.name.contains("api") && !file.name.contains("example"), "{}", file.name);
    }
}
