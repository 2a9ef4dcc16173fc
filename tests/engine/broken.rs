//! Broken variants of the script: what each test is proved with.

use std::env;

use sse_monitor_core::MonitorConfig;

/// Names the variable that asks for a broken variant: `what stands there=>what stands there instead`.
const VARIABLE: &str = "SSE_MONITOR_BREAK";

/// The rendered script, or the broken variant that the environment asks for. A variant is a replacement in the
/// readable form; where the text does not occur, the part it stands in was not rendered, and the script stays whole.
pub(crate) fn apply(config: &MonitorConfig, render: impl Fn(&MonitorConfig) -> String) -> String {
    let Ok(variant) = env::var(VARIABLE) else { return render(config) };
    let (from, to) = variant.split_once("=>").expect("`from=>to`");
    let mut config = config.clone();
    config.debug = true;
    render(&config).replace(from, to)
}
