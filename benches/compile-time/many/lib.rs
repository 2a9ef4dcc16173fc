//! The chore writes the file that this variable names.
include!(env!("EXPRESSIONS"));
