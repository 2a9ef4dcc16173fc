//! The least that a macro can cost: it looks at nothing and gives an empty literal.

use proc_macro::{Literal, TokenStream, TokenTree};

#[proc_macro]
pub fn empty(_: TokenStream) -> TokenStream {
    TokenTree::from(Literal::string("")).into()
}
