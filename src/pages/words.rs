//! Values as people read them, for all rooms. The calendar is `pki`'s, the words are `text`'s.

use pki::certificate::AlternativeName;
use pki::moment::Moment;
use text::Lang;
use workbench::role::Role;

use crate::widgets::glyph::Mark;

/// A day, in UTC.
#[must_use]
pub fn day(lang: Lang, at: Moment) -> String {
    at.day(lang)
}

/// The mark of a role.
#[must_use]
pub fn mark(role: Role) -> Mark {
    match role {
        Role::Authority => Mark::Authority,
        Role::Server => Mark::Server,
        Role::Client => Mark::Client,
    }
}

/// A name of a certificate without its kind.
#[must_use]
pub fn bare_name(name: &AlternativeName) -> &str {
    match name {
        AlternativeName::Dns(text)
        | AlternativeName::Ip(text)
        | AlternativeName::Email(text)
        | AlternativeName::Uri(text)
        | AlternativeName::Other(text) => text,
    }
}
