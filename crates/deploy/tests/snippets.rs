//! The ready calls for real: each is run by the commands of its README, in the folder of its bundle's files, against real
//! nginx. It must be let in, refused and warned as the README says. A tool that is missing fails the test; what cannot be run
//! stands in [`NOT_RUN`] with its reason, and nothing may stand there that is run.

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use bundle::encrypted_key;
use bundle::p12::{self, Algorithms, Contents, Trusted};
use bundle::passphrase::Passphrase;
use deploy::choices::{ChoiceField, ChoicesDraft};
use deploy::plan::{FileKind, Plan};
use deploy::readme_client;
use deploy::recipient::guide::Call;
use deploy::recipient::{PASSPHRASE, Pkcs12, Recipient};
use deploy::refusal::Refusal;
use pki::certificate::Certificate;
use pki::issue;
use pki::key::{KeyAlgorithm, PrivateKey};
use pki::moment::Moment;
use pki::profile::authority::AuthorityProfile;
use pki::validity::Lifetime;
use support::machine::{Machine, Setup, material};
use support::{Folder, now};
use testkit::entropy::SeededEntropy;
use testkit::family::subject;
use testkit::keys::TestKeys;
use text::Lang;

/// Who is not called for here, and why.
const NOT_RUN: [(Recipient, &str); 8] = [
    (Recipient::CurlWindows, "takes Windows; the same options were tried with curl built with OpenSSL"),
    (Recipient::Macos, "takes macOS"),
    (Recipient::Windows, "takes Windows"),
    (Recipient::Iphone, "takes an iPhone; the profile's syntax is judged in `bundle`"),
    (Recipient::Android, "takes an Android device"),
    (Recipient::Firefox, "has a window alone; its library opens the .p12 in `bundle`"),
    (Recipient::Postman, "has a window alone, and is in no registry of ours"),
    (Recipient::Dotnet, ".NET is not in Debian's archive"),
];

fn is_run(recipient: Recipient) -> bool {
    !NOT_RUN.iter().any(|(not_run, _)| *not_run == recipient)
}

#[test]
fn every_recipient_is_run_or_named_with_its_reason() {
    for (recipient, reason) in NOT_RUN {
        assert!(!reason.is_empty());
        // what people are told was not tried is what is not run
        assert!(recipient.is_untried(), "{recipient:?}");
    }
    for recipient in Recipient::ALL.into_iter().filter(|recipient| is_run(*recipient)) {
        assert!(!recipient.is_untried() && !commands(recipient).is_empty(), "{recipient:?}");
    }
}

#[test]
fn the_calls_of_curl_and_python_come_out_as_promised() {
    let server = Server::start("localhost", KeyAlgorithm::EcdsaP384, Lang::Ko);
    server.calls(Recipient::Curl);
    server.calls(Recipient::Python);
    server.calls(Recipient::CurlKey);
    server.calls(Recipient::PythonKey);
}

#[test]
fn the_calls_of_node_come_out_as_promised() {
    Server::start("localhost", KeyAlgorithm::EcdsaP256, Lang::En).calls(Recipient::Node);
}

#[test]
fn the_calls_of_java_come_out_as_promised() {
    Server::start("localhost", KeyAlgorithm::Rsa2048, Lang::Ko).calls(Recipient::Java);
    // the older client of Java sends no name that has no dot (SNI), and nginx lets nobody in without one
    Server::start("127.0.0.1", KeyAlgorithm::Rsa2048, Lang::Ko).calls(Recipient::Java8);
}

#[test]
fn the_call_of_rust_comes_out_as_promised() {
    Server::start("localhost", KeyAlgorithm::EcdsaP256, Lang::Ko).calls(Recipient::Rust);
    // one after the other: cargo would put both programs into the same place
    Server::public("localhost", Lang::En).calls(Recipient::Rust);
}

/// The same with a server that everybody's system knows: no call names an authority.
#[test]
fn the_calls_of_a_public_server_come_out_as_promised() {
    let server = Server::public("localhost", Lang::En);
    // the older client of Java sends no name that has no dot, and no public authority vouches for an address; Rust's is called above
    let elsewhere = [Recipient::Java8, Recipient::Rust];
    for recipient in Recipient::ALL.into_iter().filter(|recipient| is_run(*recipient)) {
        if !elsewhere.contains(&recipient) {
            server.calls(recipient);
        }
    }
}

