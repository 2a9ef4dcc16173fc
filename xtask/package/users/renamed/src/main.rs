//! Every macro of a facade that has another name.

const MONITOR: foo::Monitor = foo::monitor! { sse_element_id: "live", heartbeat_timeout: 45s };
const SCRIPT: &str = foo::monitor_script! { sse_element_id: "live", heartbeat_timeout: 45s };
const SIMPLE: &str = foo::simple_monitor_script! { sse_element_id: "live" };
const COUNTER: foo::Script = foo::connection_counter! {};
const COUNTER_SCRIPT: &str = foo::connection_counter_script! {};

fn main() {
    assert_eq!(MONITOR.as_str(), SCRIPT);
    assert_eq!(MONITOR.sse_element_id(), "live");
    assert!(SIMPLE.contains("live"));
    assert_eq!(COUNTER.as_str(), COUNTER_SCRIPT);
    assert_eq!(COUNTER_SCRIPT, foo::generate_connection_counter());
}
