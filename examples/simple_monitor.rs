//! The monitor with every default, as a constant. `cargo run --example simple_monitor`

use sse_monitor::simple_monitor_script;

const SCRIPT: &str = simple_monitor_script! {
    sse_element_id: "my-sse-connection",
    status_element_id: "status-display",
    client: "htmx2",
};

fn main() {
    println!("The script has {} bytes.", SCRIPT.len());
    // The runtime is a function expression; the call with the settings comes last.
    let settings = SCRIPT.rfind("({").expect("the call stands at the end");
    println!("It is called with:\n{}", &SCRIPT[settings..]);
}
