//! The runbook as the page shows it. Its steps are `deploy::runbook`'s; ticks are the reader's.

use deploy::calendar;
use deploy::expiry::Expiries;
use deploy::plan::{FileKind, Plan};
use deploy::runbook::{self, Chapter, Part, Remedy, Step};
use pki::moment::Moment;
use text::Lang;
use text::runbook as say;

use super::lines;
use crate::document::{Block, Code, Deed, Fold, Section, Table};

/// A section for each chapter.
pub(super) fn sections(
    plan: &Plan,
    archive: &str,
    expiries: &Expiries,
    now: Moment,
    lang: Lang,
) -> Vec<Section> {
    // what no command can hold was refused at its field already
    let chapters = runbook::chapters(plan, archive, expiries, lang).unwrap_or_default();
    let mut sections: Vec<Section> = chapters.iter().map(|chapter| section(chapter, lang)).collect();
    if let (Some(last), Ok(text)) =
        (sections.last_mut(), calendar::render(&plan.called(), expiries, now, lang))
        && !expiries.list.is_empty()
    {
        let name = FileKind::Calendar.name().to_owned();
        let code = Code {
            id: "calendar".to_owned(),
            title: name.clone(),
            text,
            save: Some(name),
            ..Code::default()
        };
        let title = text::calendar::title(lang).to_owned();
        let blocks = vec![Block::Aside(text::calendar::what(lang).into()), Block::Code(code)];
        last.blocks.insert(1, Block::Fold(Fold { id: "calendar-fold".to_owned(), title, blocks }));
    }
    sections
}

fn section(chapter: &Chapter, lang: Lang) -> Section {
    let deeds = chapter.steps.iter().map(|step| deed(step, lang)).collect();
    Section::new(chapter.title, vec![Block::Aside(chapter.why.clone().into()), Block::Deeds(deeds)])
}

fn deed(step: &Step, lang: Lang) -> Deed {
    let mut blocks: Vec<Block> = Vec::new();
    for (number, part) in step.parts.iter().enumerate() {
        match part {
            Part::Say(words) => blocks.push(Block::Aside(words.as_str().into())),
            Part::Run(place, commands) => {
                blocks.push(Block::Aside(place.words(lang).into()));
                let id = format!("{}-{number}", step.id);
                blocks.push(Block::Code(Code::command(&id, &step.title, &lines(commands))));
            }
            Part::Windows(lines) => {
                let id = format!("{}-windows-{number}", step.id);
                let title = say::windows(lang).to_owned();
                let code = Code::command(&format!("{id}-lines"), &step.title, lines.trim_end());
                blocks.push(Block::Fold(Fold { id, title, blocks: vec![Block::Code(code)] }));
            }
            Part::Console(clicks) => {
                let id = format!("{}-console", step.id);
                let blocks_inside = vec![Block::Steps(clicks.clone())];
                blocks.push(Block::Fold(Fold {
                    id,
                    title: say::console(lang).to_owned(),
                    blocks: blocks_inside,
                }));
            }
            Part::Dates(dates) => blocks.push(Block::Table(Table {
                head: [say::dates_what(lang), say::dates_when(lang)].map(str::to_owned),
                rows: dates.iter().map(|(what, when)| [what.clone(), when.clone()]).collect(),
            })),
        }
    }
    blocks.extend(step.expect.clone().map(Block::Expect));
    if !step.otherwise.is_empty() {
        let remedies = step.otherwise.iter().enumerate();
        let inside = remedies.flat_map(|(number, described)| remedy(step, number, described)).collect();
        let id = format!("{}-otherwise", step.id);
        blocks.push(Block::Fold(Fold { id, title: say::otherwise(lang).to_owned(), blocks: inside }));
    }
    Deed { title: step.title.clone(), tick: Some(format!("tick-{}", step.id)), blocks }
}

fn remedy(step: &Step, number: usize, remedy: &Remedy) -> Vec<Block> {
    let mut blocks = vec![Block::Caution(vec![remedy.message.to_string()])];
    if !remedy.commands.is_empty() {
        let id = format!("{}-otherwise-{number}", step.id);
        blocks.push(Block::Code(Code::command(&id, &step.title, &lines(&remedy.commands))));
    }
    blocks
}
