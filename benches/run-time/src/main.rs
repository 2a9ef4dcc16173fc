//! Prints the script, for the ways to render it that are not written in Rust.

fn main() {
    print!("{}", sse_monitor_run_time::SCRIPT);
}
