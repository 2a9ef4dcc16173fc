//! What makes an editor complete, explain and find names while the user types: each name that stands where a field or
//! a state can stand is imported from the schema, under no name. rust-analyzer looks such a path up as any other.
//!
//! The compiler never sees this. rust-analyzer sets a variable in the process that runs its macros.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::quote;

use crate::parse::inside;
use crate::root::Root;

const VARIABLE: &str = "RUST_ANALYZER_INTERNALS_DO_NOT_USE";

/// Words that cannot be imported.
const KEYWORDS: &str = " abstract as async await become box break const continue crate do dyn else \
    enum extern false final fn for gen if impl in let loop macro match mod move mut override priv pub ref return self \
    Self static struct super trait true try type typeof unsafe unsized use virtual where while yield _ ";

/// Whether an editor expands the macro.
pub(crate) fn is_expanding() -> bool {
    std::env::var_os(VARIABLE).is_some()
}

/// The imports of the names in `fields`, whatever else is there. Fields come from this module of the schema.
///
/// Nothing is too unfinished for it, so it does not share the strict parser: a completion is asked for where the input
/// is wrong. There is an import of no names, too: an editor completes in the same places that it sees expanded.
pub(crate) fn imports(root: &Root, module: &Ident, fields: &[TokenTree]) -> TokenStream {
    let names = names(fields);
    let nested = maps(fields).map(|map| self::names(&inside(map)));
    quote! {
        #[allow(unused_imports)]
        use #root::schema::#module::{ #(#names as _),* };
        #(#[allow(unused_imports)] use #root::schema::states::{ #(#nested as _),* };)*
    }
}

/// The words that begin something: the first one, and those behind a comma or behind a value without one. A word
/// behind any other sign belongs to a value.
fn names(tokens: &[TokenTree]) -> Vec<Ident> {
    let mut names = Vec::new();
    let mut begins = true;
    for token in tokens {
        match token {
            TokenTree::Ident(word) => {
                if begins && !KEYWORDS.contains(&format!(" {word} ")) {
                    names.push(word.clone());
                }
                begins = true;
            }
            TokenTree::Punct(sign) => begins = matches!(sign.as_char(), ',' | ';'),
            TokenTree::Literal(_) | TokenTree::Group(_) => begins = true,
        }
    }
    names
}

/// The values in braces: maps keyed by state.
fn maps(tokens: &[TokenTree]) -> impl Iterator<Item = &Group> {
    tokens.iter().filter_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::*;
    use crate::root;

    /// The fields and the states that are imported.
    fn found(input: &str) -> (Vec<String>, Vec<String>) {
        let (root, fields) = root::split(input.parse().unwrap());
        let module = Ident::new("monitor", Span::call_site());
        let imports = imports(&root, &module, &fields).to_string();
        let uses: Vec<_> = imports.split("] use ").skip(1).collect();
        let names = |module: &str| {
            let path = format!(":: sse_monitor_core :: schema :: {module}");
            let braces = uses.iter().filter(|tree| tree.starts_with(&path));
            let lists = braces.filter_map(|tree| tree.split(['{', '}']).nth(1));
            let items = lists.flat_map(|list| list.split(',')).map(str::trim);
            let items = items.filter(|item| !item.is_empty());
            items.map(|item| item.strip_suffix(" as _").unwrap().to_string()).collect()
        };
        (names("monitor"), names("states"))
    }

    #[test]
    fn names_are_found_in_whatever_is_typed() {
        for (input, fields, states) in [
            ("", "", ""),
            ("recon", "recon", ""),
            ("a: 5s, recon", "a recon", ""),
            ("a: 5s recon", "a recon", ""),
            ("a: None recon b: true,", "a recon b", ""),
            ("a: Some(5s); recon:, b", "a recon b", ""),
            ("recon: 5, a = b, c", "recon a c", ""),
            ("a: html(\"x\") b: C::D, c: -e", "a b c", ""),
            ("callbacks: { conn }, a", "callbacks a", "conn"),
            ("callbacks { conn: \"up\", closed }", "callbacks", "conn closed"),
            ("callbacks: { }, b: { error: { deep } }", "callbacks b", "error"),
            ("a: [b, { c }], as, self, type: 1, _: 2, r#use", "a r#use", ""),
            (", , : : = 5 \"x\" #[a] b", "b", ""),
        ] {
            let words = |text: &str| text.split_whitespace().map(String::from).collect::<Vec<_>>();
            assert_eq!(found(input), (words(fields), words(states)), "{input}");
        }
    }

    /// An editor completes only where it has seen an import before.
    #[test]
    fn an_empty_input_and_an_empty_map_have_imports() {
        let (root, fields) = root::split("a: {}".parse().unwrap());
        let module = Ident::new("simple", Span::call_site());
        let imports = |fields: &[TokenTree]| imports(&root, &module, fields).to_string();
        assert_eq!(imports(&fields).matches("use ").count(), 2);
        assert_eq!(imports(&[]).matches("use ").count(), 1);
    }
}
