//! The application without its face: what it knows (state), what can happen (messages), what follows (`update`), what
//! it asks of the browser (effects) and the heavy work (jobs). Nothing here knows Yew, the DOM, the clock or the network.
// The other modules stand beside this file and are switched on as the crates below them arrive.

pub mod data;
pub mod settings;
pub mod task;
