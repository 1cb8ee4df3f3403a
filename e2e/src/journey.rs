//! The whole path, from a click to real nginx and real curl: what `tests/journey.rs` and `tests/file.rs` walk, each with its
//! own site. Every step is judged by a program that is not ours; what serves is `server`'s.

mod server;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::backend::Backend;
use crate::browser::Browser;
use crate::curl::Call;
use crate::openssl::Purpose;
use crate::page::{Bundle, Language, Page, Settings, Wanted};
use crate::site::Site;
use crate::{archive, openssl, tool};

pub use server::{Layout, Server};

/// What the server is called: by name, by address, and by a name that no DNS knows.
pub const SERVICES: [&str; 3] = ["localhost", "127.0.0.1", "api.test"];

/// The first client.
pub const CLIENT: &str = "partner-1";

/// The client that is issued after the authority was opened again.
pub const SECOND_CLIENT: &str = "partner-2";

/// How a journey is walked.
#[derive(Debug, Clone, Copy)]
pub struct Way {
    /// The key type of all three roles, as the page names it.
    pub algorithm: &'static str,
    /// What OpenSSL calls such a key.
    pub key: &'static str,
    /// The page's language.
    pub language: Language,
    /// What serves.
    pub layout: Layout,
}

/// Walks the whole path. `open` opens a site; it is called once for each tab.
///
/// # Errors
/// The first thing that is not as promised.
pub fn walk(browser: &Browser, way: Way, open: impl Fn(&Path) -> anyhow::Result<Site>) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let machine = Machine::new(folder.path(), way.layout);

    let mut site = open(folder.path())?;
    let page = arrive(browser, &mut site, "create", way.language)?;
    page.fill_create(&Wanted { services: &SERVICES, client: CLIENT, algorithm: way.algorithm })?;
    page.make_set()?;
    machine.choose(&page)?;
    page.enter("export")?;
    let bundles = page.export_all(folder.path())?;
    page.faultless(&site)?;

    let set = Unpacked::new(&bundles, folder.path())?;
    set.judge(way)?;
    let running = machine.start(&set.server)?;
    machine.lets_in(&set.client, CLIENT)?;
    machine.refuses_others(&set.client, folder.path())?;
    let running = machine.finds_what_is_off(running, &set.client)?;

    let mut site = open(folder.path())?;
    let page = arrive(browser, &mut site, "export", way.language)?;
    let authority = find(&bundles, "authority")?;
    page.reopen(&authority.file, &authority.passphrase)?;
    page.made()?;
    page.issue_client(SECOND_CLIENT)?;
    page.enter("export")?;
    let newest = page
        .bundles()?
        .into_iter()
        .rfind(|end| end.starts_with("client"))
        .context("a bundle for the new client")?;
    let bundle = page.export_one(&newest, folder.path())?;
    page.faultless(&site)?;
    let second = folder.path().join("second");
    archive::unpack(&bundle.file, &bundle.passphrase, &second)?;
    openssl::verify(&second.join("client.crt"), &set.authority.join("ca.crt"), Purpose::Client, &[])?;
    machine.lets_in(&second, SECOND_CLIENT)?;
    ensure!(
        running.backend.said().contains("GET /"),
        "the backend was never asked:\n{}",
        running.backend.said()
    );
    running.server.stop()
}

/// Opens the page, waits until it is ready, and takes the network away before the first click.
///
/// # Errors
/// That the page is not ready, or the server does not stop.
pub fn arrive<'a>(
    browser: &'a Browser,
    site: &mut Site,
    room: &str,
    language: Language,
) -> anyhow::Result<Page<'a>> {
    let other = match language {
        Language::English => Language::Korean,
        Language::Korean => Language::English,
    };
    let page = Page::open(browser, site, room, Settings { language: other, theme: "system" })?;
    page.ready()?;
    site.stop()?;
    page.speak(language)?;
    Ok(page)
}

/// The machine that serves: its folder and its ports, all on the loopback interface.
#[derive(Debug)]
pub struct Machine {
    layout: Layout,
    base: PathBuf,
    logs: PathBuf,
    port: u16,
    backend: u16,
}

/// What runs on it.
#[derive(Debug)]
pub struct Running {
    /// The exported Flask application.
    pub backend: Backend,
    /// The server with the exported configuration.
    pub server: Server,
    /// What it reads.
    pub configuration: PathBuf,
}

