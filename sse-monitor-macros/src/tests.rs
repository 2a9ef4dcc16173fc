//! Whatever the input is, the expansion is one literal, one constant expression or a list of errors, and comes without
//! a panic.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

use crate::editor::imports;
use crate::expand::{
    connection_counter, connection_counter_script, monitor, monitor_script, simple_monitor_script,
};
use crate::root;

const VALID: &str = r#"
    sse_element_id: "live", status_element_id: Some("status"), auto_reconnect: true, reconnect_delay: 1.5s,
    max_reconnect_attempts: 10, visibility_reconnect: false, heartbeat_timeout: 2min, debug: true,
    callbacks: { connected: "app.onUp", closed: "bye" },
    status_indicators: { connected: "Online", closed: html("<b>!</b>") }, reconnect_max_delay: 30000,
    connect_timeout: None, give_up_on: [401, "not-a-stream"], client: "htmx2", last_event_id_param: "since",
"#;

/// Tokens that a valid input does not have.
const STRANGE: &str = r##"
    5em 0x1d 0b1 0o7 -5 1e3s 1.5 99999999999999999999999999999999999999999h 1_u128 3f32 5µs 0.0000000001ms
    'a' b'a' b"a" c"a" br#"a"# r#"a"# "a"suffix "\0" "#sse" "a b" "</script>" "" 'lifetime r#type self Self crate
    sseElementId status-element-id conected ConnectionState::Error html html() html(1) Some Some() Some(Some(None))
    {} [] () {{}} [[]] {,} [,] (,) , ,, ; : :: => = #[a] #![a] ! ? . .. ..= & | - + * / ~ @ $ _ ñ 値
"##;

/// A generator of numbers that are the same on each run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }

    fn pick(&mut self, tokens: &[TokenTree]) -> TokenTree {
        tokens[self.below(tokens.len())].clone()
    }

    fn delimiter(&mut self) -> Delimiter {
        let all = [Delimiter::Brace, Delimiter::Bracket, Delimiter::Parenthesis, Delimiter::None];
        all[self.below(all.len())]
    }

    /// The tokens with some left out, doubled, swapped or replaced, at any depth.
    fn mutated(&mut self, tokens: TokenStream, strange: &[TokenTree]) -> TokenStream {
        let mut mutated: Vec<TokenTree> = Vec::new();
        for token in tokens {
            match self.below(300) {
                0 => {}
                1 => mutated.extend([token.clone(), token]),
                2 => mutated.extend([self.pick(strange), token]),
                3 => mutated.push(self.pick(strange)),
                4 => {
                    let at = self.below(mutated.len() + 1);
                    mutated.insert(at, token);
                }
                _ => mutated.push(match token {
                    TokenTree::Group(group) => {
                        let delimiter = match self.below(60) {
                            0 => self.delimiter(),
                            _ => group.delimiter(),
                        };
                        Group::new(delimiter, self.mutated(group.stream(), strange)).into()
                    }
                    other => other,
                }),
            }
        }
        mutated.into_iter().collect()
    }

    /// Nothing but strange tokens.
    fn strange(&mut self, strange: &[TokenTree], depth: usize) -> TokenStream {
        let length = self.below(12);
        let token = |random: &mut Self| match random.below(6) {
            0 if depth > 0 => {
                let delimiter = random.delimiter();
                Group::new(delimiter, random.strange(strange, depth - 1)).into()
            }
            _ => random.pick(strange),
        };
        (0..length).map(|_| token(self)).collect()
    }
}

/// `Some` number of errors, `None` if the expansion is a literal or a call of core. Anything else is a panic.
fn errors(expansion: TokenStream) -> Option<usize> {
    let tokens: Vec<_> = expansion.into_iter().collect();
    match &tokens[..] {
        [TokenTree::Literal(_)] => return None,
        [_, _, TokenTree::Ident(name), ..] if name == "sse_monitor_core" => return None,
        _ => {}
    }
    let Some(TokenTree::Group(arguments)) = tokens.last() else { panic!("{tokens:?}") };
    let is_error =
        |token: &TokenTree| matches!(token, TokenTree::Ident(name) if name == "compile_error");
    let errors = arguments.stream().into_iter().filter(is_error).count();
    assert!(errors > 0, "{tokens:?}");
    Some(errors)
}

