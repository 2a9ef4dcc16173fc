//! What the targets share: what must hold of every valid configuration, and a mutation that knows the names.

use std::sync::OnceLock;

use libfuzzer_sys::fuzzer_mutate;
use sse_monitor_core::{Client, ConnectionState, FIELDS, MonitorConfig, generate_monitor_script};
use sse_monitor_storm::Random;

/// A configuration that was read is valid, and everything can be made of it.
///
/// # Panics
///
/// If not.
pub fn check_config(config: &MonitorConfig) {
    config.validate().expect("what was read is valid");
    let script = generate_monitor_script(config).expect("what is valid is rendered");
    check_script(&script);
    let monitor = config.monitor().expect("what is valid is a monitor");
    assert_eq!(monitor.as_str(), script);
    let json = config.to_js_config();
    check_script(&json);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let effective = config.effective();
    assert_eq!(json["sseElementId"], effective.sse_element_id);
    assert!(effective.reconnect_max_delay >= effective.reconnect_delay * 2);
}

/// A script is safe in any page.
///
/// # Panics
///
/// If not.
pub fn check_script(script: &str) {
    assert!(script.is_ascii(), "beyond ASCII: {script}");
    assert!(!script.contains(['<', '\r', '\0']), "unsafe in a page: {script}");
}

/// One time in two libFuzzer's own mutation; else one of the words, inserted or instead of another one.
pub fn mutate(
    words: &[impl AsRef<[u8]>],
    data: &mut [u8],
    size: usize,
    max_size: usize,
    seed: u32,
) -> usize {
    let mut random = Random::new(seed.into());
    if random.below(2) == 0 {
        return fuzzer_mutate(data, size, max_size);
    }
    let word = words[random.below(words.len())].as_ref();
    let start = random.below(size + 1);
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let replaced = match random.below(3) {
        0 => 0,
        _ => data[start..size].iter().take_while(|byte| is_word(byte)).count(),
    };
    let new_size = size - replaced + word.len();
    if new_size > max_size {
        return fuzzer_mutate(data, size, max_size);
    }
    data.copy_within(start + replaced..size, start + word.len());
    data[start..start + word.len()].copy_from_slice(word);
    new_size
}

/// The names and examples of the table of fields, and what stands between them.
pub fn words() -> &'static [String] {
    static WORDS: OnceLock<Vec<String>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words: Vec<String> = Vec::new();
        for field in FIELDS {
            words.push(field.name.into());
            words.push(format!("{}: {},", field.name, field.example));
            words.push(format!("\n{} = {}\n", field.name, field.example));
            words.push(format!("\"{}\": {},", field.name, field.example));
            words.extend([field.example.into(), field.default.into()]);
        }
        words.extend(ConnectionState::ALL.iter().map(ToString::to_string));
        words.extend(Client::ALL.iter().map(ToString::to_string));
        let others = [
            "Some(",
            "None",
            "html(\"<b>\")",
            "{ html = \"<b>\" }",
            "{\"html\":\"<b>\"}",
            "::",
            "=>",
            "@(",
            "#[",
            "r#",
            "ms",
            "s",
            "min",
            "h",
            "seconds",
            "1e3",
            "0x1d",
            "2147483647",
            "1022611260",
            "1_000",
            "0.5",
            "</script>",
            "\u{2028}",
            "\\u0000",
            "é",
        ];
        words.extend(others.map(String::from));
        words
    })
}
