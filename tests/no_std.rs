//! The macros serve a program that has neither the standard library nor an allocator.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use sse_monitor::{connection_counter, connection_counter_script, monitor, monitor_script};

#[test]
fn a_program_without_an_allocator_links_and_writes_the_scripts() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = tests.join("no-std");
    // The versions that the workspace has, so that nothing else is downloaded.
    fs::copy(tests.join("../Cargo.lock"), package.join("Cargo.lock")).unwrap();

    let output = Command::new(env::var_os("CARGO").unwrap())
        .args(["run", "--quiet", "--release", "--manifest-path"])
        .arg(package.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-std"))
        .output()
        .unwrap();

    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let expected = concat!(
        "<script>",
        monitor_script! {
            sse_element_id: "live",
            heartbeat_timeout: 30s,
            callbacks: { error: "app.onError" },
        },
        "</script>\nclosed\n",
        connection_counter_script! {},
        "\n",
    );
    let monitor = monitor! { sse_element_id: "live", heartbeat_timeout: 30s };
    let counter = connection_counter! {};
    let lines = [
        monitor.script_tag(),
        monitor.etag(),
        counter.script_tag(),
        counter.csp_source(),
        monitor.as_str(),
        "",
    ];
    let expected = format!("{expected}{}", lines.join("\n"));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
}
