//! The name of the crate that has the types: `$crate` where the facade's `macro_rules!` passes it as the first token,
//! however the user has named the facade; `::sse_monitor_core` where there is no facade.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use crate::parse::visible;

/// The crate that the expansion names, and how an error speaks of the whole invocation.
pub(crate) struct Root {
    path: TokenStream,
    /// Of the facade's macro, if there is one, so that the compiler names that macro, and not the one behind it.
    pub(crate) invocation: Span,
}

/// The root, and the input as the user wrote it.
pub(crate) fn split(input: TokenStream) -> (Root, Vec<TokenTree>) {
    let mut tokens = visible(input);
    let root = match tokens.first() {
        Some(TokenTree::Ident(name)) if name == "$crate" => {
            let root = Root { path: name.to_token_stream(), invocation: name.span() };
            tokens.remove(0);
            root
        }
        _ => Root { path: quote!(::sse_monitor_core), invocation: Span::call_site() },
    };
    (root, tokens)
}

impl ToTokens for Root {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.path.clone());
    }
}
