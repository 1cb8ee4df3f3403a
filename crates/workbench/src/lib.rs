//! The application without its face: what it knows ([`state::State`]), what can happen ([`msg::Msg`]), what follows
//! ([`update::update`]), what it asks of the browser ([`effect::Effect`]) and the heavy work ([`job::Job`]).
//! Nothing here knows Yew, the DOM, the clock or the network.

pub mod clip;
pub mod data;
pub mod deployed;
pub mod document;
pub mod download;
pub mod effect;
pub mod fields;
mod file_name;
pub mod form;
pub mod hexadecimal;
mod ink;
pub mod job;
pub mod lab;
pub mod msg;
pub mod notice;
mod octets;
pub mod opened;
pub mod problem;
pub mod reading;
mod recorded;
pub mod reopened;
pub mod role;
pub mod room;
pub mod rooms;
pub mod sealed;
pub mod set;
pub mod settings;
pub mod sight;
pub mod state;
pub mod task;
pub mod update;
pub mod work;
pub mod worker;
