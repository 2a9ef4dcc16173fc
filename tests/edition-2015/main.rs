#[macro_use]
extern crate sse_monitor;

use sse_monitor::Monitor;

const RIGHT: &'static str = monitor_script! { sse_element_id: "live" };
const RIGHT_TOO: Monitor = monitor! { sse_element_id: "live", status_element_id: "status" };
const WRONG: &'static str = monitor_script! { sse_element_id: "#live", debugg: true };
const WRONG_TOO: Monitor = monitor! {};

fn main() {
    println!("{}{}{}{}", RIGHT, RIGHT_TOO, WRONG, WRONG_TOO);
}
