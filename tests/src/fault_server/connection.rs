//! One connection of an event stream.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{self, UnboundedReceiver};

use super::event::Event;
use super::http::Request;
use super::stream::{Behaviour, Command, Ending, Endpoint};
use super::witness::{Closer, RecordId, Witness};

/// Answers one request of a stream, and stays until the connection ends.
pub(super) async fn serve(
    mut socket: TcpStream,
    request: &Request,
    endpoint: &Endpoint,
    witness: &Witness,
) -> io::Result<()> {
    let record = witness.request(request);
    let (behaviour, greeting) = {
        let state = endpoint.state();
        (state.behaviour.clone(), state.greeting.clone())
    };
    let closer = match behaviour {
        Behaviour::Stream => {
            stream(&mut socket, Pace::Full, greeting, record, endpoint, witness).await
        }
        Behaviour::Trickle(pause) => {
            stream(&mut socket, Pace::Bytes(pause), greeting, record, endpoint, witness).await
        }
        Behaviour::StreamAfter(delay) => {
            let left = tokio::time::timeout(delay, until_client_closes(&mut socket)).await;
            match left {
                Ok(()) => Closer::Client,
                Err(_) => {
                    stream(&mut socket, Pace::Full, greeting, record, endpoint, witness).await
                }
            }
        }
        Behaviour::Flap(moment) => {
            witness.answered(record, "200 and the end");
            // Whether the client is still there to read it does not matter.
            drop(socket.write_all(STREAM_HEAD).await);
            for event in greeting {
                drop(socket.write_all(&chunk(&event.to_string())).await);
            }
            tokio::time::sleep(moment).await;
            drop(end(&mut socket, Ending::Finish).await);
            Closer::Server
        }
        Behaviour::NoHeaders => {
            until_client_closes(&mut socket).await;
            Closer::Client
        }
        Behaviour::Answer(response) => {
            witness.answered(record, &response.status().to_string());
            drop(response.write(&mut socket).await);
            Closer::Server
        }
        Behaviour::Fin => {
            witness.broken_off(record, "FIN");
            Closer::Server
        }
        Behaviour::Reset => {
            witness.broken_off(record, "RST");
            socket.set_zero_linger()?;
            Closer::Server
        }
    };
    endpoint.state().live.retain(|(id, _)| *id != record);
    drop(socket);
    witness.closed(record, closer);
    Ok(())
}

const STREAM_HEAD: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
    Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n";

/// A comment, as a chunk. Firefox tells a page that a stream is open only when the first byte of its body has come, so a
/// server should send one at once.
const FIRST_BYTES: &[u8] = b"3\r\n:\n\n\r\n";

/// How fast a connection is written to.
#[derive(Clone, Copy)]
enum Pace {
    Full,
    /// One segment for each byte, each after this pause.
    Bytes(Duration),
}

impl Pace {
    async fn write(self, socket: &mut TcpStream, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Full => socket.write_all(bytes).await,
            Self::Bytes(pause) => {
                for byte in bytes {
                    tokio::time::sleep(pause).await;
                    socket.write_all(&[*byte]).await?;
                }
                Ok(())
            }
        }
    }
}

async fn stream(
    socket: &mut TcpStream,
    pace: Pace,
    greeting: Vec<Event>,
    record: RecordId,
    endpoint: &Endpoint,
    witness: &Witness,
) -> Closer {
    let (sender, mut commands) = mpsc::unbounded_channel();
    for event in greeting {
        drop(sender.send(Command::Send(event.to_string())));
    }
    // Before the headers leave: what is sent as soon as the page shows that it is connected must not be lost.
    endpoint.state().live.push((record, sender));
    if pace.write(socket, &[STREAM_HEAD, FIRST_BYTES].concat()).await.is_err() {
        return Closer::Client;
    }
    witness.answered(record, "200 event stream");
    match obey(socket, pace, &mut commands).await {
        Ok(()) => Closer::Server,
        Err(_) => Closer::Client,
    }
}

/// Does what the scenario says. An error means that the client closed the connection.
async fn obey(
    socket: &mut TcpStream,
    pace: Pace,
    commands: &mut UnboundedReceiver<Command>,
) -> io::Result<()> {
    let mut silent = false;
    loop {
        let command = {
            let (mut reader, _) = socket.split();
            tokio::select! {
                command = commands.recv() => command,
                () = until_client_closes(&mut reader) => return Err(io::ErrorKind::ConnectionAborted.into()),
            }
        };
        match command {
            Some(Command::Send(events)) if !silent => {
                pace.write(socket, &chunk(&events)).await?;
            }
            Some(Command::Send(_)) => {}
            Some(Command::Silence) => silent = true,
            Some(Command::End(ending)) => return end(socket, ending).await,
            None => return Ok(()),
        }
    }
}

/// One chunk of the body.
fn chunk(events: &str) -> Vec<u8> {
    format!("{:x}\r\n{events}\r\n", events.len()).into_bytes()
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
