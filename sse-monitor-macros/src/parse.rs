//! Tokens become fields with spans. Whatever the input is, every field that can be read is read: a mistake in one
//! hides nothing of the others.

use proc_macro2::{Delimiter, Group, Spacing, TokenTree};
use sse_monitor_core::Value;

use crate::literal;
use crate::source::source;
use crate::span::{Diagnostic, Spans};
use crate::syntax::{Entry, Form, Key, Node, Syntax};

/// No field needs more levels; without a limit, the depth of the input would be the depth of the stack.
const DEEPEST: usize = 6;
/// The tokens of the longest name that is looked for.
const LONGEST_NAME: usize = 32;

pub(crate) fn parse(input: &[TokenTree]) -> Syntax {
    let mut parser = Parser { diagnostics: Vec::new() };
    let entries = parser.entries(input, 0);
    Syntax { entries, diagnostics: parser.diagnostics }
}

struct Parser {
    diagnostics: Vec<Diagnostic>,
}

impl Parser {
    /// `key: value, key: value,`
    fn entries(&mut self, tokens: &[TokenTree], depth: usize) -> Vec<Entry> {
        let mut entries = Vec::new();
        for chunk in self.chunks(tokens) {
            let mut rest = self.without_attributes(chunk);
            while let [first, ..] = rest {
                let (entry, after) = self.entry(first, rest, depth);
                entries.push(entry);
                rest = after;
            }
        }
        entries
    }

