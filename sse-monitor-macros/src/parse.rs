//! Tokens become core's tree of values, with a mark for each span. Whatever the input is, every field that can be read
//! is read: a mistake in one hides nothing of the others.

use proc_macro2::{Delimiter, Group, Ident, Literal, Spacing, TokenStream, TokenTree};
use sse_monitor_core::__macros::{Entry, Map, Mark, Node, Value};
use sse_monitor_core::Problem;
use syn::Lit;

use crate::source::source;
use crate::span::{Marks, Spans};

/// No field needs more levels; without a limit, the depth of the input would be the depth of the stack.
const DEEPEST: usize = 6;
/// The tokens of the longest name that is looked for.
const LONGEST_NAME: usize = 32;

/// All that could be read, what could not, and where it stands.
#[derive(Default)]
pub(crate) struct Parser {
    pub(crate) problems: Vec<Problem>,
    pub(crate) marks: Marks,
}

impl Parser {
    /// `key: value, key: value,`
    pub(crate) fn entries(&mut self, tokens: &[TokenTree], depth: usize) -> Vec<Entry> {
        let mut entries = Vec::new();
        self.chunks(tokens, |parser, chunk| {
            let mut rest = parser.without_attributes(chunk);
            while !rest.is_empty() {
                rest = parser.entry(rest, depth, &mut entries);
            }
        });
        entries
    }

    /// Reads the tokens between commas.
    fn chunks<'a>(
        &mut self,
        tokens: &'a [TokenTree],
        mut read: impl FnMut(&mut Self, &'a [TokenTree]),
    ) {
        for chunk in tokens.split_inclusive(is_separator) {
            let (body, separator) = match chunk.split_last() {
                Some((last, body)) if is_separator(last) => (body, Some(last)),
                _ => (chunk, None),
            };
            read(self, body);
            let Some(separator) = separator else { continue };
            let found = separator.to_string();
            if body.is_empty() {
                self.refuse(separator, format!("unexpected `{found}`"), "remove it");
            } else if found != "," {
                self.refuse(separator, format!("expected `,`, found `{found}`"), "write a comma");
            }
        }
    }

