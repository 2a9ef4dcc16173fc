//! One connection of an event stream.

use std::fmt::Write as _;
use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{self, UnboundedReceiver};

use super::http::{Request, Response};
use super::stream::{Behaviour, Command, Ending, Endpoint};
use super::witness::{Closer, RecordId, Witness};

/// Answers one request of a stream, and stays until the connection ends.
pub(super) async fn serve(
    mut socket: TcpStream,
    request: &Request,
    endpoint: &Endpoint,
    witness: &Witness,
) -> io::Result<()> {
    if request.method == "OPTIONS" {
        witness.note(&format!("OPTIONS {}", request.path));
        let headers = endpoint.state().headers.clone();
        return Response::new(204, "text/plain", "").with_headers(headers).write(&mut socket).await;
    }
    if request.method == "HEAD" {
        witness.note(&format!("HEAD {}", request.path));
        return answer_probe(socket, endpoint).await;
    }
    let record = witness.request(request);
    let (behaviour, head, greeting) = {
        let mut state = endpoint.state();
        (state.next_behaviour(), head(&state.content_type, &state.headers), state.greeting.clone())
    };
    let last_event_id = request.last_event_id();
    let mut stream = Stream { socket, greeting, head, last_event_id, record, endpoint, witness };
    let closer = match behaviour {
        Behaviour::Stream => stream.serve(Pace::Full, Start::AtOnce).await,
        Behaviour::HeadersAlone => stream.serve(Pace::Full, Start::WithoutComment).await,
        Behaviour::Held => stream.serve(Pace::Full, Start::Released).await,
        Behaviour::Trickle(pause) => stream.serve(Pace::Bytes(pause), Start::AtOnce).await,
        Behaviour::Buffered(size) => {
            let pace = Pace::Buffered { size, held: Vec::new() };
            stream.serve(pace, Start::AtOnce).await
        }
        Behaviour::StreamAfter(delay) => {
            let left = tokio::time::timeout(delay, until_client_closes(&mut stream.socket)).await;
            match left {
                Ok(()) => Closer::Client,
                Err(_) => stream.serve(Pace::Full, Start::AtOnce).await,
            }
        }
        Behaviour::Flap(moment) => stream.flap(moment).await,
        Behaviour::NoHeaders => {
            until_client_closes(&mut stream.socket).await;
            Closer::Client
        }
        Behaviour::Answer(response) => {
            witness.answered(record, &response.status().to_string());
            let headers = endpoint.state().headers.clone();
            drop(response.with_headers(headers).write(&mut stream.socket).await);
            Closer::Server
        }
        Behaviour::Fin => {
            witness.broken_off(record, "FIN");
            Closer::Server
        }
        Behaviour::Reset => {
            witness.broken_off(record, "RST");
            stream.socket.set_zero_linger()?;
            Closer::Server
        }
    };
    endpoint.state().live.retain(|(id, _)| *id != record);
    drop(stream);
    witness.closed(record, closer);
    Ok(())
}

/// Answers the request for the head alone by which a monitor finds out, after a silence, whether anything is answered. It
/// is no attempt, and takes no exception away.
async fn answer_probe(mut socket: TcpStream, endpoint: &Endpoint) -> io::Result<()> {
    let (behaviour, head) = {
        let state = endpoint.state();
        (state.usual_behaviour(), head(&state.content_type, &state.headers))
    };
    match behaviour {
        Behaviour::NoHeaders | Behaviour::Held => {
            until_client_closes(&mut socket).await;
            Ok(())
        }
        Behaviour::Fin => Ok(()),
        Behaviour::Reset => socket.set_zero_linger(),
        Behaviour::Answer(response) => response.write(&mut socket).await,
        _ => socket.write_all(&head).await,
    }
}

/// The head of an event stream.
fn head(content_type: &str, headers: &[(&'static str, String)]) -> Vec<u8> {
    let mut head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nCache-Control: no-store\r\n\
         Transfer-Encoding: chunked\r\nConnection: close\r\n"
    );
    for (name, value) in headers {
        // Writing to a string does not fail.
        let _ = write!(head, "{name}: {value}\r\n");
    }
    head.push_str("\r\n");
    head.into_bytes()
}

/// A comment, as a chunk. Firefox tells a page that a stream is open only when the first byte of its body has come, so a
/// server should send one at once.
const FIRST_BYTES: &[u8] = b"3\r\n:\n\n\r\n";

/// When a connection is written to first, and what.
#[derive(Clone, Copy, PartialEq)]
enum Start {
    AtOnce,
    WithoutComment,
    /// When the scenario says so.
    Released,
}

/// How fast a connection is written to.
enum Pace {
    Full,
    /// One segment for each byte, each after this pause.
    Bytes(Duration),
    /// Not before there are this many bytes.
    Buffered {
        size: usize,
        held: Vec<u8>,
    },
}

impl Pace {
    async fn write(&mut self, socket: &mut TcpStream, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Full => socket.write_all(bytes).await,
            Self::Bytes(pause) => {
                for byte in bytes {
                    tokio::time::sleep(*pause).await;
                    socket.write_all(&[*byte]).await?;
                }
                Ok(())
            }
            Self::Buffered { size, held } => {
                held.extend_from_slice(bytes);
                if held.len() < *size {
                    return Ok(());
                }
                socket.write_all(&std::mem::take(held)).await
            }
        }
    }

    /// What is held back.
    async fn flush(&mut self, socket: &mut TcpStream) -> io::Result<()> {
        match self {
            Self::Buffered { held, .. } => socket.write_all(&std::mem::take(held)).await,
            Self::Full | Self::Bytes(_) => Ok(()),
        }
    }
}

