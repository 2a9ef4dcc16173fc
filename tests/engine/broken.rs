//! Broken variants of the script: what each test is proved with.

use std::env;

use sse_monitor_core::MonitorConfig;

/// Names the variable that asks for a broken variant, a replacement in each line: `what stands there ==> what shall`.
const VARIABLE: &str = "SSE_MONITOR_BREAK";

/// The rendered script, or the broken variant of it that the environment asks for. A variant is made from the readable
/// form. Where the text does not occur, the part it stands in was not rendered, and the script stays whole.
pub(crate) fn apply(config: &MonitorConfig, render: impl Fn(&MonitorConfig) -> String) -> String {
    let Ok(variant) = env::var(VARIABLE) else { return render(config) };
    let mut config = config.clone();
    config.debug = true;
    let replace = |script: String, line: &str| {
        let (from, to) = line.split_once(" ==> ").expect("`from ==> to`");
        script.replace(from, to)
    };
    variant.lines().fold(render(&config), replace)
}
