//! A configuration made at run time, as JSON and as the script. `cargo run --example monitor_config`

use std::time::Duration;

use sse_monitor::{MonitorConfig, generate_monitor_script};

fn main() -> Result<(), sse_monitor::ConfigError> {
    let config = MonitorConfig::new("global-sse")
        .status_element_id("connection-status")
        .reconnect_delay(Duration::from_secs(5))
        .max_reconnect_attempts(10)
        .debug(true);

    let effective = config.effective();
    println!("Element:       {}", effective.sse_element_id);
    println!("Status:        {}", effective.status_element_id.as_deref().unwrap_or("none"));
    println!("Reconnect:     {}", effective.auto_reconnect);
    println!("First delay:   {:?}", effective.reconnect_delay);
    println!("Longest delay: {:?}", effective.reconnect_max_delay);
    println!("\nAs JSON:\n{}", config.to_js_config());

    let script = generate_monitor_script(&config)?;
    let beginning: String = script.chars().take(500).collect();
    println!("\nThe script, {} bytes, begins:\n{beginning}...", script.len());
    Ok(())
}
