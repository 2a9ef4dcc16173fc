//! Where something is in the macro's input.

use proc_macro2::{Span, TokenTree};
use sse_monitor_core::__macros::Mark;

/// From the first to the last token of something: stable Rust cannot join two spans, but underlines from one to the
/// other.
#[derive(Clone, Copy)]
pub(crate) struct Spans {
    pub(crate) first: Span,
    pub(crate) last: Span,
}

/// The spans that core's marks stand for, in the order of the input.
#[derive(Default)]
pub(crate) struct Marks(Vec<Spans>);

impl Marks {
    pub(crate) fn add(&mut self, spans: Spans) -> Mark {
        self.0.push(spans);
        Mark(self.0.len())
    }

    /// `None` is no token in particular.
    pub(crate) fn spans(&self, mark: Mark) -> Option<Spans> {
        self.0.get(mark.0.checked_sub(1)?).copied()
    }
}

impl Spans {
    pub(crate) fn of(tokens: &[TokenTree]) -> Option<Self> {
        Some(Self { first: tokens.first()?.span(), last: tokens.last()?.span() })
    }

    pub(crate) fn to(self, end: Self) -> Self {
        Self { first: self.first, last: end.last }
    }

    /// The line in the user's file. There is none in a unit test, and none that a compiler before 1.88 tells.
    pub(crate) fn line(self) -> Option<usize> {
        // Before 1.88 the call below finds this one; since then the inherent method comes first.
        #[allow(dead_code, unstable_name_collisions)]
        trait OlderCompiler {
            fn line(&self) -> usize {
                0
            }
        }
        impl OlderCompiler for proc_macro::Span {}

        if !proc_macro::is_available() {
            return None;
        }
        #[allow(unstable_name_collisions, clippy::incompatible_msrv)]
        let line = self.first.unwrap().line();
        Some(line).filter(|line| *line > 0)
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

/// Of some tokens.
impl From<&[TokenTree]> for Spans {
    fn from(tokens: &[TokenTree]) -> Self {
        Self::of(tokens).unwrap_or_else(|| Span::call_site().into())
    }
}
