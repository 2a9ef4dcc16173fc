//! Where something is in the macro's input, and what is wrong there.

use proc_macro2::{Span, TokenTree};

/// From the first to the last token of something: stable Rust cannot join two spans, but underlines from one to the
/// other.
#[derive(Clone, Copy)]
pub(crate) struct Spans {
    pub(crate) first: Span,
    pub(crate) last: Span,
}

/// One compile error.
pub(crate) struct Diagnostic {
    /// `None` is the whole invocation.
    pub(crate) spans: Option<Spans>,
    pub(crate) message: String,
}

impl Spans {
    pub(crate) fn of(tokens: &[TokenTree]) -> Option<Self> {
        Some(Self { first: tokens.first()?.span(), last: tokens.last()?.span() })
    }

    pub(crate) fn to(self, end: Self) -> Self {
        Self { first: self.first, last: end.last }
    }

    /// Line and column in the user's file. There are none outside of a compiler, in a unit test.
    pub(crate) fn position(self) -> Option<(usize, usize)> {
        proc_macro::is_available().then(|| {
            let first = self.first.unwrap();
            (first.line(), first.column())
        })
    }
}

impl From<Span> for Spans {
    fn from(span: Span) -> Self {
        Self { first: span, last: span }
    }
}

impl From<&TokenTree> for Spans {
    fn from(token: &TokenTree) -> Self {
        Self::from(token.span())
    }
}

impl Diagnostic {
    pub(crate) fn new(spans: Spans, message: &str, help: &str) -> Self {
        Self { spans: Some(spans), ..Self::whole(message, help) }
    }

    /// What is wrong with no token in particular.
    pub(crate) fn whole(message: &str, help: &str) -> Self {
        Self { spans: None, message: format!("{message}\nhelp: {help}") }
    }
}
