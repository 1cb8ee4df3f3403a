//! `index.html` as written -> the parts of the page, and the page as served.

use std::fs;

use anyhow::{Context as _, bail};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

use super::inputs::hexadecimal;
use super::programs::Programs;
use super::script::{self, Kind};
use crate::workspace::Workspace;

/// Everything that the page consists of, before it is named and packed.
pub(super) struct Parts<'a> {
    /// `index.html` as written.
    pub(super) html: &'a str,
    /// The page's style sheets in their order.
    pub(super) css: String,
    /// The lab's, and those of what workers write.
    pub(super) lab_css: String,
    /// The icon as a data URI, so that it needs no request.
    pub(super) icon: String,
    /// `static/boot/boot.js` with how it finds the parts on a server.
    pub(super) served: String,
    /// The same with how it finds the parts inside the single file, below the page's glue.
    pub(super) single: String,
    /// The page's glue and program.
    pub(super) app_glue: String,
    pub(super) app_wasm: &'a [u8],
    /// The worker and the examiner.
    pub(super) workers: [Worker<'a>; 2],
    /// The lab's glue, a plain script, and its program.
    pub(super) lab: Worker<'a>,
    /// The texts of the libraries' licences.
    pub(super) licences: String,
}

/// A program that is no module: a worker's glue has the few lines that start it.
pub(super) struct Worker<'a> {
    pub(super) name: &'static str,
    pub(super) source: String,
    pub(super) wasm: &'a [u8],
}

/// A file of the served page.
pub(super) struct File {
    /// Its name, with a hash of its contents (except for `index.html` and `licences.txt`).
    pub(super) name: String,
    /// Its contents.
    pub(super) bytes: Vec<u8>,
}

impl<'a> Parts<'a> {
    /// Reads what `index.html` names.
    pub(super) fn read(
        workspace: &Workspace,
        html: &'a str,
        programs: &'a Programs,
        licences: String,
    ) -> anyhow::Result<Self> {
        let read = |path: &str| {
            fs::read_to_string(workspace.root.join(path)).with_context(|| format!("{path} cannot be read"))
        };
        let mut css = String::new();
        for sheet in linked(html, "rel=\"css\"") {
            css.push_str(&without_comments(&read(sheet)?));
        }
        let icon = match linked(html, "rel=\"icon\"").first() {
            Some(path) => format!("data:image/svg+xml;base64,{}", BASE64_STANDARD.encode(read(path)?)),
            None => bail!("index.html links no icon: add <link rel=\"icon\" …>"),
        };
        let small =
            |name: &str, parts: &[&str], kind| script::minify(workspace, name, &parts.join("\n"), kind);
        let glue = &*programs.app.glue;
        let boot = read("static/boot/boot.js")?;
        let worker = read("static/boot/worker.js")?;
        Ok(Self {
            licences,
            html,
            css,
            lab_css: without_comments(&[read("static/documents.css")?, read("static/lab.css")?].concat()),
            icon,
            served: small("boot", &[&boot, &read("static/boot/served.js")?], Kind::Module)?,
            single: small("single", &[glue, &boot, &read("static/boot/single.js")?], Kind::Module)?,
            app_glue: small("app", &[glue], Kind::Module)?,
            app_wasm: &programs.app.wasm,
            workers: [
                Worker {
                    name: "worker",
                    source: small("worker", &[&programs.workers[0].glue, &worker], Kind::Plain)?,
                    wasm: &programs.workers[0].wasm,
                },
                Worker {
                    name: "examiner",
                    source: small("examiner", &[&programs.workers[1].glue, &worker], Kind::Plain)?,
                    wasm: &programs.workers[1].wasm,
                },
            ],
            lab: Worker {
                name: "lab",
                source: small("lab", &[&programs.lab.glue], Kind::Plain)?,
                wasm: &programs.lab.wasm,
            },
        })
    }