impl Machine {
    /// A machine whose folder is inside `folder`.
    #[must_use]
    pub fn new(folder: &Path, layout: Layout) -> Machine {
        let (port, backend) = (testkit::free_port(), testkit::free_port());
        Machine { layout, base: folder.join("mtls"), logs: folder.to_owned(), port, backend }
    }

    /// Tells the Deploy room about it, and looks whether the files follow.
    ///
    /// # Errors
    /// That a field was refused, or the files do not follow.
    pub fn choose(&self, page: &Page<'_>) -> anyhow::Result<()> {
        page.enter("deploy")?;
        match self.layout {
            Layout::Alone => page.fill("base-folder", &tool::text(&self.base))?,
            Layout::System => page.click("layout-system")?,
            Layout::Gateway => page.click("layout-gateway")?,
        }
        page.fill("listen-address", "127.0.0.1")?;
        page.fill("listen-port", &self.port.to_string())?;
        page.fill("flask-port", &self.backend.to_string())?;
        let check = format!("https://localhost:{}/", self.port);
        page.until("the commands to follow the choices", crate::wait::PATIENCE, || {
            Ok(page.text("check-with-0")?.contains(&check).then_some(()))
        })?;
        // while a number is being typed, the beginning of it may be refused
        page.until("no field of the Deploy room to be refused", crate::wait::PATIENCE, || {
            Ok((page.count("[aria-invalid=true]")? == 0).then_some(()))
        })?;
        Ok(())
    }

    /// Rehearses the installation, puts the files in place, and starts what they say.
    ///
    /// # Errors
    /// With the words of what did not start.
    pub fn start(&self, unpacked: &Path) -> anyhow::Result<Running> {
        let rehearsal = self.logs.join("rehearsal");
        fs::create_dir_all(&rehearsal)?;
        let rehearse = || {
            let mut install = Command::new("sh");
            install.arg("install.sh").arg("--root").arg(&rehearsal).current_dir(unpacked);
            if self.layout == Layout::Gateway {
                install.arg("--binary").arg(server::gateway()?);
            }
            tool::run(&mut install)
        };
        ensure!(rehearse()? != rehearse()?, "install.sh says the same the second time");
        let (application, configuration, key) = match self.layout {
            Layout::Alone => self.by_the_readme(unpacked)?,
            Layout::System => self.below_a_root(&rehearsal)?,
            Layout::Gateway => {
                let own = rehearsal.join("etc/handfast-gateway/localhost");
                let application = rehearsal.join("opt/mtls/localhost/app.py");
                (application, own.join("gateway.toml"), own.join("server.key"))
            }
        };
        let key = fs::metadata(key)?;
        ensure!(
            std::os::unix::fs::PermissionsExt::mode(&key.permissions()) & 0o777 == 0o600,
            "the server's key can be read by others"
        );
        let backend = Backend::start(&application, self.backend, &self.logs.join("backend.log"))?;
        let server = self.serve(&configuration)?;
        Ok(Running { backend, server, configuration })
    }

    fn serve(&self, configuration: &Path) -> anyhow::Result<Server> {
        Server::start(self.layout, configuration, self.port, &self.logs.join("server.log"))
    }

    /// Puts the files in place with the very commands of the README. Gives the application, the configuration and the key.
    fn by_the_readme(&self, unpacked: &Path) -> anyhow::Result<(PathBuf, PathBuf, PathBuf)> {
        let readme = tool::read(&unpacked.join("README.md"))?;
        let commands: Vec<&str> =
            readme.lines().filter(|line| line.trim_start().starts_with("sudo install ")).collect();
        ensure!(commands.len() > 4, "README.md has no commands that put the files in place:\n{readme}");
        // the folder is this test's own, so that no other user has to be asked
        let script = format!("set -eu\nsudo() {{ \"$@\"; }}\n{}\n", commands.join("\n"));
        tool::run(Command::new("sh").arg("-c").arg(script).current_dir(unpacked))?;
        let [application, configuration, key] =
            ["backend/app.py", "nginx/nginx.conf", "certs/server.key"].map(|name| self.base.join(name));
        Ok((application, configuration, key))
    }

