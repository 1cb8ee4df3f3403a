//! What the user chose for the machine (`Choices`), what follows from it (`Plan`), and the files that result (`FileSet`).
//! One module per output file, one writer per syntax. No private key is ever seen here: files that hold one are named and
//! left empty, and the crate that has the key fills them.

// What was chosen, and what follows.
pub mod checks;
pub mod choices;
pub mod expiry;
pub mod explain;
pub mod gateway;
pub mod guide;
pub mod plan;
pub mod policy;
pub mod refusal;
pub mod service;

// The files, each module named after what it makes.
pub mod backend_unit;
pub mod calendar;
pub mod check_sh;
pub mod curl;
pub mod file_set;
pub mod flask_app;
pub mod gateway_toml;
pub mod gateway_unit;
pub mod install_sh;
pub mod logrotate;
pub mod machine;
pub mod matrix_sh;
pub mod nginx_conf;
pub mod nginx_unit;
pub mod opening;
pub mod openssl;
mod readme;
pub mod readme_authority;
pub mod readme_client;
pub mod readme_server;
pub mod recipient;
pub mod renewal_hook;
pub mod runbook;
pub mod single;

// The writers, one for each syntax.
pub mod code;
pub mod markdown;
pub mod nginx;
pub mod openssl_config;
pub mod python;
pub mod shell;
mod systemd;
pub mod toml;
pub mod unwritable;
mod wrap;
