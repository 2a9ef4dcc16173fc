//! The expansions: one string literal or one constant expression, or every error.

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use sse_monitor_core::__macros::{Language, read, script};
use sse_monitor_core::{Effective, MonitorConfig, Problem, Script, generate_connection_counter};

use crate::editor;
use crate::parse::Parser;
use crate::root::{self, Root};
use crate::span::Spans;

pub(crate) fn monitor_script(input: TokenStream) -> TokenStream {
    script_of(input, false)
}

pub(crate) fn simple_monitor_script(input: TokenStream) -> TokenStream {
    script_of(input, true)
}

pub(crate) fn monitor(input: TokenStream) -> TokenStream {
    let (root, fields) = root::split(input);
    let expansion = match check(&fields, false) {
        Ok(effective) => monitor_value(&root, &effective, &script(&effective)),
        Err(errors) => {
            let empty = monitor_value(&root, &MonitorConfig::new("").effective(), "");
            compile_errors_for(&root, &errors, &empty)
        }
    };
    with_editor(&root, "monitor", &fields, expansion)
}

pub(crate) fn connection_counter_script(input: TokenStream) -> TokenStream {
    match no_fields(input, "connection_counter_script") {
        Ok(_) => literal(generate_connection_counter()),
        Err((root, error)) => compile_errors(&root, &[error]),
    }
}

pub(crate) fn connection_counter(input: TokenStream) -> TokenStream {
    match no_fields(input, "connection_counter") {
        Ok(root) => script_value(&root, generate_connection_counter()),
        Err((root, error)) => compile_errors_for(&root, &[error], &script_value(&root, "")),
    }
}

fn script_of(input: TokenStream, simple: bool) -> TokenStream {
    let (root, fields) = root::split(input);
    let expansion = match check(&fields, simple) {
        Ok(effective) => literal(&script(&effective)),
        Err(errors) => compile_errors(&root, &errors),
    };
    with_editor(&root, if simple { "simple" } else { "monitor" }, &fields, expansion)
}

/// What the compiler shall say, and where; without a place it is the whole invocation.
struct CompileError {
    spans: Option<Spans>,
    message: String,
}

/// What applies of each field, or what is wrong with it in the order of the input.
fn check(input: &[TokenTree], simple: bool) -> Result<Effective, Vec<CompileError>> {
    let mut parser = Parser::default();
    let entries = parser.entries(input, 0);
    let read = read(&entries, parser.problems, Language::Rust, simple);
    read.map(|(_, effective)| effective).map_err(|error| {
        let mut problems: Vec<&Problem> = error.problems().iter().collect();
        problems.sort_by_key(|problem| problem.__mark().0);
        let error = |problem: &Problem| {
            let first = parser.marks.spans(problem.__first()).and_then(Spans::line);
            let first = first.map(|line| format!(", first on line {line}")).unwrap_or_default();
            CompileError {
                spans: parser.marks.spans(problem.__mark()),
                message: format!("{}{first}\nhelp: {}", problem.message(), problem.help()),
            }
        };
        problems.into_iter().map(error).collect()
    })
}

fn no_fields(input: TokenStream, name: &str) -> Result<Root, (Root, CompileError)> {
    let (root, fields) = root::split(input);
    if fields.is_empty() {
        return Ok(root);
    }
    let message = format!(
        "`{name}!` takes no fields\nhelp: write `{name}! {{}}`: it counts the streams of monitors and of htmx"
    );
    Err((root, CompileError { spans: Spans::of(&fields), message }))
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
    let script = Script::new(script);
    let tag = literal(script.script_tag());
    let (csp_source, integrity, etag) = (script.csp_source(), script.integrity(), script.etag());
    quote!(#root::Script::__new(#tag, #csp_source, #integrity, #etag))
}

/// A constant expression of type `Monitor`.
fn monitor_value(root: &Root, effective: &Effective, script: &str) -> TokenStream {
    let script = script_value(root, script);
    let sse_element_id = &effective.sse_element_id;
    let status_element_id = if let Some(id) = &effective.status_element_id {
        quote!(::core::option::Option::Some(#id))
    } else {
        quote!(::core::option::Option::None)
    };
    let heartbeat_timeout = effective.heartbeat_timeout.unwrap_or_default().as_millis();
    let heartbeat_timeout = Literal::u64_unsuffixed(heartbeat_timeout.try_into().unwrap_or(0));
    quote!(#root::Monitor::__new(#script, #sse_element_id, #status_element_id, #heartbeat_timeout))
}

/// Every error once, and a string for what is around: no other form shows them all, and only them, in an expression, in
/// a `const` and in `concat!` alike. Where another type than a string is expected, there is no error about it: for the
/// compiler, a `concat!` that failed has no type.
fn compile_errors(root: &Root, errors: &[CompileError]) -> TokenStream {
    let errors = errors.iter().map(|error| compile_error(root, error));
    quote!(::core::concat!(#(#errors,)* ""))
}

/// The errors where another type than a string is expected. An editor gives the failed `concat!` a type all the same:
/// it gets an empty value of the right one, which also has the methods that it then completes.
fn compile_errors_for(root: &Root, errors: &[CompileError], empty: &TokenStream) -> TokenStream {
    let errors = compile_errors(root, errors);
    if editor::is_expanding() { quote!({ #errors; #empty }) } else { errors }
}

fn compile_error(root: &Root, error: &CompileError) -> TokenStream {
    let Spans { first, last } = error.spans.unwrap_or(root.invocation.into());
    let mut message = Literal::string(&error.message);
    message.set_span(last);
    let mut arguments = Group::new(Delimiter::Brace, TokenTree::from(message).into());
    arguments.set_span(last);
    // Without a path: in a crate of edition 2015, `::core` would be one of its modules.
    quote_spanned!(first=> compile_error! #arguments)
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
