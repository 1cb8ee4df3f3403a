//! Why mutual TLS, and the words of the field: as a section of their own, and opening wherever they stand in a document's texts.

use text::Lang;
use text::glossary as say;

use crate::document::{Block, Document, Fold, Run, Section};

type Of = fn(Lang) -> &'static str;

/// Each term and what it means.
const TERMS: [(Of, Of); 11] = [
    (say::mtls, say::mtls_means),
    (say::authority, say::authority_means),
    (say::certificate, say::certificate_means),
    (say::csr, say::csr_means),
    (say::key, say::key_means),
    (say::handshake, say::handshake_means),
    (say::list, say::list_means),
    (say::backend, say::backend_means),
    (say::subject, say::subject_means),
    (say::record, say::record_means),
    (say::fingerprint, say::fingerprint_means),
];

/// The reasons, and all terms in a fold.
pub(super) fn section(lang: Lang) -> Section {
    let why = [say::why_gives(lang), say::why_not(lang), say::why_private(lang), say::why_rules(lang)];
    let terms = TERMS.map(|(term, means)| (term(lang).to_owned(), means(lang).to_owned())).to_vec();
    let words = Fold {
        id: "words".to_owned(),
        title: say::words(lang).to_owned(),
        blocks: vec![Block::Terms(terms)],
    };
    let why = why.into_iter().map(|words| Block::Paragraph(words.into()));
    Section::new(say::title(lang), why.chain([Block::Fold(words)]).collect())
}

/// Makes each term open at its first place in each section's paragraphs. Names in the document stay apart by their numbers.
pub(super) fn mark(document: &mut Document, lang: Lang) {
    let mut number = 0;
    for section in &mut document.0 {
        let mut open: Vec<&(Of, Of)> = TERMS.iter().collect();
        blocks(&mut section.blocks, &mut open, &mut number, lang);
    }
}

/// What is in sight at once has each term once. What a fold or a tab holds comes into sight by itself, so it has those that were
/// not marked in front of it, and takes none away from what follows.
fn blocks(list: &mut [Block], open: &mut Vec<&(Of, Of)>, number: &mut usize, lang: Lang) {
    for block in list {
        match block {
            Block::Paragraph(words) | Block::Aside(words) => {
                let runs = std::mem::take(&mut words.0);
                words.0 = runs.into_iter().flat_map(|run| split(run, open, number, lang)).collect();
            }
            Block::Deeds(deeds) => {
                for deed in deeds {
                    blocks(&mut deed.blocks, open, number, lang);
                }
            }
            Block::Fold(fold) => blocks(&mut fold.blocks, &mut open.clone(), number, lang),
            Block::Tabs(row) => {
                for tab in &mut row.tabs {
                    blocks(&mut tab.blocks, &mut open.clone(), number, lang);
                }
            }
            _ => {}
        }
    }
}

/// A run in which each term that is still open becomes a run of its own.
fn split(run: Run, open: &mut Vec<&(Of, Of)>, number: &mut usize, lang: Lang) -> Vec<Run> {
    let Run::Plain(text) = run else { return vec![run] };
    let mut runs = Vec::new();
    let mut rest = text.as_str();
    while let Some((at, which)) =
        (0..open.len()).filter_map(|which| Some((place(rest, open[which].0(lang))?, which))).min()
    {
        let (term, means) = open.remove(which);
        let term = term(lang);
        *number += 1;
        runs.push(Run::Plain(rest[..at].to_owned()));
        runs.push(Run::Term(
            format!("term-{number}"),
            rest[at..at + term.len()].to_owned(),
            means(lang).to_owned(),
        ));
        rest = &rest[at + term.len()..];
    }
    runs.push(Run::Plain(rest.to_owned()));
    runs.retain(|run| !matches!(run, Run::Plain(words) if words.is_empty()));
    runs
}

/// Where a term stands as a word of its own. In Korean a particle may follow at once.
fn place(text: &str, term: &str) -> Option<usize> {
    let letter =
        |character: Option<char>| character.is_some_and(|character| character.is_ascii_alphanumeric());
    let alone = |at: usize| {
        let (before, after) = (text[..at].chars().next_back(), text[at + term.len()..].chars().next());
        let joined = before.is_some_and(char::is_alphanumeric);
        let goes_on = letter(term.chars().next_back()) && letter(after);
        !joined && !goes_on
    };
    text.match_indices(term).map(|(at, _)| at).find(|at| alone(*at))
}

