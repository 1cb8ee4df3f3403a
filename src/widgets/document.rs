//! A text with its parts, as the worker wrote it.

use workbench::document::{Block, Document, Section, Table};
use yew::{Html, html};

use crate::widgets::fold::Fold;
use crate::widgets::glyph::{Mark, bare};

/// All sections.
pub fn document(document: &Document) -> Html {
    html! {<>{ for document.0.iter().map(section) }</>}
}

fn section(section: &Section) -> Html {
    html! {
        <section class="panel">
            <div class="panel__head"><h2>{ &section.title }</h2></div>
            { for section.blocks.iter().map(block) }
        </section>
    }
}

fn block(block: &Block) -> Html {
    match block {
        Block::Paragraph(text) => html! {<p class="prose">{ text }</p>},
        Block::Aside(text) => html! {<p class="prose small muted">{ text }</p>},
        Block::Good(points) => list(Some(Mark::Fine), points),
        Block::Caution(points) => list(Some(Mark::Caution), points),
        Block::Steps(points) => list(None, points),
        Block::Terms(terms) => html! {
            <dl class="places">
                { for terms.iter().map(|(term, what)| html! {<><dt>{ term }</dt><dd class="prose">{ what }</dd></>}) }
            </dl>
        },
        Block::Table(rows) => match &rows.folded {
            Some(title) => Fold::new(title.clone(), "libraries").quiet().draw(table(rows)),
            None => table(rows),
        },
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
