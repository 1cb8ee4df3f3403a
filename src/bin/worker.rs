//! Placeholder of the program; filled next.

fn main() {}
