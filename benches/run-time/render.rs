//! The time and the allocations of each way to render the same script at run time. `cargo xtask run-time` shows them
//! beside that of the Python package.

use divan::{AllocProfiler, Bencher, black_box};
use sse_monitor_run_time::{
    HEARTBEAT_TIMEOUT, SCRIPT, SSE_ELEMENT_ID, STATUS_ELEMENT_ID, formatted, generated, templated,
};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

type Render = fn(&str, &str, u32) -> String;

fn main() {
    for render in [generated, formatted, templated] {
        let text = render(SSE_ELEMENT_ID, STATUS_ELEMENT_ID, HEARTBEAT_TIMEOUT);
        assert_eq!(text, SCRIPT, "all that is measured must be the same text");
    }
    divan::main();
}

#[divan::bench]
fn monitor_script() -> &'static str {
    black_box(SCRIPT)
}

#[divan::bench]
fn generate_monitor_script(bencher: Bencher<'_, '_>) {
    measure(bencher, generated);
}

#[divan::bench]
fn format(bencher: Bencher<'_, '_>) {
    measure(bencher, formatted);
}

#[divan::bench]
fn askama(bencher: Bencher<'_, '_>) {
    measure(bencher, templated);
}

fn measure(bencher: Bencher<'_, '_>, render: Render) {
    bencher.bench_local(|| {
        black_box(render)(
            black_box(SSE_ELEMENT_ID),
            black_box(STATUS_ELEMENT_ID),
            black_box(HEARTBEAT_TIMEOUT),
        )
    });
}
