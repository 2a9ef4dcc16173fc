//! Pages for each client: the same content, in the client's own attributes.

use std::fmt::Write as _;

use sse_monitor::Client;

/// Which client a page uses, and what its monitor is told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setup {
    /// htmx 2 with htmx-ext-sse; `client: "htmx2"`.
    Htmx2,
    /// htmx 4 with its hx-sse; `client: "htmx4"`.
    Htmx4,
    /// No htmx; `client: "dom"`.
    Dom,
    /// htmx 2; `client: "auto"`.
    AutoHtmx2,
    /// htmx 4; `client: "auto"`.
    AutoHtmx4,
}

impl Setup {
    /// The three clients, each named to its monitor.
    pub const CLIENTS: &[Self] = &[Self::Htmx2, Self::Htmx4, Self::Dom];
    /// The clients that are htmx.
    pub const HTMX: &[Self] = &[Self::Htmx2, Self::Htmx4];
    /// The three clients, and htmx found at run time.
    pub const WITH_AUTO: &[Self] =
        &[Self::Htmx2, Self::Htmx4, Self::Dom, Self::AutoHtmx2, Self::AutoHtmx4];

    /// Its name in the names of the tests.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Htmx2 => "htmx2",
            Self::Htmx4 => "htmx4",
            Self::Dom => "dom",
            Self::AutoHtmx2 => "auto-htmx2",
            Self::AutoHtmx4 => "auto-htmx4",
        }
    }

    /// What the monitor's configuration says.
    #[must_use]
    pub fn client(self) -> Client {
        match self {
            Self::Htmx2 => Client::Htmx2,
            Self::Htmx4 => Client::Htmx4,
            Self::Dom => Client::Dom,
            Self::AutoHtmx2 | Self::AutoHtmx4 => Client::Auto,
        }
    }

    /// The library on the page.
    #[must_use]
    pub fn library(self) -> Library {
        match self {
            Self::Htmx2 | Self::AutoHtmx2 => Library::Htmx2,
            Self::Htmx4 | Self::AutoHtmx4 => Library::Htmx4,
            Self::Dom => Library::None,
        }
    }
}

/// The library that a page loads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Library {
    /// htmx 2 with htmx-ext-sse.
    Htmx2,
    /// htmx 4 with hx-sse.
    Htmx4,
    /// None.
    None,
}

impl Library {
    /// Its files in `node_modules`, in the order in which a page loads them.
    #[must_use]
    pub fn files(self) -> &'static [&'static str] {
        match self {
            Self::Htmx2 => &["htmx2/dist/htmx.js", "htmx-ext-sse/dist/sse.js"],
            Self::Htmx4 => &["htmx4/dist/htmx.js", "htmx4/dist/ext/hx-sse.js"],
            Self::None => &[],
        }
    }

    /// Whether it is one of the htmx.
    #[must_use]
    pub fn is_htmx(self) -> bool {
        self != Self::None
    }
}

/// An element that carries an SSE connection.
#[derive(Clone, Debug)]
pub struct Live {
    id: String,
    url: String,
    close_event: Option<String>,
    collects: bool,
    content: String,
}

impl Live {
    /// An element that appends each message to itself.
    #[must_use]
    pub fn new(id: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            url: url.into(),
            close_event: None,
            collects: true,
            content: String::new(),
        }
    }

    /// The same with a name of an event that ends the connection for good.
    #[must_use]
    pub fn closed_by(self, event: &str) -> Self {
        Self { close_event: Some(event.to_owned()), ..self }
    }

    /// The same with elements in it, which get the messages instead of it if the client is htmx 2.
    #[must_use]
    pub fn containing(self, html: impl Into<String>) -> Self {
        Self { content: html.into(), collects: false, ..self }
    }

    /// The same with elements in it, before the messages.
    #[must_use]
    pub fn holding(self, html: impl Into<String>) -> Self {
        Self { content: html.into(), ..self }
    }

    /// The element for a library.
    #[must_use]
    pub fn html(&self, library: Library) -> String {
        let (id, url) = (escape(&self.id), escape(&self.url));
        let (connect, close, rest) = match (library, self.collects) {
            (Library::Htmx2, true) => (
                "sse-connect",
                "sse-close",
                r#" hx-ext="sse" sse-swap="message" hx-swap="beforeend""#,
            ),
            (Library::Htmx2, false) => ("sse-connect", "sse-close", r#" hx-ext="sse""#),
            (Library::Htmx4, _) => ("hx-sse:connect", "hx-sse:close", r#" hx-swap="beforeend""#),
            (Library::None, _) => ("sse-connect", "sse-close", ""),
        };
        let mut html = format!(r#"<div id="{id}" {connect}="{url}"{rest}"#);
        if let Some(event) = &self.close_event {
            // Writing to a string does not fail.
            let _ = write!(html, r#" {close}="{}""#, escape(event));
        }
        format!("{html}>{}</div>", self.content)
    }
}

/// A page under construction. What is added first stands first.
#[derive(Clone, Debug)]
pub struct Page {
    library: Library,
    head: String,
    body: String,
}

impl Page {
    /// A page that loads a library, and nothing else.
    #[must_use]
    pub fn new(library: Library) -> Self {
        Self { library, head: String::new(), body: String::new() }
    }

    /// Adds HTML to the head, before the library.
    #[must_use]
    pub fn head(mut self, html: &str) -> Self {
        self.head.push_str(html);
        self.head.push('\n');
        self
    }

    /// Adds HTML to the body.
    #[must_use]
    pub fn body(mut self, html: &str) -> Self {
        self.body.push_str(html);
        self.body.push('\n');
        self
    }

    /// Adds an SSE element to the body.
    #[must_use]
    pub fn live(self, live: &Live) -> Self {
        let html = live.html(self.library);
        self.body(&html)
    }

    /// The whole page.
    #[must_use]
    pub fn html(&self) -> String {
        let mut library = String::new();
        for file in self.library.files() {
            // Writing to a string does not fail.
            let _ = writeln!(library, "<script src=\"/npm/{file}\"></script>");
        }
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Scenario</title>\n\
             <link rel=\"icon\" href=\"data:,\">\n{}{library}</head>\n<body>\n{}</body>\n</html>\n",
            self.head, self.body
        )
    }
}

/// Text as the value of a quoted attribute.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}
