//! A configuration from TOML: what is accepted is valid, is rendered, and is read the same when it is written back.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target};
use sse_monitor_core::MonitorConfig;
use sse_monitor_fuzz::{check_config, mutate, words};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(words(), data, size, max_size, seed)
});

fuzz_target!(|data: &[u8]| -> Corpus {
    let Ok(text) = std::str::from_utf8(data) else { return Corpus::Reject };
    let parsed = toml::from_str::<toml::Table>(text);
    match toml::from_str::<MonitorConfig>(text) {
        Ok(config) => {
            parsed.expect("what is a configuration is TOML");
            check_config(&config);
            for written in [toml::to_string(&config), toml::to_string_pretty(&config)] {
                let written = written.expect("what is valid is written");
                let back = toml::from_str::<MonitorConfig>(&written);
                assert_eq!(back.expect("what was written is read"), config, "{written}");
            }
        }
        Err(error) => {
            let has_help = error.to_string().contains("\n  help: ");
            assert!(has_help || parsed.is_err(), "without a help: {error}");
        }
    }
    Corpus::Keep
});
