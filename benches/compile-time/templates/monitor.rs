sse_monitor::simple_monitor_script! {
    sse_element_id: "live-NUMBER",
    status_element_id: "status",
    client: "htmx2",
}
