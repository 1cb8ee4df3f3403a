//! Which options curl has and which take a value. What they mean is not known here.

/// The curl whose options these are, and whose behaviour `predict` models.
pub const VERSION: &str = "7.88.1";
/// The newest curl whose additional options are known by name.
pub const NEWEST_KNOWN: &str = "8.16";

/// One option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    /// Its long name, without the two hyphens.
    pub(super) name: &'static str,
    /// Whether it takes a value.
    pub(super) value: bool,
    /// Since when there is one, where it came after [`VERSION`].
    pub(super) since: Option<&'static str>,
}

const TABLE: &str = include_str!("../../data/curl-options.txt");

/// What came later, that commands of today may hold, with a value or not (curl's own manual, "Added in").
const NEWER: [(&str, bool, &str); 20] = [
    ("ca-native", false, "8.2.0"),
    ("proxy-ca-native", false, "8.2.0"),
    ("haproxy-clientip", true, "8.2.0"),
    ("trace-config", true, "8.3.0"),
    ("variable", true, "8.3.0"),
    ("ipfs-gateway", true, "8.4.0"),
    ("trace-ids", false, "8.2.0"),
    ("ech", true, "8.8.0"),
    ("ip-tos", true, "8.9.0"),
    ("vlan-priority", true, "8.9.0"),
    ("mptcp", false, "8.9.0"),
    ("keepalive-cnt", true, "8.9.0"),
    ("proxy-http2", false, "8.1.0"),
    ("dump-ca-embed", false, "8.10.0"),
    ("skip-existing", false, "8.10.0"),
    ("tls-earlydata", false, "8.11.0"),
    ("upload-flags", true, "8.13.0"),
    ("sigalgs", true, "8.14.0"),
    ("follow", false, "8.16.0"),
    ("out-null", false, "8.16.0"),
];

fn table() -> impl Iterator<Item = (char, Known)> {
    // the first line says what the file is
    TABLE.lines().skip(1).filter_map(|line| {
        let mut words = line.split(' ');
        let letter = words.next()?.chars().next()?;
        let name = words.next()?;
        // what help is wanted about may be left out, and nothing behind it is read
        let value = words.next() == Some("=") && name != "help";
        Some((letter, Known { name, value, since: None }))
    })
}

/// The option of a letter.
pub(super) fn by_letter(letter: char) -> Option<Known> {
    // in the table a hyphen says that there is no letter
    table().find(|(found, _)| *found == letter && letter != '-').map(|(_, known)| known)
}

/// What a long name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// One option, and whether it is switched off by `no-` in front.
    One(Known, bool),
    /// `no-` before an option that takes a value.
    NotBoolean,
    /// It begins several names.
    Several,
    /// None begins so.
    None,
}

/// The option of a long name, which may be cut short where only one begins so.
pub(super) fn by_name(name: &str) -> Found {
    // the size of letters counts for nothing
    let lowered = name.to_ascii_lowercase();
    let name = lowered.as_str();
    let exact = |name: &str| table().map(|(_, known)| known).find(|known| known.name == name);
    let newer = || {
        NEWER.iter().find(|(known, ..)| *known == name).map(|(name, value, since)| Known {
            name,
            value: *value,
            since: Some(since),
        })
    };
    if let Some(known) = exact(name).or_else(newer) {
        // the table lists what is on by default with its `no-`
        return match known.name.strip_prefix("no-") {
            Some(_) => Found::One(known, true),
            None => Found::One(known, false),
        };
    }
    if let Some(positive) = name.strip_prefix("no-") {
        return match by_name(positive) {
            Found::One(known, _) if known.value => Found::NotBoolean,
            Found::One(known, _) => Found::One(known, true),
            other => other,
        };
    }
    if let Some((_, known)) = table().find(|(_, known)| known.name.strip_prefix("no-") == Some(name)) {
        return Found::One(known, false);
    }
    let mut begin = table().map(|(_, known)| known).filter(|known| {
        known.name.strip_prefix("no-").unwrap_or(known.name).starts_with(name) && !name.is_empty()
    });
    match (begin.next(), begin.next()) {
        (Some(known), None) => Found::One(known, false),
        (Some(_), Some(_)) => Found::Several,
        (None, _) => Found::None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, by_letter, by_name, table};

    #[test]
    fn names_letters_and_beginnings_are_found() {
        assert!(table().count() > 240);
        let one = |name: &str| match by_name(name) {
            Found::One(known, off) => Some((known.name, known.value, off)),
            _ => None,
        };
        assert_eq!(one("cert"), Some(("cert", true, false)));
        assert_eq!(one("cacer"), Some(("cacert", true, false)));
        assert_eq!(one("insecure"), Some(("insecure", false, false)));
        assert_eq!(one("no-insecure"), Some(("insecure", false, true)));
        assert_eq!(one("no-alpn"), Some(("no-alpn", false, true)));
        assert_eq!(one("alpn"), Some(("no-alpn", false, false)));
        assert_eq!(one("ca-native"), Some(("ca-native", false, false)));
        assert_eq!(by_name("no-cert"), Found::NotBoolean);
        assert_eq!(by_name("ca"), Found::Several);
        assert_eq!(by_name("nonsense"), Found::None);
        assert_eq!(by_name(""), Found::None);
        assert_eq!(by_letter('E').map(|known| (known.name, known.value)), Some(("cert", true)));
        assert_eq!(by_letter('k').map(|known| (known.name, known.value)), Some(("insecure", false)));
        assert_eq!(by_letter('#').map(|known| known.name), Some("progress-bar"));
        assert_eq!(by_letter('-'), None);
        assert_eq!(by_letter('@'), None);
    }
}
