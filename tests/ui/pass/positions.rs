//! The macros stand wherever a string literal can.

use sse_monitor::{connection_counter_script, monitor_script, simple_monitor_script};

const CONST: &str = monitor_script! { sse_element_id: "live" };
static STATIC: &str = simple_monitor_script! { sse_element_id: "live", status_element_id: None };
const IN_CONCAT: &str =
    concat!("<script>", monitor_script! { sse_element_id: "live" }, "</script>");
const IN_TWO: &str = concat!("<", concat!(simple_monitor_script! { sse_element_id: "live" }), ">");

#[doc = connection_counter_script! {}]
struct Documented;

fn length(script: &str) -> usize {
    script.len()
}

macro_rules! script_in_a_macro {
    ($($fields:tt)*) => { monitor_script! { $($fields)* } };
}

fn main() {
    let _ = Documented;
    assert_eq!(IN_CONCAT, format!("<script>{CONST}</script>"));
    assert_eq!(IN_TWO, format!("<{STATIC}>"));
    assert_eq!(length(monitor_script!(sse_element_id: "live")), CONST.len());
    assert_eq!(script_in_a_macro! { sse_element_id: "live" }, CONST);
    assert_eq!(sse_monitor::monitor_script![sse_element_id: "live",], CONST);
    match CONST {
        monitor_script! { sse_element_id: "live" } => {}
        other => panic!("{other}"),
    }
}
