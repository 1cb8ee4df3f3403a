//! What is remarkable about commands: each habit beside its nearest neighbour that is none, and the guide's own commands.

use std::path::Path;

use diagnose::finding::commands::{Habit, of_commands};
use text::Lang;

fn guide() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/guide.ko.md");
    std::fs::read_to_string(path).expect("the guide")
}

#[test]
fn the_guides_commands_are_corrected_throughout() {
    let found = of_commands(&guide(), &[]);
    let habits: Vec<Habit> = found.iter().map(|advice| advice.habit).collect();
    assert_eq!(
        habits,
        [
            Habit::OldRelease,
            Habit::OneFolder,
            Habit::RsaEverywhere,
            Habit::KeysReadableOnMac,
            Habit::DefaultAuthority,
            Habit::SameDays(365),
            Habit::VersionOne,
            Habit::UpgradesAll,
            Habit::ThroughTemporary,
            Habit::CopiesAsRoot,
            Habit::ListensEverywhere,
            Habit::NoFirewall,
            Habit::NotAService,
            Habit::KillsAll,
            Habit::SketchedHandshake,
            Habit::SketchedRefusal,
            Habit::FalseProof,
            Habit::UnnamedCipher,
        ],
        "{found:?}"
    );
    let guide = guide();
    let lines: Vec<&str> = guide.lines().collect();
    for (habit, words) in [
        (Habit::KillsAll, "pkill nginx"),
        (Habit::VersionOne, "x509 -req"),
        (Habit::ListensEverywhere, "0.0.0.0"),
        (Habit::FalseProof, "curl https://"),
        (Habit::SketchedHandshake, "sequenceDiagram"),
        (Habit::SketchedRefusal, "SSL certificate problem"),
        (Habit::UnnamedCipher, "암호화된 ZIP"),
    ] {
        let advice = found.iter().find(|advice| advice.habit == habit).expect("found");
        assert!(lines[advice.line - 1].contains(words), "{advice:?}: {}", lines[advice.line - 1]);
    }
}