fn tokens(text: &str) -> Vec<TokenTree> {
    text.parse::<TokenStream>().unwrap().into_iter().collect()
}

#[test]
fn a_valid_input_becomes_one_expression() {
    assert_eq!(errors(monitor_script(VALID.parse().unwrap())), None);
    let simple = r#"sse_element_id: "live", client: "htmx4", debug: false"#;
    assert_eq!(errors(simple_monitor_script(simple.parse().unwrap())), None);
    assert_eq!(errors(connection_counter_script(TokenStream::new())), None);
    assert_eq!(errors(monitor(VALID.parse().unwrap())), None);
    assert_eq!(errors(connection_counter(TokenStream::new())), None);
}

#[test]
fn each_mistake_becomes_one_error() {
    assert_eq!(errors(monitor_script(TokenStream::new())), Some(1));
    let four = "sse_element_id: live, debugg: true, reconnect_delay 3s, callbacks: { on: 1 }";
    assert_eq!(errors(monitor_script(four.parse().unwrap())), Some(4));
    let syntax = "sse_element_id: \"live\"; debug: true";
    assert_eq!(errors(monitor_script(syntax.parse().unwrap())), Some(1));
    assert_eq!(errors(connection_counter_script(VALID.parse().unwrap())), Some(1));
    assert_eq!(errors(monitor(four.parse().unwrap())), Some(4));
    assert_eq!(errors(connection_counter(VALID.parse().unwrap())), Some(1));
}

#[test]
fn no_input_makes_it_panic() {
    let valid: TokenStream = VALID.parse().unwrap();
    let strange = [tokens(STRANGE), tokens(VALID)].concat();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut literals = 0;
    for round in 0..20_000 {
        let input = match round % 4 {
            0 => random.strange(&strange, 4),
            _ => random.mutated(valid.clone(), &strange),
        };
        let (root, fields) = root::split(input.clone());
        let hints = imports(&root, &Ident::new("monitor", Span::call_site()), &fields);
        assert!(!hints.is_empty());
        let expansion = match round % 16 {
            13 => monitor(input),
            15 => simple_monitor_script(input),
            _ => monitor_script(input),
        };
        literals += usize::from(errors(expansion).is_none());
    }
    assert!((500..19_000).contains(&literals), "{literals} of 20000 inputs were valid");
}

#[test]
fn large_inputs_end() {
    let many = 5_000;
    let repeated = |text: &str| text.repeat(many).parse::<TokenStream>().unwrap();
    for input in [
        repeated("a"),
        repeated("a-"),
        repeated("a::"),
        repeated("a: 1 "),
        repeated("a: 1, "),
        repeated("debug: true, "),
        repeated(","),
        repeated("#[a] "),
        format!("callbacks: {{ {} }}", "connected: 1, ".repeat(many)).parse().unwrap(),
        format!("give_up_on: [ {} ]", "\"a\" ".repeat(many)).parse().unwrap(),
        TokenTree::from(Literal::string(&"a".repeat(1_000_000))).into(),
        format!("{}: 1", "a".repeat(1_000_000)).parse().unwrap(),
        std::iter::repeat_n(TokenTree::from(Punct::new(':', Spacing::Joint)), many).collect(),
    ] {
        assert!(errors(monitor_script(input)).is_some());
    }
}

#[test]
fn deep_inputs_end() {
    let levels = 20_000;
    for (open, close) in [("[", "]"), ("{ a: ", "}"), ("Some(", ")"), ("(", ")"), ("html(", ")")] {
        let deep = format!("sse_element_id: {}{}", open.repeat(levels), close.repeat(levels));
        assert_eq!(errors(monitor_script(deep.parse().unwrap())), Some(1), "{open}");
    }
    let mut hidden = TokenStream::new();
    for _ in 0..levels {
        hidden = TokenTree::from(Group::new(Delimiter::None, hidden)).into();
    }
    let mut value: TokenStream = "sse_element_id:".parse().unwrap();
    value.extend(hidden.clone());
    assert_eq!(errors(monitor_script(value.clone())), Some(1));
    // In the middle of what is repeated in a message.
    value.extend(hidden);
    assert_eq!(errors(monitor_script(value)), Some(1));
}
