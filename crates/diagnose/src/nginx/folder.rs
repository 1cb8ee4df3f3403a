//! Where relative paths lead.

/// Where Debian's nginx looks for relative paths (`--prefix`).
pub(crate) const PREFIX: &str = "/usr/share/nginx/";

/// The folder of a path with its slash; nothing for one without.
#[must_use]
pub fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |end| &path[..=end])
}

/// A path as nginx opens it: relative ones begin in the folder of the main file.
#[must_use]
pub fn full(folder: &str, path: &str) -> String {
    if path.starts_with('/') { path.to_owned() } else { format!("{folder}{path}") }
}
