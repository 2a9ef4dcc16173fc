//! The monitors.

use sse_monitor::{Monitor, monitor};

pub(crate) const LOGIN: Monitor = monitor! {
    sse_element_id: "live",
    status_element_id: "status",
    client: "eventsource",
    reconnect_delay: 1s,
};

pub(crate) const TOKEN: Monitor = monitor! {
    sse_element_id: "live",
    status_element_id: "status",
    client: "eventsource",
    reconnect_delay: 1s,
};

pub(crate) const CSRF: Monitor = monitor! {
    sse_element_id: "live",
    status_element_id: "status",
    client: "htmx4",
    reconnect_delay: 1s,
};

/// Nothing to tell it but where the stream is.
pub(crate) const PLAIN: Monitor = monitor! {
    sse_element_id: "live",
    status_element_id: "status",
    client: "eventsource",
    reconnect_delay: 1s,
};

pub(crate) const GREY: Monitor = monitor! {
    sse_element_id: "live",
    client: "htmx2",
    reconnect_delay: 1s,
};

pub(crate) const ANEW: Monitor = monitor! {
    sse_element_id: "live",
    status_element_id: "status",
    client: "htmx2",
    reconnect_delay: 1s,
};

pub(crate) const TABS: Monitor = monitor! {
    sse_element_id: "live",
    status_element_id: "status",
    client: "eventsource",
    reconnect_delay: 1s,
};
