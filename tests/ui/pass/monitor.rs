//! `monitor!` and `connection_counter!` stand wherever a constant expression can, with the facade and without it.

use std::time::Duration;

use sse_monitor::{
    Monitor, Script, connection_counter, connection_counter_script, monitor, monitor_script,
};

const CONST: Monitor = monitor! { sse_element_id: "live" };
static STATIC: Monitor = sse_monitor::monitor!(sse_element_id: "live",);
const POLICY: &str = monitor! { sse_element_id: "live" }.csp_source();
static COUNTER: Script = connection_counter! {};
const _: () = assert!(!CONST.script_tag().is_empty() && CONST.etag().len() == CONST.integrity().len() + 2);

const WITHOUT_FACADE: sse_monitor_core::Monitor =
    sse_monitor_macros::monitor! { sse_element_id: "live" };
const COUNTER_WITHOUT_FACADE: sse_monitor_core::Script = sse_monitor_macros::connection_counter! {};
const SCRIPT_WITHOUT_FACADE: &str = sse_monitor_macros::monitor_script! { sse_element_id: "live" };

/// Nothing of this is what the macros mean by these names.
mod shadowed {
    pub mod core {}
    pub mod std {}
    pub mod sse_monitor {}
    pub mod sse_monitor_core {}
    pub enum Option {
        Some,
        None,
    }
    pub use Option::{None, Some};

    const _: ::sse_monitor::Monitor = ::sse_monitor::monitor! {
        sse_element_id: "live",
        status_element_id: None,
        heartbeat_timeout: 3s,
    };
}

macro_rules! of {
    ($id:expr, $timeout:literal, $($fields:tt)*) => {
        monitor! { sse_element_id: $id, heartbeat_timeout: Some($timeout), $($fields)* }
    };
}

fn main() {
    assert_eq!(CONST, STATIC);
    assert_eq!(CONST, WITHOUT_FACADE);
    assert_eq!(COUNTER, COUNTER_WITHOUT_FACADE);
    assert_eq!(CONST.as_str(), monitor_script! { sse_element_id: "live" });
    assert_eq!(CONST.as_str(), SCRIPT_WITHOUT_FACADE);
    assert_eq!(COUNTER.as_str(), connection_counter_script! {});
    assert_eq!(POLICY, CONST.csp_source());

    let forwarded = of!("live", 45s, status_element_id: "status", give_up_on: [401]);
    assert_eq!(forwarded.heartbeat_interval(), Some(Duration::from_secs(15)));
    assert_eq!(forwarded.status_element_id(), Some("status"));
}
