//! At run time the macros cost nothing: the machine code of a function that returns what they give calls nothing.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// The functions of `no-cost/lib.rs`: those that call nothing, and the controls.
const FREE: [&str; 5] =
    ["free_script", "free_counter", "free_monitor", "free_tag", "free_csp_source"];
const DEAR: [&str; 2] = ["dear_copy", "dear_jump"];

#[test]
fn a_function_that_returns_a_script_calls_nothing() {
    let assembly = assembly();
    for name in FREE {
        let calls = calls(&instructions(&assembly, name));
        assert!(calls.is_empty(), "{name} calls: {calls:?}");
    }
    for name in DEAR {
        let instructions = instructions(&assembly, name);
        assert!(!calls(&instructions).is_empty(), "a call in {name} is not seen: {instructions:?}");
    }
}

/// The optimized fixture as assembly language.
fn assembly() -> String {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = tests.join("no-cost");
    // The versions that the workspace has, so that nothing else is downloaded.
    fs::copy(tests.join("../Cargo.lock"), package.join("Cargo.lock")).unwrap();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-cost");
    let file = target.join("no-cost.s");

    let output = Command::new(env::var_os("CARGO").unwrap())
        .args(["rustc", "--quiet", "--release", "--lib", "--manifest-path"])
        .arg(package.join("Cargo.toml"))
        .arg("--")
        .arg(format!("--emit=asm={}", file.display()))
        .env("CARGO_TARGET_DIR", target)
        .output()
        .unwrap();

    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read_to_string(file).unwrap()
}

/// The instructions of a function, from the label that contains its name to its end.
fn instructions<'a>(assembly: &'a str, name: &str) -> Vec<&'a str> {
    let lines = assembly.lines().map(without_comment);
    let body = lines
        .skip_while(|line| !(line.ends_with(':') && line.contains(name)))
        .skip(1)
        .take_while(|line| !line.contains("func_end") && !line.contains(".cfi_endproc"));
    let is_instruction =
        |line: &&str| !line.is_empty() && !line.starts_with('.') && !line.ends_with(':');
    let instructions: Vec<&str> = body.filter(is_instruction).collect();
    assert!(
        instructions.iter().any(|line| mnemonic(line).starts_with("ret") || is_call(line)),
        "{name} does not end: {instructions:?}"
    );
    instructions
}

fn without_comment(line: &str) -> &str {
    let comment = line.find([';', '#']).filter(|place| !line[..*place].contains('"'));
    line[..comment.unwrap_or(line.len())].trim()
}

fn calls<'a>(instructions: &[&'a str]) -> Vec<&'a str> {
    instructions.iter().copied().filter(|line| is_call(line)).collect()
}

/// Whether an instruction of x86-64 or of `AArch64` leaves the function for another one.
fn is_call(line: &str) -> bool {
    let target = line.split_whitespace().nth(1).unwrap_or_default();
    let is_local = target.contains("BB");
    match mnemonic(line) {
        "call" | "callq" | "bl" | "blr" | "br" => true,
        // A jump is a call if it ends elsewhere.
        "jmp" | "jmpq" | "b" => !is_local,
        _ => false,
    }
}

fn mnemonic(line: &str) -> &str {
    line.split_whitespace().next().unwrap_or_default()
}
