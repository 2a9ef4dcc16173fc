//! What is no refusal, and a parameter without a name.

use sse_monitor::monitor_script;

const REFUSALS: &str = monitor_script! {
    sse_element_id: "live",
    give_up_on: [
        401,
        "403", //~ ERROR "403"
        200, //~ ERROR 200
        401, //~ ERROR 401
    ],
    last_event_id_param: "", //~ ERROR ""
};

const OTHERS: [&str; 4] = [
    monitor_script! { sse_element_id: "live", give_up_on: [600] }, //~ ERROR 600
    monitor_script! { sse_element_id: "live", give_up_on: ["not_a_stream"] }, //~ ERROR "not_a_stream"
    monitor_script! { sse_element_id: "live", give_up_on: [true] }, //~ ERROR true
    monitor_script! { sse_element_id: "live", give_up_on: [UNAUTHORIZED] }, //~ ERROR UNAUTHORIZED
];

const WRITTEN_ODDLY: [&str; 3] = [
    monitor_script! { sse_element_id: "live", give_up_on: [4_03, 401u16] }, //~ ERROR 401u16
    monitor_script! { sse_element_id: "live", give_up_on: [0x194] }, //~ ERROR 0x194
    monitor_script! { sse_element_id: "live", give_up_on: [401, 4_01] }, //~ ERROR 4_01
];

// What is no refusal alone is none in a list.
const ALONE: [&str; 2] = [
    monitor_script! { sse_element_id: "live", give_up_on: 200 }, //~ ERROR 200
    monitor_script! { sse_element_id: "live", give_up_on: "login" }, //~ ERROR "login"
];

// There is nothing in these that the macro cannot know.
const OTHER_LISTS: [&str; 3] = [
    monitor_script! { sse_element_id: "live", give_up_on: (401, 403) }, //~ ERROR (401, 403)
    monitor_script! { sse_element_id: "live", give_up_on: &[401, "not-a-stream"] }, //~ ERROR &[401, "not-a-stream"]
    monitor_script! { sse_element_id: "live", give_up_on: vec![401] }, //~ ERROR vec![401]
];

const ONE: &str = monitor_script! {
    sse_element_id: "live",
    give_up_on: 401, //~ ERROR 401
    last_event_id_param: "id\0", //~ ERROR "id\0"
};

const QUOTED: &str = monitor_script! {
    sse_element_id: "live",
    give_up_on: "not-a-stream", //~ ERROR "not-a-stream"
};

const NONE: &str = monitor_script! {
    sse_element_id: "live",
    give_up_on: None, //~ ERROR None
};

fn main() {}
