//! The monitors.

use sse_monitor::{Monitor, monitor};

pub(crate) const LOGIN: Monitor = monitor! {
    sse_element_id: "live",
    status_element_id: "status",
    client: "dom",
    reconnect_delay: 1s,
    give_up_on: [401, 403, "not-a-stream"],
};

pub(crate) const TOKEN: Monitor = monitor! {
    sse_element_id: "live",
    status_element_id: "status",
    client: "dom",
    reconnect_delay: 1s,
    give_up_on: [401],
    prepare_request: "app.prepare",
};

pub(crate) const CSRF: Monitor = monitor! {
    sse_element_id: "live",
    status_element_id: "status",
    client: "htmx4",
    reconnect_delay: 1s,
    prepare_request: "app.prepare",
};

pub(crate) const ORIGIN: Monitor = monitor! {
    sse_element_id: "live",
    status_element_id: "status",
    client: "htmx4",
    reconnect_delay: 1s,
    prepare_request: "app.prepare",
    last_event_id_param: "since",
};

/// Nothing to tell it but where the stream is.
pub(crate) const PLAIN: Monitor = monitor! {
    sse_element_id: "live",
    status_element_id: "status",
    client: "dom",
    reconnect_delay: 1s,
};

pub(crate) const TOASTS: Monitor = monitor! {
    sse_element_id: "live",
    client: "dom",
    reconnect_delay: 1s,
    callbacks: "app.changed",
};

pub(crate) const GREY: Monitor = monitor! {
    sse_element_id: "live",
    client: "htmx2",
    reconnect_delay: 1s,
    grace: 1s,
};

pub(crate) const ANEW: Monitor = monitor! {
    sse_element_id: "live",
    status_element_id: "status",
    client: "htmx2",
    reconnect_delay: 1s,
};

pub(crate) const ANEW_4: Monitor = monitor! {
    sse_element_id: "live",
    status_element_id: "status",
    client: "htmx4",
    reconnect_delay: 1s,
};

pub(crate) const TABS: Monitor = monitor! {
    sse_element_id: "live",
    status_element_id: "status",
    client: "dom",
    reconnect_delay: 1s,
    pause_hidden: 2s,
};
