//! The three ways to open the stream, each with its monitor.

use std::path::Path;

use sse_monitor::{Monitor, monitor};

/// No htmx: the page listens to `sse:message`.
const DOM: Monitor = monitor! {
    sse_element_id: "live",
    status_element_id: "status",
    client: "dom",
    reconnect_delay: 1s,
    reconnect_max_delay: 10s,
    heartbeat_timeout: 6s,
    status_indicators: {
        connecting: "Connecting…",
        reconnecting: "Reconnecting…",
        closed: "Closed by the server",
    },
};

/// htmx 2 with its `sse` extension.
const HTMX_2: Monitor = monitor! {
    sse_element_id: "live",
    status_element_id: "status",
    client: "htmx2",
    reconnect_delay: 1s,
    reconnect_max_delay: 10s,
    heartbeat_timeout: 6s,
    status_indicators: {
        connecting: "Connecting…",
        reconnecting: "Reconnecting…",
        closed: "Closed by the server",
    },
};

/// htmx 4 with its `hx-sse` extension.
const HTMX_4: Monitor = monitor! {
    sse_element_id: "live",
    status_element_id: "status",
    client: "htmx4",
    reconnect_delay: 1s,
    reconnect_max_delay: 10s,
    heartbeat_timeout: 6s,
    status_indicators: {
        connecting: "Connecting…",
        reconnecting: "Reconnecting…",
        closed: "Closed by the server",
    },
};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Client {
    Dom,
    Htmx2,
    Htmx4,
}

/// A script of an npm package, as the page loads it.
pub(crate) struct Library {
    pub(crate) name: &'static str,
    pub(crate) text: String,
}

impl Client {
    pub(crate) const ALL: [Self; 3] = [Self::Dom, Self::Htmx2, Self::Htmx4];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Dom => "dom",
            Self::Htmx2 => "htmx2",
            Self::Htmx4 => "htmx4",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|client| client.name() == name)
    }

    /// What the page, its policy and the stream must agree on.
    pub(crate) const fn monitor(self) -> Monitor {
        match self {
            Self::Dom => DOM,
            Self::Htmx2 => HTMX_2,
            Self::Htmx4 => HTMX_4,
        }
    }

    /// The scripts that the page loads: name in the page, file in `node_modules`.
    pub(crate) const fn libraries(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Dom => &[],
            Self::Htmx2 => {
                &[("htmx.js", "htmx2/dist/htmx.min.js"), ("sse.js", "htmx-ext-sse/sse.js")]
            }
            Self::Htmx4 => {
                &[("htmx.js", "htmx4/dist/htmx.min.js"), ("sse.js", "htmx4/dist/ext/hx-sse.js")]
            }
        }
    }

    pub(crate) fn load_libraries(self) -> Result<Vec<Library>, String> {
        let packages = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("node_modules");
        let load = |&(name, file): &(&'static str, &str)| {
            let path = packages.join(file);
            let text = std::fs::read_to_string(&path).map_err(|error| {
                format!(
                    "Client {} needs {}: {error}.\nInstall it with `npm ci` in the repository root.",
                    self.name(),
                    path.display(),
                )
            })?;
            Ok(Library { name, text })
        };
        self.libraries().iter().map(load).collect()
    }
}
