//! The same two mistakes wherever the macro can stand: each once, and no error of the compiler about what is around.

use sse_monitor::monitor_script;

const CONST: &str = monitor_script! { sse_element_id: "#live", debugg: true }; //~ ERROR "#live" //~ ERROR debugg

static STATIC: &str = monitor_script! { sse_element_id: "#live", debugg: true }; //~ ERROR "#live" //~ ERROR debugg

const IN_CONCAT: &str = concat!(
    "<script>",
    monitor_script! { sse_element_id: "#live", debugg: true }, //~ ERROR "#live" //~ ERROR debugg
    "</script>",
);

macro_rules! script {
    ($id:literal, $($fields:tt)*) => { monitor_script! { sse_element_id: $id, $($fields)* } };
}

fn length(script: &str) -> usize {
    script.len()
}

fn main() {
    length(monitor_script! { sse_element_id: "#live", debugg: true }); //~ ERROR "#live" //~ ERROR debugg
    let _: &str = monitor_script! { sse_element_id: "#live", debugg: true }; //~ ERROR "#live" //~ ERROR debugg
    let _ = script!("#live", debugg: true).len(); //~ ERROR "#live" //~ ERROR debugg
    println!(monitor_script! { sse_element_id: "#live", debugg: true }); //~ ERROR "#live" //~ ERROR debugg
    monitor_script! { sse_element_id: "#live", debugg: true }; //~ ERROR "#live" //~ ERROR debugg
}
