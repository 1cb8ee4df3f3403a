//! Placeholder of the room; filled next.

fn main() {}
