//! Numbers as one reads them.

/// A whole number with commas between the thousands.
pub(crate) fn grouped(number: impl Into<f64>) -> String {
    let digits = format!("{:.0}", number.into());
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Seconds with one digit after the point.
pub(crate) fn seconds(seconds: f64) -> String {
    format!("{seconds:.1} s")
}
