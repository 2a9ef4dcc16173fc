//! The feature `serde`, with numbers as `serde_json` hands them over when some crate wants all of their digits.

use sse_monitor::{MonitorConfig, generate_monitor_script, monitor_script};

fn main() {
    let json = r#"{ "sse_element_id": "live", "reconnect_delay": 5000, "connect_timeout": null }"#;
    let config: MonitorConfig = serde_json::from_str(json).unwrap();
    let script = monitor_script! {
        sse_element_id: "live",
        reconnect_delay: 5s,
        connect_timeout: None,
    };
    assert_eq!(generate_monitor_script(&config).unwrap(), script);
    let written = serde_json::to_string(&config).unwrap();
    assert_eq!(serde_json::from_str::<MonitorConfig>(&written).unwrap(), config);
    let refused =
        serde_json::from_str::<MonitorConfig>(r#"{ "reconnect_delay": 1.5 }"#).unwrap_err();
    assert!(refused.to_string().contains("`1.5` has a fraction but no unit"), "{refused}");
}