    /// The same of what `install.sh` has put below a root: the site, its paths below that root too, stands inside the least of a
    /// configuration that the distribution's nginx would bring.
    fn below_a_root(&self, root: &Path) -> anyhow::Result<(PathBuf, PathBuf, PathBuf)> {
        let site = tool::read(&root.join("etc/nginx/conf.d/mtls-localhost.conf"))?;
        let below =
            |text: String, folder: &str| text.replace(folder, &format!("{}{folder}", tool::text(root)));
        let site = ["/etc/nginx/mtls/", "/var/log/nginx/"].into_iter().fold(site, below);
        let own = self.logs.join("distribution");
        fs::create_dir_all(&own)?;
        fs::create_dir_all(root.join("var/log/nginx"))?;
        let place = |name: &str| tool::text(&own.join(name));
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path {};\n", place(kind)))
            .concat();
        let configuration = own.join("nginx.conf");
        let whole = format!("pid {};\nevents {{ }}\nhttp {{\n{temporary}{site}}}\n", place("nginx.pid"));
        fs::write(&configuration, whole)?;
        let key = root.join("etc/nginx/mtls/localhost/server.key");
        Ok((root.join("opt/mtls/localhost/app.py"), configuration, key))
    }

    /// Has verification switched off, makes sure that the client's own script sees it, and switches it on again.
    ///
    /// # Errors
    /// With what the script says.
    pub fn finds_what_is_off(&self, running: Running, client: &Path) -> anyhow::Result<Running> {
        let Running { backend, server, configuration } = running;
        server.stop()?;
        let whole = tool::read(&configuration)?;
        let off = self.layout.switched_off(&whole)?;
        fs::write(&configuration, off)?;
        let server = self.serve(&configuration)?;
        let report = report(client)?;
        let checks = report["checks"].as_array().into_iter().flatten();
        let failed: Vec<&Value> =
            checks.filter(|check| check["ok"] == json!(false)).map(|check| &check["name"]).collect();
        ensure!(
            report["ok"] == json!(false) && failed == self.layout.found_off(),
            "check.sh says: {report:#}"
        );
        server.stop()?;
        fs::write(&configuration, whole)?;
        let server = self.serve(&configuration)?;
        Ok(Running { backend, server, configuration })
    }

    /// Makes sure that a client is let in under every name, and that the backend learns who it is.
    ///
    /// # Errors
    /// With what came of the call.
    pub fn lets_in(&self, client: &Path, name: &str) -> anyhow::Result<()> {
        let [authority, certificate, key] =
            ["ca.crt", "client.crt", "client.key"].map(|file| client.join(file));
        let call = Call { authority: Some(&authority), identity: Some((&certificate, &key)) };
        for service in SERVICES {
            let outcome = call.make(service, self.port)?;
            outcome.expect(0, 200, "Hello from localhost backend!")?;
            outcome.expect(0, 200, &format!("CN={name}"))?;
        }
        let readme = tool::run(Command::new("sh").arg("./curl.sh").current_dir(client))?;
        ensure!(readme.contains("Hello from localhost backend!"), "curl.sh says: {readme}");
        let report = report(client)?;
        ensure!(report["ok"] == json!(true), "check.sh says: {report:#}");
        Ok(())
    }

    /// Makes sure that callers without a certificate, with a stranger's and with an impostor's are refused, and that the
    /// server is not trusted by who does not know its authority.
    ///
    /// # Errors
    /// With what came of the call.
    pub fn refuses_others(&self, client: &Path, folder: &Path) -> anyhow::Result<()> {
        let authority = client.join("ca.crt");
        let call = |identity: Option<(&Path, &Path)>| {
            Call { authority: Some(&authority), identity }.make("localhost", self.port)
        };
        let [none, strange, forged] = self.layout.refusals();
        call(None)?.expect(0, 400, none)?;
        let (certificate, key) = openssl::stranger(folder)?;
        call(Some((&certificate, &key)))?.expect(0, 400, strange)?;
        let (certificate, key) = openssl::impostor(&authority, folder)?;
        call(Some((&certificate, &key)))?.expect(0, 400, forged)?;
        Call::default().make("localhost", self.port)?.expect(60, 0, "SSL certificate problem")?;
        let (certificate, key) = (client.join("client.crt"), client.join("client.key"));
        let call = Call { authority: None, identity: Some((&certificate, &key)) };
        call.make("localhost", self.port)?.expect(60, 0, "SSL certificate problem")
    }
}

