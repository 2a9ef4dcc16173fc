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

const MORE_THAN_ONE_MISTAKE: &str = monitor_script! {
    sse_element_id: "##live", //~ ERROR "##live"
    status_element_id: " #sta\0tus", //~ ERROR " #sta\0tus"
};

const NOTHING_LEFT: &str = monitor_script! {
    sse_element_id: "\0 ", //~ ERROR "\0 "
    status_element_id: "", //~ ERROR ""
};

const LONG: &str = monitor_script! {
    sse_element_id: "#events-of-the-department-for-the-distribution-of-announcements-to-everybody", //~ ERROR "#events-of-the-department-for-the-distribution-of-announcements-to-everybody"
};

const NUL: &str = monitor_script! { sse_element_id: "li\0ve" }; //~ ERROR "li\0ve"

const THE_SAME_TWICE: &str = monitor_script! {
    sse_element_id: "live",
    status_element_id: "live", //~ ERROR "live"
};

fn main() {}
