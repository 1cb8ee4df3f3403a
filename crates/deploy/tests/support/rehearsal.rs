//! An unpacked server's bundle that `install.sh` puts below another root.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Output;

use deploy::choices::{ChoiceField, ChoicesDraft};
use deploy::file_set::FileSet;
use deploy::plan::Plan;
use pki::issue::{self, Authority};
use pki::key::KeyAlgorithm;
use pki::moment::Moment;
use pki::profile::authority::AuthorityProfile;
use pki::validity::Lifetime;
use testkit::entropy::SeededEntropy;
use testkit::family::{server_profile, subject};
use testkit::keys::TestKeys;
use text::Lang;

use super::machine::{encrypt_key, list};
use super::{Folder, now, plan, run, server_files};

const NAME: &str = "api.example.test";

/// A path in the tree, and its mode with its octets; a folder has none.
pub(crate) type Tree = BTreeMap<String, (u32, Option<Vec<u8>>)>;

/// An unpacked bundle, and a root to put it below.
pub(crate) struct Rehearsal {
    pub(crate) folder: Folder,
    pub(crate) plan: Plan,
    pub(crate) files: FileSet,
    pub(crate) authority: Authority,
}

impl Rehearsal {
    pub(crate) fn new(draft: ChoicesDraft, lang: Lang) -> Rehearsal {
        Rehearsal::at(draft, lang, now())
    }

    /// With certificates that are issued at this time.
    pub(crate) fn at(draft: ChoicesDraft, lang: Lang, time: Moment) -> Rehearsal {
        let folder = Folder::new("install");
        // a port above 1023, so that nginx can check the configuration as an ordinary user too
        let plan = plan(&draft.with(ChoiceField::ListenPort, "8443"), &[NAME]);
        let files = server_files(&plan, lang);
        for file in files.0.iter().filter(|file| !file.kind.is_material()) {
            folder.write(&format!("bundle/{}", file.name), &file.contents);
        }
        let (keys, mut entropy) = (TestKeys::new(), SeededEntropy::new(11));
        let profile = AuthorityProfile::new(subject("Install CA"), Lifetime::Days(30)).expect("a subject");
        let authority = issue::authority(&profile, keys.make(KeyAlgorithm::EcdsaP256), time, &mut entropy);
        let authority = authority.expect("an authority");
        let key = keys.make(KeyAlgorithm::EcdsaP256);
        let profile = server_profile(&[NAME], Lifetime::Days(20));
        let server = issue::server(&profile, &key, &authority, time, &mut entropy).expect("a server");
        folder.write("bundle/server.crt", server.to_pem());
        folder.write("bundle/server.key", key.to_pem().expose());
        if plan.encrypts_key() {
            encrypt_key(&folder, "bundle");
        }
        folder.write("bundle/client-ca.crt", authority.certificate().to_pem());
        folder.write("bundle/client-ca.crl", list(&authority, &[], time));
        Rehearsal { folder, plan, files, authority }
    }

    /// Below a folder that is not there either: the first run makes both.
    pub(crate) fn root(&self) -> std::path::PathBuf {
        self.folder.path().join("new/root")
    }

    /// The root with the folder that it stands in; nothing while neither was made.
    pub(crate) fn tree(&self) -> Tree {
        let mut all = tree(self.folder.path());
        all.retain(|name, _| name == "new" || name.starts_with("new/"));
        all
    }

    pub(crate) fn run(&self, more: &[&str]) -> Output {
        let root = self.root();
        let root = root.to_str().expect("ASCII");
        run(self.folder.path(), "sh", [&["bundle/install.sh", "--root", root], more].concat())
    }

    pub(crate) fn succeeds(&self, more: &[&str], says: &str) {
        let output = self.run(more);
        let said = words(&output);
        assert!(output.status.success(), "{said}");
        assert!(said.contains(says), "{says:?} is not in:\n{said}");
    }

    /// Fails with these words, and leaves the tree as it was.
    pub(crate) fn fails(&self, says: &str) {
        let before = self.tree();
        let output = self.run(&[]);
        let said = words(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(says), "{says:?} is not in:\n{said}");
        assert_eq!(self.tree(), before, "{said}");
    }
}

pub(crate) fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

pub(crate) fn tree(root: &Path) -> Tree {
    fn walk(root: &Path, folder: &Path, found: &mut Tree) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let mode = std::fs::symlink_metadata(&path).expect("metadata").permissions().mode() & 0o7777;
            let name = path.strip_prefix(root).expect("below the root").display().to_string();
            if path.is_dir() {
                found.insert(name, (mode, None));
                walk(root, &path, found);
            } else {
                found.insert(name, (mode, Some(std::fs::read(&path).expect("a file"))));
            }
        }
    }
    let mut found = Tree::new();
    walk(root, root, &mut found);
    found
}
