//! The proxies and their configurations, as alike as they can be: TLS 1.2 and 1.3, certificates required, a revocation list, identity
//! headers, an access log in a file, kept connections to the backend. Caddy knows no revocation lists.

use core::net::SocketAddr;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use crate::Arguments;
use crate::set::HOST;

/// A proxy that can be started.
pub(super) struct Proxy {
    pub(super) name: &'static str,
    pub(super) program: PathBuf,
    pub(super) arguments: Vec<String>,
    pub(super) address: SocketAddr,
    /// The signal that makes it read everything anew.
    pub(super) reload: Option<&'static str>,
}

impl Proxy {
    /// All of them, with their files written.
    pub(super) fn all(
        arguments: &Arguments,
        folder: &Path,
        backend: SocketAddr,
    ) -> anyhow::Result<Vec<Proxy>> {
        type Write = fn(SocketAddr, SocketAddr, usize) -> String;
        /// Name, program, file of the configuration and its writer, words before the file's name, signal for a reload.
        type Known =
            (&'static str, &'static str, &'static str, Write, &'static [&'static str], Option<&'static str>);
        let known: [Known; 4] = [
            (
                "gateway",
                "",
                "gateway.toml",
                gateway,
                &["proxy", "--log-level", "warn", "--config"],
                Some("-HUP"),
            ),
            ("nginx", "nginx", "nginx.conf", nginx, &["-e", "nginx.error", "-p", ".", "-c"], Some("-HUP")),
            ("haproxy", "haproxy", "haproxy.cfg", haproxy, &["-f"], None),
            ("caddy", "caddy", "Caddyfile", caddy, &["run", "--adapter", "caddyfile", "--config"], None),
        ];
        let mut proxies = Vec::new();
        for (name, program, file, write, before, reload) in known {
            let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
            let path = folder.join(file);
            std::fs::write(&path, write(address, backend, arguments.workers))?;
            let mut words: Vec<String> = before.iter().map(|word| (*word).to_owned()).collect();
            words.push(path.display().to_string());
            let program = if program.is_empty() {
                std::path::absolute(&arguments.gateway)?
            } else {
                PathBuf::from(program)
            };
            proxies.push(Proxy { name, program, arguments: words, address, reload });
        }
        Ok(proxies)
    }
}

fn gateway(address: SocketAddr, backend: SocketAddr, workers: usize) -> String {
    format!(
        r#"listen = ["{address}"]
workers = {workers}

[[server]]
certificate = "server.pem"
key = "server.key"

[clients]
authorities = ["ca.pem"]
lists = ["ca.crl"]

[identity]
headers = ["nginx"]

[[allow]]
who = "any-verified"

[backend]
address = "http://{backend}"

[log]
file = "gateway.access"
"#
    )
}

fn nginx(address: SocketAddr, backend: SocketAddr, workers: usize) -> String {
    format!(
        r#"daemon off;
worker_processes {workers};
pid nginx.pid;
events {{ worker_connections 4096; }}
http {{
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    log_format json escape=json '{{"time":"$time_iso8601","from":"$remote_addr","host":"$host","request":"$request","status":$status,"octets":$body_bytes_sent,"seconds":$request_time,"tls":"$ssl_protocol","verify":"$ssl_client_verify","client":"$ssl_client_s_dn","issuer":"$ssl_client_i_dn","serial":"$ssl_client_serial"}}';
    access_log nginx.access json;
    keepalive_requests 1000000000;
    keepalive_timeout 300;
    client_max_body_size 0;
    upstream backend {{ server {backend}; keepalive 64; keepalive_requests 1000000000; }}
    server {{
        listen {address} ssl http2 reuseport;
        server_name {HOST};
        ssl_certificate server.pem;
        ssl_certificate_key server.key;
        ssl_client_certificate ca.pem;
        ssl_verify_client on;
        ssl_crl ca.crl;
        ssl_protocols TLSv1.2 TLSv1.3;
        ssl_ecdh_curve X25519:prime256v1:secp384r1;
        ssl_session_tickets on;
        location / {{
            proxy_pass http://backend;
            proxy_http_version 1.1;
            proxy_request_buffering off;
            proxy_set_header Connection "";
            proxy_set_header Host $host;
            proxy_set_header X-Real-IP $remote_addr;
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header X-SSL-Client-Verify $ssl_client_verify;
            proxy_set_header X-SSL-Client-S-DN $ssl_client_s_dn;
            proxy_set_header X-SSL-Client-I-DN $ssl_client_i_dn;
            proxy_set_header X-SSL-Client-Serial $ssl_client_serial;
            proxy_set_header X-SSL-Client-Fingerprint $ssl_client_fingerprint;
            proxy_set_header X-SSL-Client-Cert $ssl_client_escaped_cert;
        }}
    }}
}}
"#
    )
}

fn haproxy(address: SocketAddr, backend: SocketAddr, workers: usize) -> String {
    format!(
        r#"global
    nbthread {workers}
    maxconn 8192
    log stdout format raw local0
defaults
    mode http
    log global
    option httplog
    timeout connect 5s
    timeout client 300s
    timeout server 60s
    timeout http-keep-alive 300s
frontend front
    bind {address} ssl crt both.pem ca-file ca.pem crl-file ca.crl verify required alpn h2,http/1.1 ssl-min-ver TLSv1.2 curves X25519:P-256:P-384
    http-request set-header X-SSL-Client-Verify SUCCESS
    http-request set-header X-SSL-Client-S-DN %{{+Q}}[ssl_c_s_dn]
    http-request set-header X-SSL-Client-I-DN %{{+Q}}[ssl_c_i_dn]
    http-request set-header X-SSL-Client-Serial %[ssl_c_serial,hex]
    http-request set-header X-SSL-Client-Fingerprint %[ssl_c_sha1,hex]
    http-request set-header X-SSL-Client-Cert %[ssl_c_der,base64]
    http-request set-header X-Forwarded-Proto https
    option forwardfor
    default_backend back
backend back
    http-reuse always
    server one {backend}
"#
    )
}

fn caddy(address: SocketAddr, backend: SocketAddr, workers: usize) -> String {
    let port = address.port();
    format!(
        r#"# threads: GOMAXPROCS, {workers}
{{
    admin off
    auto_https off
}}
https://{HOST}:{port} {{
    bind 127.0.0.1
    tls server.pem server.key {{
        client_auth {{
            mode require_and_verify
            trusted_ca_cert_file ca.pem
        }}
    }}
    log {{
        output file caddy.access
        format json
    }}
    reverse_proxy {backend} {{
        header_up X-SSL-Client-S-DN {{tls_client_subject}}
        header_up X-SSL-Client-I-DN {{tls_client_issuer}}
        header_up X-SSL-Client-Serial {{tls_client_serial}}
        header_up X-SSL-Client-Fingerprint {{tls_client_fingerprint}}
        header_up X-SSL-Client-Cert {{tls_client_certificate_der_base64}}
    }}
}}
"#
    )
}
