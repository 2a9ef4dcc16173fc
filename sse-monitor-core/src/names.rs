//! Which texts can be an id, an event's name, a query parameter, a function's path.

use alloc::format;
use alloc::string::String;

use crate::error::Fault;
use crate::words::{code, literal, quoted};

/// ECMAScript's reserved words: no variable is called so, but a member may be.
const RESERVED: [&str; 38] = [
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "import",
    "in",
    "instanceof",
    "new",
    "null",
    "return",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// An HTML id: not empty, without ASCII white space (WHATWG HTML, "The id attribute").
pub(crate) fn id(id: &str) -> Result<(), Fault> {
    if id.is_empty() {
        return Err(Fault::new("the id is empty", "write the element's id, such as `\"live\"`"));
    }
    no_nul("the id", id)?;
    if id.contains(is_ascii_space) {
        let joined = id.split(is_ascii_space).filter(|part| !part.is_empty());
        let joined = joined.collect::<alloc::vec::Vec<_>>().join("-");
        let help = if joined.is_empty() { String::from("live") } else { joined };
        return Err(Fault::new(
            format!("the id {} contains white space", quoted(id)),
            format!("write {}", literal(&help)),
        ));
    }
    if let Some(bare) = id.strip_prefix('#').filter(|bare| !bare.is_empty()) {
        return Err(Fault::new(
            format!("{} is a CSS selector, not an id", quoted(id)),
            format!("write {}", literal(bare)),
        ));
    }
    Ok(())
}

/// The name of an event that a stream can deliver.
pub(crate) fn event(name: &str) -> Result<(), Fault> {
    if name.is_empty() {
        return Err(Fault::new(
            "the event name is empty",
            "remove it: events without a name arrive as `message`, and are always seen",
        ));
    }
    no_nul("the event name", name)?;
    if name.contains(['\r', '\n']) {
        return Err(Fault::new(
            format!("the event name {} contains a line break", quoted(name)),
            "write the name as the server sends it: a line break ends it",
        ));
    }
    match name {
        "message" => Err(Fault::new(
            "`message` events are always seen",
            "remove it: `message` is what an event without a name is called",
        )),
        "error" | "open" => Err(Fault::new(
            format!("{} is an event of the connection itself", code(name)),
            "let the server send its event by another name",
        )),
        _ => Ok(()),
    }
}

/// A name that is listed once.
pub(crate) fn once(name: &str, earlier: &[String]) -> Result<(), Fault> {
    if earlier.iter().any(|listed| listed == name) {
        return Err(Fault::new(
            format!("the event name {} is listed twice", quoted(name)),
            "remove one of the two",
        ));
    }
    Ok(())
}

/// The name of a query parameter.
pub(crate) fn query_parameter(name: &str) -> Result<(), Fault> {
    if name.is_empty() {
        return Err(Fault::new(
            "the name of the query parameter is empty",
            "write a name such as `\"lastEventId\"`, or `None` to add no parameter",
        ));
    }
    no_nul("the name of the query parameter", name)
}

/// The path of a global JavaScript function: identifiers joined by dots.
pub(crate) fn callback(path: &str) -> Result<(), Fault> {
    if path.is_empty() {
        return Err(Fault::new(
            "the path of the function is empty",
            "write the path of a global function, such as `\"app.onUp\"`",
        ));
    }
    let is_path = path.split('.').all(is_identifier);
    let first = path.split('.').next().unwrap_or_default();
    if is_path && !RESERVED.contains(&first) {
        return Ok(());
    }
    if is_path {
        return Err(Fault::new(
            format!("{} is a reserved word of JavaScript, not a function", code(first)),
            "write the path of a global function, such as `\"app.onUp\"`",
        ));
    }
    if path.trim().split('.').all(is_identifier) {
        return Err(Fault::new(
            format!("{} begins or ends with white space", quoted(path)),
            format!("write {}", literal(path.trim())),
        ));
    }
    let (before_call, after) = path.split_once('(').unwrap_or((path, ""));
    let meant = before_call.trim();
    let is_call =
        before_call.len() < path.len() && after.trim_end_matches([';', ' ']).ends_with(')');
    Err(if is_call && meant.split('.').all(is_identifier) && !RESERVED.contains(&meant) {
        Fault::new(
            format!("{} is a call, not the path of a function", quoted(path)),
            format!("write {}: the script calls it with the state's name", literal(meant)),
        )
    } else {
        Fault::new(
            format!("{} is no path of a JavaScript function", quoted(path)),
            "write identifiers joined by dots, such as `\"app.onUp\"`",
        )
    })
}

/// Near enough to ECMAScript's `IdentifierName`, without a table of Unicode: what it lets through beyond that is
/// a path at which nothing is found.
fn is_identifier(name: &str) -> bool {
    let mut characters = name.chars();
    let first = characters.next();
    first.is_some_and(|first| first.is_alphabetic() || matches!(first, '_' | '$'))
        && characters.all(|next| {
            next.is_alphanumeric() || matches!(next, '_' | '$' | '\u{200C}' | '\u{200D}')
        })
}

/// HTML cannot hold U+0000, and no name needs it.
fn no_nul(what: &str, text: &str) -> Result<(), Fault> {
    if text.contains('\0') {
        return Err(Fault::new(
            format!("{what} {} contains U+0000", quoted(text)),
            "remove this character",
        ));
    }
    Ok(())
}

/// White space as the HTML standard counts it: no-break and other Unicode spaces may be in an id.
fn is_ascii_space(character: char) -> bool {
    character.is_ascii_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(checked: Result<(), Fault>) -> String {
        checked.expect_err("a fault").message
    }

    fn help(checked: Result<(), Fault>) -> String {
        checked.expect_err("a fault").help
    }

    #[test]
    fn an_id_is_any_text_without_ascii_white_space() {
        for possible in ["live", "a.b:c", "1", "a#b", "#", "Ü\u{A0}n", "</script>", "\u{2028}"] {
            assert_eq!(id(possible), Ok(()), "{possible}");
        }
        assert_eq!(message(id("")), "the id is empty");
        for space in ["a b", "a\tb", "a\nb", "a\u{C}b", "a\rb", " "] {
            assert!(message(id(space)).ends_with("contains white space"), "{space:?}");
        }
        assert_eq!(help(id(" a  b ")), "write `\"a-b\"`");
        assert_eq!(help(id("#live")), "write `\"live\"`");
        assert!(message(id("a\0")).ends_with("contains U+0000"));
    }

    #[test]
    fn an_event_name_is_what_a_stream_can_deliver_to_a_listener() {
        for possible in ["tick", "a b", " ", "Error", "\u{2028}", "<!--"] {
            assert_eq!(event(possible), Ok(()), "{possible}");
        }
        for impossible in ["", "a\nb", "a\rb", "a\0b", "message", "error", "open"] {
            assert!(event(impossible).is_err(), "{impossible:?}");
        }
        let earlier = [String::from("tick")];
        assert_eq!(once("tock", &earlier), Ok(()));
        assert!(message(once("tick", &earlier)).contains("twice"));
    }

    #[test]
    fn a_query_parameter_has_a_name() {
        for possible in ["id", "a&b=c", " "] {
            assert_eq!(query_parameter(possible), Ok(()), "{possible}");
        }
        for impossible in ["", "a\0"] {
            assert!(query_parameter(impossible).is_err(), "{impossible:?}");
        }
    }

    #[test]
    fn a_callback_is_a_path_of_identifiers() {
        for possible in
            ["onUp", "app.onUp", "window.app.onUp", "$", "_a1", "été.Ω", "app.delete", "news"]
        {
            assert_eq!(callback(possible), Ok(()), "{possible}");
        }
        for impossible in [
            "",
            ".",
            "app.",
            ".onUp",
            "app..onUp",
            "1a",
            "a-b",
            "a b",
            "a\0",
            "a[0]",
            "'a'",
            "</script>",
        ] {
            assert!(callback(impossible).is_err(), "{impossible:?}");
        }
        for reserved in ["this.onUp", "new", "function", "await"] {
            assert!(message(callback(reserved)).contains("reserved word"), "{reserved}");
        }
    }

    #[test]
    fn a_call_is_told_from_other_mistakes() {
        for call in ["app.onUp()", "app.onUp( state );", "app.onUp ()"] {
            assert_eq!(
                help(callback(call)),
                "write `\"app.onUp\"`: the script calls it with the state's name"
            );
        }
        for other in ["()", "new()", "(a) => a()", "app.onUp(", "app.onUp)"] {
            assert!(!message(callback(other)).contains("is a call"), "{other}");
        }
        assert_eq!(help(callback(" app.onUp\n")), "write `\"app.onUp\"`");
    }
}
