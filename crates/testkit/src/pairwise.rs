//! Rows of choices in which each two words of two fields stand together: what goes wrong in a configuration goes wrong between two
//! choices far more often than between three, and every pair of all fields stands in a few dozen rows.

/// Rows of one word's index for each field, of which each has so many words, such that each two words of two fields stand together in
/// some row.
#[must_use]
pub fn pairwise(words: &[usize]) -> Vec<Vec<usize>> {
    let mut missing = Vec::new();
    for (first, count) in words.iter().enumerate() {
        for (second, others) in words.iter().enumerate().skip(first + 1) {
            let pairs = (0..*count).flat_map(|word| (0..*others).map(move |other| (word, other)));
            missing.extend(pairs.map(|(word, other)| [(first, word), (second, other)]));
        }
    }
    let mut rows = Vec::new();
    while let Some(seed) = missing.first().copied() {
        let mut row: Vec<Option<usize>> = vec![None; words.len()];
        for (field, word) in seed {
            row[field] = Some(word);
        }
        for field in 0..words.len() {
            if row[field].is_none() {
                // the word that brings the most missing pairs with what stands already
                let brings = |word: &usize| {
                    let new = |pair: &&[(usize, usize); 2]| match **pair {
                        [mine, (other, its)] if mine == (field, *word) => row[other] == Some(its),
                        [(other, its), mine] if mine == (field, *word) => row[other] == Some(its),
                        _ => false,
                    };
                    missing.iter().filter(new).count()
                };
                row[field] = (0..words[field]).rev().max_by_key(brings);
            }
        }
        let row: Vec<usize> = row.into_iter().map(|word| word.expect("each field has a word")).collect();
        missing.retain(|pair| !pair.iter().all(|(field, word)| row[*field] == *word));
        rows.push(row);
    }
    rows
}
