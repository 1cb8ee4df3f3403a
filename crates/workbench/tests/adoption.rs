//! Taking up an authority that was made elsewhere, by openssl, mkcert or XCA: what is told of it, and that what it issues here is
//! good to openssl, nginx's own judge.

mod desk;
mod maker;

use std::rc::Rc;

use desk::Desk;
use maker::{Maker, now};
use testkit::{TempDir, tool};
use text::Lang;
use workbench::document::Verdict;
use workbench::form::{Edit, Field, MoreKind};
use workbench::msg::Msg;
use workbench::notice::Said;
use workbench::role::Role;
use workbench::room::Room;
use workbench::rooms::export::opening;
use workbench::rooms::{create, export};
use workbench::sealed::BundleId;
use workbench::set::ItemId;
use workbench::state::Question;

/// What mkcert writes into its root (`ca.go`): critical basicConstraints with pathlen 0, critical keyCertSign alone, a key identifier.
const MKCERT: &str = "[e]\nbasicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n";
/// What XCA's template for an authority writes: keyUsage not critical, a Netscape comment and type.
const XCA: &str = "[e]\nbasicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=hash\nkeyUsage=keyCertSign,cRLSign\n\
                   nsCertType=sslCA,emailCA,objCA\nnsComment=xca certificate\n";
const GOOD: &str = "[e]\nbasicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n";

const P256: [&str; 4] = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];

/// What was told, each with its rank and in both languages.
fn told(desk: &Desk) -> Vec<(Verdict, String)> {
    let unpacked = desk.state.export.opening.unpacked().unwrap_or_else(|| panic!("{:?}", desk.open_fault()));
    for (_, finding) in &unpacked.findings {
        assert!(finding.message(Lang::Ko).remedy.contains('요'), "{}", finding.message(Lang::Ko));
    }
    unpacked.findings.iter().map(|(verdict, told)| (*verdict, told.message(Lang::En).to_string())).collect()
}

fn can_issue(desk: &Desk) -> bool {
    desk.state.export.opening.unpacked().is_some_and(|unpacked| unpacked.authority.is_some())
}

fn more(desk: &mut Desk, kind: MoreKind, edit: Edit) {
    desk.tell(Msg::Create(create::Msg::OpenMore(kind)));
    desk.tell(Msg::Create(create::Msg::Edit(workbench::form::Which::More, edit)));
    let report = &desk.state.create.more.as_ref().expect("open").report;
    assert_eq!(report.problems, [], "what is offered can be issued");
    desk.tell(Msg::Create(create::Msg::IssueMore));
}

/// Takes the authority up and issues a server and a client from it.
fn issue(desk: &mut Desk) {
    desk.opening(opening::Msg::Adopt);
    assert_eq!((desk.state.question, desk.state.room), (None, Room::Create));
    assert!(matches!(desk.state.notice.as_ref().map(|notice| &notice.what), Some(Said::AuthorityOpened(0))));
    more(desk, MoreKind::Server, Edit::AddServices("api.example.com".into()));
    more(desk, MoreKind::Clients, Edit::Text(Field::ClientName(0), "partner-1".into()));
    let set = desk.state.set.clone().expect("taken up");
    assert_eq!(set.leaves.len(), 2);
    let end = set.authority.certificate.facts().not_after;
    assert!(set.leaves.iter().all(|leaf| leaf.certificate.facts().not_after <= end), "never after its own");
}

/// What openssl says of both leaves: whether they are good, strictly or as nginx and curl see them.
fn verified(desk: &Desk, folder: &TempDir, strict: bool) -> Result<(), String> {
    let set = desk.state.set.as_ref().expect("made");
    folder.write("root.pem", &set.authority.pem);
    for (role, purpose) in [(Role::Server, "sslserver"), (Role::Client, "sslclient")] {
        let leaf = set.leaves_of(role).next().expect("issued");
        folder.write("leaf.pem", &leaf.pem);
        let mut openssl = tool("openssl").args(["verify", "-purpose", purpose, "-CAfile", "root.pem"]);
        if strict {
            openssl = openssl.arg("-x509_strict");
        }
        let said = openssl.arg("leaf.pem").in_folder(folder.path()).run();
        if said.code != Some(0) {
            return Err(said.all());
        }
    }
    Ok(())
}

