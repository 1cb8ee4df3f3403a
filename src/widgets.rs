//! Pure pieces of the face: properties in, Html out. They know no room, no message and no rule;
//! what they look like stands in `static/*.css`.

pub mod button;
pub mod chips;
pub mod code;
pub mod dialog;
pub mod document;
pub mod facts;
pub mod field;
pub mod file_drop;
pub mod finding;
pub mod fold;
pub mod form;
pub mod glyph;
pub mod lifeline;
pub mod limit;
pub mod progress;
pub mod reader;
pub mod select;
pub mod tabs;
pub mod tree;
