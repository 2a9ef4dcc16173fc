//! Any tokens, on the way that the macros go: the expansion is a script, or errors of which each is told once and has a
//! help. A library cannot depend on a crate of macros, so their modules are included here.

#![no_main]

// Here it is only asked whether a compiler is there.
extern crate proc_macro;

#[path = "../../sse-monitor-macros/src/editor.rs"]
mod editor;
#[path = "../../sse-monitor-macros/src/expand.rs"]
mod expand;
#[path = "../../sse-monitor-macros/src/parse.rs"]
mod parse;
#[path = "../../sse-monitor-macros/src/root.rs"]
mod root;
#[path = "../../sse-monitor-macros/src/source.rs"]
mod source;
#[path = "../../sse-monitor-macros/src/span.rs"]
mod span;

use std::collections::BTreeSet;

use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use sse_monitor_fuzz::{check_script, mutate, words};
use syn::Lit;

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(words(), data, size, max_size, seed)
});

fuzz_target!(|data: &[u8]| -> Corpus {
    // What a lexer refuses never reaches a macro.
    let Ok(text) = std::str::from_utf8(data) else { return Corpus::Reject };
    let Ok(tokens) = text.parse::<TokenStream>() else { return Corpus::Reject };
    check(&invisible(tokens));
    Corpus::Keep
});

fn check(input: &TokenStream) {
    let (root, fields) = root::split(input.clone());
    editor::imports(&root, &Ident::new("monitor", Span::call_site()), &fields);
    let script = outcome(expand::monitor_script(input.clone()));
    if let Ok(script) = &script {
        check_script(script);
    }
    let tag = script.map(|script| format!("<script>{script}</script>"));
    // One more each time: all would take three times as long.
    match input.to_string().len() % 4 {
        0 => assert_eq!(outcome(expand::monitor(input.clone())), tag, "`monitor!` is another"),
        1 => {
            if let Ok(simple) = outcome(expand::simple_monitor_script(input.clone())) {
                assert_eq!(Ok(format!("<script>{simple}</script>")), tag, "the simple is another");
            }
        }
        2 => {
            let counter = outcome(expand::connection_counter(input.clone()));
            assert_eq!(counter.is_ok(), fields.is_empty());
        }
        _ => {
            let counter = outcome(expand::connection_counter_script(input.clone()));
            assert_eq!(counter.is_ok(), fields.is_empty());
        }
    }
}

/// `@( .. )` becomes `..` in an invisible group, as a `macro_rules!` passes it on. No text can say that.
fn invisible(tokens: TokenStream) -> TokenStream {
    let mut changed: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let TokenTree::Group(group) = token else {
            changed.push(token);
            continue;
        };
        let is_sign =
            |last: &TokenTree| matches!(last, TokenTree::Punct(sign) if sign.as_char() == '@');
        let delimiter = match changed.last() {
            Some(last) if is_sign(last) && group.delimiter() == Delimiter::Parenthesis => {
                changed.pop();
                Delimiter::None
            }
            _ => group.delimiter(),
        };
        let mut inside = Group::new(delimiter, invisible(group.stream()));
        inside.set_span(group.span());
        changed.push(inside.into());
    }
    changed.into_iter().collect()
}

/// The first text of a literal or of a constant expression, or the messages.
fn outcome(expansion: TokenStream) -> Result<String, Vec<String>> {
    let tokens: Vec<_> = expansion.into_iter().collect();
    match &tokens[..] {
        [TokenTree::Literal(literal)] => Ok(text(literal)),
        // ::sse_monitor_core::Monitor::__new(::sse_monitor_core::Script::__new("<script>…", ..), ..)
        [_, _, TokenTree::Ident(root), .., TokenTree::Group(arguments)]
            if root == "sse_monitor_core" =>
        {
            Ok(first_text(arguments.stream()).expect("a text among the arguments"))
        }
        // ::core::concat!(::core::compile_error! { "…" }, .., "")
        [
            _,
            _,
            TokenTree::Ident(core),
            _,
            _,
            TokenTree::Ident(concat),
            _,
            TokenTree::Group(errors),
        ] if core == "core" && concat == "concat" => Err(messages(errors.stream())),
        _ => panic!("neither a script nor errors: {tokens:?}"),
    }
}

fn messages(errors: TokenStream) -> Vec<String> {
    let tokens: Vec<_> = errors.into_iter().collect();
    let mut messages = Vec::new();
    let mut places = BTreeSet::new();
    for error in tokens.windows(3) {
        let [TokenTree::Ident(name), _, TokenTree::Group(arguments)] = error else { continue };
        assert_eq!(name, "compile_error");
        let Some(TokenTree::Literal(message)) = arguments.stream().into_iter().next() else {
            panic!("{error:?}")
        };
        // Under `cfg(fuzzing)`, proc_macro2 tells a place in no other way.
        let place = format!("{:?} to {:?}", name.span(), message.span());
        let message = text(&message);
        let help = message.split_once("\nhelp: ").map_or("", |(_, help)| help);
        assert!(!help.trim().is_empty(), "without a help: {message}");
        assert!(places.insert((place, message.clone())), "told twice: {message}");
        messages.push(message);
    }
    assert!(!messages.is_empty(), "no error: {tokens:?}");
    messages
}

fn first_text(tokens: TokenStream) -> Option<String> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Literal(literal) => Some(text(&literal)),
        TokenTree::Group(group) => first_text(group.stream()),
        _ => None,
    })
}

fn text(literal: &proc_macro2::Literal) -> String {
    match Lit::new(literal.clone()) {
        Lit::Str(text) => text.value(),
        _ => panic!("no string: {literal}"),
    }
}