    /// Reads the first entry of a chunk, and returns what is left: the next entry, if a comma was forgotten.
    fn entry<'a>(
        &mut self,
        chunk: &'a [TokenTree],
        depth: usize,
        entries: &mut Vec<Entry>,
    ) -> &'a [TokenTree] {
        if matches!(chunk, [one, two, ..] if is_punct(one, '.') && is_punct(two, '.')) {
            let message = format!("`{}` fills in nothing", source(chunk));
            self.refuse(chunk, message, "remove it: a field that is left out has its default");
            return &[];
        }
        let Some((key, spans, after)) = self.key(chunk) else {
            let found = source(&chunk[..1]);
            self.refuse(
                &chunk[..1],
                format!("expected a name, found `{found}`"),
                "remove it, or write it as `name: value`",
            );
            let (mark, value) = (Mark::default(), Value::Unreadable.into());
            entries.push(Entry { key: String::new(), mark, value });
            return &[];
        };
        if let [TokenTree::Group(group)] = after {
            if group.delimiter() == Delimiter::Brace && key.starts_with(char::is_uppercase) {
                let message = format!("the fields stand without `{key} {{ .. }}` around them");
                self.refuse(spans, message, format!("remove `{key}` and its braces"));
                entries.extend(self.entries(&inside(group), depth + 1));
                return &[];
            }
        }
        let mark = self.marks.add(spans);
        let (value, rest) = self.without_colon(&key, after);
        let value = self.value(value, spans, depth);
        if let ([next, ..], false) = (rest, value.value == Value::Missing) {
            self.comma_before(next);
        }
        entries.push(Entry { key, mark, value });
        rest
    }

    /// The value behind a name, and what is left. Whatever stands instead of the colon, the value is one.
    fn without_colon<'a>(
        &mut self,
        key: &str,
        after: &'a [TokenTree],
    ) -> (&'a [TokenTree], &'a [TokenTree]) {
        let is_sign = |token: &TokenTree| [':', '=', '>'].iter().any(|sign| is_punct(token, *sign));
        let signs = after.iter().take_while(|token| is_sign(token)).count();
        let signs = if begins_with_colon(after) { 1 } else { signs };
        let behind = &after[signs..];
        let (value, rest) = behind.split_at(next_entry(behind));
        if !after.is_empty() && !begins_with_colon(after) {
            let instead = &after[..signs.max(1)];
            let message = format!("expected `:` after `{key}`, found `{}`", source(instead));
            let help = if signs > 0 { "write a colon instead" } else { "write a colon before it" };
            self.refuse(instead, message, help);
        }
        (value, rest)
    }

    /// A name, as people write it; which names there are is for core to know.
    fn key<'a>(&mut self, tokens: &'a [TokenTree]) -> Option<(String, Spans, &'a [TokenTree])> {
        let length = name_length(tokens);
        if length > 0 {
            let (name, rest) = tokens.split_at(length);
            let key = name.iter().map(ToString::to_string).collect();
            return Some((key, Spans::of(name)?, rest));
        }
        let [TokenTree::Literal(quoted), rest @ ..] = tokens else { return None };
        let Value::Text(name) = literal(quoted) else { return None };
        if !begins_with_colon(rest) {
            return None;
        }
        let help = format!("write `{name}` without quotes");
        self.refuse(&tokens[0], "names are written without quotes", help);
        Some((name, quoted.span().into(), rest))
    }

    /// A value. Without tokens the error is at `before`, the name.
    fn value(&mut self, tokens: &[TokenTree], before: Spans, depth: usize) -> Node {
        let spans = Spans::of(tokens).unwrap_or(before);
        let mark = self.marks.add(spans);
        if depth > DEEPEST {
            return Node { value: Value::Other("something nested too deeply"), mark };
        }
        let inner = |parser: &mut Self, group: &Group| {
            Box::new(parser.value(&inside(group), spans, depth + 1))
        };
        let value = match tokens {
            [] => Value::Missing,
            [TokenTree::Group(group)] => match group.delimiter() {
                Delimiter::Bracket => Value::List(self.items(group, depth + 1)),
                Delimiter::Brace => Value::Map(self.map(group, depth + 1)),
                _ => Value::Wrapped(inner(self, group)),
            },
            [TokenTree::Ident(name), TokenTree::Group(group)]
                if group.delimiter() == Delimiter::Parenthesis =>
            {
                Value::Call(name.to_string(), inner(self, group))
            }
            [TokenTree::Ident(name), sign, TokenTree::Group(group)] if is_punct(sign, '!') => {
                Value::Call(format!("{name}!"), inner(self, group))
            }
            [TokenTree::Literal(single)] => literal(single),
            [minus, TokenTree::Literal(number)]
                if is_punct(minus, '-') && is_number(&number.to_string()) =>
            {
                Value::Number(format!("-{number}"))
            }
            [TokenTree::Ident(name)] => word(name),
            _ => Value::Code(source(tokens)),
        };
        Node { value, mark }
    }

    /// `{ key: value }`, or a single value in braces: which of the two was meant depends on the field.
    fn map(&mut self, group: &Group, depth: usize) -> Map {
        let tokens = inside(group);
        let before = self.problems.len();
        let entries = self.entries(&tokens, depth);
        let problems = self.problems.split_off(before);
        let has_name = tokens.is_empty() || begins_with_colon(&tokens[name_length(&tokens)..]);
        let alone = (!has_name).then(|| Box::new(self.value(&tokens, group.span().into(), depth)));
        self.problems.truncate(before);
        Map { entries, problems, alone }
    }

    /// `[value, value]`
    fn items(&mut self, group: &Group, depth: usize) -> Vec<Node> {
        let tokens = inside(group);
        let mut items = Vec::new();
        self.chunks(&tokens, |parser, chunk| {
            let are_literals = chunk.iter().all(|token| matches!(token, TokenTree::Literal(_)));
            let length = if are_literals { 1 } else { chunk.len() };
            for (position, item) in chunk.chunks(length).enumerate() {
                if position > 0 {
                    parser.comma_before(&item[0]);
                }
                items.push(parser.value(item, group.span().into(), depth));
            }
        });
        items
    }

    fn without_attributes<'a>(&mut self, mut chunk: &'a [TokenTree]) -> &'a [TokenTree] {
        while let [hash, attribute @ TokenTree::Group(inside), rest @ ..] = chunk {
            if !is_punct(hash, '#') {
                break;
            }
            let name = inside.stream().into_iter().next().map(|token| token.to_string());
            let help = match name.as_deref() {
                Some("doc") => "write a comment with `//`",
                Some("cfg" | "cfg_attr") => {
                    "write two constants, each with all of its fields, and the attribute on them"
                }
                _ => "remove it",
            };
            self.refuse(
                Spans::from(hash).to(attribute.into()),
                "attributes and documentation comments mean nothing here",
                help,
            );
            chunk = rest;
        }
        chunk
    }

    fn comma_before(&mut self, token: &TokenTree) {
        let found = source(std::slice::from_ref(token));
        self.refuse(token, format!("expected `,` before `{found}`"), "add the comma");
    }

    fn refuse(
        &mut self,
        spans: impl Into<Spans>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let mark = self.marks.add(spans.into());
        self.problems.push(Problem::__new(mark, message, help));
    }
}

