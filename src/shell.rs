//! One browser power per file. Nothing else touches the browser, apart from Yew itself.

pub mod clipboard;
pub mod clock;
pub mod decode;
pub mod document;
pub mod download;
pub mod entropy;
pub mod files;
pub mod idna;
pub mod keys;
pub mod lab;
pub mod leave;
pub mod picture;
pub mod route;
pub mod storage;
pub mod worker;
pub mod worker_host;
