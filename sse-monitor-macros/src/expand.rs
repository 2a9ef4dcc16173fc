//! The expansions: one string literal or one constant expression, or every error.

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use sse_monitor_core::{
    ConfigError, MonitorConfig, Value, generate_connection_counter, generate_monitor_script,
};

use crate::hash::sha256;
use crate::root::{self, Root};
use crate::span::{Diagnostic, Spans};
use crate::syntax::Syntax;
use crate::{editor, lower, parse};

pub(crate) fn monitor_script(input: TokenStream) -> TokenStream {
    let (root, fields) = root::split(input);
    let expansion = match check(&fields, MonitorConfig::from_fields) {
        Ok((_, script)) => literal(&script),
        Err(diagnostics) => errors(&root, diagnostics),
    };
    with_editor(&root, "monitor", &fields, expansion)
}

pub(crate) fn simple_monitor_script(input: TokenStream) -> TokenStream {
    let (root, fields) = root::split(input);
    let expansion = match check(&fields, MonitorConfig::from_simple_fields) {
        Ok((_, script)) => literal(&script),
        Err(diagnostics) => errors(&root, diagnostics),
    };
    with_editor(&root, "simple", &fields, expansion)
}

pub(crate) fn monitor(input: TokenStream) -> TokenStream {
    let (root, fields) = root::split(input);
    let expansion = match check(&fields, MonitorConfig::from_fields) {
        Ok((config, script)) => monitor_value(&root, &config, &script),
        Err(diagnostics) => {
            let empty = monitor_value(&root, &MonitorConfig::new(""), "");
            errors_for(&root, diagnostics, &empty)
        }
    };
    with_editor(&root, "monitor", &fields, expansion)
}

pub(crate) fn connection_counter_script(input: TokenStream) -> TokenStream {
    match no_fields(input, "connection_counter_script") {
        Ok(_) => literal(generate_connection_counter()),
        Err((root, diagnostic)) => errors(&root, vec![diagnostic]),
    }
}

pub(crate) fn connection_counter(input: TokenStream) -> TokenStream {
    match no_fields(input, "connection_counter") {
        Ok(root) => script_value(&root, generate_connection_counter()),
        Err((root, diagnostic)) => errors_for(&root, vec![diagnostic], &script_value(&root, "")),
    }
}

type FromFields = fn(Vec<(String, Value)>) -> Result<MonitorConfig, ConfigError>;

/// The configuration and its script.
fn check(
    input: &[TokenTree],
    from_fields: FromFields,
) -> Result<(MonitorConfig, String), Vec<Diagnostic>> {
    let Syntax { entries, mut diagnostics } = parse::parse(input);
    let located = |error: &ConfigError| -> Vec<Diagnostic> {
        error.problems().iter().map(|problem| lower::diagnostic(problem, &entries)).collect()
    };
    match from_fields(lower::fields(&entries)) {
        Ok(config) if diagnostics.is_empty() => match generate_monitor_script(&config) {
            Ok(script) => Ok((config, script)),
            Err(error) => Err(located(&error)),
        },
        // Without what could not be read, this is not the configuration that was meant.
        Ok(_) => Err(diagnostics),
        Err(error) => {
            diagnostics.extend(located(&error));
            Err(diagnostics)
        }
    }
}

fn no_fields(input: TokenStream, name: &str) -> Result<Root, (Root, Diagnostic)> {
    let (root, fields) = root::split(input);
    match Spans::of(&fields) {
        None => Ok(root),
        Some(spans) => {
            let message = format!("`{name}!` takes no fields");
            let help = format!("write `{name}! {{}}`: it counts every connection of the page");
            Err((root, Diagnostic::new(spans, &message, &help)))
        }
    }
}

/// A bare literal, so that the macro can stand wherever a literal can: in a `const`, in `concat!`, in an attribute.
fn literal(script: &str) -> TokenStream {
    raw(script).unwrap_or_else(|| TokenTree::from(Literal::string(script)).into())
}

/// A raw literal, which nobody has to escape and to unescape: for a script that is a sixth of the whole invocation. The
/// compiler alone reads it here, for the parser of `proc_macro2` is slow in a macro that is not optimized.
fn raw(script: &str) -> Option<TokenStream> {
    let signs = script.matches('#').count() + 1;
    // Not in a test, and not with more signs than Rust allows.
    if !proc_macro::is_available() || signs > 255 {
        return None;
    }
    let guard = "#".repeat(signs);
    let literal: proc_macro::TokenStream = format!("r{guard}\"{script}\"{guard}").parse().ok()?;
    Some(literal.into())
}

/// A constant expression of type `Script`.
fn script_value(root: &Root, script: &str) -> TokenStream {
    let tag = literal(&format!("<script>{script}</script>"));
    let hash = sha256(script);
    let (csp_source, etag) = (format!("'{hash}'"), format!("\"{hash}\""));
    quote!(#root::Script::__new(#tag, #csp_source, #etag))
}

/// A constant expression of type `Monitor`.
fn monitor_value(root: &Root, config: &MonitorConfig, script: &str) -> TokenStream {
    let script = script_value(root, script);
    let sse_element_id = &config.sse_element_id;
    let status_element_id = option(config.status_element_id.as_ref());
    let heartbeat_timeout = option(config.heartbeat_timeout);
    let heartbeat_event = option(config.heartbeat_event_names().first());
    quote! {
        #root::Monitor::__new(
            #script, #sse_element_id, #status_element_id, #heartbeat_timeout, #heartbeat_event
        )
    }
}

fn option(value: Option<impl ToTokens>) -> TokenStream {
    if let Some(value) = value {
        quote!(::core::option::Option::Some(#value))
    } else {
        quote!(::core::option::Option::None)
    }
}

/// Every error once, in the order of the source, and a string for what is around: no other form shows them all, and
/// only them, in an expression, in a `const` and in `concat!` alike. Where another type than a string is
/// expected, there is no error about it: for the compiler, a `concat!` that failed has no type.
fn errors(root: &Root, mut diagnostics: Vec<Diagnostic>) -> TokenStream {
    diagnostics.sort_by_key(|diagnostic| diagnostic.spans.and_then(Spans::position));
    let errors = diagnostics.iter().map(|diagnostic| compile_error(root, diagnostic));
    quote!(::core::concat!(#(#errors,)* ""))
}

/// The errors where another type than a string is expected. An editor gives the failed `concat!` a type all the same:
/// it gets an empty value of the right one, which also has the methods that it then completes.
fn errors_for(root: &Root, diagnostics: Vec<Diagnostic>, empty: &TokenStream) -> TokenStream {
    let errors = errors(root, diagnostics);
    if editor::is_expanding() { quote!({ #errors; #empty }) } else { errors }
}

fn compile_error(root: &Root, diagnostic: &Diagnostic) -> TokenStream {
    let Spans { first, last } = diagnostic.spans.unwrap_or(root.invocation.into());
    let mut message = Literal::string(&diagnostic.message);
    message.set_span(last);
    let mut arguments = Group::new(Delimiter::Brace, TokenTree::from(message).into());
    arguments.set_span(last);
    quote_spanned!(first=> ::core::compile_error! #arguments)
}

/// The expansion as it is, unless an editor asks: then in a block that tells it about the names.
fn with_editor(
    root: &Root,
    module: &str,
    fields: &[TokenTree],
    expansion: TokenStream,
) -> TokenStream {
    if !editor::is_expanding() {
        return expansion;
    }
    let imports = editor::imports(root, &Ident::new(module, Span::call_site()), fields);
    quote!({ #imports #expansion })
}
