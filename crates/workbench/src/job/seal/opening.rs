//! How the recipient of a bundle opens it on each system, to be shown. The programs and commands are `deploy`'s knowledge.

use deploy::opening::{System, bsdtar};
use deploy::shell::Command;
use text::Lang;
use text::deploy as say;

use crate::document::{Block, Code};

/// What the file is and what does not open it, then the programs and the commands; in English and in Korean.
pub(crate) fn in_both(archive: &str) -> [Vec<Block>; 2] {
    [Lang::En, Lang::Ko].map(|lang| opening(archive, lang))
}

fn opening(archive: &str, lang: Lang) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(say::open_what(lang).into())];
    for system in System::ALL {
        let said = (system.label().to_owned(), system.advice(lang).to_owned());
        blocks.push(Block::Terms(vec![said]));
        blocks.extend(code(archive, system.label(), &system.commands(archive)));
    }
    blocks.push(Block::Paragraph(say::open_bsdtar(lang).into()));
    blocks.extend(code(archive, "bsdtar", &bsdtar(archive)));
    blocks
}

/// The commands, if there are any.
fn code(archive: &str, title: &str, commands: &[Command]) -> Option<Block> {
    let lines: Vec<String> = commands.iter().filter_map(|command| command.to_posix().ok()).collect();
    let id = format!("how-{archive}-{title}");
    (!lines.is_empty()).then(|| Block::Code(Code::command(&id, title, &lines.join("\n"))))
}

#[cfg(test)]
mod tests {
    use super::in_both;
    use crate::document::Block;

    #[test]
    fn each_language_has_the_same_commands_with_the_files_name() {
        let commands = in_both("handfast-a-server-2026-11-23.zip").map(|blocks| {
            let code = |block: &Block| match block {
                Block::Code(code) => Some(code.text.clone()),
                _ => None,
            };
            blocks.iter().filter_map(code).collect::<Vec<_>>()
        });
        assert_eq!(commands[0], commands[1]);
        assert_eq!(commands[0].len(), 3, "macOS, Debian, bsdtar; on Windows a window does it");
        assert!(commands[0].iter().all(|lines| lines.contains("handfast-a-server-2026-11-23.zip")));
    }
}