/// One connection that is, or may become, a stream.
struct Stream<'a> {
    socket: TcpStream,
    greeting: Vec<u8>,
    head: Vec<u8>,
    last_event_id: Option<String>,
    record: RecordId,
    endpoint: &'a Endpoint,
    witness: &'a Witness,
}

impl Stream<'_> {
    async fn serve(&mut self, mut pace: Pace, start: Start) -> Closer {
        let (sender, mut commands) = mpsc::unbounded_channel();
        if !self.greeting.is_empty() {
            drop(sender.send(Command::Send(self.greeting.as_slice().into())));
        }
        // Before the headers leave: what is sent as soon as the page shows that it is connected must not be lost.
        {
            let mut state = self.endpoint.state();
            let missed = state.published_since(self.last_event_id.as_deref());
            if !missed.is_empty() {
                drop(sender.send(Command::Send(missed.into())));
            }
            state.live.push((self.record, sender));
        }
        let done = async {
            if start == Start::Released {
                let first = next(&mut self.socket, &mut commands).await?;
                if let Some(Command::End(ending)) = first {
                    return end(&mut self.socket, ending).await;
                }
            }
            let first = if start == Start::WithoutComment { &[] } else { FIRST_BYTES };
            pace.write(&mut self.socket, &[&self.head, first].concat()).await?;
            self.witness.answered(self.record, "200 event stream");
            obey(&mut self.socket, pace, &mut commands).await
        };
        match done.await {
            Ok(()) => Closer::Server,
            Err(_) => Closer::Client,
        }
    }

    /// Whether the client is still there to read it does not matter.
    async fn flap(&mut self, moment: Duration) -> Closer {
        self.witness.answered(self.record, "200 and the end");
        drop(self.socket.write_all(&self.head).await);
        if !self.greeting.is_empty() {
            drop(write_chunk(&mut self.socket, &self.greeting).await);
        }
        tokio::time::sleep(moment).await;
        drop(end(&mut self.socket, Ending::Finish).await);
        Closer::Server
    }
}

async fn write_chunk(socket: &mut TcpStream, bytes: &[u8]) -> io::Result<()> {
    socket.write_all(&chunk(bytes)).await
}

/// The next thing that the scenario says. An error means that the client closed the connection.
async fn next(
    socket: &mut TcpStream,
    commands: &mut UnboundedReceiver<Command>,
) -> io::Result<Option<Command>> {
    let (mut reader, _) = socket.split();
    tokio::select! {
        command = commands.recv() => Ok(command),
        () = until_client_closes(&mut reader) => Err(io::ErrorKind::ConnectionAborted.into()),
    }
}

/// Does what the scenario says. An error means that the client closed the connection.
async fn obey(
    socket: &mut TcpStream,
    mut pace: Pace,
    commands: &mut UnboundedReceiver<Command>,
) -> io::Result<()> {
    let mut silent = false;
    loop {
        match next(socket, commands).await? {
            Some(Command::Send(events)) if !silent => {
                pace.write(socket, &chunk(&events)).await?;
            }
            Some(Command::Pour(pieces)) if !silent => {
                for (piece, times) in pieces {
                    let piece = chunk(&piece);
                    for _ in 0..times {
                        socket.write_all(&piece).await?;
                    }
                }
            }
            Some(Command::Send(_) | Command::Pour(_) | Command::Release) => {}
            Some(Command::Silence) => silent = true,
            Some(Command::End(ending)) => {
                pace.flush(socket).await?;
                return end(socket, ending).await;
            }
            None => return Ok(()),
        }
    }
}

/// One chunk of the body.
fn chunk(bytes: &[u8]) -> Vec<u8> {
    let mut chunk = format!("{:x}\r\n", bytes.len()).into_bytes();
    chunk.extend_from_slice(bytes);
    chunk.extend_from_slice(b"\r\n");
    chunk
}

async fn end(socket: &mut TcpStream, ending: Ending) -> io::Result<()> {
    match ending {
        Ending::Finish => {
            socket.write_all(b"0\r\n\r\n").await?;
            socket.shutdown().await
        }
        Ending::Fin => socket.shutdown().await,
        Ending::Reset => socket.set_zero_linger(),
    }
}

async fn until_client_closes(reader: &mut (impl AsyncRead + Unpin)) {
    let mut buffer = [0; 64];
    while !matches!(reader.read(&mut buffer).await, Ok(0) | Err(_)) {}
}
