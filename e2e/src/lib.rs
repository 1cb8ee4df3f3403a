//! A real browser, real nginx, real curl: what the end-to-end tests, the screenshots and the bench share.
//! No rule about certificates lives here; whether something is right is said by foreign programs.

pub mod archive;
pub mod axe;
pub mod backend;
pub mod bench;
pub mod browser;
pub mod cases;
pub mod curl;
pub mod devtools;
pub mod gateway;
pub mod journey;
pub mod nginx;
pub mod openssl;
pub mod page;
pub mod process;
pub mod site;
pub mod tool;
pub mod wait;
pub mod webdriver;
