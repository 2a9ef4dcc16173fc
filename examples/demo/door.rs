//! A listener that can be shut: the port is closed, every connection is reset, and later it opens
//! again on the same port.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::serve::Listener;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::{Notify, futures::OwnedNotified, watch},
    time::{Instant, sleep, sleep_until},
};

use crate::clock::log;

pub(crate) struct Door {
    address: SocketAddr,
    /// None while the door is shut.
    listener: Option<TcpListener>,
    shut_until: watch::Receiver<Instant>,
    reset: Arc<Notify>,
}

/// Shuts the door from elsewhere.
#[derive(Clone)]
pub(crate) struct Handle {
    shut_until: watch::Sender<Instant>,
}

impl Handle {
    pub(crate) fn shut_for(&self, duration: Duration) {
        self.shut_until.send_replace(Instant::now() + duration);
    }
}

impl Door {
    pub(crate) async fn open(port: u16) -> io::Result<(Self, Handle)> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let (sender, shut_until) = watch::channel(Instant::now());
        let door = Self { address, listener: Some(listener), shut_until, reset: Arc::default() };
        Ok((door, Handle { shut_until: sender }))
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Another program may have taken the port meanwhile: then it stays shut until that one ends.
    async fn reopen(&mut self) {
        match TcpListener::bind(self.address).await {
            Ok(listener) => {
                log("port open again");
                self.listener = Some(listener);
            }
            Err(error) => {
                log(&format!("cannot open the port again: {error}"));
                sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

impl Listener for Door {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        loop {
            let end = *self.shut_until.borrow_and_update();
            if Instant::now() < end {
                self.listener = None;
                self.reset.notify_waiters();
                log("port closed, all connections reset");
                sleep_until(end).await;
            }
            let Some(listener) = &self.listener else {
                self.reopen().await;
                continue;
            };
            tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((socket, peer)) => return (Wire::new(socket, &self.reset), peer),
                    // Out of file descriptors, say: wait for some to come back.
                    Err(error) => {
                        log(&format!("cannot accept: {error}"));
                        sleep(Duration::from_secs(1)).await;
                    }
                },
                _ = self.shut_until.changed() => {}
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// A connection that ends with a TCP reset when the door is shut.
pub(crate) struct Wire {
    socket: TcpStream,
    /// None once it was reset.
    reset: Option<Pin<Box<OwnedNotified>>>,
}

impl Wire {
    fn new(socket: TcpStream, reset: &Arc<Notify>) -> Self {
        Self { socket, reset: Some(Box::pin(Arc::clone(reset).notified_owned())) }
    }

    /// An error makes the HTTP server drop the socket, and a socket without linger resets.
    fn check(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        if let Some(reset) = &mut self.reset {
            if reset.as_mut().poll(cx).is_pending() {
                return Ok(());
            }
            self.reset = None;
            self.socket.set_zero_linger()?;
        }
        Err(io::ErrorKind::ConnectionReset.into())
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(cx)?;
        Pin::new(&mut self.socket).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check(cx)?;
        Pin::new(&mut self.socket).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check(cx)?;
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}