#[test]
fn commands_have_neighbours_without_a_finding() {
    let habits =
        |text: &str| of_commands(text, &[]).into_iter().map(|advice| advice.habit).collect::<Vec<_>>();
    for (with, habit, without) in [
        (
            "openssl x509 -req -in a.csr -CA ca.crt",
            Habit::VersionOne,
            "openssl x509 -req -in a.csr -CA ca.crt -extfile a.ext",
        ),
        (
            "openssl req -x509 -key ca.key",
            Habit::DefaultAuthority,
            "openssl req -x509 -key ca.key -addext keyUsage=critical,keyCertSign",
        ),
        (
            "openssl req -x509 -key k -subj /CN=a -out a\nopenssl req -new -key l -subj /CN=A -out b\nopenssl x509 -req -in b -CA a -out c",
            Habit::SameSubject,
            // a renewal
            "openssl req -x509 -key k -subj /CN=a -out a\nopenssl req -new -key l -subj /CN=b -out b\nopenssl req -new -key m -subj /CN=b -out c\nopenssl x509 -req -in b -CA a -out d",
        ),
        (
            "openssl genpkey -algorithm ED25519 > a",
            Habit::KeysReadable,
            // OpenSSL 3.0 itself makes such a file for its owner alone
            "openssl genpkey -algorithm ED25519 -out a",
        ),
        ("cat a.key a.crt > a.pem", Habit::KeysReadable, "cp a.key b.key"),
        ("openssl genrsa 2048 > a", Habit::KeysReadable, "umask 077\nopenssl genrsa 2048 > a"),
        (
            "# macOS\nopenssl genpkey -algorithm EC -out a",
            Habit::KeysReadableOnMac,
            "# macOS\numask 077\nopenssl genpkey -algorithm EC -out a",
        ),
        (
            "openssl req -x509 -days 9 -key a -out b\nopenssl x509 -req -days 9 -in c -CA b -out d",
            Habit::SameDays(9),
            // three that have nothing to do with each other
            "openssl req -new -x509 -days 9 -subj /CN=a -out a\nopenssl req -new -x509 -days 9 -subj /CN=b -out b\nopenssl req -new -x509 -days 9 -subj /CN=c -out c",
        ),
        (
            "cd pki\nopenssl genpkey -out ca.key\ncd pki\nopenssl genpkey -out a.key\nopenssl x509 -req -CAkey ca.key",
            Habit::OneFolder,
            "umask 077; cd /srv/app; openssl genpkey -out client.key; cd /srv/app; ls; cd /srv/app",
        ),
        (
            "openssl genpkey -out pki/ca.key; openssl genpkey -out pki/a.key; cd pki; openssl x509 -req -CAkey ca.key",
            Habit::OneFolder,
            "mkdir ca a; cd ca; openssl genpkey -out ca.key; cd ../a; openssl genpkey -out a.key; openssl x509 -req -CAkey ../ca/ca.key",
        ),
        ("sudo scp a b:c", Habit::CopiesAsRoot, "scp a b:c"),
        ("scp server.key b:/tmp/", Habit::ThroughTemporary, "scp server.key b:certs/"),
        ("sudo pkill nginx", Habit::KillsAll, "sudo nginx -s reload"),
        ("nohup python3 app.py &", Habit::NotAService, "systemctl start app"),
        ("sudo apt-get upgrade -y", Habit::UpgradesAll, "sudo apt-get install -y nginx"),
        ("scp server.p12 b:/tmp/", Habit::ThroughTemporary, "scp ca.crt b:/tmp/"),
        ("mv /tmp/{a.crt,a.key} /etc/", Habit::ThroughTemporary, "mv /tmp/nginx.conf /etc/nginx/"),
        ("cp privkey.pem /tmp/", Habit::ThroughTemporary, "cp nginx.conf /tmp/"),
        (
            "gcloud compute scp server.key vm:/tmp/",
            Habit::ThroughTemporary,
            "gcloud compute scp server.crt vm:/tmp/",
        ),
        ("openssl genpkey -out /tmp/a", Habit::ThroughTemporary, "openssl genpkey -out a"),
        (
            "cd pki\nopenssl genpkey -out a.pem\ncd ..\nscp -r pki b:/tmp/",
            Habit::ThroughTemporary,
            "cd pki\nopenssl genpkey -out a.pem\ncd ..\nscp -r site b:/tmp/",
        ),
        (
            "openssl genpkey -out a.pem\nscp *.pem b:/tmp/",
            Habit::ThroughTemporary,
            "openssl genpkey -out a.pem\nscp *.crt b:/tmp/",
        ),
        ("curl https://localhost/", Habit::FalseProof, "curl -fsSL https://get.docker.com | sh"),
        ("curl https://10.0.0.5/", Habit::FalseProof, "curl -sSk https://10.0.0.5/"),
        (
            "curl --cert a.crt --cacert ca.crt https://a.test/\ncurl https://a.test/",
            Habit::FalseProof,
            "curl --cert a.crt --cacert ca.crt https://a.test/\ncurl -O https://nginx.org/keys/nginx_signing.key",
        ),
        (
            "openssl req -new -key k -subj /O=x/CN=a.test\ncurl https://a.test",
            Habit::FalseProof,
            "openssl req -new -key k -subj /O=x/CN=a.test\ncurl https://b.test",
        ),
        ("zip -e a.zip a", Habit::WeakArchive, "7z a -tzip -mem=AES256 a.zip a"),
        (
            "```mermaid\nsequenceDiagram\n  A ->> B: certificate\n```",
            Habit::SketchedHandshake,
            "```mermaid\nsequenceDiagram\n  B ->> A: Certificate Request\n  A ->> B: Certificate, CertificateVerify\n```",
        ),
        (
            "sequenceDiagram\n  A ->> B: TLS\n  B ->> A: CertificateRequest",
            Habit::SketchedHandshake,
            "sequenceDiagram\n  A ->> B: order\n  B ->> A: parcel",
        ),
        (
            "```mermaid\nsequenceDiagram\n  B -->> A: SSL certificate problem\n```",
            Habit::SketchedRefusal,
            "```mermaid\nsequenceDiagram\n  B -->> A: 400 No required SSL certificate was sent\n```\nSSL certificate problem",
        ),
        (
            "```\nls\n```\nSend it as a ZIP\nwith a password.",
            Habit::UnnamedCipher,
            "```\nls\n```\nSend it as a ZIP.\n\nThe password follows.",
        ),
        (
            "```\nls\n```\n암호화된 ZIP으로 보내요.",
            Habit::UnnamedCipher,
            "```\nls\n```\n암호화된(AES-256) ZIP으로 보내요.",
        ),
        (
            "```\nls\n```\nencrypted client.zip",
            Habit::UnnamedCipher,
            "```\necho encrypted client.zip\n```\nencrypted client.gzip",
        ),
        ("gunicorn --bind 0.0.0.0:8080 app", Habit::ListensEverywhere, "gunicorn --bind 127.0.0.1:8080 app"),
    ] {
        assert!(habits(with).contains(&habit), "{with}: {:?}", habits(with));
        assert!(!habits(without).contains(&habit), "{without}: {:?}", habits(without));
    }
    // a name that the configuration serves
    let served = |names: &[&str], text: &str| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        of_commands(text, &names).iter().any(|advice| advice.habit == Habit::FalseProof)
    };
    assert!(served(&["*.a.test"], "curl https://b.a.test"));
    assert!(!served(&["*.a.test"], "curl https://example.com/"));
    for advice in of_commands(&guide(), &[]) {
        for lang in Lang::ALL {
            let message = advice.habit.message(lang);
            assert!(message.problem.ends_with('.') && message.remedy.ends_with('.'), "{message}");
        }
    }
}
