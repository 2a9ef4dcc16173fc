//! What is built on the monitor: pages of the repository's `docs/`.

/// Short answers. Their code is what the tests run in a browser.
///
/// [manual]: crate
/// [deploys]: crate::_docs::deploys
/// [accessibility]: crate::_docs::accessibility
#[allow(rustdoc::invalid_rust_codeblocks)]
#[doc = include_str!("../docs/recipes.md")]
pub mod recipes {}

/// Restarts that lose no message.
// It shows lines of templates, which need not be whole.
#[allow(rustdoc::invalid_rust_codeblocks)]
#[doc = include_str!("../docs/deploys.md")]
pub mod deploys {}

/// Whole applications for axum and actix-web.
///
/// [deploys]: crate::_docs::deploys
#[doc = include_str!("../docs/frameworks.md")]
pub mod frameworks {}

/// What a screen reader and a keyboard meet, other scripts, a button "Reconnect now".
#[doc = include_str!("../docs/accessibility.md")]
pub mod accessibility {}
