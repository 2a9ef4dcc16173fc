//! A monitor in a maud template is its tag, of compile time or of run time, and nothing in it is escaped twice.

use maud::html;
use sse_monitor::{Monitor, MonitorConfig, Script, connection_counter, monitor};

const LIVE: Monitor = monitor! { sse_element_id: "live" };
static COUNTER: Script = connection_counter! {};

#[test]
fn what_is_rendered_is_the_tag() {
    let owned = MonitorConfig::new("<b>&</b>").monitor().unwrap();
    let page = html! {
        head { (COUNTER) (LIVE) (owned) }
        div id=(owned.sse_element_id()) {}
    };
    let tags = [COUNTER.script_tag(), LIVE.script_tag(), owned.script_tag()].concat();
    assert_eq!(
        page.into_string(),
        format!("<head>{tags}</head><div id=\"&lt;b&gt;&amp;&lt;/b&gt;\"></div>")
    );
}
