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
mod host;
mod host_tests;
mod last_event_id;
mod model;
mod neighbours;
mod page;
mod parts;
mod random;
mod shown;
mod states;
mod waking;