/// Nobody is told to trust or to name an authority that everybody knows, and no key of the server leaves certbot's folder.
#[test]
fn bundles_for_a_public_server_bring_no_authority() {
    let draft = ChoicesDraft::default().with(ChoiceField::ServerCertificate, "public");
    let plan = support::plan(&draft, &["api.example.test"]);
    let ours = support::plan(&ChoicesDraft::default(), &["api.example.test"]);
    for (recipient, lang) in
        Recipient::ALL.into_iter().flat_map(|recipient| Lang::ALL.map(|lang| (recipient, lang)))
    {
        let told = |plan: &Plan| {
            let files = plan.client_files_for(recipient, &facts(), lang).expect("files");
            let names = files.0.iter().map(|file| file.name.clone()).collect::<Vec<_>>().join(" ");
            let texts = files.0.iter().filter(|file| file.kind != FileKind::CheckScript);
            names + &texts.map(|file| file.contents.as_str()).collect::<String>()
        };
        let (public, ours) = (told(&plan), told(&ours));
        for word in ["ca.crt", "trust.p12", "cacert", "ca-certificate", "TrustedRoot", "CurrentUser\\Root"] {
            assert!(!public.contains(word), "{recipient:?} {lang:?} {word}: {public}");
        }
        assert!(ours.contains("ca.crt") || ours.contains("trust.p12"), "{recipient:?}");
    }
    let files = support::server_files(&plan, Lang::En);
    for kind in [FileKind::ServerKey, FileKind::ServerEncryptedKey, FileKind::ServerCertificate] {
        assert!(files.find(kind).is_none(), "{kind:?}");
    }
    assert!(files.0.iter().all(|file| !file.secret), "{files:?}");
}

#[test]
fn the_call_of_go_comes_out_as_promised() {
    Server::start("localhost", KeyAlgorithm::EcdsaP256, Lang::Ko).calls(Recipient::Go);
}

/// Programs that run others have no terminal: the passphrase comes by standard input, with an end of its line or without.
#[test]
fn curl_takes_the_passphrase_from_whoever_pipes_it() {
    let server = Server::start("localhost", KeyAlgorithm::EcdsaP256, Lang::En);
    let folder = Folder::new("piped");
    let passphrase = Passphrase::generate(&mut SeededEntropy::new(5)).expect("a seed never runs dry");
    server.hand_over(&folder, Recipient::CurlKey, &server.good, &passphrase);
    let said = |line: &str| {
        let output = support::run(folder.path(), "sh", ["-c", line, passphrase.expose()]);
        let words = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.success(), words)
    };
    for end in ["\n", ""] {
        let line = format!("printf '%s{end}' \"$0\" | env -u {PASSPHRASE} sh curl.sh");
        let (good, words) = said(&line);
        assert!(good && words.contains("Hello from"), "{words}");
    }
    assert_eq!(said(&format!("env -u {PASSPHRASE} sh curl.sh </dev/null")), (false, String::new()));
}