/// The form of authority, what must be told of it (verdict and a few words), and whether it passes strict checks itself.
type Case<'a> = (&'a str, Option<&'a str>, &'a [&'a str], &'a [(Verdict, &'a str)], bool);

#[test]
fn authorities_of_others_issue_what_openssl_takes() {
    use Verdict::{Caution, Fine, Refused};
    let not_critical =
        "[e]\nbasicConstraints=CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n";
    let guide =
        "[e]\nbasicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n";
    let bare = "[e]\nbasicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=none\n";
    let names = format!("{GOOD}nameConstraints=critical,permitted;DNS:example.com\n");
    let former = (Fine, "issued before");
    let cases: [Case<'_>; 8] = [
        ("as ours", Some(GOOD), &[], &[former], true),
        ("the guide's", Some(guide), &[], &[(Caution, "no keyUsage"), (Fine, "no pathLen"), former], false),
        ("mkcert's", Some(MKCERT), &[], &[(Caution, "cRLSign"), former], true),
        ("XCA's", Some(XCA), &[], &[(Fine, "keyUsage is not marked"), (Fine, "no pathLen"), former], true),
        (
            "constraints not critical",
            Some(not_critical),
            &[],
            &[(Caution, "not marked critical"), (Fine, "no pathLen"), former],
            false,
        ),
        (
            "no key identifier",
            Some(bare),
            &[],
            &[(Caution, "no keyUsage"), (Caution, "subjectKeyIdentifier"), former],
            false,
        ),
        ("version 1, SHA-1", None, &["-sha1"], &[(Caution, "version 1"), (Fine, "SHA-1"), former], false),
        ("names limited", Some(&names), &[], &[(Caution, "nameConstraints"), former], true),
    ];
    for (case, extensions, more, expected, strict) in cases {
        let maker = Maker::new();
        maker.root(&P256, "/O=Example/CN=Their CA", extensions, more);
        let mut desk = maker.opened(&["ca.crt", "ca.key"], "");
        let findings = told(&desk);
        let grave = |verdict: &Verdict| match verdict {
            Refused => 0,
            Caution => 1,
            Fine => 2,
        };
        assert!(findings.is_sorted_by_key(|(verdict, _)| grave(verdict)), "{case}: {findings:?}");
        assert!(findings.iter().all(|(verdict, _)| *verdict != Refused), "{case}: {findings:?}");
        for (verdict, words) in expected {
            let found = findings.iter().find(|(_, told)| told.contains(words));
            let found = found.unwrap_or_else(|| panic!("{case}: “{words}” in {findings:?}"));
            assert_eq!(found.0, *verdict, "{case}: {found:?}");
        }
        issue(&mut desk);
        assert_eq!(verified(&desk, &maker.0, false), Ok(()), "{case}");
        assert_eq!(
            verified(&desk, &maker.0, true).is_ok(),
            strict,
            "{case}: {:?}",
            verified(&desk, &maker.0, true)
        );
    }
}

/// mkcert itself, which touches no trust store here, and the very commands of the guide.
#[test]
fn what_mkcert_and_the_guide_leave_is_taken_as_it_is() {
    let maker = Maker::new();
    let home = maker.0.path().display();
    let alone = [format!("CAROOT={home}"), format!("HOME={home}"), "TRUST_STORES=none".to_owned()];
    tool("env").args(alone).args(["mkcert", "api.example.com"]).in_folder(maker.0.path()).succeeds();
    let guide = deploy::guide::file(deploy::plan::FileKind::OpensslScript).expect("the guide's commands");
    let authority: Vec<&str> = guide.lines().filter(|line| line.contains("ca.key")).take(2).collect();
    tool("sh").args(["-euc", &authority.join("\n")]).in_folder(maker.0.path()).succeeds();
    let mkcert = (["rootCA.pem", "rootCA-key.pem"], "lacks cRLSign");
    for (files, words) in [mkcert, (["ca.crt", "ca.key"], "has no keyUsage")] {
        let mut desk = maker.opened(&files, "");
        let findings = told(&desk);
        assert!(findings.iter().any(|(_, told)| told.contains(words)), "{files:?}: {findings:?}");
        issue(&mut desk);
        assert_eq!(verified(&desk, &maker.0, false), Ok(()), "{files:?}");
    }
    assert!(!can_issue(&maker.opened(&["api.example.com.pem", "api.example.com-key.pem"], "")));
}

/// RSA as in the guide, the other kinds of key that are on offer, and the forms in which the key may lie beside the certificate.
#[test]
fn every_form_of_key_and_file_is_taken() {
    let maker = Maker::new();
    let pass = "pass:secret";
    for (key, forms) in [
        (&["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"][..], &["rsa", "-traditional"][..]),
        (&P256, &["ec"]),
        (&["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"], &["ec"]),
        (&["-algorithm", "ED25519"], &["pkey"]),
    ] {
        maker.root(key, "/CN=TestCA", Some(GOOD), &[]);
        let old = [&forms[..1], &["-in", "ca.key", "-out", "old.key"], &forms[1..]].concat();
        maker.openssl(&old);
        let der = ["-outform", "DER"];
        maker.openssl(&["x509", "-in", "ca.crt", "-outform", "DER", "-out", "ca.cer"]);
        maker.openssl(
            &[&["pkcs8", "-topk8", "-nocrypt", "-in", "ca.key", "-out", "ca.der"][..], &der].concat(),
        );
        let encrypt = ["pkcs8", "-topk8", "-in", "ca.key", "-passout", pass];
        maker.openssl(&[&encrypt[..], &["-out", "encrypted.key"]].concat());
        maker.openssl(&[&encrypt[..], &["-v2", "des3", "-out", "des3.key"]].concat());
        maker.openssl(&[&encrypt[..], &["-out", "encrypted.der"], &der[..]].concat());
        let export = ["pkcs12", "-export", "-in", "ca.crt", "-inkey", "ca.key", "-passout", pass];
        maker.openssl(&[&export[..], &["-out", "ca.p12"]].concat());
        maker.openssl(
            &[
                &export[..],
                &["-legacy", "-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-out", "old.p12"],
            ]
            .concat(),
        );
        let text = |name: &str| String::from_utf8(maker.0.read(name)).expect("text");
        maker.0.write("both.pem", format!("a note\n{}{}", text("ca.key"), text("ca.crt")));
        // as Windows leaves them: line ends, and PowerShell's UTF-16
        maker.0.write("crlf.pem", text("both.pem").replace('\n', "\r\n"));
        let units = std::iter::once(0xfeff).chain(text("both.pem").encode_utf16().collect::<Vec<_>>());
        maker.0.write("utf16.pem", units.flat_map(u16::to_le_bytes).collect::<Vec<_>>());
        for files in [
            &["ca.crt", "ca.key"][..],
            &["ca.cer", "old.key"],
            &["ca.crt", "ca.der"],
            &["ca.crt", "encrypted.key"],
            &["ca.crt", "des3.key"],
            &["encrypted.der", "ca.cer"],
            &["ca.p12"],
            &["old.p12"],
            &["both.pem"],
            &["crlf.pem"],
            &["utf16.pem"],
            &["both.pem", "ca.crt", "ca.p12"],
        ] {
            let desk = maker.opened(files, "secret");
            assert!(can_issue(&desk), "{key:?} {files:?}: {:?}", told(&desk));
        }
        let mut desk = maker.opened(&["ca.crt", "ca.key"], "");
        issue(&mut desk);
        assert_eq!(verified(&desk, &maker.0, true), Ok(()), "{key:?}");
    }
}

#[test]
fn what_cannot_issue_is_told_and_not_offered() {
    let maker = Maker::new();
    let refused = |maker: &Maker, files: &[&str], words: &str| {
        let mut desk = maker.opened(files, "");
        let findings = told(&desk);
        assert_eq!(findings.first().map(|(verdict, _)| *verdict), Some(Verdict::Refused), "{findings:?}");
        assert!(findings[0].1.contains(words), "“{words}” in {findings:?}");
        assert!(!can_issue(&desk), "{words}");
        desk.opening(opening::Msg::Adopt);
        assert!(desk.state.set.is_none());
    };
    maker.root(&P256, "/CN=Their CA", Some(GOOD), &[]);
    maker.openssl(&[&["genpkey", "-out", "other.key"][..], &P256].concat());
    refused(&maker, &["ca.crt", "other.key"], "not that of the certificate “CN=Their CA”");
    refused(&maker, &["ca.crt", "ca.key", "other.key"], "more than one private key");
    // the same authority renewed with the same key
    maker.0.write("old.crt", maker.0.read("ca.crt"));
    maker.root(&P256, "/CN=Their CA", Some(GOOD), &[]);
    maker.0.write("first.crt", maker.0.read("ca.crt"));
    maker.openssl(&["x509", "-in", "ca.crt", "-signkey", "ca.key", "-days", "9", "-out", "second.crt"]);
    refused(&maker, &["first.crt", "second.crt", "ca.key"], "Several certificates");

    // an authority in the middle
    maker.0.write("root.key", maker.0.read("ca.key"));
    maker.0.write("root.crt", maker.0.read("ca.crt"));
    maker.openssl(&[&["genpkey", "-out", "middle.key"][..], &P256].concat());
    maker.openssl(&[
        "req",
        "-new",
        "-key",
        "middle.key",
        "-out",
        "middle.csr",
        "-config",
        "/dev/null",
        "-subj",
        "/CN=Middle",
    ]);
    maker.openssl(&[
        "x509",
        "-req",
        "-in",
        "middle.csr",
        "-CA",
        "root.crt",
        "-CAkey",
        "root.key",
        "-CAcreateserial",
        "-days",
        "30",
        "-extfile",
        "e.cnf",
        "-extensions",
        "e",
        "-out",
        "middle.crt",
    ]);
    refused(&maker, &["middle.crt", "middle.key", "root.crt"], "“CN=Middle” is not a root");

    // what its keyUsage forbids, what is over, and purposes that it leaves out
    maker.root(
        &P256,
        "/CN=Lists",
        Some("[e]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,cRLSign\n"),
        &[],
    );
    refused(&maker, &["ca.crt", "ca.key"], "CN=Lists");
    maker.root(&P256, "/OU=a/OU=b/CN=Two", Some(GOOD), &[]);
    refused(&maker, &["ca.crt", "ca.key"], "CN=Two");
    maker.root(&P256, "/CN=Short", Some(GOOD), &["-days", "30"]);
    let mut late = Desk::new();
    maker.open_at(&mut late, &["ca.crt", "ca.key"], "");
    assert!(can_issue(&late), "{:?}", told(&late));
    assert!(
        told(&late).iter().any(|(_, told)| told.contains("30 days") || told.contains("29 days")),
        "{:?}",
        told(&late)
    );
    late.tell(Msg::Tick(now().plus_days(31)));
    late.opening(opening::Msg::Open);
    assert!(!can_issue(&late) && told(&late)[0].1.contains("ended"), "{:?}", told(&late));
    let purposes = format!("{GOOD}extendedKeyUsage=serverAuth\n");
    maker.root(&P256, "/CN=Servers", Some(&purposes), &[]);
    let mut servers = maker.opened(&["ca.crt", "ca.key"], "");
    assert!(told(&servers)[0].1.contains("clientAuth"), "{:?}", told(&servers));
    issue(&mut servers);
    assert!(verified(&servers, &maker.0, false).is_err(), "that is why it is told");
}

/// The guide's server certificate has no extensions at all, and is nobody's authority.
#[test]
fn a_leaf_is_no_authority() {
    let maker = Maker::new();
    maker.root(&P256, "/CN=TestCA", Some(GOOD), &[]);
    maker.openssl(&[&["genpkey", "-out", "server.key"][..], &P256].concat());
    maker.openssl(&[
        "req",
        "-new",
        "-key",
        "server.key",
        "-out",
        "server.csr",
        "-config",
        "/dev/null",
        "-subj",
        "/CN=api.example.com",
    ]);
    maker.openssl(&[
        "x509",
        "-req",
        "-in",
        "server.csr",
        "-CA",
        "ca.crt",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-days",
        "9",
        "-out",
        "server.crt",
    ]);
    let desk = maker.opened(&["server.crt", "server.key"], "");
    assert!(!can_issue(&desk));
    let findings = told(&desk);
    assert!(
        findings.len() == 1 && findings[0].1.contains("key of “api.example.com”, good until"),
        "{findings:?}"
    );
    assert!(findings[0].1.contains("issues no certificates"), "{findings:?}");
    for (files, words) in [(&["ca.crt"][..], "no private key"), (&["ca.key"], "no certificate")] {
        let desk = maker.opened(files, "");
        assert!(!can_issue(&desk));
        assert!(told(&desk).iter().any(|(_, told)| told.contains(words)), "{:?}", told(&desk));
    }
}

#[test]
fn nothing_is_replaced_without_a_question_and_what_was_typed_stays() {
    let maker = Maker::new();
    maker.root(&P256, "/CN=Their CA", Some(MKCERT), &["-days", "100"]);
    let mut desk = Desk::new();
    desk.tell(Msg::Create(create::Msg::Make));
    let before = desk.state.set.clone();
    let form = desk.state.create.form.clone();
    maker.open_at(&mut desk, &["ca.crt", "ca.key"], "");
    assert_eq!((&desk.state.set, desk.state.question), (&before, None), "looking changes nothing");
    desk.opening(opening::Msg::Adopt);
    assert_eq!(desk.state.question, Some(Question::ReplaceSet));
    desk.tell(Msg::Dismiss);
    assert_eq!(desk.state.set, before);
    assert!(can_issue(&desk), "what was opened is still there");
    desk.opening(opening::Msg::Adopt);
    desk.tell(Msg::Confirm);
    let set = desk.state.set.clone().expect("taken up");
    assert_eq!((set.authority.label.as_str(), set.leaves.len()), ("Their CA", 0));
    assert_eq!(desk.state.create.form, form);
    // 820 and 365 days would outlive it
    for role in [Role::Server, Role::Client] {
        let days: u32 = set.made_from.lifetimes.of(role).parse().expect("days");
        assert!((99..=100).contains(&days), "{days}");
    }
    assert!(desk.state.export.opening.unpacked().is_none(), "its key is kept in one place");
}

/// An authority bundle made of it opens again, with what was issued since.
#[test]
fn it_goes_on_like_one_of_ours() {
    let maker = Maker::new();
    maker.root(&P256, "/CN=Their CA", None, &[]);
    let mut desk = maker.opened(&["ca.crt", "ca.key"], "");
    issue(&mut desk);
    desk.tell(Msg::Export(export::Msg::Seal(BundleId::Authority)));
    let bundle = &desk.state.export.bundles[&BundleId::Authority];
    let sealed = bundle.sealed.clone().unwrap_or_else(|| panic!("{:?}", bundle.sealing));
    let passphrase = bundle.passphrase.expose().to_owned();
    let mut later = Desk::new();
    later.tell(Msg::Tick(now()));
    later.open("authority.zip", Rc::clone(&sealed.bytes), &passphrase);
    let (first, again) = (desk.state.set.clone().expect("made"), later.state.set.clone().expect("opened"));
    assert_eq!(again.authority.certificate, first.authority.certificate);
    assert_eq!(again.leaves.len(), 2);
    more(&mut later, MoreKind::Clients, Edit::Text(Field::ClientName(0), "partner-2".into()));
    // and bundles for those whose keys are here are made as ever
    let client =
        later.state.set.as_ref().and_then(|set| set.leaves.last().map(|leaf| leaf.id)).expect("issued");
    assert_eq!(client, ItemId(3));
    later.tell(Msg::Export(export::Msg::Seal(BundleId::Client(client))));
    assert!(later.state.export.bundles[&BundleId::Client(client)].sealed.is_some());
}

#[test]
fn keys_that_nobody_here_can_sign_with_are_refused_with_the_reason() {
    let maker = Maker::new();
    for (key, words) in [
        (&["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"][..], "1.3.132.0.35"),
        (&["-algorithm", "ED448"], "1.3.101.113"),
        (&["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"], "1024 bits"),
        (&["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2560"], "2560 bits"),
    ] {
        maker.root(key, "/CN=Their CA", Some(GOOD), &[]);
        let desk = maker.opened(&["ca.crt", "ca.key"], "");
        let fault = desk.open_fault().map(|fault| fault.message(Lang::En).to_string());
        assert!(
            fault.as_ref().is_some_and(|told| told.contains(words) && told.contains("ca.key")),
            "{fault:?}"
        );
    }
}
