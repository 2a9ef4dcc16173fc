//! As much of HTTP/1.1 as the fault server needs.

use std::fmt::Write as _;
use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A request, as far as scenarios look at it.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Its method.
    pub method: String,
    /// Its path, without the query.
    pub path: String,
    /// The query of its address, without the question mark.
    pub query: Option<String>,
    headers: Vec<(String, Vec<u8>)>,
}

impl Request {
    /// The value of a header, byte by byte as it came. Its name is not case-sensitive.
    #[must_use]
    pub fn header_bytes(&self, name: &str) -> Option<&[u8]> {
        let found = self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_slice())
    }

    /// The value of a header that is meant to be UTF-8.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        self.header_bytes(name).map(|value| String::from_utf8_lossy(value).into_owned())
    }

    /// Its `Last-Event-ID` header, as UTF-8.
    #[must_use]
    pub fn last_event_id(&self) -> Option<String> {
        self.header("last-event-id")
    }

    /// The value of a parameter of the query, as it stands there.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let mut pairs = self.query.as_deref()?.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find_map(|(own, value)| (own == name).then_some(value))
    }
}

/// Reads one request; its body, if it has one, does not matter to anybody. `None`: the client closed the connection
/// first, as browsers do with the spare ones that they open in advance.
pub(super) async fn read_request(socket: &mut TcpStream) -> io::Result<Option<Request>> {
    const LONGEST_HEAD: usize = 64 * 1024;
    const END: &[u8] = b"\r\n\r\n";

    let mut read = Vec::new();
    let mut buffer = [0; 4096];
    let head = loop {
        if let Some(end) = read.windows(END.len()).position(|end| end == END) {
            break end + END.len();
        }
        if read.len() > LONGEST_HEAD {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "request head too long"));
        }
        match socket.read(&mut buffer).await? {
            0 => return Ok(None),
            n => read.extend_from_slice(&buffer[..n]),
        }
    };
    let Some(request) = parse_head(&read[..head]) else { return Ok(None) };
    let length = request.header("content-length").and_then(|length| length.parse().ok());
    let mut missing = length.unwrap_or(0_usize).saturating_sub(read.len() - head);
    while missing > 0 {
        match socket.read(&mut buffer).await? {
            0 => return Ok(None),
            n => missing = missing.saturating_sub(n),
        }
    }
    Ok(Some(request))
}

fn parse_head(head: &[u8]) -> Option<Request> {
    let mut lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let first = String::from_utf8_lossy(lines.next()?).into_owned();
    let mut words = first.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?);
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (target, None),
    };
    let headers = lines
        .filter_map(|line| {
            let colon = line.iter().position(|byte| *byte == b':')?;
            let name = String::from_utf8_lossy(&line[..colon]).into_owned();
            Some((name, line[colon + 1..].trim_ascii().to_owned()))
        })
        .collect();
    Some(Request { method, path: path.to_owned(), query, headers })
}

/// An answer with a body of known length.
#[derive(Clone, Debug)]
pub struct Response {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    delay: Duration,
    storable: bool,
    kept_alive: bool,
}

impl Response {
    /// An answer with this status, content type and body.
    #[must_use]
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("Content-Type", content_type.to_owned())];
        Self {
            status,
            headers,
            body: body.into(),
            delay: Duration::ZERO,
            storable: false,
            kept_alive: false,
        }
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

    /// The same answer with more headers.
    pub(super) fn with_headers(mut self, headers: Vec<(&'static str, String)>) -> Self {
        self.headers.extend(headers);
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

    /// The same answer, after which the connection serves further requests: for those that come by the thousand.
    #[must_use]
    pub fn kept_alive(self) -> Self {
        Self { kept_alive: true, ..self }
    }

    /// Whether the connection serves further requests.
    pub(super) fn is_kept_alive(&self) -> bool {
        self.kept_alive
    }

    /// The status code.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    pub(super) async fn write(&self, socket: &mut TcpStream) -> io::Result<()> {
        tokio::time::sleep(self.delay).await;
        let caching = if self.storable { "no-cache" } else { "no-store" };
        let connection = if self.kept_alive { "keep-alive" } else { "close" };
        let mut answer = format!(
            "HTTP/1.1 {} -\r\nCache-Control: {caching}\r\nConnection: {connection}\r\n",
            self.status,
        );
        // Neither has a body, nor the length of one.
        if !matches!(self.status, 204 | 304) {
            // Writing to a string does not fail.
            let _ = write!(answer, "Content-Length: {}\r\n", self.body.len());
        }
        for (name, value) in &self.headers {
            let _ = write!(answer, "{name}: {value}\r\n");
        }
        answer.push_str("\r\n");
        let mut answer = answer.into_bytes();
        answer.extend_from_slice(&self.body);
        socket.write_all(&answer).await?;
        if self.kept_alive { Ok(()) } else { socket.shutdown().await }
    }
}

#[cfg(test)]
mod tests {
    use super::parse_head;

    #[test]
    fn finds_method_path_query_and_headers() {
        let head = b"POST /stream?a=1&b=2 HTTP/1.1\r\nHost: x\r\nlast-event-ID: 42 \r\n\r\n";
        let request = parse_head(head).unwrap();
        assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/stream"));
        assert_eq!(request.query.as_deref(), Some("a=1&b=2"));
        assert_eq!(request.parameter("b"), Some("2"));
        assert_eq!(request.last_event_id().as_deref(), Some("42"));
    }

    #[test]
    fn does_without_query_and_last_event_id() {
        let request = parse_head(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        assert_eq!(request.path, "/");
        assert_eq!((request.query.as_deref(), request.last_event_id()), (None, None));
    }

    #[test]
    fn keeps_the_bytes_of_a_header() {
        let request = parse_head(b"GET / HTTP/1.1\r\nX: \xff\xe2\x86\x92\r\n\r\n").unwrap();
        assert_eq!(request.header_bytes("x"), Some(&b"\xff\xe2\x86\x92"[..]));
    }
}
