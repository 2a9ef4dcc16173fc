//! Durations: how they are written, which are possible, and what was meant by one that is not.

use alloc::format;
use alloc::string::{String, ToString};
use core::time::Duration;

use crate::problem::Fault;
use crate::problem::words::{Language, code};

/// Shorter delays are a slip of the unit: nobody waits 3 ms on purpose.
const SHORTEST: u64 = 10;
/// `setTimeout` holds its delay in 32 bits with a sign.
pub(crate) const LONGEST: u64 = 2_147_483_647;
/// Numbers without a unit are milliseconds, but whoever writes one below this means seconds.
const SHORTEST_BARE: u64 = 1_000;

const UNITS: [(&str, u64); 4] = [("ms", 1), ("s", 1_000), ("min", 60_000), ("h", 3_600_000)];

/// What people write instead of a unit's name.
const SLIPS: [(&str, &str); 15] = [
    ("msec", "ms"),
    ("msecs", "ms"),
    ("millis", "ms"),
    ("milliseconds", "ms"),
    ("sec", "s"),
    ("secs", "s"),
    ("second", "s"),
    ("seconds", "s"),
    ("mins", "min"),
    ("minute", "min"),
    ("minutes", "min"),
    ("hr", "h"),
    ("hrs", "h"),
    ("hour", "h"),
    ("hours", "h"),
];

/// Reads and checks a duration: `500ms`, `5s`, `1.5s`, `5000`. No longer one than `longest` milliseconds is possible.
pub(crate) fn read(
    literal: &str,
    longest: u64,
    optional: bool,
    language: Language,
) -> Result<Duration, Fault> {
    let given = code(&language.written(literal));
    let or = |generic: &str| match meant(literal, longest) {
        Some(meant) => format!("did you mean {}?", language.code(&meant)),
        None => generic.into(),
    };
    if literal.starts_with('-') {
        return Err(Fault::new(
            format!("a duration cannot be negative, and {} is", code(literal)),
            "remove the minus sign",
        ));
    }
    if other_base(literal).is_some() {
        let help = format!("write a decimal number, such as {}", language.code("5s"));
        return Err(Fault::new(
            format!("durations are decimal, and {} is not", code(literal)),
            or(&help),
        ));
    }
    let number = Number::split(literal).filter(|number| !number.is_odd()).ok_or_else(|| {
        let help = format!("write a number with a unit, such as {}", language.code("5s"));
        Fault::new(format!("{} is no duration", code(literal)), or(&help))
    })?;
    if number.has_exponent {
        let help = format!("write the number out, such as {}", language.code("1000s"));
        return Err(Fault::new(format!("{} has an exponent", code(literal)), or(&help)));
    }
    if number.unit.is_empty() && !number.fraction.is_empty() {
        let help = format!("write a number with a unit, such as {}", language.code("5s"));
        return Err(Fault::new(format!("{} has a fraction but no unit", code(literal)), or(&help)));
    }
    let Some(unit) = unit(number.unit) else {
        let message = format!("unknown unit {} in {}", code(number.unit), code(literal));
        let possible = |unit| {
            let meant = format!("{}{unit}", number.figures());
            let is_possible = read(&meant, longest, optional, Language::Rust).is_ok();
            is_possible.then(|| language.code(&meant))
        };
        let help = match (number.unit, possible("min"), possible("ms")) {
            ("m", Some(minutes), Some(own)) => format!("did you mean {minutes} or {own}?"),
            ("m", Some(one), None) | ("m", None, Some(one)) => format!("did you mean {one}?"),
            _ => or(&format!(
                "write one such as {}: the units are `ms`, `s`, `min` and `h`",
                language.code("5s")
            )),
        };
        return Err(Fault::new(message, help));
    };
    let milliseconds = number.times(unit).map_err(|below| {
        Fault::new(
            format!("{} is not a whole number of milliseconds", code(literal)),
            format!(
                "write {}: a millisecond is the shortest time that a browser's timer knows",
                language.code(&written(below.saturating_add(1).clamp(SHORTEST, longest)))
            ),
        )
    })?;
    if number.unit.is_empty() && (1..SHORTEST_BARE).contains(&milliseconds) {
        let (seconds, own) = (format!("{milliseconds}s"), format!("{milliseconds}ms"));
        let (seconds, own) = (language.code(&seconds), language.code(&own));
        let help = match milliseconds {
            1..SHORTEST => format!("did you mean {seconds}?"),
            SHORTEST..100 => format!("did you mean {seconds}? Write {own} for milliseconds"),
            _ => format!("write {own}, or {seconds} for seconds"),
        };
        let message =
            format!("{} has no unit: without one, numbers are milliseconds", code(literal));
        return Err(Fault::new(message, help));
    }
    if milliseconds < SHORTEST {
        let help = match milliseconds {
            0 if optional => format!("write {} to switch it off", language.code("None")),
            0 => format!(
                "a delay of zero would flood the server: write one such as {}",
                language.code("3s")
            ),
            _ => format!("write {} or more", language.code("10ms")),
        };
        return Err(Fault::new(format!("{given} is below the minimum of {SHORTEST} ms"), help));
    }
    if milliseconds > longest {
        let hours = language.code(&format!("{}h", longest / 3_600_000));
        let reason = match longest {
            LONGEST => "browsers fire longer timers at once",
            _ => {
                "the longest delay, which is at least 2.1 times this one, has to fit into a browser's timer"
            }
        };
        return Err(Fault::new(
            format!("{given} is above the maximum of {longest} ms"),
            format!("write {hours} or less: {reason}"),
        ));
    }
    Ok(Duration::from_millis(milliseconds))
}

