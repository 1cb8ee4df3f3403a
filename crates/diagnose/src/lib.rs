//! What will happen, and why. What people have (a command of curl, a configuration of nginx, a message) is read here; nothing
//! is run, no file is opened and no clock is asked: what is needed comes as an argument.

pub mod curl;
pub mod doctor;
pub mod dropped;
pub mod files;
pub mod finding;
pub mod gateway;
mod host;
pub mod material;
pub mod nginx;
mod once;
pub mod predict;
pub mod staging;
