//! The monitor with every default, as a constant. `cargo run --example simple_monitor`

use sse_monitor::simple_monitor_script;

const SCRIPT: &str = simple_monitor_script! {
    sse_element_id: "my-sse-connection",
    status_element_id: "status-display",
    client: "htmx2",
};

fn main() {
    println!("<script>{SCRIPT}</script>");
}
