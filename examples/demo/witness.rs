//! The server's own view of its streams, in the log.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::clock::log;

static OPENED: AtomicU32 = AtomicU32::new(0);
static OPEN: AtomicU32 = AtomicU32::new(0);

/// Lives as long as one stream.
pub(crate) struct Witness {
    number: u32,
}

impl Witness {
    pub(crate) fn open() -> Self {
        let number = OPENED.fetch_add(1, Ordering::Relaxed) + 1;
        let open = OPEN.fetch_add(1, Ordering::Relaxed) + 1;
        log(&format!("stream {number} opened, {open} open"));
        Self { number }
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        let open = OPEN.fetch_sub(1, Ordering::Relaxed) - 1;
        log(&format!("stream {} over, {open} open", self.number));
    }
}
