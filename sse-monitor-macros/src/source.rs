//! Tokens as a reader would write them, for messages. A compiler's own printing changes from version to version.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Messages repeat no more than this.
const LONGEST: usize = 60;

pub(crate) fn source(tokens: &[TokenTree]) -> String {
    let mut source = String::new();
    write(&mut source, tokens.iter().cloned().collect(), 0);
    if source.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|end| source.is_char_boundary(*end)).unwrap_or(0);
        source.truncate(end);
        source.push('…');
    }
    source
}

/// Stops a little after the limit: what is written is cut there.
fn write(source: &mut String, tokens: TokenStream, depth: usize) {
    let mut glued = true;
    for token in tokens {
        if source.len() > LONGEST || depth > LONGEST {
            return;
        }
        let (open, inside, close) = match &token {
            TokenTree::Group(group) => match group.delimiter() {
                Delimiter::Parenthesis => ("(".into(), group.stream(), ")"),
                Delimiter::Bracket => ("[".into(), group.stream(), "]"),
                Delimiter::Brace => ("{ ".into(), group.stream(), " }"),
                Delimiter::None => (String::new(), group.stream(), ""),
            },
            single => (single.to_string(), TokenStream::new(), ""),
        };
        if !glued && !binds_to(source, &open) {
            source.push(' ');
        }
        source.push_str(&open);
        write(source, inside, depth + 1);
        source.push_str(close);
        glued = match &token {
            TokenTree::Punct(punct) => {
                punct.spacing() == Spacing::Joint
                    || matches!(punct.as_char(), '.' | '!' | '&' | '#')
                    || source.ends_with("::")
            }
            _ => false,
        };
    }
}

/// Whether `next` stands directly behind what is written.
fn binds_to(source: &str, next: &str) -> bool {
    match next {
        ":" | "." | "!" | "," | ";" | "?" => true,
        "(" | "[" => {
            source.ends_with(|last: char| last.is_alphanumeric() || matches!(last, '_' | ')'))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(tokens: &str) -> String {
        let tokens: TokenStream = tokens.parse().unwrap();
        source(&tokens.into_iter().collect::<Vec<_>>())
    }

    #[test]
    fn tokens_are_written_as_a_reader_would() {
        for text in [
            "config::DELAY",
            "5 seconds",
            "5 * 1000",
            "app.on_up()",
            "env!(\"DELAY\")",
            "&[1, 2]",
            "a { b: \"c\" }",
            "() => { 1 }",
            "x = [1]",
            "..Default::default()",
        ] {
            assert_eq!(written(text), text);
        }
    }

    #[test]
    fn long_sources_are_cut() {
        let long = written(&"é ".repeat(1_000));
        assert!(long.ends_with('…') && long.len() <= LONGEST + '…'.len_utf8(), "{long}");
    }
}