/// There is no Windows here; curl reads the same options from the same standard input, and opens the same file.
#[test]
fn the_options_of_curl_on_windows_are_options_of_curl() {
    let server = Server::start("localhost", KeyAlgorithm::EcdsaP256, Lang::En);
    let passphrase =
        Passphrase::own(r#"a "quoted" \ long-winded passphrase of mine"#, &[]).expect("long enough");
    let folder = Folder::new("curl-windows");
    server.hand_over(&folder, Recipient::CurlWindows, &server.good, &passphrase);
    let script = std::fs::read_to_string(folder.path().join("curl.ps1")).expect("just written");
    let options = script.lines().find_map(|line| line.strip_prefix("$options = ")).expect("its options");
    let quoted = passphrase.expose().replace('\\', r"\\").replace('"', r#"\""#);
    for (pass, words) in [(quoted.as_str(), "200"), ("another", "could not parse PKCS12 file")] {
        folder.write("stdin", format!("pass = \"{pass}\"\n"));
        let line =
            format!("curl --config - {} '{}' < stdin", options.replace(", ", " "), server.machine.plan.url());
        let output = support::run(folder.path(), "sh", ["-c", &line]);
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(said.contains(words), "{line}: {said}");
    }
}

/// The commands of a recipient's README.
fn commands(recipient: Recipient) -> Vec<String> {
    match recipient.call() {
        Call::Commands(commands) => {
            commands.iter().map(|command| command.to_posix().expect("a command")).collect()
        }
        Call::Checks => vec!["sh curl.sh".to_owned(), "sh wget.sh".to_owned()],
        Call::Browser(_) | Call::Steps => Vec::new(),
    }
}

/// A certificate with its key, and the authority that it trusts.
struct Identity {
    certificate: Certificate,
    key: PrivateKey,
    trusted: Certificate,
}

struct Server {
    machine: Machine,
    lang: Lang,
    good: Identity,
    /// From an authority of the same name with another key: the client sends it, and nginx refuses.
    stranger: Identity,
    /// The good one, by a caller who trusts somebody else.
    mistrustful: Identity,
}

impl Server {
    fn start(name: &str, algorithm: KeyAlgorithm, lang: Lang) -> Server {
        Server::of(Machine::start(&[name], algorithm, lang), name, algorithm, lang)
    }

    /// With a certificate of an authority that the callers' systems know.
    fn public(name: &str, lang: Lang) -> Server {
        let draft = ChoicesDraft::default().with(ChoiceField::ServerCertificate, "public");
        let machine = Machine::start_as(Setup { draft, names: &[name], lang, ..Setup::default() });
        Server::of(machine, name, KeyAlgorithm::EcdsaP256, lang)
    }

    fn of(machine: Machine, name: &str, algorithm: KeyAlgorithm, lang: Lang) -> Server {
        let good = Identity { trusted: certificate(&machine.trusted()), ..Identity::read(&machine.client()) };
        let twin = Folder::new("twin");
        // RSA keys come from files, and would be the same
        drop(material(&twin, &[name], KeyAlgorithm::EcdsaP256, 2));
        let stranger =
            Identity { trusted: good.trusted.clone(), ..Identity::read(&twin.path().join("client")) };
        let other = AuthorityProfile::new(subject("Somebody Else"), Lifetime::Days(2)).expect("a subject");
        let other =
            issue::authority(&other, TestKeys::new().make(algorithm), now(), &mut SeededEntropy::new(8));
        let other = other.expect("an authority").certificate().clone();
        let mistrustful = Identity { trusted: other, ..Identity::read(&machine.client()) };
        Server { machine, lang, good, stranger, mistrustful }
    }

    /// All calls of a recipient, each in every way.
    fn calls(&self, recipient: Recipient) {
        let passphrase = Passphrase::generate(&mut SeededEntropy::new(5)).expect("a seed never runs dry");
        let greeting = deploy::flask_app::greeting(&self.machine.plan.called());
        let refused = self.machine.plan.answer(Refusal::Refused).words;
        for (who, set, words) in [
            (&self.good, &passphrase, &["200", &greeting, "You are CN=partner-a"][..]),
            (&self.stranger, &passphrase, &["400", &refused]),
        ] {
            for (line, said, good) in self.run(recipient, who, &passphrase, set.expose()) {
                // curl and all programs report an answer; wget alone takes a 400 for a failure
                assert!(good || line.contains("wget"), "{line}: {said}");
                for part in words {
                    assert!(said.contains(part), "{line}: {part}\n{said}");
                }
            }
        }
        for (line, said, good) in self.run(recipient, &self.mistrustful, &passphrase, passphrase.expose()) {
            let words = if line.contains("wget") { "not trusted" } else { recipient.words_for_untrusted() };
            assert!(!good && said.contains(words) && !said.contains(&greeting), "{line}: {words}\n{said}");
        }
        if let Some(words) = recipient.words_for_wrong_passphrase() {
            for (line, said, good) in self.run(recipient, &self.good, &passphrase, "another") {
                assert!(
                    !good && said.contains(words) && !said.contains(&greeting),
                    "{line}: {words}\n{said}"
                );
            }
        }
    }

    /// Each call of a recipient with what it said, and whether it ended well. What only prepares the next one is left out.
    fn run(
        &self,
        recipient: Recipient,
        who: &Identity,
        passphrase: &Passphrase,
        set: &str,
    ) -> Vec<(String, String, bool)> {
        let folder = Folder::new("call");
        self.hand_over(&folder, recipient, who, passphrase);
        let mut said = Vec::new();
        for line in commands(recipient) {
            let mut command = Command::new("sh");
            command.args(["-c", &line]).current_dir(folder.path()).stdin(Stdio::null());
            surroundings(&mut command, &folder);
            if self.machine.plan.is_public() {
                know(&mut command, &folder, &who.trusted);
            }
            let output = command.env(PASSPHRASE, set).output().expect("a shell");
            let text =
                [output.stdout, output.stderr].map(|octets| String::from_utf8_lossy(&octets).into_owned());
            let text = text.concat();
            assert!(!matches!(output.status.code(), Some(126 | 127)), "{line}: a tool is missing: {text}");
            if line.starts_with("javac") {
                assert!(output.status.success(), "{line}: {text}");
            } else {
                said.push((line, text, output.status.success()));
            }
        }
        assert!(!said.is_empty());
        said
    }

    /// Writes the files of the bundle as they are handed over.
    fn hand_over(&self, folder: &Folder, recipient: Recipient, who: &Identity, passphrase: &Passphrase) {
        let files = self.machine.plan.client_files_for(recipient, &facts(), self.lang).expect("files");
        let algorithms = match recipient.pkcs12() {
            Some(Pkcs12::Legacy) => Algorithms::Legacy,
            _ => Algorithms::Modern,
        };
        let entropy = &mut SeededEntropy::new(6);
        for file in &files.0 {
            let octets = match file.kind {
                FileKind::ClientCertificate => who.certificate.to_pem().into_bytes(),
                FileKind::ClientKey => who.key.to_pem().expose().to_vec(),
                FileKind::ClientEncryptedKey => {
                    encrypted_key::write(&who.key, passphrase, entropy).expect("a key").into_bytes()
                }
                FileKind::AuthorityCertificate => who.trusted.to_pem().into_bytes(),
                FileKind::ClientPkcs12 => {
                    let contents = Contents {
                        friendly_name: "partner-a".to_owned(),
                        key: who.key.clone(),
                        certificates: vec![who.certificate.clone()],
                    };
                    p12::write(&contents, algorithms, passphrase, entropy).expect("a .p12")
                }
                FileKind::ClientTrustStore => {
                    let trusted = Trusted { alias: "ca".to_owned(), certificate: who.trusted.clone() };
                    p12::write_trust_store(&[trusted], algorithms, passphrase, entropy)
                        .expect("a trust store")
                }
                _ => {
                    let secret = passphrase.expose();
                    assert!(!file.contents.contains(secret), "{} holds the passphrase", file.name);
                    file.contents.clone().into_bytes()
                }
            };
            folder.write(&file.name, octets);
        }
    }
}

impl Identity {
    fn read(folder: &Path) -> Identity {
        let text = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a file of the client");
        Identity {
            certificate: certificate(&folder.join("client.crt")),
            key: PrivateKey::from_pem(&text("client.key")).expect("a key"),
            trusted: certificate(&folder.join("ca.crt")),
        }
    }
}

fn certificate(path: &Path) -> Certificate {
    let text = std::fs::read_to_string(path).expect("a certificate");
    Certificate::all_from_pem(&text).expect("PEM").remove(0)
}

fn facts() -> readme_client::Facts {
    readme_client::Facts {
        client: "partner-a".to_owned(),
        client_until: Moment::LAST,
        authority_until: Moment::LAST,
    }
}

/// A system that knows this authority and no other, in each program's own way.
fn know(command: &mut Command, folder: &Folder, authority: &Certificate) {
    let path = folder.write("known.pem", authority.to_pem());
    for variable in ["CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"] {
        command.env(variable, &path);
    }
    let settings = folder.write("wgetrc", format!("ca_certificate = {}\n", path.display()));
    command.env("WGETRC", settings).env("SSL_CERT_DIR", folder.path().join("none"));
    let passphrase = Passphrase::own("a store of what Java knows", &[]).expect("long enough");
    let known = Trusted { alias: "known".to_owned(), certificate: authority.clone() };
    let store =
        p12::write_trust_store(&[known], Algorithms::Modern, &passphrase, &mut SeededEntropy::new(14));
    let store = folder.write("known.p12", store.expect("a trust store"));
    // a value with spaces stands in a file, whose words may be quoted
    let options = folder.write(
        "java.options",
        format!(
            "-Djavax.net.ssl.trustStoreType=PKCS12\n-Djavax.net.ssl.trustStore={}\n-Djavax.net.ssl.trustStorePassword=\"{}\"\n",
            store.display(),
            passphrase.expose()
        ),
    );
    command.env("JDK_JAVA_OPTIONS", format!("@{}", options.display()));
}

/// Debian's own Python with its modules comes first; what was installed by hand has none. undici is Debian's too, where
/// npm would have put it. cargo builds into a folder that stays, and takes the versions of `call.lock`.
fn surroundings(command: &mut Command, folder: &Folder) {
    for proxy in ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        // cargo needs the way to its registry; a call to `localhost` does not
        if proxy != "https_proxy" && proxy != "HTTPS_PROXY" {
            command.env_remove(proxy);
        }
    }
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("/usr/bin:{path}")).env("NO_PROXY", "localhost").env("no_proxy", "localhost");
    command.env("NODE_PATH", "/usr/share/nodejs").env("LC_ALL", "C");
    let undici = folder.path().join("node_modules/undici");
    if !undici.exists() {
        std::fs::create_dir_all(folder.path().join("node_modules")).expect("a folder");
        std::os::unix::fs::symlink("/usr/share/nodejs/undici", undici).expect("a link");
    }
    let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("call");
    command.env("CARGO_TARGET_DIR", target).env("CARGO_PROFILE_DEV_DEBUG", "0");
    folder.write("Cargo.lock", include_str!("call.lock"));
}
