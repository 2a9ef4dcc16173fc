//! The rules that compare fields. What a value must be on its own is a matter of its kind.

use alloc::format;

use super::{Effective, MonitorConfig, least_max_delay};
use crate::input::{Reader, duration};
use crate::problem::Fault;
use crate::problem::words::code;

/// What has no effect while the connection is not brought back.
const OF_RECONNECTING: [&str; 6] = [
    "reconnect_delay",
    "reconnect_max_delay",
    "max_reconnect_attempts",
    "visibility_reconnect",
    "give_up_on",
    "grace",
];

/// Reports what does not go together. A rule is silent about a field whose value cannot be read.
pub(crate) fn compare(config: &MonitorConfig, effective: &Effective, reader: &mut Reader) {
    let no_reconnecting = reader.is_sure("auto_reconnect") && !effective.auto_reconnect;
    if reader.is_sure("sse_element_id")
        && effective.status_element_id.as_ref() == Some(&effective.sse_element_id)
    {
        let fault = Fault::new(
            "the status element is the SSE element itself",
            "give the state an element of its own: writing it here would delete what the stream shows",
        );
        reader.refuse_value("status_element_id", fault);
    }
    let least = least_max_delay(effective.reconnect_delay);
    if !no_reconnecting
        && reader.is_sure("reconnect_delay")
        && reader.is_sure("reconnect_max_delay")
        && effective.reconnect_max_delay < least
    {
        let written = |value| reader.language.code(&duration::literal(value));
        let default = if config.reconnect_delay.is_none() { ", its default" } else { "" };
        let fault = Fault::new(
            format!(
                "{} is less than 2.1 times `reconnect_delay`, which is {}{default}",
                written(effective.reconnect_max_delay),
                written(effective.reconnect_delay)
            ),
            format!("write at least {}, or a shorter `reconnect_delay`", written(least)),
        );
        reader.refuse_value("reconnect_max_delay", fault);
    }
    let no_status = reader.is_sure("status_element_id") && effective.status_element_id.is_none();
    for (name, value) in config.given() {
        if value.is_off() || !reader.is_sure(name) {
            continue;
        }
        if no_reconnecting && OF_RECONNECTING.contains(&name) {
            let off = reader.language.code("auto_reconnect: false");
            let fault = Fault::new(
                format!("{} has no effect with {off}", code(name)),
                format!("remove it, or remove {off}"),
            );
            reader.refuse_field(name, fault);
        }
        if no_status && name == "status_indicators" {
            let status = reader.language.code("status_element_id: \"status\"");
            let fault = Fault::new(
                format!("{} has no effect without `status_element_id`", code(name)),
                format!("add {status}, or remove it"),
            );
            reader.refuse_field(name, fault);
        }
    }
}
