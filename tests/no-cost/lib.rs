//! What is inlined away cannot be read: every function here stays one.

use sse_monitor::{Monitor, connection_counter_script, monitor, monitor_script};

const MONITOR: Monitor = monitor! { sse_element_id: "live", heartbeat_timeout: 30s };

#[inline(never)]
pub fn free_script() -> &'static str {
    monitor_script! { sse_element_id: "live", heartbeat_timeout: 30s }
}

#[inline(never)]
pub fn free_counter() -> &'static str {
    connection_counter_script! {}
}

#[inline(never)]
pub fn free_monitor() -> &'static str {
    MONITOR.as_str()
}

#[inline(never)]
pub fn free_tag() -> &'static str {
    MONITOR.script_tag()
}

#[inline(never)]
pub fn free_csp_source() -> &'static str {
    MONITOR.csp_source()
}

/// The control: an allocation is a call.
#[inline(never)]
pub fn dear_copy() -> Box<str> {
    MONITOR.as_str().into()
}

/// The control: a call that is the last thing a function does is a jump.
#[inline(never)]
pub fn dear_jump() -> Box<str> {
    dear_copy()
}
