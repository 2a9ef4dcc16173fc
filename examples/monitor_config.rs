//! A configuration made at run time, as JSON and as the script. `cargo run --example monitor_config`

use sse_monitor::{MonitorConfig, generate_monitor_script};

fn main() -> Result<(), sse_monitor::ConfigError> {
    let mut config = MonitorConfig::new("global-sse");
    config.status_element_id = Some("connection-status".into());
    config.reconnect_delay = Some(5000);
    config.max_reconnect_attempts = Some(10);
    config.debug = true;

    println!("Element:       {}", config.sse_element_id);
    println!("Status:        {}", config.status_element_id.as_deref().unwrap_or("none"));
    println!("Reconnect:     {}", config.auto_reconnect);
    println!("First delay:   {} ms", config.reconnect_delay_ms());
    println!("Longest delay: {} ms", config.reconnect_max_delay_ms());
    println!("\nAs JSON:\n{}", config.to_js_config());

    let script = generate_monitor_script(&config)?;
    let beginning: String = script.chars().take(500).collect();
    println!("\nThe script, {} bytes, begins:\n{beginning}...", script.len());
    Ok(())
}