    /// The tokens between commas.
    fn chunks<'a>(&mut self, tokens: &'a [TokenTree]) -> Vec<&'a [TokenTree]> {
        let mut chunks = Vec::new();
        for chunk in tokens.split_inclusive(is_separator) {
            let (body, separator) = match chunk.split_last() {
                Some((last, body)) if is_separator(last) => (body, Some(last)),
                _ => (chunk, None),
            };
            if !body.is_empty() {
                chunks.push(body);
            }
            if let Some(separator) = separator {
                let found = separator.to_string();
                if body.is_empty() {
                    self.refuse(separator, &format!("unexpected `{found}`"), "remove it");
                } else if found != "," {
                    self.refuse(
                        separator,
                        &format!("expected `,`, found `{found}`"),
                        "write a comma",
                    );
                }
            }
        }
        chunks
    }

    /// The first entry of a chunk, and what is left: the next entry, if a comma was forgotten.
    fn entry<'a>(
        &mut self,
        first: &TokenTree,
        chunk: &'a [TokenTree],
        depth: usize,
    ) -> (Entry, &'a [TokenTree]) {
        let Some((key, after_key)) = self.key(chunk) else {
            let found = source(std::slice::from_ref(first));
            self.refuse(first, &format!("expected a name, found `{found}`"), "write `name: value`");
            return (unreadable(String::new(), first), &[]);
        };
        let value = match after_key {
            [] => after_key,
            [_, value @ ..] if begins_with_colon(after_key) => value,
            _ => {
                self.no_colon(first, &key.name, after_key);
                return (unreadable(key.name, first), &[]);
            }
        };
        let (value, rest) = value.split_at(next_entry(value));
        if let ([_, ..], [next, ..]) = (value, rest) {
            self.comma_before(next);
        }
        let value = self.value(value, key.spans, depth);
        (Entry { key, value }, rest)
    }

    fn no_colon(&mut self, first: &TokenTree, name: &str, after: &[TokenTree]) {
        match after {
            [TokenTree::Group(group)]
                if group.delimiter() == Delimiter::Brace
                    && name.starts_with(char::is_uppercase) =>
            {
                let message = format!("the fields stand without `{name} {{ .. }}` around them");
                self.refuse(first, &message, &format!("remove `{name}` and its braces"));
            }
            _ => {
                let is_sign = |token: &TokenTree| is_punct(token, '=') || is_punct(token, '>');
                let signs = after.iter().take_while(|token| is_sign(token)).count();
                let instead = &after[..signs.max(1)];
                let message = format!("expected `:` after `{name}`, found `{}`", source(instead));
                let help = format!("write `{name}: {}`", source(&after[signs..]));
                let spans = Spans::of(instead).unwrap_or_else(|| first.into());
                self.diagnostics.push(Diagnostic::new(spans, &message, &help));
            }
        }
    }

    /// A name, as people write it; which names there are is for core to know.
    fn key<'a>(&mut self, tokens: &'a [TokenTree]) -> Option<(Key, &'a [TokenTree])> {
        let length = name_length(tokens);
        if length > 0 {
            let (name, rest) = tokens.split_at(length);
            let spans = Spans::of(name)?;
            let name = name.iter().map(ToString::to_string).collect();
            return Some((Key { name, spans }, rest));
        }
        let [TokenTree::Literal(quoted), rest @ ..] = tokens else { return None };
        let Value::Text(name) = literal::value(quoted) else { return None };
        if !begins_with_colon(rest) {
            return None;
        }
        let help = format!("write `{name}` without quotes");
        self.refuse(&tokens[0], "names are written without quotes", &help);
        Some((Key { name, spans: quoted.span().into() }, rest))
    }

    /// A value; `before` is what an absent one is missing after.
    fn value(&mut self, tokens: &[TokenTree], before: Spans, depth: usize) -> Node {
        let tokens = &visible(tokens.to_vec())[..];
        let Some(spans) = Spans::of(tokens) else { return leaf(before, Value::Missing) };
        if depth > DEEPEST {
            return leaf(spans, Value::Other("something nested too deeply".into()));
        }
        let form = match tokens {
            [TokenTree::Group(group)] => match group.delimiter() {
                Delimiter::Bracket => Form::List(self.items(group, depth + 1)),
                Delimiter::Brace => Form::Map(self.entries(&inside(group), depth + 1)),
                _ => Form::Leaf(Value::Other("something in parentheses".into())),
            },
            [TokenTree::Ident(name), TokenTree::Group(group)]
                if name == "Some" && group.delimiter() == Delimiter::Parenthesis =>
            {
                Form::Some(Box::new(self.value(&inside(group), spans, depth + 1)))
            }
            [TokenTree::Ident(name), TokenTree::Group(group)] if name == "html" => {
                Form::Leaf(literal::html(group).unwrap_or_else(|| Value::Code(source(tokens))))
            }
            [TokenTree::Literal(literal)] => Form::Leaf(literal::value(literal)),
            [TokenTree::Punct(minus), TokenTree::Literal(literal)] if minus.as_char() == '-' => {
                Form::Leaf(
                    literal::negative(literal).unwrap_or_else(|| Value::Code(source(tokens))),
                )
            }
            [TokenTree::Ident(name)] => Form::Leaf(literal::word(name)),
            _ => Form::Leaf(Value::Code(source(tokens))),
        };
        Node { spans, form }
    }

    /// `[value, value]`
    fn items(&mut self, group: &Group, depth: usize) -> Vec<Node> {
        let tokens = inside(group);
        let mut items = Vec::new();
        for chunk in self.chunks(&tokens) {
            let are_literals = chunk.iter().all(|token| matches!(token, TokenTree::Literal(_)));
            for (position, item) in
                chunk.chunks(if are_literals { 1 } else { chunk.len() }).enumerate()
            {
                if position > 0 {
                    self.comma_before(&item[0]);
                }
                items.push(self.value(item, group.span().into(), depth));
            }
        }
        items
    }

    fn without_attributes<'a>(&mut self, mut chunk: &'a [TokenTree]) -> &'a [TokenTree] {
        while let [hash, attribute @ TokenTree::Group(_), rest @ ..] = chunk
            && is_punct(hash, '#')
        {
            self.diagnostics.push(Diagnostic::new(
                Spans::from(hash).to(attribute.into()),
                "attributes and documentation comments mean nothing here",
                "remove it, or write a comment with `//`",
            ));
            chunk = rest;
        }
        chunk
    }

    fn comma_before(&mut self, token: &TokenTree) {
        let found = source(std::slice::from_ref(token));
        self.refuse(token, &format!("expected `,` before `{found}`"), "add the comma");
    }

    fn refuse(&mut self, token: &TokenTree, message: &str, help: &str) {
        self.diagnostics.push(Diagnostic::new(token.into(), message, help));
    }
}

