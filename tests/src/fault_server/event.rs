//! One event of a stream.

use std::fmt::{self, Display, Formatter};

/// One event of a stream, in the form in which it is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    name: Option<String>,
    data: Option<String>,
    id: Option<String>,
    retry: Option<u64>,
    comment: Option<String>,
}

impl Event {
    /// An event without a name: browsers dispatch it as `message`.
    #[must_use]
    pub fn message(data: impl Into<String>) -> Self {
        Self { data: Some(data.into()), ..Self::default() }
    }

    /// No event at all: a comment, which only keeps a connection alive. With an empty one it is what axum's `KeepAlive`
    /// sends.
    #[must_use]
    pub fn comment(text: impl Into<String>) -> Self {
        Self { comment: Some(text.into()), ..Self::default() }
    }

    /// No event either: the server's wish for the time until the next attempt.
    #[must_use]
    pub fn retry(milliseconds: u64) -> Self {
        Self { retry: Some(milliseconds), ..Self::default() }
    }

    /// An event with a name.
    #[must_use]
    pub fn named(name: impl Into<String>, data: impl Into<String>) -> Self {
        Self { name: Some(name.into()), data: Some(data.into()), ..Self::default() }
    }

    /// Its id, if it has one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The same event with a `retry:` line: the server's wish for the delay before a reconnection, in milliseconds.
    #[must_use]
    pub fn with_retry(self, milliseconds: u64) -> Self {
        Self { retry: Some(milliseconds), ..self }
    }

    /// The same event with an id.
    #[must_use]
    pub fn with_id(self, id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..self }
    }
}

impl Display for Event {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(comment) = &self.comment {
            writeln!(f, ":{comment}")?;
        }
        if let Some(name) = &self.name {
            writeln!(f, "event: {name}")?;
        }
        if let Some(id) = &self.id {
            writeln!(f, "id: {id}")?;
        }
        if let Some(retry) = self.retry {
            writeln!(f, "retry: {retry}")?;
        }
        for line in self.data.iter().flat_map(|data| data.split('\n')) {
            writeln!(f, "data: {line}")?;
        }
        writeln!(f)
    }
}

#[cfg(test)]
mod tests {
    use super::Event;

    #[test]
    fn is_written_as_the_format_asks() {
        assert_eq!(Event::message("a\nb").to_string(), "data: a\ndata: b\n\n");
        assert_eq!(Event::named("beat", "").to_string(), "event: beat\ndata: \n\n");
        assert_eq!(Event::message("x").with_id("7").to_string(), "id: 7\ndata: x\n\n");
        assert_eq!(Event::comment("").to_string(), ":\n\n");
        assert_eq!(Event::retry(50).to_string(), "retry: 50\n\n");
        assert_eq!(Event::message("x").with_retry(50).to_string(), "retry: 50\ndata: x\n\n");
    }
}
