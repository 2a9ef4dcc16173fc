//! Which texts can be an id, a query parameter, the path of a function.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::problem::Fault;
use crate::problem::words::{Language, code, literal, quoted};

/// Checks a text of one kind.
pub(crate) type Check = fn(&str, Language) -> Result<(), Fault>;

/// ECMAScript's reserved words: no variable is called so, but a member may be.
#[rustfmt::skip]
const RESERVED: [&str; 38] = [
    "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else",
    "enum", "export", "extends", "false", "finally", "for", "function", "if", "import", "in", "instanceof", "new",
    "null", "return", "super", "switch", "this", "throw", "true", "try", "typeof", "var", "void", "while", "with",
    "yield",
];

/// An HTML id: not empty, without ASCII white space (WHATWG HTML, "The id attribute").
pub(crate) fn id(id: &str, _: Language) -> Result<(), Fault> {
    if id.is_empty() {
        return Err(Fault::new("the id is empty", "write the element's id, such as `\"live\"`"));
    }
    no_nul("the id", id)?;
    if id.contains(|c: char| c.is_ascii_whitespace()) {
        let joined = id.split_ascii_whitespace().collect::<Vec<_>>().join("-");
        let meant = if joined.is_empty() { "live" } else { &joined };
        return Err(Fault::new(
            format!("the id {} contains white space", quoted(id)),
            format!("write {}", literal(meant)),
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

/// The name of a query parameter.
pub(crate) fn query_parameter(name: &str, language: Language) -> Result<(), Fault> {
    if name.is_empty() {
        return Err(Fault::new(
            "the name of the query parameter is empty",
            format!(
                "write a name such as `\"since\"`, or {} to send a header instead",
                language.code("None")
            ),
        ));
    }
    no_nul("the name of the query parameter", name)
}

/// The path of a global JavaScript function: identifiers joined by dots.
pub(crate) fn path(path: &str, _: Language) -> Result<(), Fault> {
    let path_help = "write the path of a global function, such as `\"app.onUp\"`";
    if path.is_empty() {
        return Err(Fault::new("the path of the function is empty", path_help));
    }
    let is_path = |text: &str| text.split('.').all(is_identifier);
    let first = path.split('.').next().unwrap_or_default();
    if is_path(path) && !RESERVED.contains(&first) {
        return Ok(());
    }
    if is_path(path) {
        return Err(Fault::new(
            format!("{} is a reserved word of JavaScript, not a function", code(first)),
            path_help,
        ));
    }
    if is_path(path.trim()) {
        return Err(Fault::new(
            format!("{} begins or ends with white space", quoted(path)),
            format!("write {}", literal(path.trim())),
        ));
    }
    let (before_call, after) = path.split_once('(').unwrap_or((path, ""));
    let meant = before_call.trim();
    let is_call =
        before_call.len() < path.len() && after.trim_end_matches([';', ' ']).ends_with(')');
    Err(if is_call && is_path(meant) && !RESERVED.contains(&meant) {
        Fault::new(
            format!("{} is a call, not the path of a function", quoted(path)),
            format!("write {}: the script calls it", literal(meant)),
        )
    } else {
        Fault::new(
            format!("{} is no path of a JavaScript function", quoted(path)),
            "write identifiers joined by dots, such as `\"app.onUp\"`",
        )
    })
}

/// Near enough to ECMAScript's `IdentifierName`, without a table of Unicode. What Unicode calls alphabetic is a letter,
/// a mark that may follow one, or a letter in a circle, which may not. No other number than 0 to 9 is let through.
fn is_identifier(name: &str) -> bool {
    let is_letter = |c: char| {
        c.is_alphabetic() && !matches!(c, '\u{24B6}'..='\u{24E9}' | '\u{1F130}'..='\u{1F189}')
    };
    let mut characters = name.chars();
    let first = characters.next();
    first.is_some_and(|first| is_letter(first) || matches!(first, '_' | '$'))
        && characters.all(|next| {
            is_letter(next)
                || next.is_ascii_digit()
                || matches!(next, '_' | '$' | '\u{200C}' | '\u{200D}')
        })
}

/// HTML cannot hold U+0000, and no name needs it.
fn no_nul(what: &str, text: &str) -> Result<(), Fault> {
    if text.contains('\0') {
        return Err(Fault::new(
            format!("{what} {} contains U+0000", quoted(text)),
            format!("write {}", literal(&without_nul(text))),
        ));
    }
    Ok(())
}

fn without_nul(text: &str) -> String {
    let text = text.replace('\0', "");
    if text.is_empty() { "live".into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(check: Check, text: &str) -> Fault {
        check(text, Language::Rust).expect_err("a fault")
    }

    #[test]
    fn an_id_is_any_text_without_ascii_white_space() {
        for possible in ["live", "a.b:c", "1", "a#b", "#", "Ü\u{A0}n", "</script>", "\u{2028}"] {
            assert_eq!(id(possible, Language::Rust), Ok(()), "{possible}");
        }
        assert_eq!(fault(id, "").message, "the id is empty");
        for space in ["a b", "a\tb", "a\nb", "a\u{C}b", "a\rb", " "] {
            assert!(fault(id, space).message.ends_with("contains white space"), "{space:?}");
        }
        assert_eq!(fault(id, " a  b ").help, "write `\"a-b\"`");
        assert_eq!(fault(id, "#live").help, "write `\"live\"`");
        assert!(fault(id, "a\0").message.ends_with("contains U+0000"));
    }

    #[test]
    fn a_query_parameter_has_a_name() {
        for possible in ["id", "a&b=c", " "] {
            assert_eq!(query_parameter(possible, Language::Rust), Ok(()), "{possible}");
        }
        for impossible in ["", "a\0"] {
            assert!(query_parameter(impossible, Language::Rust).is_err(), "{impossible:?}");
        }
    }

    #[test]
    fn a_callback_is_a_path_of_identifiers() {
        for possible in
            ["onUp", "app.onUp", "window.app.onUp", "$", "_a1", "été.Ω", "app.delete", "news"]
        {
            assert_eq!(path(possible, Language::Rust), Ok(()), "{possible}");
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
            "a²",
            "Ⓐ",
            "½",
        ] {
            assert!(path(impossible, Language::Rust).is_err(), "{impossible:?}");
        }
        for reserved in ["this.onUp", "new", "function", "await"] {
            assert!(fault(path, reserved).message.contains("reserved word"), "{reserved}");
        }
    }

    #[test]
    fn a_call_is_told_from_other_mistakes() {
        for call in ["app.onUp()", "app.onUp( state );", "app.onUp ()"] {
            assert_eq!(fault(path, call).help, "write `\"app.onUp\"`: the script calls it");
        }
        for other in ["()", "new()", "(a) => a()", "app.onUp(", "app.onUp)"] {
            assert!(!fault(path, other).message.contains("is a call"), "{other}");
        }
        assert_eq!(fault(path, " app.onUp\n").help, "write `\"app.onUp\"`");
    }
}
