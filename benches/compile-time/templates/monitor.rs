sse_monitor::monitor_script! {
    sse_element_id: "live-NUMBER",
    status_element_id: "status",
    reconnect_delay: 2s,
    max_reconnect_attempts: 10,
    heartbeat_timeout: 45s,
    callbacks: { connected: "app.onConnected", disconnected: "app.onDisconnected" },
    status_indicators: { connected: "Live", disconnected: html("<b>Offline</b>") },
}
