//! What all pages have: the libraries, the recipe's own files, the monitor, and buttons.

use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, PreEscaped, Render, html};
use sse_monitor::Monitor;

/// A recipe: the parts of its page.
pub(crate) struct Recipe {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) monitor: Monitor,
    pub(crate) html: &'static str,
    pub(crate) js: &'static str,
    pub(crate) css: &'static str,
    pub(crate) library: Library,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Library {
    None,
    Htmx2,
    Htmx4,
}

impl Library {
    const fn files(self) -> &'static [&'static str] {
        match self {
            Self::None => &[],
            Self::Htmx2 => &["htmx2/dist/htmx.min.js", "htmx-ext-sse/dist/sse.min.js"],
            Self::Htmx4 => &["htmx4/dist/htmx.min.js", "htmx4/dist/ext/hx-sse.min.js"],
        }
    }
}

impl Recipe {
    /// The page of the recipe's files.
    pub(crate) fn page(&self) -> Response {
        self.page_of(&PreEscaped(self.html))
    }

    /// The page of another body, with the monitor inline, allowed by its hash.
    pub(crate) fn page_of(&self, body: &impl Render) -> Response {
        let policy = format!("script-src 'self' {}", self.monitor.csp_source());
        self.page_with(body, &self.monitor, &policy)
    }

    /// The same with the monitor in another tag.
    pub(crate) fn page_with(
        &self,
        body: &impl Render,
        script: &impl Render,
        policy: &str,
    ) -> Response {
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    title { (self.title) }
                    link rel="icon" href="data:,";
                    link rel="stylesheet" href={ "/" (self.name) ".css" };
                    // What htmx 2 would need looser directives for.
                    @if self.library == Library::Htmx2 {
                        meta name="htmx-config" content=r#"{"includeIndicatorStyles":false,"allowEval":false}"#;
                    }
                    @for file in self.library.files() {
                        script src={ "/npm/" (file) } {}
                    }
                    @let kind = (self.name == "module").then_some("module");
                    script type=[kind] src={ "/" (self.name) ".js" } {}
                    script src="/buttons.js" {}
                }
                body {
                    h1 { (self.title) }
                    (body)
                    p {
                        button type="button" data-post={ "/" (self.name) "/cut" } { "End the stream" }
                        " "
                        button type="button" data-post={ "/" (self.name) "/down" } { "Refuse for 8 s" }
                    }
                    p { a href="/" { "All recipes" } }
                    (script)
                }
            }
        };
        let policy = format!("default-src 'self'; img-src data:; {policy}");
        ([(CONTENT_SECURITY_POLICY, policy)], page).into_response()
    }
}
