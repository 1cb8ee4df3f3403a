//! JavaScript as it travels: shorter names, no comments, no white space. What a script does is not changed here.

use std::collections::BTreeMap;
use std::fs;

use anyhow::Context as _;

use crate::run::{Show, step};
use crate::tools;
use crate::workspace::Workspace;

/// What a script is to the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A module: its top-level names are its own.
    Module,
    /// A plain script: its top-level names are seen by all that come after it.
    Plain,
}

/// The script made small by terser; `name` tells which it is in the build's output.
pub(super) fn minify(workspace: &Workspace, name: &str, source: &str, kind: Kind) -> anyhow::Result<String> {
    let folder = workspace.page().join("scripts");
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let [from, to] = ["js", "small.js"].map(|ending| folder.join(format!("{name}.{ending}")));
    fs::write(&from, source).with_context(|| format!("{} cannot be written", from.display()))?;
    let mut command = workspace.command("node");
    command.arg(tools::terser(workspace)?).args(["--compress", "--mangle", "--ecma", "2022"]);
    if kind == Kind::Module {
        command.arg("--module");
    }
    command.arg("--output").arg(&to).arg("--").arg(&from);
    let advice = "terser's words above name the line of JavaScript that it does not take.";
    step(&format!("Making {name}.js small"), Show::Progress, &mut command, advice)?;
    fs::read_to_string(&to).with_context(|| format!("{} cannot be read", to.display()))
}

/// What wasm-bindgen puts after an import's name: an underscore and this many hexadecimal digits.
const HASH_DIGITS: usize = 16;

/// Gives the imports of a program names without hashes. wasm-bindgen's tell versions of libraries apart, which stand once
/// here, and eight octets of chance for each import, in the program and in its glue, cannot be compressed. The new names are
/// as long as the old ones, so the program stays as it is otherwise.
pub(super) fn plain_imports(glue: &str, program: &mut [u8]) -> String {
    let mut new_names: BTreeMap<&str, String> = BTreeMap::new();
    let mut of_stem: BTreeMap<&str, usize> = BTreeMap::new();
    for name in glue.split(|letter: char| !is_word(letter)) {
        if let Some(stem) = stem(name)
            && !new_names.contains_key(name)
        {
            let count = of_stem.entry(stem).or_default();
            new_names.insert(name, format!("{stem}_{count:0HASH_DIGITS$}"));
            *count += 1;
        }
    }
    let mut plain = glue.to_owned();
    for (old, new) in &new_names {
        plain = plain.replace(old, new);
        replace(program, old.as_bytes(), new.as_bytes());
    }
    plain
}

/// The name of an import without its hash.
fn stem(name: &str) -> Option<&str> {
    let (stem, hash) = name.rsplit_once('_')?;
    let hexadecimal = |digit: char| digit.is_ascii_digit() || ('a'..='f').contains(&digit);
    let hashed = hash.len() == HASH_DIGITS && hash.chars().all(hexadecimal);
    (name.starts_with("__wb") && hashed).then_some(stem)
}

/// Whether a letter may be part of a name.
pub(super) fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '$'
}

/// Puts `new`, which is as long, in the place of each `old`.
fn replace(octets: &mut [u8], old: &[u8], new: &[u8]) {
    let mut at = 0;
    while at + old.len() <= octets.len() {
        if octets[at..].starts_with(old) {
            octets[at..at + new.len()].copy_from_slice(new);
            at += old.len();
        } else {
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_lose_their_hashes_in_glue_and_program_alike() {
        let glue = "__wbg_body_5f971cbc6950ca4f: x, __wbg_add_5f971cbc6950ca40: y, __wbg_add_0123456789abcdef: z, \
                    __wbindgen_malloc, other_5f971cbc6950ca4f, __wbg_add_5f971cbc6950ca40";
        let mut program =
            b"\x1b__wbg_body_5f971cbc6950ca4f\0\x1a__wbg_add_0123456789abcdef\x1a__wbg_add_5f971cbc6950ca40"
                .to_vec();
        let plain = plain_imports(glue, &mut program);
        assert_eq!(
            plain,
            "__wbg_body_0000000000000000: x, __wbg_add_0000000000000000: y, __wbg_add_0000000000000001: z, \
             __wbindgen_malloc, other_5f971cbc6950ca4f, __wbg_add_0000000000000000"
        );
        assert_eq!(
            program,
            b"\x1b__wbg_body_0000000000000000\0\x1a__wbg_add_0000000000000001\x1a__wbg_add_0000000000000000"
        );
    }
}
