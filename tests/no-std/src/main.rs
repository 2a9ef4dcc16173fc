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
    "</script>\n",
);

static MONITOR: Monitor = monitor! { sse_element_id: "live", heartbeat_timeout: 30s };
static COUNTER: Script = connection_counter! {};

#[link(name = "c")]
unsafe extern "C" {
    fn write(file: i32, bytes: *const u8, length: usize) -> isize;
}

#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    let counter = generate_connection_counter();
    let beat = MONITOR.heartbeat_event().unwrap_or_default();
    for text in [
        PAGE,
        ConnectionState::Closed.as_str(),
        "\n",
        counter,
        "\n",
        MONITOR.script_tag(),
        "\n",
        MONITOR.etag(),
        "\n",
        beat,
        "\n",
        COUNTER.script_tag(),
        "\n",
        COUNTER.csp_source(),
        "\n",
    ] {
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
