//! Modules that `load_module` adds: what nginx's own bring is known here (its documentation, "Modules reference"), and what any other
//! brings is not, so that whatever the modelled nginx does not know may be one of its directives, or misspelt.

use std::collections::HashSet;

use super::folder::{PREFIX, full};
use super::item::{Item, Loaded, below};
use super::refusal::newer;
use super::table;
use super::value::fault::Fault;
use crate::files::{Files, Missing};

/// One of nginx's own that is built apart, with the directives that it adds outside of blocks of its own.
struct Known {
    file: &'static str,
    directives: &'static str,
}

const KNOWN: [Known; 7] = [
    Known { file: "ngx_stream_module", directives: "stream" },
    Known { file: "ngx_stream_geoip_module", directives: "" },
    Known { file: "ngx_mail_module", directives: "mail imap" },
    Known {
        file: "ngx_http_image_filter_module",
        directives: "image_filter image_filter_buffer image_filter_interlace image_filter_jpeg_quality image_filter_sharpen \
image_filter_transparency image_filter_webp_quality",
    },
    Known {
        file: "ngx_http_geoip_module",
        directives: "geoip_country geoip_city geoip_org geoip_proxy geoip_proxy_recursive",
    },
    Known {
        file: "ngx_http_xslt_filter_module",
        directives: "xml_entities xslt_last_modified xslt_param xslt_string_param xslt_stylesheet xslt_types",
    },
    Known { file: "ngx_http_perl_module", directives: "perl perl_modules perl_require perl_set" },
];

/// Variables of `ngx_http_geoip_module`.
const VARIABLES: &str = "geoip_country_code geoip_country_code3 geoip_country_name geoip_org geoip_city_continent_code \
geoip_city_country_code geoip_city_country_code3 geoip_city_country_name geoip_dma_code geoip_area_code geoip_latitude geoip_longitude \
geoip_region geoip_region_name geoip_city geoip_postal_code";

/// So many letters may be wrong in a name for it to be taken for another.
const NEAR: usize = 2;

/// The modules that were loaded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Modules(Vec<String>);

impl Modules {
    /// One more, by the path of its file.
    pub(super) fn add(&mut self, path: &str) {
        self.0.push(named(path).to_owned());
    }

    fn own(&self) -> impl Iterator<Item = &'static Known> {
        KNOWN.iter().filter(|module| self.0.iter().any(|name| name == module.file))
    }

    /// The first that is none of nginx's own: what it brings is not known.
    #[must_use]
    pub fn foreign(&self) -> Option<&str> {
        let is_own = |name: &str| KNOWN.iter().any(|module| module.file == name);
        self.0.iter().map(String::as_str).find(|name| !is_own(name))
    }

    /// Whether one of nginx's own brings a directive.
    fn knows(&self, directive: &str) -> bool {
        self.own().any(|module| module.directives.split(' ').any(|known| known == directive))
    }

    /// Whether a directive that the modelled nginx does not know is taken to be one of theirs.
    pub(super) fn may_bring(&self, directive: &str) -> bool {
        // what a newer nginx itself knows is no module's, and what is no word is nobody's
        let is_word = directive.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'_')
            && directive.starts_with(|first: char| first.is_ascii_alphabetic());
        self.knows(directive) || is_word && self.foreign().is_some() && newer(directive).is_none()
    }

    /// Whether one of nginx's own makes a variable.
    pub(super) fn makes(&self, variable: &str) -> bool {
        self.0.iter().any(|name| name == "ngx_http_geoip_module")
            && VARIABLES.split(' ').any(|known| known == variable)
    }
}

/// How a module is called whose file has this path.
pub(super) fn named(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.strip_suffix(".so").unwrap_or(file)
}

/// What dlopen(3) says to a file that is no module, where all files of the machine are at hand.
pub(super) fn unloadable(item: &Item, files: &dyn Files) -> Fault {
    /// The head of every shared object (elf(5)).
    const MARK: &[u8] = b"\x7fELF";
    const HEAD: usize = 64;
    if !files.is_machine() {
        return None;
    }
    let path = full(PREFIX, item.word(0));
    let why = match files.read(&path) {
        Err(Missing::NotFound) => "cannot open shared object file: No such file or directory",
        Err(Missing::Forbidden) => "cannot open shared object file: Permission denied",
        Err(Missing::Folder) => "cannot read file data: Is a directory",
        Ok(contents) if contents.len() < HEAD => "file too short",
        Ok(contents) if !contents.starts_with(MARK) => "invalid ELF header",
        Ok(_) => return None,
    };
    Some((format!("dlopen() \"{path}\" failed ({path}: {why})"), path))
}

