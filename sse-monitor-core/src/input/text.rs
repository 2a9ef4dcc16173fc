//! Which texts can be an id, a query parameter, the path of a function.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::problem::Fault;
use crate::problem::words::{Language, code, literal, quoted};

/// Checks a text of one kind. The example is the field's, as it is written in a macro.
pub(crate) type Check = fn(text: &str, example: &str, language: Language) -> Result<(), Fault>;

/// ECMAScript's reserved words: no variable is called so, but a member may be.
#[rustfmt::skip]
const RESERVED: [&str; 38] = [
    "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else",
    "enum", "export", "extends", "false", "finally", "for", "function", "if", "import", "in", "instanceof", "new",
    "null", "return", "super", "switch", "this", "throw", "true", "try", "typeof", "var", "void", "while", "with",
    "yield",
];

/// An HTML id: not empty, without ASCII white space (WHATWG HTML, "The id attribute"), without U+0000, which HTML cannot
/// hold.
pub(crate) fn id(id: &str, example: &str, language: Language) -> Result<(), Fault> {
    if id.is_empty() {
        let help = format!("write the element's id, such as {}", language.code(example));
        return Err(Fault::new("the id is empty", help));
    }
    let message = if id.contains('\0') {
        format!("the id {} contains U+0000", quoted(id))
    } else if id.contains(|c: char| c.is_ascii_whitespace()) {
        format!("the id {} contains white space", quoted(id))
    } else if id.len() > 1 && id.starts_with('#') {
        format!("{} is a CSS selector, not an id", quoted(id))
    } else {
        return Ok(());
    };
    // More than one of these may be wrong, and the help mends all.
    let bare = id.replace('\0', "");
    let bare = bare.trim_start_matches(|c: char| c == '#' || c.is_ascii_whitespace());
    let meant = bare.split_ascii_whitespace().collect::<Vec<_>>().join("-");
    Err(Fault::new(message, write(&meant, example, language)))
}

/// The name of a query parameter: not empty, without U+0000, which no name needs.
pub(crate) fn query_parameter(name: &str, example: &str, language: Language) -> Result<(), Fault> {
    if name.is_empty() {
        return Err(Fault::new(
            "the name of the query parameter is empty",
            format!(
                "write a name such as {}, or {} to send a header instead",
                language.code(example),
                language.code("None")
            ),
        ));
    }
    if name.contains('\0') {
        return Err(Fault::new(
            format!("the name of the query parameter {} contains U+0000", quoted(name)),
            write(&name.replace('\0', ""), example, language),
        ));
    }
    Ok(())
}

/// A help: what was meant, or the example if nothing is left of it.
fn write(meant: &str, example: &str, language: Language) -> String {
    let meant = if meant.is_empty() { language.code(example) } else { literal(meant) };
    format!("write {meant}")
}

/// The path of a global JavaScript function: identifiers joined by dots.
pub(crate) fn path(path: &str, example: &str, language: Language) -> Result<(), Fault> {
    let such_as = |what: &str| format!("write {what}, such as {}", language.code(example));
    if path.is_empty() {
        let help = such_as("the path of a global function");
        return Err(Fault::new("the path of the function is empty", help));
    }
    let (before_call, after) = path.split_once('(').unwrap_or((path, ""));
    let is_call = after.trim_end_matches([';', ' ']).ends_with(')');
    let meant = if is_call { before_call } else { path }.trim();
    let first = meant.split('.').next().unwrap_or_default();
    Err(if !meant.split('.').all(is_identifier) {
        Fault::new(
            format!("{} is no path of a JavaScript function", quoted(path)),
            such_as("identifiers joined by dots"),
        )
    } else if RESERVED.contains(&first) {
        Fault::new(
            format!("{} is a reserved word of JavaScript, not a function", code(first)),
            such_as("the path of a global function"),
        )
    } else if is_call {
        Fault::new(
            format!("{} is a call, not the path of a function", quoted(path)),
            format!("write {}: the script calls it", literal(meant)),
        )
    } else if meant != path {
        Fault::new(
            format!("{} begins or ends with white space", quoted(path)),
            format!("write {}", literal(meant)),
        )
    } else {
        return Ok(());
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

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = "\"an.example\"";

    fn fault(check: Check, text: &str) -> Fault {
        check(text, EXAMPLE, Language::Rust).expect_err("a fault")
    }

    #[test]
    fn an_id_is_any_text_without_ascii_white_space() {
        for possible in ["live", "a.b:c", "1", "a#b", "#", "Ü\u{A0}n", "</script>", "\u{2028}"] {
            assert_eq!(id(possible, EXAMPLE, Language::Rust), Ok(()), "{possible}");
        }
        assert_eq!(fault(id, "").message, "the id is empty");
        for space in ["a b", "a\tb", "a\nb", "a\u{C}b", "a\rb", " "] {
            assert!(fault(id, space).message.ends_with("contains white space"), "{space:?}");
        }
        assert!(fault(id, "a\0").message.ends_with("contains U+0000"));
    }

    #[test]
    fn the_help_for_an_id_mends_all_that_is_wrong_with_it() {
        for (given, meant) in [
            (" a  b ", "a-b"),
            ("#live", "live"),
            ("##live", "live"),
            (" # live", "live"),
            ("\0#li\0ve\n", "live"),
            ("a #b", "a-#b"),
            ("\0 ", "an.example"),
            ("##", "an.example"),
        ] {
            assert_eq!(fault(id, given).help, format!("write {}", literal(meant)), "{given:?}");
            assert_eq!(id(meant, EXAMPLE, Language::Rust), Ok(()), "{given:?}");
        }
        assert!(fault(id, "").help.ends_with("such as `\"an.example\"`"));
        let long = "a".repeat(100);
        assert_eq!(fault(id, &format!("#{long}")).help, format!("write {}", literal(&long)));
    }

    #[test]
    fn a_query_parameter_has_a_name() {
        for possible in ["id", "a&b=c", " "] {
            assert_eq!(query_parameter(possible, EXAMPLE, Language::Rust), Ok(()), "{possible}");
        }
        for impossible in ["", "a\0"] {
            assert!(
                query_parameter(impossible, EXAMPLE, Language::Rust).is_err(),
                "{impossible:?}"
            );
        }
        assert_eq!(fault(query_parameter, "\0 ").help, "write `\" \"`");
        assert_eq!(fault(query_parameter, "\0").help, "write `\"an.example\"`");
    }

    #[test]
    fn a_callback_is_a_path_of_identifiers() {
        for possible in
            ["onUp", "app.onUp", "window.app.onUp", "$", "_a1", "été.Ω", "app.delete", "news"]
        {
            assert_eq!(path(possible, EXAMPLE, Language::Rust), Ok(()), "{possible}");
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
            assert!(path(impossible, EXAMPLE, Language::Rust).is_err(), "{impossible:?}");
        }
        for reserved in ["this.onUp", "new", "function", "await", "this.onUp()", " new", "if ()"] {
            let fault = fault(path, reserved);
            assert!(fault.message.contains("reserved word"), "{reserved}");
            assert!(fault.help.ends_with("such as `\"an.example\"`"), "{reserved}");
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