/// What was refused already. Its name still says which field is not missing.
fn unreadable(name: String, first: &TokenTree) -> Entry {
    let spans = Spans::from(first);
    Entry { key: Key { name, spans }, value: leaf(spans, Value::Unreadable) }
}

fn leaf(spans: Spans, value: Value) -> Node {
    Node { spans, form: Form::Leaf(value) }
}

pub(crate) fn inside(group: &Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

/// What is inside the invisible groups in which a `macro_rules!` forwards `$value:expr` and `$value:literal`.
pub(crate) fn visible(mut tokens: Vec<TokenTree>) -> Vec<TokenTree> {
    while let [TokenTree::Group(group)] = &tokens[..]
        && group.delimiter() == Delimiter::None
    {
        tokens = inside(group);
    }
    tokens
}

/// The number of tokens of the name at the start: `reconnect_delay`, but also what may have been meant by
/// `reconnect-delay` or `ConnectionState::Connected`.
fn name_length(tokens: &[TokenTree]) -> usize {
    let is_word = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Ident(_)));
    if !is_word(tokens.first()) {
        return 0;
    }
    let mut length = 1;
    while length < LONGEST_NAME {
        length += match &tokens[length..] {
            [minus, word, ..] if is_punct(minus, '-') && is_word(Some(word)) => 2,
            path @ [_, _, word, ..] if begins_with_path(path) && is_word(Some(word)) => 3,
            _ => break,
        };
    }
    length
}

/// Where the next `name:` begins: behind the value, if a comma was forgotten.
fn next_entry(value: &[TokenTree]) -> usize {
    let begins = |position: &usize| {
        let rest = &value[*position..];
        let length = name_length(rest);
        length > 0 && begins_with_colon(&rest[length..])
    };
    (0..value.len()).find(begins).unwrap_or(value.len())
}

fn is_separator(token: &TokenTree) -> bool {
    is_punct(token, ',') || is_punct(token, ';')
}

/// A colon, but no `::`.
fn begins_with_colon(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [colon, ..] if is_punct(colon, ':')) && !begins_with_path(tokens)
}

fn begins_with_path(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Punct(one), two, ..]
        if one.as_char() == ':' && one.spacing() == Spacing::Joint && is_punct(two, ':'))
}

fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;

    use super::*;

    fn syntax(input: TokenStream) -> Syntax {
        let tokens: Vec<_> = input.into_iter().collect();
        parse(&tokens)
    }

    /// The fields and the messages of the input.
    fn parsed(input: &str) -> (Vec<(String, Value)>, Vec<String>) {
        let syntax = syntax(input.parse().unwrap());
        let messages = syntax.diagnostics.into_iter().map(|diagnostic| diagnostic.message);
        (crate::lower::fields(&syntax.entries), messages.collect())
    }

    fn fields(input: &str) -> Vec<(String, Value)> {
        let (fields, messages) = parsed(input);
        assert_eq!(messages, [""; 0], "{input}");
        fields
    }

    fn value(input: &str) -> Value {
        fields(&format!("key: {input}")).remove(0).1
    }

    fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    #[test]
    fn every_form_of_value_is_read() {
        assert_eq!(value("None"), Value::None);
        assert_eq!(value("true"), Value::Bool(true));
        assert_eq!(value("1_000ms"), Value::number("1_000ms"));
        assert_eq!(value("-1.5s"), Value::number("-1.5s"));
        assert_eq!(value(r##"r#"a"b"#"##), text("a\"b"));
        assert_eq!(value(r#""\u{2028}\n""#), text("\u{2028}\n"));
        assert_eq!(value(r#"html("<b>")"#), Value::Html("<b>".into()));
        assert_eq!(value("Some(5s)"), Value::Some(Box::new(Value::number("5s"))));
        assert_eq!(value(r#"["a", "b",]"#), Value::texts(["a", "b"]));
        assert_eq!(value(r#"{ a: "b", c: [], }"#).clone(), {
            Value::Map(vec![("a".into(), text("b")), ("c".into(), Value::List(vec![]))])
        });
        assert_eq!(value(""), Value::Missing);
    }

    #[test]
    fn what_is_no_literal_keeps_its_source() {
        for source in ["DELAY", "config::DELAY", "5 * 1000", "- DELAY", "html(TEXT)", "() => { 1 }"]
        {
            assert_eq!(value(source), Value::Code(source.into()));
        }
        for source in ["'a'", "b'a'", "b\"a\"", "c\"a\"", "\"a\"suffix", "(1)"] {
            assert!(matches!(value(source), Value::Other(_)), "{source}");
        }
    }

    #[test]
    fn names_that_may_have_been_meant_are_read_whole() {
        let input = "a-b: 1, Config::a: 2, a, b: 3,c:";
        let names: Vec<_> = fields(input).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a-b", "Config::a", "a", "b", "c"]);
    }

    #[test]
    fn a_mistake_hides_no_other_field() {
        let one = |number: &str| Value::number(number);
        let unreadable = || Value::Unreadable;
        for (input, expected, message) in [
            ("a: 1 b: 2", vec![("a", one("1")), ("b", one("2"))], "expected `,` before `b`"),
            ("a: 1; b: 2", vec![("a", one("1")), ("b", one("2"))], "expected `,`, found `;`"),
            ("a: 1,, b: 2", vec![("a", one("1")), ("b", one("2"))], "unexpected `,`"),
            (
                "a = 1, b: 2",
                vec![("a", unreadable()), ("b", one("2"))],
                "expected `:` after `a`, found `=`",
            ),
            ("5, b: 2", vec![("", unreadable()), ("b", one("2"))], "expected a name, found `5`"),
            (
                "\"a\": 1, b: 2",
                vec![("a", one("1")), ("b", one("2"))],
                "names are written without quotes",
            ),
            ("#[cfg(x)] a: 1, b: 2", vec![("a", one("1")), ("b", one("2"))], "attributes"),
            (
                "A { a: 1 }, b: 2",
                vec![("A", unreadable()), ("b", one("2"))],
                "the fields stand without",
            ),
        ] {
            let (fields, messages) = parsed(input);
            let fields: Vec<_> =
                fields.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
            assert_eq!(fields, expected, "{input}");
            assert!(
                messages.len() == 1 && messages[0].starts_with(message),
                "{input}: {messages:?}"
            );
        }
    }

    #[test]
    fn a_forgotten_value_is_not_the_next_field() {
        assert_eq!(
            fields("a: b: 1"),
            [("a".into(), Value::Missing), ("b".into(), Value::number("1"))]
        );
    }

    #[test]
    fn invisible_groups_are_looked_through() {
        let literal: TokenStream = "5s".parse().unwrap();
        let hidden =
            |tokens| TokenStream::from(TokenTree::from(Group::new(Delimiter::None, tokens)));
        let mut input: TokenStream = "key:".parse().unwrap();
        input.extend(hidden(hidden(literal)));
        let syntax = syntax(input);
        assert_eq!(crate::lower::fields(&syntax.entries), [("key".into(), Value::number("5s"))]);
    }

    #[test]
    fn depth_has_an_end() {
        let deep = format!("{}1{}", "[".repeat(500), "]".repeat(500));
        assert!(matches!(value(&deep), Value::List(_)));
    }
}