/// A directive or a variable that is taken for one of a module's.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Taken {
    /// Its name; that of a variable with its sign.
    pub name: String,
    /// The module.
    pub module: String,
    /// What nginx knows of nearly that name.
    pub near: Option<String>,
}

impl Taken {
    /// A directive.
    fn directive(name: &str, module: &str) -> Taken {
        let near = nearest(name, table::names());
        Taken { name: name.to_owned(), module: module.to_owned(), near: near.map(str::to_owned) }
    }

    /// A variable, and which ones there are.
    pub(super) fn variable<'a>(name: &str, module: &str, made: impl Iterator<Item = &'a str>) -> Taken {
        let near = nearest(name, made).map(|near| format!("${near}"));
        Taken { name: format!("${name}"), module: module.to_owned(), near }
    }
}

/// The directives that are taken for those of a module whose directives nobody here knows; and those of nginx's own, which are not
/// followed.
#[must_use]
pub fn directives(loaded: &Loaded) -> (Vec<Taken>, Vec<String>) {
    let mut seen = HashSet::new();
    let unknown: Vec<&Item> = below(&loaded.items).into_iter().filter(|item| !item.known).collect();
    let unknown = unknown.into_iter().filter(|item| seen.insert(item.name.as_str()));
    let (own, others): (Vec<&Item>, Vec<&Item>) = unknown.partition(|item| loaded.modules.knows(&item.name));
    let taken = loaded
        .modules
        .foreign()
        .map(|module| others.iter().map(|item| Taken::directive(&item.name, module)).collect());
    (taken.unwrap_or_default(), own.into_iter().map(|item| item.name.clone()).collect())
}

/// The variable that a directive of a module makes, as `perl_set $name …` and `geoip2 … { $name …; }` do.
pub(super) fn made_by(item: &Item) -> impl Iterator<Item = &str> {
    let first = item.words.first().filter(|_| item.words.len() > 1 || item.block.is_some());
    let rows = item.inside().iter().map(|row| &row.name);
    let named = first.into_iter().chain(rows).filter(|_| !item.known);
    named.filter_map(|word| word.strip_prefix('$'))
}

/// The name that differs from one by the fewest letters, where these are few.
fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let near = |other: &&str| other.len().abs_diff(name.len()) <= NEAR;
    let measured = known.filter(near).map(|other| (strsim::damerau_levenshtein(name, other), other)).min()?;
    (measured.0 <= NEAR && measured.0 * 3 <= name.len()).then_some(measured.1)
}

#[cfg(test)]
mod tests {
    use super::{Modules, directives};
    use crate::files::Memory;
    use crate::nginx::load::load;

    #[test]
    fn what_a_module_may_bring_depends_on_whose_it_is() {
        let with = |module: &str, line: &str| {
            let text = format!("load_module modules/{module}.so; events {{}} http {{ server {{ {line} }} }}");
            load("/n.conf", &Memory::new().with("/n.conf", text))
        };
        let echo = with("ngx_http_echo_module", "ssl_verfy_client on; echo hi;");
        assert_eq!(echo.refusal, None);
        let (taken, own) = directives(&echo);
        let near: Vec<_> = taken.iter().map(|taken| (taken.name.as_str(), taken.near.as_deref())).collect();
        assert_eq!(near, [("ssl_verfy_client", Some("ssl_verify_client")), ("echo", None)]);
        assert!(own.is_empty());
        let stream = with("ngx_stream_module", "ssl_verfy_client on;");
        let refused = stream.refusal.map(|refusal| refusal.words);
        assert_eq!(refused.as_deref(), Some("unknown directive \"ssl_verfy_client\""));
        let image = with("ngx_http_image_filter_module", "location / { image_filter test; }");
        assert_eq!(image.refusal, None);
        assert_eq!(directives(&image), (Vec::new(), vec!["image_filter".to_owned()]));
    }

    #[test]
    fn nginx_own_modules_are_told_from_others() {
        let mut modules = Modules::default();
        modules.add("modules/ngx_http_geoip_module.so");
        assert_eq!(modules.foreign(), None);
        assert!(modules.makes("geoip_city") && !modules.makes("geoip_town"));
        modules.add("/opt/ngx_http_geoip2_module.so");
        assert_eq!(modules.foreign(), Some("ngx_http_geoip2_module"));
    }
}
