//! Placeholder of the room; filled next.
