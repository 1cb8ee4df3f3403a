//! Servers to probe, each ended by its own number, and the probe itself.

use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

use crate::support::{HOST, Scene};

/// A process that is ended with the test.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Starts it and waits until it listens.
fn started(port: u16, command: &mut Command) -> Server {
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut server = Server { child: child.unwrap(), port };
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(server.child.try_wait().unwrap().is_none(), "{command:?} ended");
        std::thread::yield_now();
    }
    server
}

/// nginx with these lines in its only server, which shows `NAME.pem` and answers 200 to whoever comes so far.
pub(crate) fn nginx(scene: &Scene, name: &str, lines: &str) -> Server {
    let port = testkit::free_port();
    let conf = format!(
        "daemon off; master_process off; pid nginx-{port}.pid; error_log nginx-{port}.log info; events {{}}\n\
         http {{ access_log off;\n\
         client_body_temp_path t-{port}; proxy_temp_path t-{port}; fastcgi_temp_path t-{port}; uwsgi_temp_path t-{port}; scgi_temp_path t-{port};\n\
         server {{ listen 127.0.0.1:{port} ssl; server_name {HOST}; ssl_protocols TLSv1.2 TLSv1.3;\n\
         ssl_certificate {name}.pem; ssl_certificate_key {name}.key;\n{lines}\n\
         location / {{ return 200 \"hello\\n\"; }} }} }}\n"
    );
    let file = scene.folder.write(format!("nginx-{port}.conf"), conf);
    let mut command = Command::new("nginx");
    command.arg("-p").arg(scene.folder.path()).arg("-c").arg(file).args(["-e", "start.log"]);
    started(port, &mut command)
}

/// `openssl s_server` with these arguments.
pub(crate) fn s_server(scene: &Scene, arguments: &[&str]) -> Server {
    let port = testkit::free_port();
    let mut command = Command::new("openssl");
    command
        .args(["s_server", "-www", "-quiet", "-accept", &format!("127.0.0.1:{port}")])
        .args(["-cert", "server.pem", "-key", "server.key", "-CAfile", "ca.pem"])
        .args(arguments)
        .current_dir(scene.folder.path());
    started(port, &mut command)
}

/// HAProxy whose `bind` line ends with these words, and which answers 200 to whoever comes so far.
pub(crate) fn haproxy(scene: &Scene, words: &str) -> Server {
    let port = testkit::free_port();
    scene.folder.write("both.pem", format!("{}{}", scene.server.pem(), scene.server.key_pem()));
    let conf = format!(
        "defaults\n mode http\n timeout connect 9s\n timeout client 9s\n timeout server 9s\n\
         frontend one\n bind 127.0.0.1:{port} ssl crt both.pem {words}\n\
         \x20http-request return status 200 content-type text/plain string hello\n"
    );
    let file = scene.folder.write(format!("haproxy-{port}.cfg"), conf);
    let mut command = Command::new("haproxy");
    command.arg("-db").arg("-f").arg(file).current_dir(scene.folder.path());
    started(port, &mut command)
}

/// What is shown: the files of a party of the scene, or nothing.
pub(crate) const NOBODY: &str = "";

/// Probes the port under the scene's name: `who` is the name of the files of a client.
pub(crate) fn run(scene: &Scene, port: u16, who: &str, arguments: &[&str]) -> Output {
    run_as(scene, HOST, port, who, arguments)
}

/// Probes the port under this name.
pub(crate) fn run_as(scene: &Scene, host: &str, port: u16, who: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handfast-gateway"));
    command.args(["probe", &format!("{host}:{port}"), "--connect", &format!("127.0.0.1:{port}")]);
    if !arguments.contains(&"--cacert") {
        command.args(["--cacert", "good.pem"]);
    }
    if !who.is_empty() {
        command.args(["--cert", &format!("{who}.pem"), "--key", &format!("{who}.key")]);
    }
    command.args(arguments).current_dir(scene.folder.path()).env("LC_ALL", "C").output().unwrap()
}

/// Its JSON.
#[track_caller]
pub(crate) fn json(scene: &Scene, port: u16, who: &str, arguments: &[&str]) -> Value {
    parsed(&run(scene, port, who, &[&["--json"], arguments].concat()))
}

#[track_caller]
pub(crate) fn parsed(output: &Output) -> Value {
    let words = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {words}"))
}

/// The stable names of what was found.
pub(crate) fn found(report: &Value) -> Vec<&str> {
    report["findings"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect()
}

/// The connection of this version in which this was shown.
#[track_caller]
pub(crate) fn connection<'a>(report: &'a Value, version: &str, shown: &str) -> &'a Value {
    let mut all = report["connections"].as_array().unwrap().iter();
    all.find(|one| one["version"] == version && one["shown"] == shown)
        .unwrap_or_else(|| panic!("{version} {shown} is not in {report:#}"))
}
