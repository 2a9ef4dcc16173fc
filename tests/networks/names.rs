//! A name server that knows one name, and that can fail.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::net::UdpSocket;

use crate::Result;
use crate::namespaces::{SERVERS, ServerSide};

/// The name of the servers.
pub(crate) const HOST: &str = "live.test";

/// A handle of the name server.
#[derive(Clone, Default)]
pub(crate) struct Names(Arc<State>);

#[derive(Default)]
struct State {
    fails: AtomicBool,
    failed: AtomicUsize,
}

impl Names {
    pub(crate) async fn start(servers: &ServerSide) -> Result<Self> {
        let names = Self::default();
        let state = Arc::clone(&names.0);
        servers
            .run(async move {
                let socket = UdpSocket::bind((SERVERS, 53)).await?;
                tokio::spawn(serve(socket, state));
                Ok::<_, std::io::Error>(())
            })
            .await??;
        Ok(names)
    }

    /// Whether every question is answered with a failure from now on.
    pub(crate) fn fail(&self, fails: bool) {
        self.0.fails.store(fails, Ordering::Relaxed);
        self.0.failed.store(0, Ordering::Relaxed);
    }

    /// How many questions were answered with a failure since it was told to.
    pub(crate) fn failed(&self) -> usize {
        self.0.failed.load(Ordering::Relaxed)
    }
}

async fn serve(socket: UdpSocket, state: Arc<State>) {
    let mut buffer = [0; 512];
    while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
        let fails = state.fails.load(Ordering::Relaxed);
        let Some(answer) = answer(&buffer[..length], fails) else { continue };
        if fails {
            state.failed.fetch_add(1, Ordering::Relaxed);
        }
        // It is asked again.
        drop(socket.send_to(&answer, from).await);
    }
}

/// The answer to a question (RFC 1035, 4.1): the servers' address for the one name, and nothing for what else is asked.
fn answer(question: &[u8], fails: bool) -> Option<Vec<u8>> {
    const HEADER: usize = 12;
    const ADDRESS: [u8; 4] = [0, 1, 0, 1]; // type A, class IN
    const SERVER_FAILURE: u8 = 2;
    const NO_SUCH_NAME: u8 = 3;

    let name_length = question.get(HEADER..)?.iter().position(|byte| *byte == 0)? + 1;
    let name = &question[HEADER..HEADER + name_length];
    let asked = question.get(HEADER + name_length..HEADER + name_length + 4)?;
    let labels = HOST
        .split('.')
        .flat_map(|label| [&[u8::try_from(label.len()).unwrap_or(0)], label.as_bytes()].concat());
    let is_known = name.to_ascii_lowercase() == labels.chain([0]).collect::<Vec<u8>>();
    let has_address = is_known && asked == ADDRESS && !fails;
    let code = match (fails, is_known) {
        (true, _) => SERVER_FAILURE,
        (false, true) => 0,
        (false, false) => NO_SUCH_NAME,
    };
    let mut answer = question[..2].to_vec();
    // A response, with recursion; one question, and as many answers as there are.
    answer.extend([0x81, 0x80 | code, 0, 1, 0, u8::from(has_address), 0, 0, 0, 0]);
    answer.extend_from_slice(name);
    answer.extend_from_slice(asked);
    if has_address {
        // The name that stands at the start of the question, for a second, four bytes.
        answer.extend([0xc0, 12]);
        answer.extend(ADDRESS);
        answer.extend([0, 0, 0, 1, 0, 4]);
        answer.extend(SERVERS.octets());
    }
    Some(answer)
}

#[cfg(test)]
mod tests {
    use super::answer;

    #[test]
    fn the_name_has_an_address_unless_it_fails() {
        let question =
            b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x04live\x04test\x00\x00\x01\x00\x01";
        let known = answer(question, false).unwrap();
        assert_eq!((known[3] & 15, known[7]), (0, 1));
        assert!(known.ends_with(&[10, 77, 0, 1]));
        let failed = answer(question, true).unwrap();
        assert_eq!((failed[3] & 15, failed[7]), (2, 0));
        let other = question.map(|byte| if byte == b'v' { b'n' } else { byte });
        assert_eq!(answer(&other, false).unwrap()[3] & 15, 3);
    }
}
