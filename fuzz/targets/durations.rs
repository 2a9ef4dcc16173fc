//! Durations, in a macro and in a file: what is accepted is exactly what is decimal, whole and within range, it is read
//! the same when it is written back, and what a help proposes is accepted.

#![no_main]

use std::time::Duration;

use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target};
use sse_monitor_core::__macros::{Entry, Language, Mark, Value, read};
use sse_monitor_core::{ConfigError, MonitorConfig};
use sse_monitor_fuzz::mutate;

/// The two fields whose longest durations differ.
const FIELDS: [(&str, u64); 2] = [("grace", 2_147_483_647), ("reconnect_delay", 1_022_611_260)];

const WORDS: [&str; 28] = [
    "ms",
    "s",
    "min",
    "h",
    "m",
    "sec",
    "hours",
    "0",
    "1",
    "10",
    "999",
    "1000",
    "2147483647",
    "1022611260",
    "596",
    "284",
    "18446744073709551615",
    "0000000000",
    ".",
    ".5",
    ".000",
    "_",
    "-",
    "+",
    "e",
    "1e3",
    "0x",
    "0b",
];

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(&WORDS, data, size, max_size, seed)
});

fuzz_target!(|data: &[u8]| -> Corpus {
    let Ok(text) = std::str::from_utf8(data) else { return Corpus::Reject };
    for (field, longest) in FIELDS {
        check(field, longest, &Value::Text(text.into()), text, Language::File);
        // Other literals are no numbers to the macros' lexer.
        if text.trim_start_matches('-').starts_with(|first: char| first.is_ascii_digit()) {
            check(field, longest, &Value::Number(text.into()), text, Language::Rust);
        }
    }
    Corpus::Keep
});

fn check(field: &str, longest: u64, value: &Value, text: &str, language: Language) {
    match config(field, value, language) {
        Ok(config) => {
            let effective = config.effective();
            let read = match field {
                "grace" => effective.grace,
                _ => Some(effective.reconnect_delay),
            };
            let expected = milliseconds(text).filter(|own| (10..=longest).contains(own));
            assert_eq!(read, expected.map(Duration::from_millis), "{text}");
            let written = serde_json::to_string(&config).expect("what is valid is written");
            let back = serde_json::from_str::<MonitorConfig>(&written);
            assert_eq!(back.expect("what was written is read"), config, "{written}");
        }
        Err(error) => {
            let expected = milliseconds(text).filter(|own| (10..=longest).contains(own));
            assert_eq!(expected, None, "{text} is a duration: {error}");
            for problem in error.problems() {
                assert!(!problem.help().is_empty(), "without a help: {error}");
                for proposed in proposals(problem.help()) {
                    let obeyed = config(field, &proposed, language);
                    assert!(obeyed.is_ok(), "{text:?}: a help that is refused: {error}");
                }
            }
        }
    }
}

fn config(field: &str, value: &Value, language: Language) -> Result<MonitorConfig, ConfigError> {
    let live = Value::Text("live".into());
    let entries = [("sse_element_id", live), (field, value.clone())].map(|(key, value)| Entry {
        key: key.into(),
        mark: Mark::default(),
        value: value.into(),
    });
    read(&entries, Vec::new(), language, false).map(|(config, _)| config)
}

/// The durations in backquotes: `5s` in a macro, `"5s"` in a file. What was cut for its length is none.
fn proposals(help: &str) -> impl Iterator<Item = Value> {
    let codes = help.split('`').skip(1).step_by(2).filter(|code| !code.contains('…'));
    codes.filter_map(|code| {
        let text = code.trim_matches('"');
        let is_duration = text.starts_with(|first: char| first.is_ascii_digit());
        let value = if text.len() < code.len() { Value::Text } else { Value::Number };
        is_duration.then(|| value(text.into()))
    })
}

/// What a text is in milliseconds, by exact arithmetic of another kind than core's.
fn milliseconds(text: &str) -> Option<u64> {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '_' | '.'));
    let number = text[..text.len() - unit.len()].replace('_', "");
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() && !unit.is_empty() => (whole, fraction),
        Some(_) => return None,
        None => (number.as_str(), ""),
    };
    if whole.is_empty() || fraction.contains('.') {
        return None;
    }
    let factor = match unit {
        "" | "ms" => 1,
        "s" => 1_000,
        "min" => 60_000,
        "h" => 3_600_000_u128,
        _ => return None,
    };
    // Twenty digits are more than any duration has, and a millisecond has no more than eight behind a point.
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    if whole.len() > 20 || fraction.len() > 8 {
        return None;
    }
    let digits = format!("0{whole}{fraction}").parse::<u128>().ok()? * factor;
    let scale = 10_u128.pow(u32::try_from(fraction.len()).ok()?);
    let milliseconds = u64::try_from(digits / scale).ok().filter(|_| digits % scale == 0)?;
    (!unit.is_empty() || milliseconds >= 1_000).then_some(milliseconds)
}
