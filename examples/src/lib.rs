//! Runnable examples live beside this folder; `demo/` is the one to start with.

/// The README's examples, compiled by `cargo test`.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The examples of `docs/accessibility.md`.
#[cfg(doctest)]
#[doc = include_str!("../../docs/accessibility.md")]
pub struct Accessibility;
