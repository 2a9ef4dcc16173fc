//! Texts that can be no id.

use sse_monitor::{monitor_script, simple_monitor_script};

const EMPTY: &str = monitor_script! { sse_element_id: "" }; //~ ERROR ""

const WHITE_SPACE: &str = monitor_script! {
    sse_element_id: "my id", //~ ERROR "my id"
    status_element_id: " status\n", //~ ERROR " status\n"
};

const SELECTOR: &str = simple_monitor_script! {
    sse_element_id: "#live", //~ ERROR "#live"
    status_element_id: Some("#status"), //~ ERROR "#status"
};

const NUL: &str = monitor_script! { sse_element_id: "li\0ve" }; //~ ERROR "li\0ve"

const THE_SAME_TWICE: &str = monitor_script! {
    sse_element_id: "live",
    status_element_id: "live", //~ ERROR "live"
};

fn main() {}
