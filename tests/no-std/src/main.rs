//! Writes what a server without an allocator would send.

#![no_std]
#![no_main]

use core::panic::PanicInfo;

use live::{
    ConnectionState, Monitor, Script, connection_counter, generate_connection_counter, monitor,
    monitor_script,
};

const PAGE: &str = concat!(
    "<script>",
    monitor_script! { sse_element_id: "live", heartbeat_timeout: 30s, callbacks: { error: "app.onError" } },
    "</script>",
);

const MONITOR: Monitor = monitor! { sse_element_id: "live", heartbeat_timeout: 30s };
const COUNTER: Script = connection_counter! {};

/// Every part is known at compile time.
const LINES: [&str; 7] = [
    PAGE,
    ConnectionState::Closed.as_str(),
    generate_connection_counter(),
    MONITOR.script_tag(),
    MONITOR.etag(),
    COUNTER.script_tag(),
    COUNTER.csp_source(),
];

#[link(name = "c")]
unsafe extern "C" {
    fn write(file: i32, bytes: *const u8, length: usize) -> isize;
}

#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    for text in LINES.into_iter().chain([MONITOR.as_str()]).flat_map(|line| [line, "\n"]) {
        // SAFETY: the text is readable for its whole length, and `write` only reads it.
        if unsafe { write(1, text.as_ptr(), text.len()) } != text.len() as isize {
            return 1;
        }
    }
    0
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}
