//! Configurations: what every scenario has in common, around what it is about.

use std::fmt::Write as _;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicU16, Ordering};

use super::{Certificate, Kind, Result};

/// A port of a proxy, and where its requests go.
#[derive(Clone, Debug)]
pub struct Listener {
    /// The port.
    pub port: u16,
    /// The port of the server behind it, on the same machine.
    pub upstream: u16,
}

/// What a proxy is told.
#[derive(Clone, Debug)]
pub struct Front {
    /// Its ports.
    pub listeners: Vec<Listener>,
    /// With one, it speaks TLS and HTTP/2; without one, HTTP/1.1.
    pub certificate: Option<Certificate>,
    /// Settings of the proxy's own language, where the requests are passed on.
    pub settings: String,
    /// The seconds that a server may be silent before its answer, and within it.
    pub read_timeout: u32,
    /// Whether it is reloaded. An nginx that can be has a master, which leaves its worker behind when it is killed alone.
    pub reloads: bool,
}

impl Front {
    /// The configuration, in the language of a proxy.
    #[must_use]
    pub fn configuration(&self, kind: Kind) -> String {
        match kind {
            Kind::Nginx => self.nginx(),
            Kind::Haproxy => self.haproxy(),
            Kind::Caddy => self.caddy(),
        }
    }

    fn nginx(&self) -> String {
        let mut servers = String::new();
        for Listener { port, upstream } in &self.listeners {
            let (tls, files) = match &self.certificate {
                Some(Certificate { certificate, key, .. }) => (
                    " ssl http2",
                    format!(
                        "ssl_certificate {};\nssl_certificate_key {};\n",
                        certificate.display(),
                        key.display()
                    ),
                ),
                None => ("", String::new()),
            };
            // Writing to a string does not fail.
            let _ = write!(
                servers,
                "server {{\n listen {port}{tls};\n {files} location / {{\n  proxy_pass http://127.0.0.1:{upstream};\n  \
                 proxy_http_version 1.1;\n  proxy_read_timeout {}s;\n  {}\n }}\n}}\n",
                self.read_timeout, self.settings
            );
        }
        nginx(&servers, self.reloads)
    }

    fn haproxy(&self) -> String {
        let mut text = format!(
            "defaults\n mode http\n retries 1\n timeout connect 5s\n timeout client 60s\n timeout server {}s\n {}\n",
            self.read_timeout, self.settings
        );
        for Listener { port, upstream } in &self.listeners {
            let tls = self.certificate.as_ref().map(|certificate| {
                format!(" ssl crt {} alpn h2,http/1.1", certificate.both.display())
            });
            // Writing to a string does not fail.
            let _ = write!(
                text,
                "frontend f{port}\n bind *:{port}{}\n default_backend b{port}\nbackend b{port}\n \
                 server s 127.0.0.1:{upstream}\n",
                tls.unwrap_or_default()
            );
        }
        text
    }

    fn caddy(&self) -> String {
        let mut text =
            "{\n admin unix/admin.sock\n grace_period 1s\n auto_https off\n skip_install_trust\n}\n".to_owned();
        for Listener { port, upstream } in &self.listeners {
            let (scheme, tls) = match &self.certificate {
                Some(Certificate { certificate, key, .. }) => {
                    ("https", format!(" tls {} {}\n", certificate.display(), key.display()))
                }
                None => ("http", String::new()),
            };
            // Writing to a string does not fail.
            let _ = write!(
                text,
                "{scheme}://:{port} {{\n{tls} {}\n reverse_proxy 127.0.0.1:{upstream} {{\n  transport http {{\n   \
                 response_header_timeout {1}s\n   read_timeout {1}s\n  }}\n }}\n}}\n",
                self.settings, self.read_timeout
            );
        }
        text
    }
}

/// An nginx with these servers, which runs in its own folder.
#[must_use]
pub fn nginx(servers: &str, reloads: bool) -> String {
    let master = if reloads { "on" } else { "off" };
    // The master may be root, and then its workers must reach the same files.
    format!(
        "daemon off;\nmaster_process {master};\nuser root;\nworker_processes 1;\npid nginx.pid;\nevents {{}}\nhttp {{\naccess_log off;\n\
         client_body_temp_path body;\nproxy_temp_path proxy;\nfastcgi_temp_path fastcgi;\nuwsgi_temp_path uwsgi;\n\
         scgi_temp_path scgi;\n{servers}}}\n"
    )
}

/// Ports that nobody has, below the range from which the system serves the others: while a proxy is dead, nobody is given
/// them.
///
/// # Errors
///
/// When there are no more.
pub fn own_ports<const N: usize>() -> Result<[u16; N]> {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    const FIRST: u16 = 12_000;
    const COUNT: u16 = 6_000;

    // Two runs at the same time start at different places.
    let start = u16::try_from(std::process::id().wrapping_mul(61) % u32::from(COUNT)).unwrap_or(0);
    let mut ports = [0; N];
    for port in &mut ports {
        let free = (0..COUNT).find_map(|_| {
            let offset = NEXT.fetch_add(1, Ordering::Relaxed).wrapping_add(start) % COUNT;
            let port = FIRST + offset;
            TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)).is_ok().then_some(port)
        });
        *port = free.ok_or_else(|| format!("no free port in {FIRST}..{}", FIRST + COUNT))?;
    }
    Ok(ports)
}
