//! What holds at a place by the blocks around it. What a directive means is not known here.

use std::collections::HashMap;
use std::rc::Rc;

use super::item::Item;

/// The blocks around a place, the outermost first: what a directive is there follows from the innermost that has it.
#[derive(Debug, Clone)]
pub struct Scope<'a>(Vec<Rc<Block<'a>>>);

/// A block, and where in it the directives of a name stand: a block with thousands of them is asked for as many.
#[derive(Debug)]
struct Block<'a> {
    items: &'a [Item],
    places: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Block<'a> {
    fn of(items: &'a [Item]) -> Block<'a> {
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for (place, item) in items.iter().enumerate() {
            places.entry(&item.name).or_default().push(place);
        }
        Block { items, places }
    }

    fn all_of(&self, names: &[&str]) -> Vec<&'a Item> {
        let of = |name: &&str| self.places.get(*name).into_iter().flatten().copied();
        let mut places: Vec<usize> = names.iter().flat_map(of).collect();
        places.sort_unstable();
        places.into_iter().map(|place| &self.items[place]).collect()
    }
}

impl<'a> Scope<'a> {
    /// The outermost block.
    #[must_use]
    pub(super) fn of(items: &'a [Item]) -> Scope<'a> {
        Scope(vec![Rc::new(Block::of(items))])
    }

    /// Whether a flag is on; it may be off by being left out.
    #[must_use]
    pub fn is_on(&self, flag: &str) -> bool {
        self.word(flag).is_some_and(|word| word.eq_ignore_ascii_case("on"))
    }

    /// Whether a flag is said to be off.
    #[must_use]
    pub fn is_off(&self, flag: &str) -> bool {
        self.word(flag).is_some_and(|word| word.eq_ignore_ascii_case("off"))
    }

    /// The directive of this name that counts here.
    #[must_use]
    pub fn last(&self, name: &str) -> Option<&'a Item> {
        let of = |block: &Rc<Block<'a>>| Some(&block.items[*block.places.get(name)?.last()?]);
        self.0.iter().rev().find_map(of)
    }

    /// All of this name in the innermost block that has one.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<&'a Item> {
        self.all_of(&[name])
    }

    /// All of these names, in their order, in the innermost block that has one of any: they count as one list.
    #[must_use]
    pub fn all_of(&self, names: &[&str]) -> Vec<&'a Item> {
        let blocks = self.0.iter().rev().map(|block| block.all_of(names));
        blocks.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The first word of the directive that counts here.
    #[must_use]
    pub fn word(&self, name: &str) -> Option<&'a str> {
        self.last(name).map(|item| item.word(0))
    }

    /// A block further in.
    #[must_use]
    pub fn within(&self, block: &'a [Item]) -> Scope<'a> {
        let mut blocks = self.0.clone();
        blocks.push(Rc::new(Block::of(block)));
        Scope(blocks)
    }

    /// The directives of the innermost block.
    #[must_use]
    pub fn innermost(&self) -> &'a [Item] {
        self.0.last().map_or(&[], |block| block.items)
    }
}
