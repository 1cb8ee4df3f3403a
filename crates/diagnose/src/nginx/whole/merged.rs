//! What nginx refuses when it hands down what outer blocks hold: buffers that do not fit one another, and caches that nobody makes, for
//! which it names the line on which `http` ends; and the files with which it speaks TLS to backends, for which it names none.

use crate::files::Files;
use crate::nginx::hash;
use crate::nginx::item::{Item, Loaded};
use crate::nginx::refusal::{Cause, Refusal};
use crate::nginx::settings::{Http, Scope};
use crate::nginx::tls::Loader;
use crate::nginx::value::measure::{number, size};
use crate::nginx::value::script;

/// The modules that pass requests on; all but one keep answers in buffers.
const MODULES: [&str; 5] = ["proxy", "fastcgi", "uwsgi", "scgi", "grpc"];
/// A page of memory: nginx's own size of a buffer.
const PAGE: i64 = 4_096;

/// The first of it, module by module.
pub(super) fn fault(loaded: &Loaded, http: &Http<'_>, files: &dyn Files) -> Option<Refusal> {
    let made = caches(http);
    let loader = Loader::of(loaded, files);
    MODULES.into_iter().find_map(|module| {
        http.servers.iter().find_map(|server| {
            let found = if module == "grpc" { None } else { scope(module, &server.scope, &made) };
            match found {
                Some(found) => placed(loaded, found),
                None => {
                    let refused = tls(module, &server.scope, &loader).err();
                    refused
                        .or_else(|| placed(loaded, names(module, &server.scope)?))
                        .or_else(|| headers(module, &server.scope, true))
                }
            }
        })
    })
}

/// Of what is handed down nginx says where `http` ends.
pub(super) fn placed(loaded: &Loaded, (words, name, value): (String, String, String)) -> Option<Refusal> {
    let block = loaded.items.iter().find(|item| item.name == "http")?;
    Some(Refusal {
        words,
        place: Some((loaded.files[block.file].clone(), block.close)),
        cause: Cause::Value { name, value },
    })
}

/// The words, the directive and the value.
pub(super) type Found = Option<(String, String, String)>;

/// A block and those inside it.
fn scope(module: &str, at: &Scope<'_>, made: &[&str]) -> Found {
    buffers(module, at)
        .or_else(|| cache(module, at, made))
        .or_else(|| blocks(at).find_map(|item| scope(module, &at.within(item.inside()), made)))
}

/// What nginx says of a block for a module, and of those inside it.
fn tls(module: &str, at: &Scope<'_>, loader: &Loader<'_>) -> Result<(), Refusal> {
    loader.toward_backend(module, at)?;
    blocks(at).try_for_each(|item| tls(module, &at.within(item.inside()), loader))
}

/// How what is sent on names its variables.
fn names(module: &str, at: &Scope<'_>) -> Found {
    let lines = ["set_header", "set_body", "param"].map(|line| at.all(&format!("{module}_{line}")));
    let mut wrong = lines
        .into_iter()
        .flatten()
        .filter_map(|item| Some((script::later_fault(item)?, item.name.clone(), item.words.join(" "))));
    wrong.next().or_else(|| blocks(at).find_map(|item| names(module, &at.within(item.inside()))))
}

/// The names of headers and parameters that are set or hidden, which have to fit into tables (`ngx_http_proxy_init_headers`,
/// `ngx_http_fastcgi_init_params`, `ngx_http_upstream_hide_headers_hash`); a block that has none of them has those of the block around it.
fn headers(module: &str, at: &Scope<'_>, is_server: bool) -> Option<Refusal> {
    let line = |what: &str| format!("{module}_{what}");
    let tables = match module {
        "proxy" | "grpc" => ["set_header", "hide_header"].map(|what| (line(what), line("headers_hash"))),
        _ => [("hide_header", "hide_headers_hash"), ("param", "params_hash")]
            .map(|(what, table)| (line(what), line(table))),
    };
    let fault = tables.into_iter().find_map(|(lines, name)| {
        let own = is_server || at.innermost().iter().any(|item| item.name == lines);
        let names = at.all(&lines).into_iter().map(|item| item.word(0));
        // of parameters those alone stand there that are headers
        let names =
            names.filter_map(
                |name| if lines.ends_with("_param") { name.strip_prefix("HTTP_") } else { Some(name) },
            );
        // some stand there in any case
        hash::Table::of(&name, 512, at).fault(names.chain(["Host"]).filter(|_| own))
    });
    fault.or_else(|| blocks(at).find_map(|item| headers(module, &at.within(item.inside()), false)))
}

/// The blocks inside one that hand down to what stands in them.
pub(super) fn blocks<'a>(at: &Scope<'a>) -> impl Iterator<Item = &'a Item> + use<'a> {
    let inside = at.innermost().iter();
    inside.filter(|item| {
        ["location", "if", "limit_except"].contains(&item.name.as_str()) && item.block.is_some()
    })
}

fn buffers(module: &str, at: &Scope<'_>) -> Found {
    /// The most that nginx keeps in a file of its own accord.
    const KEPT: i64 = 1_024 * 1_024 * 1_024;
    let own = |name: &str| format!("{module}_{name}");
    let (many, line) = (own("buffers"), own("buffer_size"));
    let (count, each) = match at.last(&many) {
        Some(item) => (number(item.word(0))?, size(item.word(1))?),
        None => (8, PAGE),
    };
    let first = at.word(&line).map_or(Some(PAGE), size)?;
    let busy_name = own("busy_buffers_size");
    let largest = first.max(each);
    let busy = at.word(&busy_name).map_or(Some(2 * largest), size)?;
    let said = |words: String, name: &str, value: i64| Some((words, name.to_owned(), value.to_string()));
    if count < 2 {
        return said(format!("there must be at least 2 \"{many}\""), &many, count);
    }
    if busy < largest {
        let words = format!(
            "\"{busy_name}\" must be equal to or greater than the maximum of the value of \"{line}\" and one of the \"{many}\""
        );
        return said(words, &busy_name, busy);
    }
    if busy > each.saturating_mul(count - 1) {
        let words = format!("\"{busy_name}\" must be less than the size of all \"{many}\" minus one buffer");
        return said(words, if at.last(&busy_name).is_some() { &busy_name } else { &line }, busy);
    }
    let least = format!(
        "must be equal to or greater than the maximum of the value of \"{line}\" and one of the \"{many}\""
    );
    let (written, kept) = (own("temp_file_write_size"), own("max_temp_file_size"));
    if let Some(each) = at.word(&written).and_then(size).filter(|each| *each < largest) {
        return said(format!("\"{written}\" {least}"), &written, each);
    }
    let most = at.word(&kept).map_or(Some(KEPT), size).filter(|most| *most != 0 && *most < largest)?;
    let words = format!("\"{kept}\" must be equal to zero to disable temporary files usage or {least}");
    said(words, &kept, most)
}

/// The names of the caches that there are.
fn caches<'a>(http: &Http<'a>) -> Vec<&'a str> {
    let lines = http.scope.innermost().iter().filter(|item| item.name.ends_with("_cache_path"));
    let zone = |item: &'a Item| {
        item.words.iter().find_map(|word| word.strip_prefix("keys_zone=")?.split(':').next())
    };
    lines.filter_map(zone).collect()
}

fn cache(module: &str, at: &Scope<'_>, made: &[&str]) -> Found {
    let name = format!("{module}_cache");
    let zone = at.word(&name).filter(|zone| *zone != "off" && !zone.contains('$') && !made.contains(zone))?;
    Some((format!("\"{name}\" zone \"{zone}\" is unknown"), name, zone.to_owned()))
}
