//! Runnable examples live beside this file; see `demo/`.
