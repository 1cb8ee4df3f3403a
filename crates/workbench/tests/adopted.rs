//! An authority that was made elsewhere goes the whole way: opened, adopted, issued from, exported, installed, served, called.
//! What is told of such authorities is `adoption.rs`'s; here nginx, curl and `check.sh` judge what comes of them.

mod desk;
mod handed;

use std::rc::Rc;

use desk::Desk;
use handed::{Handed, SERVICE, WAYS, Way};
use testkit::{TempDir, tool};
use text::deploy as say;
use workbench::form::{Edit, Field, MoreKind, Which};
use workbench::msg::Msg;
use workbench::opened::Given;
use workbench::rooms::create;
use workbench::rooms::export::opening;

/// Who made an authority: its name, its key as openssl makes it, its extensions, and whether its files are one `.p12`.
type Maker = (&'static str, &'static [&'static str], &'static str, bool);

const MAKERS: [Maker; 4] = [
    (
        "openssl req -x509, as in the guide",
        &["-newkey", "rsa:2048"],
        "basicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n",
        false,
    ),
    (
        "openssl with what a careful person writes",
        &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
        "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n",
        false,
    ),
    (
        // critical basicConstraints with pathlen 0, critical keyCertSign alone, a key identifier (its `ca.go`)
        "mkcert",
        &["-newkey", "rsa:3072"],
        "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n",
        false,
    ),
    (
        // its template for an authority, exported with the key
        "XCA",
        &["-newkey", "rsa:2048"],
        "basicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=hash\nkeyUsage=keyCertSign,cRLSign\n\
         nsCertType=sslCA,emailCA,objCA\nnsComment=xca certificate\n",
        true,
    ),
];

/// A desk that has adopted the authority and issued a server and a client from it.
fn adopted((who, key, extensions, as_p12): Maker, way: Way) -> Desk {
    let folder = TempDir::new();
    folder.write("ca.cnf", format!("[req]\ndistinguished_name=dn\n[dn]\n[e]\n{extensions}"));
    tool("openssl")
        .args(["req", "-x509", "-config", "ca.cnf", "-extensions", "e", "-nodes", "-days", "3650"])
        .args(["-subj", "/O=Example Inc./CN=Their CA", "-keyout", "ca.key", "-out", "ca.crt"])
        .args(key)
        .in_folder(folder.path())
        .succeeds();
    tool("openssl")
        .args([
            "pkcs12",
            "-export",
            "-in",
            "ca.crt",
            "-inkey",
            "ca.key",
            "-passout",
            "pass:theirs",
            "-out",
            "ca.p12",
        ])
        .in_folder(folder.path())
        .succeeds();
    let mut desk = Desk::new();
    desk.tell(Msg::Tick(handed::now()));
    desk.tell(Msg::Language(way.lang));
    let files: &[&str] = if as_p12 { &["ca.p12"] } else { &["ca.crt", "ca.key"] };
    for name in files {
        desk.opening(opening::Msg::File(Given {
            name: (*name).to_owned(),
            bytes: Rc::new(folder.read(name)),
        }));
    }
    let passphrase = if as_p12 { b"theirs".to_vec() } else { Vec::new() };
    desk.opening(opening::Msg::Passphrase(pki::secret::Secret::new(passphrase)));
    desk.opening(opening::Msg::Open);
    desk.opening(opening::Msg::Adopt);
    assert!(desk.state.set.is_some(), "{who}: {:?}", desk.open_fault());
    for (kind, edits) in [
        (MoreKind::Server, vec![Edit::ClearServices, Edit::AddServices(SERVICE.to_owned())]),
        (MoreKind::Clients, vec![Edit::Text(Field::ClientName(0), "partner-1".to_owned())]),
    ] {
        desk.tell(Msg::Create(create::Msg::OpenMore(kind)));
        for edit in edits {
            desk.tell(Msg::Create(create::Msg::Edit(Which::More, edit)));
        }
        desk.tell(Msg::Create(create::Msg::IssueMore));
    }
    assert_eq!(desk.state.set.as_ref().map(|set| set.leaves.len()), Some(2), "{who}");
    desk
}

#[test]
fn what_an_adopted_authority_issues_is_served_and_let_in() {
    for (number, maker) in MAKERS.into_iter().enumerate() {
        let way = WAYS[number % 2];
        let mut handed = Handed::of(adopted(maker, way), way);
        handed.installs(&say::install_done(way.lang, &SERVICE));
        handed.serve();
        let found = handed.found();
        assert!(found.failed.is_empty() && found.skipped == ["backend-port"], "{}: {}", maker.0, found.said);
        let call = tool("sh").arg("./curl.sh").in_folder(handed.folder.join("client")).succeeds();
        assert!(call.text().contains("You are CN=partner-1"), "{}: {}", maker.0, call.all());
        handed.stop();

        // the nearest that must not: what another of them issued
        let stranger = Handed::of(adopted(MAKERS[(number + 1) % MAKERS.len()], way), way);
        for name in ["client.crt", "client.key"] {
            handed.folder.write(format!("client/{name}"), stranger.folder.read(format!("client/{name}")));
        }
        let refused = say::proof_refused(way.lang).to_string();
        assert_eq!(handed.checked().failed, [("with-certificate".to_owned(), refused)], "{}", maker.0);
    }
}
