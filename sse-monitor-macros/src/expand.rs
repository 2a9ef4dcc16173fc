//! The expansions: one string literal, or every error.

use proc_macro2::{Delimiter, Group, Literal, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use sse_monitor_core::{
    ConfigError, MonitorConfig, Value, generate_connection_counter, generate_monitor_script,
};

use crate::span::{Diagnostic, Spans};
use crate::syntax::Syntax;
use crate::{lower, parse};

pub(crate) fn monitor_script(input: TokenStream) -> TokenStream {
    script(input, MonitorConfig::from_fields)
}

pub(crate) fn simple_monitor_script(input: TokenStream) -> TokenStream {
    script(input, MonitorConfig::from_simple_fields)
}

pub(crate) fn connection_counter_script(input: TokenStream) -> TokenStream {
    let tokens: Vec<_> = input.into_iter().collect();
    match Spans::of(&tokens) {
        None => literal(generate_connection_counter()),
        Some(spans) => errors(&[Diagnostic::new(
            spans,
            "`connection_counter_script!` takes no fields",
            "write `connection_counter_script! {}`: it counts every connection of the page",
        )]),
    }
}

type FromFields = fn(Vec<(String, Value)>) -> Result<MonitorConfig, ConfigError>;

fn script(input: TokenStream, from_fields: FromFields) -> TokenStream {
    match check(input, from_fields) {
        Ok(script) => literal(&script),
        Err(mut diagnostics) => {
            diagnostics.sort_by_key(|diagnostic| diagnostic.spans.position());
            errors(&diagnostics)
        }
    }
}

fn check(input: TokenStream, from_fields: FromFields) -> Result<String, Vec<Diagnostic>> {
    let Syntax { entries, mut diagnostics } = parse::parse(input);
    let located = |error: &ConfigError| -> Vec<Diagnostic> {
        error.problems().iter().map(|problem| lower::diagnostic(problem, &entries)).collect()
    };
    match from_fields(lower::fields(&entries)) {
        Ok(config) if diagnostics.is_empty() => {
            generate_monitor_script(&config).map_err(|error| located(&error))
        }
        // Without what could not be read, this is not the configuration that was meant.
        Ok(_) => Err(diagnostics),
        Err(error) => {
            diagnostics.extend(located(&error));
            Err(diagnostics)
        }
    }
}

/// A bare literal, so that the macro can stand wherever a literal can: in a `const`, in `concat!`, in an attribute.
fn literal(script: &str) -> TokenStream {
    TokenTree::from(Literal::string(script)).into()
}

/// Every error once, and a string for what is around: no other form shows them all, and only them, in an expression,
/// in a `const` and in `concat!` alike.
fn errors(diagnostics: &[Diagnostic]) -> TokenStream {
    let errors = diagnostics.iter().map(compile_error);
    quote!(::core::concat!(#(#errors,)* ""))
}

fn compile_error(diagnostic: &Diagnostic) -> TokenStream {
    let Spans { first, last } = diagnostic.spans;
    let mut message = Literal::string(&diagnostic.message);
    message.set_span(last);
    let mut arguments = Group::new(Delimiter::Brace, TokenTree::from(message).into());
    arguments.set_span(last);
    quote_spanned!(first=> ::core::compile_error! #arguments)
}