fn literal(literal: &Literal) -> Value {
    let written = literal.to_string();
    if is_number(&written) {
        return Value::Number(written);
    }
    // The usual case needs no parser, which is slow in a macro that is not optimized.
    if let Some(text) = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        if !text.contains('\\') {
            return Value::Text(text.into());
        }
    }
    match Lit::new(literal.clone()) {
        Lit::Str(string) if string.suffix().is_empty() => Value::Text(string.value()),
        Lit::Str(_) => Value::Other("a string with a suffix"),
        Lit::Char(_) => Value::Other("a character"),
        Lit::Byte(_) => Value::Other("a byte"),
        Lit::ByteStr(_) => Value::Other("a byte string"),
        Lit::CStr(_) => Value::Other("a C string"),
        // The compiler has refused it: `'live'`.
        _ => Value::Unreadable,
    }
}

fn is_number(written: &str) -> bool {
    written.trim_start_matches('-').starts_with(|first: char| first.is_ascii_digit())
}

fn word(word: &Ident) -> Value {
    match word.to_string().as_str() {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "None" => Value::None,
        other => Value::Code(other.into()),
    }
}

pub(crate) fn inside(group: &Group) -> Vec<TokenTree> {
    visible(group.stream())
}

/// The tokens without the invisible groups in which a `macro_rules!` passes on what it was given, if only nothing.
pub(crate) fn visible(tokens: TokenStream) -> Vec<TokenTree> {
    let mut visible = Vec::new();
    let mut open = vec![tokens.into_iter()];
    while let Some(innermost) = open.last_mut() {
        match innermost.next() {
            None => drop(open.pop()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::None => {
                open.push(group.stream().into_iter());
            }
            Some(token) => visible.push(token),
        }
    }
    visible
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
        length > 0 && (begins_with_colon(&rest[length..]) || begins_with_equals(&rest[length..]))
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

/// An equals sign, but no `==` and no `=>`.
fn begins_with_equals(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Punct(sign), ..]
        if sign.as_char() == '=' && sign.spacing() == Spacing::Alone)
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
    use super::*;

    /// The fields as a macro has them, and the messages of the input.
    fn parsed(input: TokenStream) -> (Vec<(String, Value)>, Vec<String>) {
        let mut parser = Parser::default();
        let entries = parser.entries(&visible(input), 0);
        let messages = parser.problems.iter().map(|problem| problem.message().to_owned());
        let fields = entries.into_iter().map(|entry| (entry.key, entry.value.value));
        (fields.collect(), messages.collect())
    }

    fn fields(input: &str) -> Vec<(String, Value)> {
        let (fields, messages) = parsed(input.parse().unwrap());
        assert_eq!(messages, [""; 0], "{input}");
        fields
    }

    fn value(input: &str) -> Value {
        fields(&format!("key: {input}")).remove(0).1
    }

    fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    fn number(number: &str) -> Value {
        Value::Number(number.into())
    }

    /// What is inside of a call or a list.
    fn first(value: Value) -> Value {
        match value {
            Value::Call(_, inside) | Value::Wrapped(inside) => inside.value,
            Value::List(items) => items.into_iter().next().unwrap().value,
            Value::Map(map) => map.entries.into_iter().next().unwrap().value.value,
            other => other,
        }
    }

    #[test]
    fn every_form_of_value_is_read() {
        assert_eq!(value("None"), Value::None);
        assert_eq!(value("true"), Value::Bool(true));
        assert_eq!(value("1_000ms"), number("1_000ms"));
        assert_eq!(value("-1.5s"), number("-1.5s"));
        assert_eq!(value(r##"r#"a"b"#"##), text("a\"b"));
        assert_eq!(value(r#""\u{2028}\n""#), text("\u{2028}\n"));
        assert_eq!(first(value(r#"html("<b>")"#)), text("<b>"));
        assert_eq!(first(value("Some(5s)")), number("5s"));
        assert_eq!(first(value("(5s)")), number("5s"));
        assert_eq!(first(value(r#"["a", "b",]"#)), text("a"));
        assert_eq!(first(value(r#"{ a: "b", c: [], }"#)), text("b"));
        assert!(matches!(value("cfg!(x)"), Value::Call(name, _) if name == "cfg!"));
        assert_eq!(value(""), Value::Missing);
    }

    #[test]
    fn what_is_no_literal_keeps_its_source() {
        for source in ["DELAY", "config::DELAY", "5 * 1000", "- DELAY", "2.s", ".5s", "() => { 1 }"]
        {
            assert_eq!(value(source), Value::Code(source.into()));
        }
        for source in ["'a'", "b'a'", "b\"a\"", "c\"a\"", "\"a\"suffix"] {
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
    fn a_mistake_hides_nothing() {
        let both = || vec![("a", number("1")), ("b", number("2"))];
        for (input, expected, message) in [
            ("a: 1 b: 2", both(), "expected `,` before `b`"),
            ("a: 1; b: 2", both(), "expected `,`, found `;`"),
            ("a: 1,, b: 2", both(), "unexpected `,`"),
            ("a = 1, b: 2", both(), "expected `:` after `a`, found `=`"),
            ("a => 1, b: 2", both(), "expected `:` after `a`, found `=>`"),
            ("a:: 1, b: 2", both(), "expected `:` after `a`, found `::`"),
            ("a 1, b: 2", both(), "expected `:` after `a`, found `1`"),
            (
                "5, b: 2",
                vec![("", Value::Unreadable), ("b", number("2"))],
                "expected a name, found `5`",
            ),
            ("\"a\": 1, b: 2", both(), "names are written without quotes"),
            ("#[cfg(x)] a: 1, b: 2", both(), "attributes"),
            ("A { a: 1 }, b: 2", both(), "the fields stand without"),
            ("a: 1, ..b(), b: 2", both(), "`..b()` fills in nothing"),
        ] {
            let (fields, messages) = parsed(input.parse().unwrap());
            let fields: Vec<_> =
                fields.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
            assert_eq!(fields, expected, "{input}");
            assert!(
                messages.len() == 1 && messages[0].starts_with(message),
                "{input}: {messages:?}"
            );
        }
        let (fields, messages) = parsed("a = 1 b = 2".parse().unwrap());
        assert_eq!((fields.len(), messages.len()), (2, 3), "{messages:?}");
    }

    #[test]
    fn a_forgotten_value_is_not_the_next_field() {
        assert_eq!(fields("a: b: 1"), [("a".into(), Value::Missing), ("b".into(), number("1"))]);
    }

    #[test]
    fn braces_are_a_map_or_around_a_value() {
        let Value::Map(map) = value("{ ID }") else { panic!("no map") };
        assert_eq!(map.alone.unwrap().value, Value::Code("ID".into()));
        let Value::Map(map) = value("{ a: 1 }") else { panic!("no map") };
        assert_eq!(map.alone, None);
        let Value::Map(map) = value("{ \"live\" }") else { panic!("no map") };
        assert_eq!(map.problems.len(), 1);
    }

    #[test]
    fn invisible_groups_are_looked_through() {
        let hidden = |tokens: &str| {
            let tokens = Group::new(Delimiter::None, tokens.parse().unwrap());
            TokenTree::from(Group::new(Delimiter::None, TokenTree::from(tokens).into()))
        };
        let input =
            [hidden(""), hidden("key"), hidden(":"), hidden("-"), hidden("5s"), hidden(",")];
        let (fields, messages) = parsed(input.into_iter().collect());
        assert_eq!(fields, [("key".into(), number("-5s"))]);
        assert_eq!(messages, [""; 0]);
    }

    #[test]
    fn depth_has_an_end() {
        let deep = format!("{}1{}", "[".repeat(500), "]".repeat(500));
        assert!(matches!(value(&deep), Value::List(_)));
    }
}
