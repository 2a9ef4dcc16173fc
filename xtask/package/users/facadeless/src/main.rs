//! Every macro without the facade, beside what core renders at run time.

use sse_monitor_core::{Monitor, MonitorConfig, Script, generate_monitor_script};
use sse_monitor_macros::{
    connection_counter, connection_counter_script, monitor, monitor_script, simple_monitor_script,
};

const MONITOR: Monitor = monitor! { sse_element_id: "live", debug: true };
const SCRIPT: &str = monitor_script! { sse_element_id: "live", debug: true };
const SIMPLE: &str = simple_monitor_script! { sse_element_id: "live", debug: true };
const COUNTER: Script = connection_counter! {};
const COUNTER_SCRIPT: &str = connection_counter_script! {};

fn main() {
    let config = MonitorConfig::new("live").debug(true);
    let rendered = generate_monitor_script(&config).unwrap();
    assert_eq!([MONITOR.as_str(), SCRIPT, SIMPLE], [rendered.as_str(); 3]);
    // The minified form is in the package, too.
    assert!(generate_monitor_script(&config.debug(false)).unwrap().len() < rendered.len() / 2);
    assert_eq!(COUNTER.as_str(), COUNTER_SCRIPT);
}
