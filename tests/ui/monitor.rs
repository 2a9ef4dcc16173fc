//! The mistakes of `monitor!` and `connection_counter!`: only they, and no error about a type behind them.

use sse_monitor::{Monitor, Script, connection_counter, monitor};

const CONST: Monitor = monitor! { sse_element_id: "#live", debugg: true }; //~ ERROR "#live" //~ ERROR debugg

static STATIC: Monitor = monitor! { sse_element_id: "#live", debugg: true }; //~ ERROR "#live" //~ ERROR debugg

const NOTHING: Monitor = monitor! {}; //~ ERROR monitor! {}

const DERIVED: &str = monitor! { debugg: true, sse_element_id: "live" }.csp_source(); //~ ERROR debugg

const LIST: [Monitor; 1] = [monitor! { sse_element_id: "live" "x" }]; //~ ERROR "live" "x"

static COUNTER: Script = connection_counter! { debug: true }; //~ ERROR debug: true

fn tag(monitor: Monitor) -> &'static str {
    monitor.script_tag()
}

fn returned() -> Monitor {
    monitor! { sse_element_id: "#live", debugg: true } //~ ERROR "#live" //~ ERROR debugg
}

fn main() {
    tag(monitor! { sse_element_id: "#live", debugg: true }); //~ ERROR "#live" //~ ERROR debugg
    let _: Monitor = monitor! { sse_element_id: "#live", debugg: true }; //~ ERROR "#live" //~ ERROR debugg
    let _ = monitor! { sse_element_id: "live", reconnect_delay: 3 }.heartbeat_interval(); //~ ERROR 3
    let Script { .. } = connection_counter!(1); //~ ERROR 1
}
