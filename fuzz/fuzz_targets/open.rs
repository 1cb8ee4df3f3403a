//! Any file is opened with a passphrase, as PKCS#12, encrypted PKCS#8 and ZIP: for import and for looking. Derivations that would
//! take long are refused before they begin, so no file takes long. Whether what comes out is right is asked by
//! `crates/bundle/tests`.
#![no_main]

use bundle::material::Material;
use bundle::{encrypted_key, p12, zip};
use libfuzzer_sys::fuzz_target;
use text::Lang;

/// That of the corpus.
const PASSPHRASE: &str = "secret";

fuzz_target!(|bytes: &[u8]| {
    let words = [
        p12::parts(bytes, PASSPHRASE).err().map(|error| error.message(Lang::En)),
        p12::read(bytes, PASSPHRASE).err().map(|error| error.message(Lang::Ko)),
        p12::read_trust_store(bytes, PASSPHRASE).err().map(|error| error.message(Lang::En)),
        encrypted_key::inside(bytes, PASSPHRASE).err().map(|error| error.message(Lang::En)),
        zip::open(bytes, PASSPHRASE).err().map(|error| error.message(Lang::Ko)),
        zip::open_plain(bytes).err().map(|error| error.message(Lang::En)),
        Material::default().add(bytes, PASSPHRASE).err().map(|error| error.message(Lang::En)),
    ];
    assert!(words.into_iter().flatten().all(|told| !told.problem.is_empty() && !told.remedy.is_empty()));
});
