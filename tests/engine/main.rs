//! The rendered script in an embedded JavaScript engine, under virtual time: no browser, no network, no waiting.
#![allow(dead_code)]
mod client_tests;
mod fetch_tests;
mod host;
mod host_tests;
mod random;