/// The whole milliseconds of what is written with a unit, whether it is possible or not.
pub(crate) fn whole_milliseconds(literal: &str) -> Option<u64> {
    let number = Number::split(literal)?;
    let (Ok(milliseconds) | Err(milliseconds)) = number.times(unit(number.unit)?);
    Some(milliseconds)
}

/// A duration as it would be written: in the largest unit that holds it whole.
pub(crate) fn written(milliseconds: u64) -> String {
    let (unit, factor) = match milliseconds {
        0 => ("ms", 1),
        _ if milliseconds % 3_600_000 == 0 => ("h", 3_600_000),
        120_000.. if milliseconds % 60_000 == 0 => ("min", 60_000),
        _ if milliseconds % 1_000 == 0 => ("s", 1_000),
        _ => ("ms", 1),
    };
    format!("{}{unit}", milliseconds / factor)
}

/// As [`written`], with a fraction if it is no whole number of milliseconds: then [`read`] refuses it.
pub(crate) fn literal(duration: Duration) -> String {
    let milliseconds = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    match duration.subsec_nanos() % 1_000_000 {
        0 => written(milliseconds),
        nanos => format!("{milliseconds}.{nanos:06}ms").replace("000ms", "ms"),
    }
}

/// The milliseconds of a duration that was checked.
pub(crate) fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Whether it is a duration with one of our units.
pub(crate) fn has_unit(literal: &str) -> bool {
    Number::split(literal).is_some_and(|number| UNITS.iter().any(|(unit, _)| *unit == number.unit))
}

/// The duration that was meant by something that is none, if that is known and possible: `2.s`, `.5s`, `5 seconds`,
/// `5000.0`.
pub(crate) fn meant(source: &str, longest: u64) -> Option<String> {
    let bare = |number: &str| match number.parse() {
        Ok(1..SHORTEST_BARE) => format!("{number}s"),
        _ => number.into(),
    };
    let meant = if let Some((digits, base)) = other_base(source) {
        bare(&u64::from_str_radix(&digits.replace('_', ""), base).ok()?.to_string())
    } else {
        let joined = source.replace(' ', "");
        let joined = if joined.starts_with('.') { format!("0{joined}") } else { joined };
        let number = Number::split(&joined)?;
        if matches!(number.unit, "d" | "day" | "days") {
            let hours = number.figures().parse::<u64>().ok()?.checked_mul(24)?;
            return Some(format!("{hours}h"))
                .filter(|meant| read(meant, longest, true, Language::Rust).is_ok());
        }
        let unit = match number.unit {
            "" => "",
            unit if number.has_exponent => {
                unit.trim_start_matches(['e', 'E']).trim_start_matches(|c: char| !c.is_alphabetic())
            }
            unit => known_unit(unit)?,
        };
        let figures = if number.has_exponent { written_out(&joined)? } else { number.figures() };
        if unit.is_empty() && !figures.contains('.') {
            bare(&figures)
        } else if unit.is_empty() {
            format!("{figures}s")
        } else {
            format!("{figures}{unit}")
        }
    };
    // A suggestion that would be refused in turn is none.
    (meant != source && read(&meant, longest, true, Language::Rust).is_ok()).then_some(meant)
}

/// A decimal literal in its parts, underscores removed.
struct Number<'a> {
    whole: String,
    fraction: String,
    has_point: bool,
    has_exponent: bool,
    unit: &'a str,
}

