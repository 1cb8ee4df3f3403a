//! Authorities as openssl makes them, given to a desk that takes them up.

use std::rc::Rc;

use pki::secret::Secret;
use testkit::{TempDir, tool};
use workbench::msg::Msg;
use workbench::opened::Given;
use workbench::rooms::export::opening;

use crate::desk::Desk;

/// A folder in which openssl makes authorities. Its clock is the machine's, so the desk's is set to it.
pub(crate) struct Maker(pub(crate) TempDir);

impl Maker {
    pub(crate) fn new() -> Maker {
        Maker(TempDir::new())
    }

    pub(crate) fn openssl(&self, arguments: &[&str]) {
        tool("openssl").args(arguments).in_folder(self.0.path()).succeeds();
    }

    /// A key, and a root with these extensions (`None` for version 1).
    pub(crate) fn root(&self, key: &[&str], subject: &str, extensions: Option<&str>, more: &[&str]) {
        self.openssl(&[&["genpkey", "-out", "ca.key"][..], key].concat());
        let request = "req -new -key ca.key -out ca.csr -config /dev/null -utf8 -subj";
        self.openssl(&request.split(' ').chain([subject]).collect::<Vec<_>>());
        let mut sign = vec!["x509", "-req", "-in", "ca.csr", "-signkey", "ca.key", "-out", "ca.crt"];
        if let Some(extensions) = extensions {
            self.0.write("e.cnf", extensions);
            sign.extend(["-extfile", "e.cnf", "-extensions", "e"]);
        }
        if !more.contains(&"-days") {
            sign.extend(["-days", "3650"]);
        }
        sign.extend(more);
        self.openssl(&sign);
    }

    pub(crate) fn given(&self, name: &str) -> Given {
        Given { name: name.to_owned(), bytes: Rc::new(self.0.read(name)) }
    }

    /// A desk at which these files were given and opened.
    pub(crate) fn opened(&self, names: &[&str], passphrase: &str) -> Desk {
        let mut desk = Desk::new();
        self.open_at(&mut desk, names, passphrase);
        desk
    }

    pub(crate) fn open_at(&self, desk: &mut Desk, names: &[&str], passphrase: &str) {
        desk.tell(Msg::Tick(now()));
        for name in names {
            desk.opening(opening::Msg::File(self.given(name)));
        }
        desk.opening(opening::Msg::Passphrase(Secret::new(passphrase.as_bytes().to_vec())));
        desk.opening(opening::Msg::Open);
    }
}

/// The machine's time: openssl dates what it makes by it.
pub(crate) fn now() -> pki::moment::Moment {
    let seconds = tool("date").arg("+%s").succeeds().text();
    pki::moment::Moment::from_unix_seconds(seconds.trim().parse().expect("seconds"))
}
