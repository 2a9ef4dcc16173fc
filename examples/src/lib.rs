//! Runnable examples live beside this folder; `demo/` is the one to start with.

/// The README's examples, compiled by `cargo test`.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// Those of the manual, which is the front page of the facade's documentation.
#[cfg(doctest)]
#[doc = include_str!("../../docs/manual.md")]
pub struct Manual;

/// The examples of `docs/accessibility.md`.
#[cfg(doctest)]
#[doc = include_str!("../../docs/accessibility.md")]
pub struct Accessibility;
