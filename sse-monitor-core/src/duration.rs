//! Durations: what is written, and which are possible.

use alloc::format;
use alloc::string::{String, ToString};

use crate::error::Fault;
use crate::words::code;

/// Shorter delays are a slip of the unit: nobody waits 3 ms on purpose.
const SHORTEST: u64 = 10;
/// `setTimeout` holds its delay in 32 bits with a sign.
const LONGEST: u64 = 2_147_483_647;

const UNITS: [(&str, u64); 4] = [("ms", 1), ("s", 1_000), ("min", 60_000), ("h", 3_600_000)];

/// What people write instead of a unit's name.
const SLIPS: [(&str, &str); 14] = [
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
    ("hour", "h"),
    ("hours", "h"),
];

/// The milliseconds of a literal: a number of milliseconds, or a number with one of the units.
pub(crate) fn milliseconds(literal: &str) -> Result<u64, Fault> {
    if literal.starts_with('-') {
        return Err(Fault::new(
            format!("a duration cannot be negative, and {} is", code(literal)),
            "remove the minus sign",
        ));
    }
    if let Some(fault) = other_base(literal) {
        return Err(fault);
    }
    let number = Number::split(literal).ok_or_else(|| {
        Fault::new(
            format!("{} is no duration", code(literal)),
            "write milliseconds, or a number with a unit such as `5s`",
        )
    })?;
    if number.has_exponent {
        return Err(Fault::new(
            format!("{} has an exponent", code(literal)),
            "write the number out, such as `1000s`",
        ));
    }
    if number.unit.is_empty() && !number.fraction.is_empty() {
        return Err(Fault::new(
            format!("{} has a fraction but no unit", code(literal)),
            format!(
                "write `{}s` for seconds, or whole milliseconds",
                literal.trim_end_matches('.')
            ),
        ));
    }
    let unit = unit(number.unit).ok_or_else(|| unknown_unit(literal, number.unit))?;
    number.times(unit).ok_or_else(|| {
        Fault::new(
            format!("{} is not a whole number of milliseconds", code(literal)),
            "a millisecond is the shortest time that a browser's timer knows",
        )
    })
}

/// Milliseconds that fit into a configuration. Its own rule is [`in_range`].
pub(crate) fn fitting(milliseconds: u64) -> Result<u32, Fault> {
    u32::try_from(milliseconds).map_err(|_| too_long(milliseconds))
}

/// Milliseconds that a browser's timer can wait; `optional` if `None` switches the field off.
pub(crate) fn in_range(milliseconds: u64, optional: bool) -> Result<(), Fault> {
    let below = format!("{milliseconds} ms is below the minimum of {SHORTEST} ms");
    match milliseconds {
        0 if optional => Err(Fault::new(below, "write `None` to switch it off")),
        0 => {
            Err(Fault::new(below, "a delay of zero would flood the server: write one such as `3s`"))
        }
        1..SHORTEST => Err(Fault::new(
            below,
            format!(
                "did you mean `{milliseconds}s`? A number without a unit is milliseconds: \
                 {milliseconds} seconds are `{milliseconds}s` or `{milliseconds}000`"
            ),
        )),
        SHORTEST..=LONGEST => Ok(()),
        _ => Err(too_long(milliseconds)),
    }
}

fn too_long(milliseconds: u64) -> Fault {
    Fault::new(
        format!("{milliseconds} ms is above the maximum of {LONGEST} ms"),
        format!("{LONGEST} ms is about 24.8 days: browsers fire longer timers at once"),
    )
}

/// A decimal literal in its parts, underscores removed.
struct Number<'a> {
    whole: String,
    fraction: String,
    has_exponent: bool,
    unit: &'a str,
}

impl<'a> Number<'a> {
    fn split(literal: &'a str) -> Option<Self> {
        let (whole, rest) = digits(literal);
        let (fraction, rest) = rest.strip_prefix('.').map_or((String::new(), rest), digits);
        let exponent =
            rest.strip_prefix(['e', 'E']).map(|rest| rest.trim_start_matches(['+', '-', '_']));
        let has_exponent =
            exponent.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let is_unit = rest.chars().all(char::is_alphanumeric);
        let is_number = !whole.is_empty() && (is_unit || has_exponent);
        is_number.then_some(Self { whole, fraction, has_exponent, unit: rest })
    }