/// What a client's `check.sh` reports; its exit code must say the same.
fn report(client: &Path) -> anyhow::Result<Value> {
    let checked = tool::output(Command::new("sh").args(["./check.sh", "--json"]).current_dir(client))?;
    let report: Value = serde_json::from_slice(&checked.stdout)?;
    let code = i32::from(report["ok"] != json!(true));
    ensure!(checked.status.code() == Some(code), "{:?} with {report:#}", checked.status);
    Ok(report)
}

/// The bundles of a set, unpacked.
#[derive(Debug)]
pub struct Unpacked {
    /// The server's.
    pub server: PathBuf,
    /// The first client's.
    pub client: PathBuf,
    /// The authority's.
    pub authority: PathBuf,
    bundles: Vec<Bundle>,
}

impl Unpacked {
    /// Unpacks every bundle with two programs.
    ///
    /// # Errors
    /// With a program's words, or which bundle is missing.
    pub fn new(bundles: &[Bundle], folder: &Path) -> anyhow::Result<Unpacked> {
        ensure!(bundles.len() == 3, "server, client and authority have a bundle each: {bundles:?}");
        let unpack = |start: &str| {
            let bundle = find(bundles, start)?;
            let into = folder.join(start);
            archive::unpack(&bundle.file, &bundle.passphrase, &into)?;
            anyhow::Ok(into)
        };
        Ok(Unpacked {
            server: unpack("server")?,
            client: unpack("client")?,
            authority: unpack("authority")?,
            bundles: bundles.to_vec(),
        })
    }

    /// Has OpenSSL look at everything in them.
    ///
    /// # Errors
    /// What is not as promised.
    pub fn judge(&self, way: Way) -> anyhow::Result<()> {
        let authority = self.authority.join("ca.crt");
        openssl::verify(&self.server.join("server.crt"), &authority, Purpose::Server, &SERVICES)?;
        openssl::verify(&self.client.join("client.crt"), &authority, Purpose::Client, &[])?;
        openssl::key_fits(&self.server.join("server.key"), &self.server.join("server.crt"), None)?;
        openssl::key_fits(&self.client.join("client.key"), &self.client.join("client.crt"), None)?;
        let own = find(&self.bundles, "authority")?;
        openssl::key_fits(&self.authority.join("ca.key"), &authority, Some(&own.passphrase))?;
        ensure!(
            openssl::key_fits(&self.authority.join("ca.key"), &authority, None).is_err(),
            "the authority's key lies open in its bundle"
        );
        let client = find(&self.bundles, "client")?;
        openssl::p12_holds(
            &self.client.join("client.p12"),
            &client.passphrase,
            &self.client.join("client.crt"),
        )?;
        for (folder, file) in
            [(&self.server, "server.crt"), (&self.client, "client.crt"), (&self.authority, "ca.crt")]
        {
            let text = openssl::text(&folder.join(file))?;
            ensure!(text.contains(way.key), "{file} has another key than {}:\n{text}", way.key);
        }
        for bundle in &self.bundles {
            ensure!(
                openssl::sha256(&bundle.file)? == bundle.sha256,
                "the page shows another SHA-256 of {}",
                bundle.end
            );
            let names = archive::names(&bundle.file)?.join(" ");
            let telling = SERVICES.iter().chain([&CLIENT]).find(|name| names.contains(**name));
            ensure!(telling.is_none(), "names that can be read without the passphrase tell: {names}");
        }
        self.authority_key_stays_home()
    }

    /// No file of the server's and the client's bundle holds the authority's key, in whatever wrapping OpenSSL opens.
    fn authority_key_stays_home(&self) -> anyhow::Result<()> {
        let authority = self.authority.join("ca.crt");
        let passphrase = |start: &str| Ok::<_, anyhow::Error>(find(&self.bundles, start)?.passphrase.clone());
        for (folder, passphrase) in
            [(&self.server, passphrase("server")?), (&self.client, passphrase("client")?)]
        {
            for name in archive::files(folder)?.into_keys() {
                let file = folder.join(&name);
                let fits = openssl::key_fits(&file, &authority, Some(&passphrase)).is_ok();
                ensure!(!fits, "{} holds the authority's key", file.display());
            }
        }
        Ok(())
    }
}

/// The bundle whose name begins so.
///
/// # Errors
/// That there is none.
pub fn find<'a>(bundles: &'a [Bundle], start: &str) -> anyhow::Result<&'a Bundle> {
    bundles
        .iter()
        .find(|bundle| bundle.end.starts_with(start))
        .with_context(|| format!("no bundle for {start}"))
}
