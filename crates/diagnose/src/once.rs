//! What is told once, however often it was found.

/// Each of them once, where it first stands.
pub(crate) fn once<T: PartialEq>(all: Vec<T>) -> Vec<T> {
    let mut known = Vec::new();
    for one in all {
        if !known.contains(&one) {
            known.push(one);
        }
    }
    known
}
