//! What a scenario may need beyond pages and scripts, and who cannot do it.

use super::Engine;

/// Something that is done to a page from outside of it.
///
/// Bringing a page to the front and hiding it, and stopping it for a while, all engines can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ability {
    /// [`Tab::set_offline`](super::Tab::set_offline).
    Offline,
    /// [`Tab::listeners`](super::Tab::listeners).
    Listeners,
    /// [`Tab::counters`](super::Tab::counters).
    Counters,
    /// [`Tab::heap`](super::Tab::heap).
    Heap,
    /// [`Tab::accessible_nodes`](super::Tab::accessible_nodes).
    Accessibility,
}

impl Engine {
    /// Why the engine's driver cannot do it, if it cannot. This is the only place that says so.
    #[must_use]
    pub fn lacks(self, ability: Ability) -> Option<&'static str> {
        match (self, ability) {
            (Self::WebKit, Ability::Offline) => Some(
                "WebKitWebDriver cannot take the network away, and WebKitGTK asks the system about it",
            ),
            (Self::WebKit, Ability::Listeners) => {
                Some("WebKitWebDriver does not tell which listeners there are")
            }
            (Self::Firefox, Ability::Counters) => {
                Some("geckodriver does not tell how many nodes and listeners there are")
            }
            (Self::WebKit, Ability::Counters) => {
                Some("WebKitWebDriver does not tell how many nodes and listeners there are")
            }
            (Self::Firefox, Ability::Heap) => {
                Some("geckodriver does not tell how large the heap of a page is")
            }
            (Self::WebKit, Ability::Heap) => {
                Some("WebKitWebDriver does not tell how large the heap of a page is")
            }
            (Self::Firefox, Ability::Accessibility) => {
                Some("geckodriver does not tell what a screen reader is told")
            }
            (Self::WebKit, Ability::Accessibility) => {
                Some("WebKitWebDriver does not tell what a screen reader is told")
            }
            (Self::Chromium, _) | (Self::Firefox, Ability::Offline | Ability::Listeners) => None,
        }
    }
}
