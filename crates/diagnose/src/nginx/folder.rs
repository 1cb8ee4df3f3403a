//! Where relative paths lead.

/// Where Debian's nginx looks for relative paths (`--prefix`).
pub(crate) const PREFIX: &str = "/usr/share/nginx/";

/// A path as nginx opens it: relative ones begin in the folder of the main file.
#[must_use]
pub fn full(folder: &str, path: &str) -> String {
    if path.starts_with('/') { path.to_owned() } else { format!("{folder}{path}") }
}
