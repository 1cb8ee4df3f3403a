//! Where the files of a location lie: `root` and `alias` (`ngx_http_map_uri_to_path`).

use crate::nginx::folder::{PREFIX, full};
use crate::nginx::item::Item;
use crate::nginx::settings::{Scope, location};

/// Where files lie.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Place {
    /// The folder as it was written.
    folder: String,
    pub(super) part: Part,
}

/// Replaces the variables of a text; nothing where one of them is not known.
type Expand<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Which part of a request's path stands behind the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Part {
    /// All of it (`root`).
    #[default]
    Whole,
    /// What stands behind the location's own text (`alias`).
    Behind(usize),
    /// None: the location is an expression.
    Nothing,
}

impl Place {
    /// What holds in a scope of a server.
    pub(super) fn of(scope: &Scope<'_>, server: &[Item]) -> Place {
        let found = scope.all_of(&["root", "alias"]).last().copied();
        let folder = found.map_or("html", |item| item.word(0));
        let Some(alias) = found.filter(|item| item.name == "alias") else {
            return Place {
                folder: folder.strip_suffix('/').unwrap_or(folder).to_owned(),
                part: Part::Whole,
            };
        };
        let part = match owner(server, alias).map(location) {
            Some((sign, _)) if sign.starts_with('~') => Part::Nothing,
            Some((_, text)) if !text.starts_with('@') => Part::Behind(text.len()),
            _ => Part::Whole,
        };
        Place { folder: folder.to_owned(), part }
    }

    /// Whether the folder is an alias.
    pub(super) fn is_alias(&self) -> bool {
        self.part != Part::Whole
    }

    /// The folder; `expand` replaces variables.
    pub(super) fn root(&self, expand: Expand<'_>) -> Option<String> {
        Some(full(PREFIX, &expand(&self.folder)?))
    }

    /// The file of a path; `expand` replaces variables.
    pub(super) fn file(&self, expand: Expand<'_>, path: &str) -> Option<String> {
        let behind = match self.part {
            Part::Whole => path,
            Part::Behind(length) => path.get(length..).unwrap_or_default(),
            Part::Nothing => "",
        };
        Some(self.root(expand)? + behind)
    }
}

/// The location that a directive stands in.
fn owner<'a>(items: &'a [Item], wanted: &Item) -> Option<&'a Item> {
    items.iter().filter(|item| item.block.is_some()).find_map(|item| {
        let own = item.inside().iter().any(|inner| core::ptr::eq(inner, wanted));
        if own && item.name == "location" { Some(item) } else { owner(item.inside(), wanted) }
    })
}
