//! A text with its parts, as the worker wrote it.

use workbench::document::{Block, Deed, Document, Run, Section, Table, Tabs, Verdict, Words};
use workbench::reading::Msg;
use yew::{Callback, Html, html};

use crate::widgets::code::code;
use crate::widgets::finding::finding;
use crate::widgets::fold::Fold;
use crate::widgets::glyph::{Mark, bare};
use crate::widgets::reader::Reader;
use crate::widgets::tabs::tabs;

/// All sections.
pub fn document(document: &Document, reader: &Reader<'_>) -> Html {
    html! {<>{ for document.0.iter().map(|described| section(described, reader)) }</>}
}

fn section(section: &Section, reader: &Reader<'_>) -> Html {
    html! {
        <section class="panel">
            { section.title.as_ref().map(|title| html! {<div class="panel__head"><h2>{ title }</h2></div>}) }
            { blocks(&section.blocks, reader) }
        </section>
    }
}

/// Parts of a section, one below the other.
pub fn blocks(blocks: &[Block], reader: &Reader<'_>) -> Html {
    html! {<>{ for blocks.iter().map(|described| block(described, reader)) }</>}
}

fn block(block: &Block, reader: &Reader<'_>) -> Html {
    match block {
        Block::Heading(title) => html! {<h3>{ title }</h3>},
        Block::Paragraph(text) => html! {<p class="prose">{ words(text) }</p>},
        Block::Aside(text) => html! {<p class="prose small muted">{ words(text) }</p>},
        Block::Expect(text) => {
            html! {<p class="verdict is-fine">{ bare(Mark::Fine) }<strong>{ text }</strong></p>}
        }
        Block::Finding(verdict, message) => finding(mark(*verdict), message, Html::default(), reader.lang),
        Block::Good(points) => list(Some(Mark::Fine), points),
        Block::Caution(points) => list(Some(Mark::Caution), points),
        Block::Steps(points) => list(None, points),
        Block::Deeds(deeds) => {
            html! {<ol class="steps">{ for deeds.iter().map(|described| deed(described, reader)) }</ol>}
        }
        Block::Terms(terms) => html! {
            <dl class="places">
                { for terms.iter().map(|(term, what)| html! {<><dt>{ term }</dt><dd class="prose">{ pairs(what) }</dd></>}) }
            </dl>
        },
        Block::Table(rows) => table(rows),
        Block::Code(described) => code(described, reader),
        Block::Fold(fold) => {
            let inside = blocks(&fold.blocks, reader);
            Fold::new(fold.title.clone(), fold.id.clone()).quiet().draw(inside)
        }
        Block::Tabs(row) => several(row, reader),
        Block::Link(address, words) => html! {<p><a href={address.clone()}>{ words }</a></p>},
    }
}

/// A text that may break behind its colons, so that a fingerprint does not break within a pair of digits.
fn pairs(text: &str) -> Html {
    html! {<>{ for text.split_inclusive(':').map(|part| html! {<>{ part }<wbr /></>}) }</>}
}

/// Words; a term among them is a button that opens what it means (the browser's own popover: Escape closes it).
fn words(words: &Words) -> Html {
    html! {<>{ for words.0.iter().map(|run| match run {
        Run::Plain(words) => html! { words },
        Run::Term(id, word, meaning) => html! {<>
            <button type="button" class="term" popovertarget={id.clone()}>{ word }</button>
            <span id={id.clone()} class="term__meaning" popover="auto"><strong>{ word }</strong>{ " " }{ meaning }</span>
        </>},
    }) }</>}
}

/// The mark of a verdict.
#[must_use]
pub fn mark(verdict: Verdict) -> Mark {
    match verdict {
        Verdict::Fine => Mark::Fine,
        Verdict::Caution => Mark::Caution,
        Verdict::Refused => Mark::Refused,
    }
}

/// Points under one mark; without it steps in their order.
fn list(mark: Option<Mark>, points: &[String]) -> Html {
    let points = points.iter().map(|point| html! {<li>{ mark.map(bare) }<p class="prose">{ point }</p></li>});
    match mark {
        Some(_) => html! {<ul class="points">{ for points }</ul>},
        None => html! {<ol class="steps steps--dense">{ for points }</ol>},
    }
}

fn deed(deed: &Deed, reader: &Reader<'_>) -> Html {
    let title = match &deed.tick {
        None => html! { &deed.title },
        Some(tick) => {
            let name = tick.clone();
            let onchange: Callback<yew::Event> = reader.tell.reform(move |_| Msg::Ticked(name.clone()));
            html! {
                <label class="check">
                    <input type="checkbox" checked={reader.reading.is_ticked(tick)} {onchange} data-test={tick.clone()} />
                    <span>{ &deed.title }</span>
                </label>
            }
        }
    };
    html! {<li><h3>{ title }</h3>{ blocks(&deed.blocks, reader) }</li>}
}

fn table(table: &Table) -> Html {
    html! {
        <table class="table table--rules">
            <thead><tr>{ for table.head.iter().map(|name| html! {<th scope="col">{ name }</th>}) }</tr></thead>
            <tbody>
                { for table.rows.iter().map(|[name, what]| html! {<tr><td><code>{ name }</code></td><td>{ what }</td></tr>}) }
            </tbody>
        </table>
    }
}

/// A row of tabs with what the chosen one shows.
fn several(row: &Tabs, reader: &Reader<'_>) -> Html {
    let chosen = reader.reading.chosen(row);
    let name = row.id.clone();
    let onselect = reader.tell.reform(move |chosen| Msg::Chosen(name.clone(), chosen));
    html! {
        <div>
            { tabs(row, chosen, &onselect, reader.lang) }
            <div role="tabpanel" id={format!("{}-panel", row.id)} aria-labelledby={format!("{}-{chosen}", row.id)}>
                { blocks(reader.reading.shown(row), reader) }
            </div>
        </div>
    }
}
