//! The counter of open connections, in a page. `cargo run --example connection_counter > counter.html`

use sse_monitor::connection_counter_script;

const PAGE: &str = concat!(
    "<!doctype html>\n<title>Connections</title>\n<p>Open connections: <output id=\"count\">0</output></p>\n",
    "<script>",
    connection_counter_script! {},
    "</script>\n",
    "<script>document.addEventListener('sse:connectionCountChanged', (event) => {\n",
    "  document.getElementById('count').textContent = event.detail.count;\n",
    "});</script>",
);

fn main() {
    println!("{PAGE}");
}
