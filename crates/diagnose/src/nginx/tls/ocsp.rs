//! Who is asked whether a client's certificate was revoked (`ngx_ssl_ocsp`), and the answer about nginx's own that a file holds
//! (`ngx_ssl_stapling_file`).

use crate::files::{Files, Missing};
use crate::host::is_nowhere;
use crate::nginx::folder::full;
use crate::nginx::refusal::{Cause, FileFault, Refusal};
use crate::nginx::settings::{Server, Verify};
use crate::nginx::value::endpoint::{Endpoint, Kind, read};

/// Whether clients' certificates are asked about, and nobody can be.
pub(super) fn responder(server: &Server<'_>, files: &dyn Files) -> Result<(), Refusal> {
    if !["on", "leaf"].contains(&server.scope.word("ssl_ocsp").unwrap_or_default()) {
        return Ok(());
    }
    let refuse = |words: String, cause| Err(Refusal { words, place: None, cause });
    let of = |name: &str, value: &str| Cause::Value { name: name.to_owned(), value: value.to_owned() };
    if server.verify() == Verify::OptionalNoCa {
        let words = "\"ssl_ocsp\" is incompatible with \"ssl_verify_client optional_no_ca\"";
        return refuse(words.to_owned(), of("ssl_ocsp", "on"));
    }
    let name = "ssl_ocsp_responder";
    let Some(url) = server.scope.word(name).filter(|url| !url.is_empty()) else { return Ok(()) };
    let said = |why: &str, value: &str| format!("{why} in OCSP responder \"{value}\" in \"{name}\"");
    let Some(address) = address(url) else {
        return refuse(said("invalid URL prefix", url), of(name, url));
    };
    match read(address, Kind::Pass, 80) {
        Err(why) => refuse(said(why, address), of(name, url)),
        Ok(Endpoint::Name(host, _)) if is_nowhere(&host, files) => {
            refuse(said("host not found", address), Cause::Host(host))
        }
        Ok(_) => Ok(()),
    }
}

/// What stands behind the scheme of a responder's address.
pub(in crate::nginx) fn address(url: &str) -> Option<&str> {
    let (scheme, address) = url.split_at_checked("http://".len())?;
    (scheme.eq_ignore_ascii_case("http://") && !address.is_empty()).then_some(address)
}

/// Whether the file is there; what is in it nobody looks at here.
pub(super) fn stapled(server: &Server<'_>, folder: &str, files: &dyn Files) -> Result<(), Refusal> {
    let name = "ssl_stapling_file";
    let path = server.scope.word(name).filter(|path| !path.is_empty() && server.scope.is_on("ssl_stapling"));
    let Some(path) = path.map(|path| full(folder, path)) else { return Ok(()) };
    let missing = match files.read(&path) {
        Ok(_) | Err(Missing::Folder) => return Ok(()),
        Err(missing) => missing,
    };
    let why = super::not_opened(&path, missing, "rb");
    let words = format!("BIO_new_file(\"{path}\") failed (SSL: {why})");
    let cause = Cause::File { name: name.to_owned(), path, fault: FileFault::Missing(missing) };
    Err(Refusal { words, place: None, cause })
}
