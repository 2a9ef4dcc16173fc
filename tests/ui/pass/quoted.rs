//! The script is a raw literal. Its texts may contain what ends one, and more signs than may begin one.

use sse_monitor::{ConnectionState, MonitorConfig, generate_monitor_script, monitor_script};

const ENDING: &str = monitor_script! {
    sse_element_id: "live",
    status_element_id: "status",
    status_indicators: { connected: "\"# \"## \"###" },
};

const SIGNS: &str = monitor_script! {
    sse_element_id: "live",
    status_element_id: "status",
    status_indicators: {
        connected: "\"################################################################################\
        ################################################################################\
        ################################################################################\
        ################################################################################",
    },
};

fn rendered(connected: &str) -> String {
    let config = MonitorConfig::new("live")
        .status_element_id("status")
        .status_indicator(ConnectionState::Connected, connected);
    generate_monitor_script(&config).unwrap()
}

fn main() {
    assert_eq!(ENDING, rendered("\"# \"## \"###"));
    assert_eq!(SIGNS, rendered(&format!("\"{}", "#".repeat(320))));
}