impl<'a> Number<'a> {
    fn split(literal: &'a str) -> Option<Self> {
        let (whole, rest) = digits(literal);
        let (fraction, rest, has_point) = match rest.strip_prefix('.') {
            Some(rest) => {
                let (fraction, rest) = digits(rest);
                (fraction, rest, true)
            }
            None => (String::new(), rest, false),
        };
        let exponent =
            rest.strip_prefix(['e', 'E']).map(|rest| rest.trim_start_matches(['+', '-', '_']));
        let has_exponent =
            exponent.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let is_unit = rest.chars().all(char::is_alphanumeric);
        let is_number = !whole.is_empty() && (is_unit || has_exponent);
        is_number.then_some(Self { whole, fraction, has_point, has_exponent, unit: rest })
    }

    /// `2.s`, which Rust does not read as a number.
    fn is_odd(&self) -> bool {
        self.has_point && self.fraction.is_empty()
    }

    /// Without a fraction of zeros.
    fn figures(&self) -> String {
        match self.fraction.trim_end_matches('0') {
            "" => self.whole.clone(),
            fraction => format!("{}.{fraction}", self.whole),
        }
    }

    /// The number times `unit`, or the whole number below it. What is too large for the type is too large for a timer.
    fn times(&self, unit: u64) -> Result<u64, u64> {
        let whole = self.whole.parse::<u64>().unwrap_or(u64::MAX).saturating_mul(unit);
        let fraction = self.fraction.trim_end_matches('0');
        if fraction.is_empty() {
            return Ok(whole);
        }
        // More digits than these only make a number that is not whole anyway less so.
        let digits = &fraction[..fraction.len().min(18)];
        let divisor = 10_u128.pow(u32::try_from(digits.len()).unwrap_or_default());
        let product = digits.parse::<u128>().unwrap_or_default() * u128::from(unit);
        let sum = whole.saturating_add(u64::try_from(product / divisor).unwrap_or_default());
        let is_whole = product % divisor == 0 && digits.len() == fraction.len();
        if is_whole { Ok(sum) } else { Err(sum) }
    }
}

/// `1e3` is `1000`.
fn written_out(literal: &str) -> Option<String> {
    let end = literal.rfind(|c: char| c.is_ascii_digit())? + 1;
    let value: f64 = literal[..end].replace('_', "").parse().ok()?;
    Some(value.to_string())
}

fn digits(text: &str) -> (String, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '_').unwrap_or(text.len());
    (text[..end].replace('_', ""), &text[end..])
}

fn unit(name: &str) -> Option<u64> {
    if name.is_empty() {
        return Some(1);
    }
    UNITS.iter().find(|(unit, _)| *unit == name).map(|(_, milliseconds)| *milliseconds)
}

/// The unit that was meant.
fn known_unit(name: &str) -> Option<&'static str> {
    let slip = SLIPS.iter().find(|(slip, _)| name.eq_ignore_ascii_case(slip));
    let units = || UNITS.iter().map(|(unit, _)| *unit);
    slip.map(|(_, unit)| *unit).or_else(|| units().find(|unit| name.eq_ignore_ascii_case(unit)))
}

