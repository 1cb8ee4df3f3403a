//! Files that somebody gives by hand, without the folders in which they stand: matched to the paths of a configuration and of
//! commands by their names. A site's file alone is put where Debian's nginx includes it; a `gateway.toml` is the gateway's.

use std::cell::RefCell;
use std::collections::BTreeMap;

use deploy::nginx::{directives, read_as_far_as_it_goes};

use crate::files::{Files, Missing, plain};
use crate::predict::SYSTEM_STORE;

/// Where the main configuration file is taken to be.
pub const MAIN: &str = "/etc/nginx/nginx.conf";
/// Where a site's file is put that came without the main file.
pub const SITE: &str = "/etc/nginx/sites-enabled/site";
/// Where the gateway's configuration is taken to be.
pub const GATEWAY: &str = "/etc/handfast-gateway/gateway.toml";

/// What Debian 12's own nginx.conf says around a site, as far as it changes what happens to a call.
const AROUND: &str = "user www-data;
error_log /var/log/nginx/error.log;
events {}
http {
    ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;
    ssl_prefer_server_ciphers on;
    include /etc/nginx/sites-enabled/*;
}
";

/// Files that Debian's package and certbot put there and that configurations name, as far as they change what happens to a call.
const PACKAGED: [(&str, &str); 8] = [
    ("/etc/nginx/mime.types", "types { text/html html htm; }\n"),
    (
        "/etc/nginx/proxy_params",
        "proxy_set_header Host $http_host;\nproxy_set_header X-Real-IP $remote_addr;\nproxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\nproxy_set_header X-Forwarded-Proto $scheme;\n",
    ),
    ("/etc/nginx/fastcgi_params", ""),
    ("/etc/nginx/fastcgi.conf", ""),
    ("/etc/nginx/uwsgi_params", ""),
    ("/etc/nginx/scgi_params", ""),
    (
        "/etc/letsencrypt/options-ssl-nginx.conf",
        "ssl_session_tickets off;\nssl_protocols TLSv1.2 TLSv1.3;\nssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM;\n",
    ),
    // read, and never looked into
    ("/etc/letsencrypt/ssl-dhparams.pem", "-----BEGIN DH PARAMETERS-----\n"),
];

/// Files by their names.
#[derive(Debug, Clone, Default)]
pub struct Dropped {
    files: BTreeMap<String, Vec<u8>>,
    main: Option<Main>,
    keeps_keys: bool,
    /// Into which folder a pattern has taken a file: it stands in one.
    taken: RefCell<BTreeMap<String, String>>,
    /// What was asked for, and what came of it.
    asked: RefCell<BTreeMap<String, Answer>>,
}

#[derive(Debug, Clone)]
enum Main {
    Whole(Vec<u8>),
    Site(Vec<u8>),
    Gateway(Vec<u8>),
}

/// What came of a path that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// It was given.
    Given,
    /// It is a key that was kept back, and taken to be the right one.
    KeptBack,
    /// It was not given.
    Missing,
}

impl Dropped {
    /// These files; with a configuration that was pasted, or else the one among them that is most like a main file.
    pub fn new(pasted: &[u8], files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Dropped {
        let mut files: BTreeMap<String, Vec<u8>> =
            files.into_iter().map(|(name, contents)| (base(&name).to_owned(), contents)).collect();
        let pasted = (!pasted.trim_ascii().is_empty()).then(|| pasted.to_vec());
        let main = pasted.or_else(|| {
            let likeness = |(name, contents): &(&String, &Vec<u8>)| match kind(contents) {
                Kind::Whole if *name == "nginx.conf" => 3,
                Kind::Gateway if *name == "gateway.toml" => 3,
                Kind::Whole | Kind::Gateway => 2,
                Kind::Part => 1,
                Kind::Other => 0,
            };
            let best = files.iter().max_by_key(likeness).filter(|file| likeness(file) > 0)?;
            let name = best.0.clone();
            files.remove(&name)
        });
        let main = main.map(|main| match kind(&main) {
            Kind::Part => Main::Site(main),
            Kind::Gateway => Main::Gateway(main),
            Kind::Whole | Kind::Other => Main::Whole(main),
        });
        Dropped { files, main, ..Dropped::default() }
    }

    /// Whether keys that were not given are taken to be the right ones: nobody has to hand them over.
    #[must_use]
    pub fn keep_keys(self, keeps_keys: bool) -> Dropped {
        Dropped { keeps_keys, ..self }
    }

    /// Whether there is a configuration.
    #[must_use]
    pub fn has_configuration(&self) -> bool {
        self.main.is_some()
    }

    /// Whether it is a site's file, read as Debian's main file includes it.
    #[must_use]
    pub fn is_site(&self) -> bool {
        matches!(self.main, Some(Main::Site(_)))
    }

    /// Whether it is the gateway's, and stands at [`GATEWAY`].
    #[must_use]
    pub fn is_gateway(&self) -> bool {
        matches!(self.main, Some(Main::Gateway(_)))
    }

    /// The paths that were asked for, in the order of the alphabet.
    #[must_use]
    pub fn asked(&self) -> Vec<(String, Answer)> {
        self.asked.borrow().iter().map(|(path, answer)| (path.clone(), *answer)).collect()
    }

    /// The names of files that nothing asked for.
    #[must_use]
    pub fn unused(&self) -> Vec<&str> {
        let asked = self.asked.borrow();
        let used =
            |name: &str| asked.iter().any(|(path, answer)| *answer == Answer::Given && base(path) == name);
        self.files.keys().map(String::as_str).filter(|name| !used(name)).collect()
    }

    fn find(&self, path: &str) -> Option<Vec<u8>> {
        match (&self.main, path) {
            (Some(Main::Whole(text)), MAIN)
            | (Some(Main::Site(text)), SITE)
            | (Some(Main::Gateway(text)), GATEWAY) => return Some(text.clone()),
            (Some(Main::Site(_)), MAIN) => return Some(AROUND.as_bytes().to_vec()),
            _ => {}
        }
        self.files.get(base(path)).cloned()
    }
}

impl Files for Dropped {
    fn read(&self, path: &str) -> Result<Vec<u8>, Missing> {
        let path = plain(path);
        if let Some(contents) = self.find(&path) {
            if ![MAIN, SITE, GATEWAY].contains(&path.as_str()) {
                self.asked.borrow_mut().insert(path.clone(), Answer::Given);
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                self.taken.borrow_mut().entry(base(&path).to_owned()).or_insert_with(|| folder.to_owned());
            }
            return Ok(contents);
        }
        if let Some((_, text)) = PACKAGED.iter().find(|(name, _)| path == *name) {
            return Ok(text.as_bytes().to_vec());
        }
        // what every machine has, and nobody drops
        if ![SYSTEM_STORE, "/etc/hosts"].contains(&path.as_str()) {
            self.asked.borrow_mut().entry(path).or_insert(Answer::Missing);
        }
        Err(Missing::NotFound)
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let folder = plain(folder);
        if self.is_site() && SITE.starts_with(&format!("{folder}/")) {
            return vec![base(SITE).to_owned()];
        }
        let taken = self.taken.borrow();
        let free = |name: &str| taken.get(name).is_none_or(|other| *other == folder);
        // a module's line stands in a file of its own
        let modules = folder.ends_with("modules-enabled");
        self.files
            .iter()
            .filter(|(name, contents)| {
                free(name) && !modules && matches!(kind(contents), Kind::Whole | Kind::Part)
            })
            .map(|(name, _)| name.clone())
            .collect()
    }

    fn is_kept_back(&self, path: &str) -> bool {
        let path = plain(path);
        let kept = self.keeps_keys && self.find(&path).is_none();
        if kept {
            self.asked.borrow_mut().insert(path, Answer::KeptBack);
        }
        kept
    }
}

/// A path's last part. Names as Windows writes them count too.
fn base(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A main file: it has `events` or `http`.
    Whole,
    /// What is included in `http`.
    Part,
    /// The gateway's.
    Gateway,
    /// No configuration.
    Other,
}

fn kind(contents: &[u8]) -> Kind {
    const PARTS: [&str; 7] =
        ["server", "upstream", "map", "geo", "location", "ssl_client_certificate", "proxy_pass"];
    if contents.starts_with(b"-----BEGIN") || contents.contains(&0) {
        return Kind::Other;
    }
    let text = String::from_utf8_lossy(contents);
    // heads of tables that every gateway.toml has, and that mean nothing to nginx
    if text.lines().any(|line| ["[[server]]", "[clients]", "[backend]"].contains(&line.trim())) {
        return Kind::Gateway;
    }
    let (nodes, _) = read_as_far_as_it_goes(&text);
    let has = |names: &[&str]| directives(&nodes).any(|found| names.contains(&found.name.as_str()));
    if has(&["events", "http"]) {
        Kind::Whole
    } else if has(&PARTS) {
        Kind::Part
    } else {
        Kind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Dropped, MAIN};
    use crate::files::{Files as _, Missing};
    use crate::nginx::load::load;

    fn dropped(pasted: &str, files: &[(&str, &str)]) -> Dropped {
        let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), text.as_bytes().to_vec());
        Dropped::new(pasted.as_bytes(), files.iter().map(owned))
    }

    #[test]
    fn files_are_found_by_their_names_and_what_is_missing_is_told() {
        let files =
            dropped("events {} http { include mime.types; }", &[("C:\\x\\ca.crt", "a"), ("left.pem", "b")]);
        assert_eq!(files.read("/etc/nginx/certs/ca.crt"), Ok(b"a".to_vec()));
        assert_eq!(files.read("./ca.crt"), Ok(b"a".to_vec()));
        assert_eq!(files.read("/etc/nginx/certs/server.key"), Err(Missing::NotFound));
        assert!(load(MAIN, &files).refusal.is_none());
        let asked = files.asked();
        assert_eq!(
            asked,
            [
                ("/etc/nginx/certs/ca.crt".to_owned(), Answer::Given),
                ("/etc/nginx/certs/server.key".to_owned(), Answer::Missing),
                ("ca.crt".to_owned(), Answer::Given),
            ]
        );
        assert_eq!(files.unused(), ["left.pem"]);
        assert!(!files.is_kept_back("/etc/nginx/certs/server.key"));
        let files = files.keep_keys(true);
        assert!(files.is_kept_back("/etc/nginx/certs/server.key") && !files.is_kept_back("/x/ca.crt"));
    }

    #[test]
    fn what_certbot_puts_on_a_machine_is_there() {
        let site = "server { listen 443 ssl; include /etc/letsencrypt/options-ssl-nginx.conf; ssl_dhparam /etc/letsencrypt/ssl-dhparams.pem; }";
        let files = dropped(site, &[]);
        let loaded = load(MAIN, &files);
        assert_eq!((loaded.refusal, loaded.files.len()), (None, 3));
        assert!(files.read("/etc/letsencrypt/ssl-dhparams.pem").is_ok());
        assert_eq!(files.asked(), []);
        // a file of one's own with that name stands before it
        let own = dropped(site, &[("options-ssl-nginx.conf", "ssl_protocols TLSv1.3;")]);
        assert_eq!(
            own.read("/etc/letsencrypt/options-ssl-nginx.conf"),
            Ok(b"ssl_protocols TLSv1.3;".to_vec())
        );
    }

    #[test]
    fn the_main_file_is_chosen_and_the_others_are_included_once() {
        let site = "server { listen 8443; }";
        let main = "events {} http { include conf.d/*.conf; include sites-enabled/*; }";
        let files =
            dropped("", &[("a.conf", site), ("b", site), ("nginx.conf", main), ("ca.crt", "-----BEGIN")]);
        assert!(files.has_configuration() && !files.is_site());
        let loaded = load(MAIN, &files);
        assert_eq!(loaded.refusal, None);
        assert_eq!(
            loaded.files,
            [MAIN, "/etc/nginx/conf.d/a.conf", "/etc/nginx/sites-enabled/b"].map(str::to_owned)
        );
        // again the same
        assert_eq!(load(MAIN, &files).files, loaded.files);
    }

    #[test]
    fn a_sites_file_alone_is_read_as_debian_includes_it() {
        let files = dropped("", &[("api.conf", "server { listen 8443; }")]);
        assert!(files.is_site());
        let loaded = load(MAIN, &files);
        assert_eq!((loaded.refusal, loaded.files.len()), (None, 2));
        let none = dropped("  ", &[("ca.crt", "-----BEGIN")]);
        assert!(!none.has_configuration());
    }
}
