//! The rendered script in an embedded JavaScript engine, under virtual time: no browser, no network, no waiting.

mod arriving;
mod backoff;
mod broken;
mod client_tests;
mod closing;
mod counting;
mod deadlines;
mod dispatching;
mod ending;
mod fetch_tests;
mod floors;
mod host;
mod host_tests;
mod interim;
mod last_event_id;
mod neighbours;
mod outages;
mod page;
mod parts;
mod pausing;
mod prepare;
mod random;
mod refusals;
mod shown;
mod states;
mod waking;