    /// The files to serve; `index.html` is the last.
    pub(super) fn files(&self) -> anyhow::Result<Vec<File>> {
        let css = File::named("style", "css", self.css.as_bytes());
        let app_js = File::named("app", "js", self.app_glue.as_bytes());
        let app_wasm = File::named("app", "wasm", self.app_wasm);
        let mut files = vec![css, app_js, app_wasm];
        for Worker { name, source, wasm } in self.workers.iter().chain([&self.lab]) {
            files.push(File::named(name, "js", source.as_bytes()));
            files.push(File::named(name, "wasm", wasm));
        }
        files.push(File::named("lab", "css", self.lab_css.as_bytes()));

        let mut boot = self.served.clone();
        for file in &files[1..] {
            let plain = file.plain_name();
            if !boot.contains(&format!("\"/{plain}\"")) {
                bail!("static/boot/served.js does not load /{plain}");
            }
            boot = boot.replace(&format!("\"/{plain}\""), &format!("\"/{}\"", file.name));
        }
        let [css, app_js, app_wasm] = [&files[0], &files[1], &files[2]];
        let boot = File::named("boot", "js", boot.as_bytes());
        let head = format!(
            "    <link rel=\"icon\" type=\"image/svg+xml\" href=\"{}\">\n\
             \x20   <link rel=\"stylesheet\" href=\"/{}\">\n\
             \x20   <link rel=\"modulepreload\" href=\"/{}\">\n\
             \x20   <link rel=\"preload\" as=\"fetch\" type=\"application/wasm\" crossorigin href=\"/{}\">\n\
             \x20   <script type=\"module\" src=\"/{}\"></script>\n",
            self.icon, css.name, app_js.name, app_wasm.name, boot.name
        );
        let html = with_head(self.html, &head)?;
        let index = File { name: "index.html".to_owned(), bytes: html.into_bytes() };
        let licences = File { name: "licences.txt".to_owned(), bytes: self.licences.clone().into_bytes() };
        files.extend([boot, index, licences]);
        Ok(files)
    }
}

impl File {
    fn named(stem: &str, ending: &str, bytes: &[u8]) -> Self {
        // 64 bits tell the versions of one file apart; nobody profits from a collision with themselves
        let hash = hexadecimal(&Sha256::digest(bytes)[..8]);
        Self { name: format!("{stem}-{hash}.{ending}"), bytes: bytes.to_vec() }
    }

    /// The name without the hash, as `static/boot/served.js` has it.
    fn plain_name(&self) -> String {
        let (stem, rest) = self.name.rsplit_once('-').unwrap_or((&self.name, ""));
        format!("{stem}.{}", rest.rsplit_once('.').map_or("", |(_, ending)| ending))
    }
}

/// The document with every link to own files taken out and `head` put at the end of its head. Comments go too.
pub(super) fn with_head(html: &str, head: &str) -> anyhow::Result<String> {
    let mut kept = String::new();
    for line in html.lines() {
        let line_is_comment = line.trim_start().starts_with("<!--") && line.trim_end().ends_with("-->");
        let own_link = line.contains("<link data-trunk") || line.contains("rel=\"icon\"");
        if line.trim() == "</head>" {
            kept.push_str(head);
        }
        if !line_is_comment && !own_link {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    if !kept.contains(head) {
        bail!("index.html has no line `</head>`");
    }
    Ok(kept)
}

/// The addresses of all links that hold `mark`, in their order.
fn linked<'a>(html: &'a str, mark: &str) -> Vec<&'a str> {
    html.lines()
        .filter(|line| line.contains("<link") && line.contains(mark))
        .filter_map(|line| line.split_once("href=\"")?.1.split('"').next())
        .collect()
}

/// CSS without its comments and indentation; everything else is left to the compression.
fn without_comments(css: &str) -> String {
    let mut plain = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .fold(String::new(), |all, line| all + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = "<html>\n  <head>\n    <!-- words -->\n    <link rel=\"icon\" href=\"static/icon.svg\">\n    \
        <link data-trunk rel=\"css\" href=\"static/a.css\">\n    <link data-trunk rel=\"css\" href=\"static/b.css\">\n  </head>\n</html>\n";

    #[test]
    fn links_are_found_in_their_order() {
        assert_eq!(linked(HTML, "rel=\"css\""), ["static/a.css", "static/b.css"]);
        assert_eq!(linked(HTML, "rel=\"icon\""), ["static/icon.svg"]);
    }

    #[test]
    fn the_head_takes_the_place_of_own_links() {
        let html = with_head(HTML, "NEW\n").expect("it has a head");
        assert_eq!(html, "<html>\n  <head>\nNEW\n  </head>\n</html>\n");
        assert!(with_head("<html></html>", "NEW\n").is_err());
    }

    #[test]
    fn css_loses_its_comments_only() {
        assert_eq!(without_comments("/* a\n b */\n  a { b: c; } /* d */ e {}\n"), "a { b: c; }  e {}\n");
    }
}
