//! What must compile and what must not, each mistake with the compiler's own words and place.
//!
//! A mistake is marked on its line with `//~ ERROR` and the source that the compiler must underline. The goldens hold
//! the words; the marks make sure that each mistake has exactly one error, at its own place, and that there is no other.

use std::fs;
use std::path::Path;
use std::time::Duration;

use sse_monitor::{ConfigError, ConnectionState, MonitorConfig};
use sse_monitor_tests::goldens::{cases, golden, obeyed, sentences};

#[test]
fn the_compiler_says_what_the_goldens_say() {
    let cases = trybuild::TestCases::new();
    cases.pass("ui/pass/*.rs");
    cases.compile_fail("ui/*.rs");
}

/// What comes out when every help is obeyed to the letter compiles.
#[test]
fn every_help_can_be_obeyed() {
    let compiled = trybuild::TestCases::new();
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("obeyed");
    fs::create_dir_all(&directory).unwrap();
    for case in cases() {
        // A script is no format string: what is printed there cannot be mended.
        if case.ends_with("positions.rs") {
            continue;
        }
        let source = fs::read_to_string(&case).unwrap();
        let file = directory.join(case.file_name().unwrap());
        fs::write(&file, obeyed(&source, &golden(&case))).unwrap();
        compiled.pass(file);
    }
}

/// An error's line and column, and the source that is underlined.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    line: usize,
    column: usize,
    source: String,
}

#[test]
fn each_mark_has_one_error_and_each_error_a_mark() {
    let mut mistakes = 0;
    for case in cases() {
        let source = fs::read_to_string(&case).unwrap();
        let marked = marks(&source);
        assert_eq!(errors(&golden(&case), &source), marked, "{}", case.display());
        mistakes += marked.len();
    }
    assert!(mistakes >= 60, "{mistakes} mistakes");
}

/// The same mistakes, made in a typed configuration at run time.
#[test]
fn typed_configurations_are_refused_with_the_same_words() {
    let mistakes: [fn(MonitorConfig) -> MonitorConfig; 10] = [
        |config| config.sse_element_id("my id"),
        |config| config.sse_element_id("#live"),
        |config| config.status_element_id("live"),
        |config| config.reconnect_delay(Duration::from_millis(9)),
        |config| {
            config
                .reconnect_delay(Duration::from_mins(1))
                .reconnect_max_delay(Duration::from_secs(30))
        },
        |config| config.heartbeat_timeout(Duration::from_hours(600)),
        |config| config.max_reconnect_attempts(0),
        |config| config.callback(ConnectionState::Connecting, "app.onUp()"),
        |config| config.auto_reconnect(false).max_reconnect_attempts(3),
        |config| config.give_up_on([200]),
    ];
    for mistake in mistakes {
        assert_same_words(&mistake(MonitorConfig::new("live")).validate().unwrap_err());
    }
}

/// A golden has each problem as the compiler printed it.
fn assert_same_words(error: &ConfigError) {
    let sentences = sentences();
    for problem in error.problems() {
        let words = (problem.message().to_owned(), problem.help().to_owned());
        assert!(sentences.contains(&words), "{words:#?}");
    }
}

fn marks(source: &str) -> Vec<Place> {
    let mut marks = Vec::new();
    for (index, text) in source.lines().enumerate() {
        let mut parts = text.split("//~ ERROR ");
        let code = parts.next().unwrap_or_default();
        for marked in parts.map(str::trim_end) {
            let start = code.find(marked).unwrap_or_else(|| panic!("{marked} is not in {code}"));
            let column = code[..start].chars().count() + 1;
            marks.push(Place { line: index + 1, column, source: marked.into() });
        }
    }
    marks.sort();
    marks
}

/// The places of all errors and warnings in what the compiler printed.
fn errors(printed: &str, source: &str) -> Vec<Place> {
    let is_first = |line: &&str| line.starts_with("error") || line.starts_with("warning");
    let lines: Vec<_> = printed.lines().collect();
    let starts: Vec<_> = (0..lines.len()).filter(|index| is_first(&lines[*index])).collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let mut errors: Vec<_> =
        starts.iter().zip(ends).map(|(start, end)| place(&lines[*start..end], source)).collect();
    errors.sort();
    errors
}

fn place(error: &[&str], source: &str) -> Place {
    let place = error.iter().find_map(|line| line.trim_start().strip_prefix("--> "));
    let place = place.unwrap_or_else(|| panic!("no place in {error:#?}"));
    let mut numbers = place.rsplit(':').map(|number| number.parse::<usize>().unwrap());
    let (column, line) = (numbers.next().unwrap(), numbers.next().unwrap());
    let underlined = error.iter().find(|line| line.contains('^')).unwrap();
    let length = underlined.chars().filter(|character| *character == '^').count();
    let text = source.lines().nth(line - 1).unwrap();
    Place { line, column, source: text.chars().skip(column - 1).take(length).collect() }
}