/// The words without their terms.
#[cfg(test)]
fn text(words: &crate::document::Words) -> String {
    words
        .0
        .iter()
        .map(|run| match run {
            Run::Plain(text) | Run::Term(_, text, _) => text.as_str(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{mark, section, text};
    use crate::document::{Block, Document, Fold, Run, Section, Tab, Tabs};
    use std::collections::BTreeSet;
    use text::Lang;

    fn marked(words: &str, lang: Lang) -> Vec<String> {
        let paragraph = Block::Paragraph(words.into());
        let mut document = Document(vec![Section { title: None, blocks: vec![paragraph] }]);
        mark(&mut document, lang);
        let Block::Paragraph(found) = &document.0[0].blocks[0] else { panic!("{document:?}") };
        assert_eq!(text(found), words, "no word changes");
        let term = |run: &Run| match run {
            Run::Term(_, word, _) => Some(word.clone()),
            Run::Plain(_) => None,
        };
        found.0.iter().filter_map(term).collect()
    }

    #[test]
    fn terms_are_marked_once_and_as_whole_words() {
        for (words, lang, terms) in [
            ("An authority signs; the authority’s key.", Lang::En, &["authority"][..]),
            ("The private key and the certificate.", Lang::En, &["private key", "certificate"]),
            ("authorityx certificates subcertificate", Lang::En, &[]),
            ("CA의 인증서와 폐기 목록을", Lang::Ko, &["CA", "인증서", "폐기 목록"]),
            ("미인증서", Lang::Ko, &[]),
            ("", Lang::Ko, &[]),
        ] {
            assert_eq!(marked(words, lang), terms, "{words}");
        }
    }

    /// The terms that are marked in the paragraphs of these blocks, wherever they stand.
    fn all(blocks: &[Block], found: &mut Vec<String>) {
        for block in blocks {
            match block {
                Block::Paragraph(words) | Block::Aside(words) => {
                    found.extend(words.0.iter().filter_map(|run| match run {
                        Run::Term(_, word, _) => Some(word.clone()),
                        Run::Plain(_) => None,
                    }));
                }
                Block::Fold(fold) => all(&fold.blocks, found),
                Block::Tabs(row) => row.tabs.iter().for_each(|tab| all(&tab.blocks, found)),
                _ => {}
            }
        }
    }

    #[test]
    fn folds_and_tabs_have_what_is_not_in_sight_already() {
        let paragraph = |words: &str| Block::Paragraph(words.into());
        let fold = |words: &str| {
            let (id, title) = ("fold".to_owned(), "more".to_owned());
            Block::Fold(Fold { id, title, blocks: vec![paragraph(words)] })
        };
        let tab = |words: &str| Tab {
            label: "tab".to_owned(),
            role: None,
            blocks: vec![paragraph(words)],
            errand: None,
        };
        let tabs =
            |tabs: Vec<Tab>| Block::Tabs(Tabs { id: "tabs".to_owned(), label: "tabs".to_owned(), tabs });
        for (blocks, terms) in [
            (
                vec![paragraph("an authority"), fold("an authority and a certificate")],
                &["authority", "certificate"][..],
            ),
            (vec![fold("an authority"), paragraph("an authority")], &["authority", "authority"]),
            (vec![fold("an authority"), fold("an authority")], &["authority", "authority"]),
            (vec![tabs(vec![tab("an authority"), tab("an authority")])], &["authority", "authority"]),
            (vec![paragraph("an authority"), tabs(vec![tab("an authority")])], &["authority"]),
        ] {
            let mut document = Document(vec![Section { title: None, blocks }]);
            mark(&mut document, Lang::En);
            let mut found = Vec::new();
            all(&document.0[0].blocks, &mut found);
            assert_eq!(found, terms);
        }
    }

    #[test]
    fn names_in_a_document_are_apart() {
        for lang in Lang::ALL {
            let mut document = Document(vec![section(lang), section(lang)]);
            mark(&mut document, lang);
            let mut names = BTreeSet::new();
            for block in document.0.iter().flat_map(|section| &section.blocks) {
                let Block::Paragraph(words) = block else { continue };
                for run in &words.0 {
                    if let Run::Term(name, ..) = run {
                        assert!(names.insert(name.clone()), "{name} stands twice");
                    }
                }
            }
            assert!(names.len() > 6, "{names:?}");
        }
    }
}
