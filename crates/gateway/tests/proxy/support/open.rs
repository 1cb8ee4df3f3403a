//! A connection of openssl's that stays open between requests.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::gateway::Gateway;
use super::{HOST, Scene};

/// One connection; it ends when it is dropped.
pub(crate) struct Open {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Open {
    pub(crate) fn connect(scene: &Scene, gateway: &Gateway, who: &str) -> Open {
        let mut child = Command::new("openssl")
            .args(["s_client", "-quiet", "-CAfile", "ca.pem", "-servername", HOST, "-verify_quiet"])
            .args(["-cert", &format!("{who}.pem"), "-key", &format!("{who}.key")])
            .args(["-connect", &format!("127.0.0.1:{}", gateway.port)])
            .current_dir(scene.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Open { child, input, output }
    }

    /// Sends octets.
    pub(crate) fn write(&mut self, octets: &str) {
        self.input.write_all(octets.as_bytes()).unwrap();
        self.input.flush().unwrap();
    }

    /// Asks for a path and gives the answer, head and body.
    pub(crate) fn ask(&mut self, path: &str) -> String {
        self.write(&format!("GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n"));
        self.answer()
    }

    /// The next answer, which tells its length.
    pub(crate) fn answer(&mut self) -> String {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            let read = self.output.read_line(&mut head).unwrap();
            assert!(read > 0, "the connection ended after {head:?}");
        }
        let length = head
            .lines()
            .find_map(|line| line.to_lowercase().strip_prefix("content-length: ").map(str::to_owned));
        let mut body = vec![0; length.map_or(0, |length| length.trim().parse().unwrap())];
        self.output.read_exact(&mut body).unwrap();
        head + &String::from_utf8(body).unwrap()
    }

    /// What comes until these words have.
    pub(crate) fn until(&mut self, words: &str) -> String {
        let mut found = Vec::new();
        while !found.ends_with(words.as_bytes()) {
            let mut octet = [0];
            self.output.read_exact(&mut octet).unwrap();
            found.push(octet[0]);
        }
        String::from_utf8(found).unwrap()
    }

    /// So many octets.
    pub(crate) fn read(&mut self, length: usize) -> String {
        let mut octets = vec![0; length];
        self.output.read_exact(&mut octets).unwrap();
        String::from_utf8(octets).unwrap()
    }

    /// What comes until the other side ends.
    pub(crate) fn rest(&mut self) -> String {
        let mut rest = Vec::new();
        self.output.read_to_end(&mut rest).unwrap();
        String::from_utf8_lossy(&rest).into_owned()
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