/// The digits and the base of a number that is not decimal. `0x1d` looks like a duration and is twenty-nine.
fn other_base(literal: &str) -> Option<(&str, u32)> {
    let bases = [("0x", 16), ("0o", 8), ("0b", 2)];
    bases.into_iter().find_map(|(prefix, base)| Some((literal.strip_prefix(prefix)?, base)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rust(literal: &str) -> Result<Duration, Fault> {
        read(literal, LONGEST, false, Language::Rust)
    }

    #[test]
    fn units_become_milliseconds() {
        for (literal, expected) in [
            ("3000", 3_000),
            ("3_000", 3_000),
            ("250_ms", 250),
            ("500ms", 500),
            ("5s", 5_000),
            ("1.5s", 1_500),
            ("1.500s", 1_500),
            ("0.00001h", 36),
            ("2min", 120_000),
            ("0.5h", 1_800_000),
            ("2147483647", 2_147_483_647),
            ("10ms", 10),
        ] {
            assert_eq!(rust(literal), Ok(Duration::from_millis(expected)), "{literal}");
        }
    }

    #[test]
    fn what_is_no_duration_names_its_fix() {
        for (literal, message, help) in [
            ("-5s", "a duration cannot be negative, and `-5s` is", "remove the minus sign"),
            ("0x1d", "durations are decimal, and `0x1d` is not", "did you mean `29s`?"),
            ("0x1388", "durations are decimal, and `0x1388` is not", "did you mean `5000`?"),
            (
                "0b5s",
                "durations are decimal, and `0b5s` is not",
                "write a decimal number, such as `5s`",
            ),
            ("1.5", "`1.5` has a fraction but no unit", "did you mean `1.5s`?"),
            ("5.0", "`5.0` has a fraction but no unit", "did you mean `5s`?"),
            ("5000.0", "`5000.0` has a fraction but no unit", "did you mean `5000`?"),
            ("2.s", "`2.s` is no duration", "did you mean `2s`?"),
            ("5.min", "`5.min` is no duration", "did you mean `5min`?"),
            (".5s", "`.5s` is no duration", "did you mean `0.5s`?"),
            ("1e3s", "`1e3s` has an exponent", "did you mean `1000s`?"),
            ("1e3", "`1e3` has an exponent", "did you mean `1000`?"),
            ("1e99s", "`1e99s` has an exponent", "write the number out, such as `1000s`"),
            ("1d", "unknown unit `d` in `1d`", "did you mean `24h`?"),
            (
                "5em",
                "unknown unit `em` in `5em`",
                "write one such as `5s`: the units are `ms`, `s`, `min` and `h`",
            ),
            ("20m", "unknown unit `m` in `20m`", "did you mean `20min` or `20ms`?"),
            ("2m", "unknown unit `m` in `2m`", "did you mean `2min`?"),
            (
                "0m",
                "unknown unit `m` in `0m`",
                "write one such as `5s`: the units are `ms`, `s`, `min` and `h`",
            ),
            ("5_secs", "unknown unit `secs` in `5_secs`", "did you mean `5s`?"),
            ("5S", "unknown unit `S` in `5S`", "did you mean `5s`?"),
            ("soon", "`soon` is no duration", "write a number with a unit, such as `5s`"),
            ("", "`` is no duration", "write a number with a unit, such as `5s`"),
            (
                "10.5ms",
                "`10.5ms` is not a whole number of milliseconds",
                "write `11ms`: a millisecond is the shortest time that a browser's timer knows",
            ),
            (
                "30",
                "`30` has no unit: without one, numbers are milliseconds",
                "did you mean `30s`? Write `30ms` for milliseconds",
            ),
            (
                "500",
                "`500` has no unit: without one, numbers are milliseconds",
                "write `500ms`, or `500s` for seconds",
            ),
            ("3", "`3` has no unit: without one, numbers are milliseconds", "did you mean `3s`?"),
            ("9ms", "`9ms` is below the minimum of 10 ms", "write `10ms` or more"),
            ("0.005s", "`0.005s` is below the minimum of 10 ms", "write `10ms` or more"),
            (
                "0",
                "`0` is below the minimum of 10 ms",
                "a delay of zero would flood the server: write one such as `3s`",
            ),
            (
                "99999999999999999999999h",
                "`99999999999999999999999h` is above the maximum of 2147483647 ms",
                "write `596h` or less: browsers fire longer timers at once",
            ),
        ] {
            assert_eq!(rust(literal), Err(Fault::new(message, help)), "{literal}");
        }
    }

    #[test]
    fn what_a_help_proposes_is_possible() {
        let delay = |literal| read(literal, 1_022_611_260, false, Language::Rust).unwrap_err().help;
        assert!(delay("1022611260.5ms").starts_with("write `1022611260ms`"));
        assert!(delay("400hr").starts_with("write one such as `5s`"));
        assert_eq!(delay("280hr"), "did you mean `280h`?");
    }

    #[test]
    fn a_file_writes_units_in_quotes() {
        let file = |literal| read(literal, LONGEST, true, Language::File).unwrap_err();
        assert_eq!(file("45").help, "did you mean `\"45s\"`? Write `\"45ms\"` for milliseconds");
        assert_eq!(file("0").help, "write `false` to switch it off");
        assert_eq!(file("5 seconds").help, "did you mean `\"5s\"`?");
    }

    #[test]
    fn a_duration_is_written_as_it_is_read() {
        for milliseconds in [10, 1_500, 5_000, 60_000, 120_000, 90_000, 3_600_000, LONGEST] {
            let duration = Duration::from_millis(milliseconds);
            assert_eq!(rust(&literal(duration)), Ok(duration));
        }
        assert_eq!(literal(Duration::from_secs(60)), "60s");
        assert_eq!(literal(Duration::from_micros(1_500)), "1.500ms");
        assert!(rust(&literal(Duration::from_micros(10_500))).is_err());
        assert!(rust(&literal(Duration::MAX)).is_err());
    }
}
