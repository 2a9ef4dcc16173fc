//! As much of HTTP/1.1 as the fault server needs.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The parts of a request that scenarios look at.
pub(super) struct Request {
    pub(super) path: String,
    pub(super) query: Option<String>,
    pub(super) last_event_id: Option<String>,
}

/// Reads one request; its body, if it has one, does not matter to anybody. `None`: the client closed the connection first, as browsers do with the spare ones
/// that they open in advance.
pub(super) async fn read_request(socket: &mut TcpStream) -> io::Result<Option<Request>> {
    const LONGEST_HEAD: usize = 64 * 1024;

    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if head.len() > LONGEST_HEAD {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "request head too long"));
        }
        let mut buffer = [0; 4096];
        match socket.read(&mut buffer).await? {
            0 => return Ok(None),
            n => head.extend_from_slice(&buffer[..n]),
        }
    }
    Ok(parse_head(&String::from_utf8_lossy(&head)))
}

fn parse_head(head: &str) -> Option<Request> {
    let mut lines = head.lines();
    let target = lines.next()?.split(' ').nth(1)?;
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (target, None),
    };
    let last_event_id = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("last-event-id"))
        .map(|(_, value)| value.trim().to_owned());
    Some(Request { path: path.to_owned(), query, last_event_id })
}

/// An answer with a body of known length.
#[derive(Clone, Debug)]
pub struct Response {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    delay: Duration,
    storable: bool,
}

impl Response {
    /// An answer with this status, content type and body.
    #[must_use]
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("Content-Type", content_type.to_owned())];
        Self { status, headers, body: body.into(), delay: Duration::ZERO, storable: false }
    }

    /// A page.
    #[must_use]
    pub fn html(html: impl Into<String>) -> Self {
        Self::new(200, "text/html; charset=utf-8", html.into())
    }

    /// The same answer with one more header.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The same answer, given later.
    #[must_use]
    pub fn after(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// The same answer without `no-store`: a page that the browser may keep for the way back.
    #[must_use]
    pub fn storable(self) -> Self {
        Self { storable: true, ..self }
    }

    /// The status code.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    pub(super) async fn write(&self, socket: &mut TcpStream) -> io::Result<()> {
        tokio::time::sleep(self.delay).await;
        let caching = if self.storable { "no-cache" } else { "no-store" };
        let mut head = format!(
            "HTTP/1.1 {} -\r\nContent-Length: {}\r\nCache-Control: {caching}\r\nConnection: close\r\n",
            self.status,
            self.body.len()
        );
        for (name, value) in &self.headers {
            head.push_str(name);
            head.push_str(": ");
            head.push_str(value);
            head.push_str("\r\n");
        }
        head.push_str("\r\n");
        socket.write_all(head.as_bytes()).await?;
        socket.write_all(&self.body).await?;
        socket.shutdown().await
    }
}

#[cfg(test)]
mod tests {
    use super::parse_head;

    #[test]
    fn finds_path_query_and_last_event_id() {
        let request =
            parse_head("GET /stream?a=1 HTTP/1.1\r\nHost: x\r\nlast-event-ID: 42 \r\n\r\n")
                .unwrap();
        assert_eq!(request.path, "/stream");
        assert_eq!(request.query.as_deref(), Some("a=1"));
        assert_eq!(request.last_event_id.as_deref(), Some("42"));
    }

    #[test]
    fn does_without_query_and_last_event_id() {
        let request = parse_head("GET / HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        assert_eq!(
            (request.path.as_str(), request.query, request.last_event_id),
            ("/", None, None)
        );
    }
}