    /// The number times `unit`, if that is whole. What is too large for the type is too large for a timer, too.
    fn times(&self, unit: u64) -> Option<u64> {
        let whole = self.whole.parse::<u64>().unwrap_or(u64::MAX).saturating_mul(unit);
        let fraction = self.fraction.trim_end_matches('0');
        if fraction.is_empty() {
            return Some(whole);
        }
        // An hour has 2^7 and 5^5 among its factors: no longer fraction of it is whole.
        let length = u32::try_from(fraction.len()).ok().filter(|length| *length <= 7)?;
        let product = fraction.parse::<u64>().ok()? * unit;
        let divisor = 10_u64.pow(length);
        product.is_multiple_of(divisor).then(|| whole.saturating_add(product / divisor))
    }
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

fn unknown_unit(literal: &str, unit: &str) -> Fault {
    let number = literal.trim_end_matches(unit).trim_end_matches('_');
    let meant =
        SLIPS.iter().find(|(slip, _)| unit.eq_ignore_ascii_case(slip)).map(|(_, unit)| *unit);
    let meant = meant.or_else(|| {
        UNITS.iter().map(|(name, _)| *name).find(|name| unit.eq_ignore_ascii_case(name))
    });
    let help = match meant {
        Some(meant) => format!("did you mean `{number}{meant}`?"),
        None if unit == "m" => format!("did you mean `{number}min` or `{number}ms`?"),
        None => {
            "the units are `ms`, `s`, `min` and `h`; a number without a unit is milliseconds".into()
        }
    };
    Fault::new(format!("unknown unit {} in {}", code(unit), code(literal)), help)
}

/// `0x1d` looks like a duration and is twenty-nine.
fn other_base(literal: &str) -> Option<Fault> {
    let bases = [("0x", 16), ("0o", 8), ("0b", 2)];
    let (digits, base) =
        bases.into_iter().find_map(|(prefix, base)| Some((literal.strip_prefix(prefix)?, base)))?;
    let help = u64::from_str_radix(&digits.replace('_', ""), base).map_or_else(
        |_| "write a decimal number, such as `5s`".to_string(),
        |number| format!("write the decimal number: `{number}`"),
    );
    Some(Fault::new(format!("durations are decimal, and {} is not", code(literal)), help))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(literal: &str) -> Fault {
        milliseconds(literal).expect_err(literal)
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
            ("2.s", 2_000),
            ("0.0000025h", 9),
            ("2min", 120_000),
            ("0.5h", 1_800_000),
            ("99999999999999999999s", u64::MAX),
        ] {
            assert_eq!(milliseconds(literal), Ok(expected), "{literal}");
        }
    }

    #[test]
    fn what_is_no_duration_names_its_fix() {
        for (literal, message, help) in [
            ("-5s", "a duration cannot be negative, and `-5s` is", "remove the minus sign"),
            ("0x1d", "durations are decimal, and `0x1d` is not", "write the decimal number: `29`"),
            (
                "0b5s",
                "durations are decimal, and `0b5s` is not",
                "write a decimal number, such as `5s`",
            ),
            (
                "1.5",
                "`1.5` has a fraction but no unit",
                "write `1.5s` for seconds, or whole milliseconds",
            ),
            ("1e3s", "`1e3s` has an exponent", "write the number out, such as `1000s`"),
            (
                "5em",
                "unknown unit `em` in `5em`",
                "the units are `ms`, `s`, `min` and `h`; a number without a unit is milliseconds",
            ),
            ("2m", "unknown unit `m` in `2m`", "did you mean `2min` or `2ms`?"),
            ("5_secs", "unknown unit `secs` in `5_secs`", "did you mean `5s`?"),
            ("5S", "unknown unit `S` in `5S`", "did you mean `5s`?"),
            (
                "soon",
                "`soon` is no duration",
                "write milliseconds, or a number with a unit such as `5s`",
            ),
            ("", "`` is no duration", "write milliseconds, or a number with a unit such as `5s`"),
        ] {
            assert_eq!(fault(literal), Fault::new(message, help), "{literal}");
        }
        for literal in ["1.0005s", "0.5ms", "0.00000001h"] {
            assert!(fault(literal).message.contains("not a whole number"), "{literal}");
        }
    }

    #[test]
    fn the_range_is_what_a_timer_can_wait() {
        for possible in [10, 2_147_483_647] {
            assert_eq!(in_range(possible, false), Ok(()), "{possible}");
        }
        for impossible in [0, 9, 2_147_483_648, u64::MAX] {
            assert!(in_range(impossible, false).is_err(), "{impossible}");
        }
        assert!(in_range(3, false).unwrap_err().help.starts_with("did you mean `3s`?"));
        assert!(in_range(0, true).unwrap_err().help.contains("`None`"));
        assert!(in_range(1 << 31, false).unwrap_err().help.contains("24.8 days"));
    }
}
