//! A rust-analyzer, driven as an editor drives it: JSON messages over its standard input and output.

use crate::Result;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

/// Loading builds the macros first.
const LONGEST_LOAD: Duration = Duration::from_mins(15);
const LONGEST_ANSWER: Duration = Duration::from_mins(2);

pub(crate) struct Server {
    process: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    requests: u64,
    version: u64,
    file: String,
}

impl Server {
    /// Starts the program in a package whose one source file is `file`, and waits until it has loaded everything.
    pub(crate) fn start(program: &Path, package: &Path, file: &Path) -> Result<Self> {
        let mut process = Command::new(program)
            .current_dir(package)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{}: {error}", program.display()))?;
        let input = process.stdin.take().ok_or("no standard input")?;
        let output = process.stdout.take().ok_or("no standard output")?;
        let (sender, messages) = mpsc::channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let file = uri(file);
        let mut server = Self { process, input, messages, requests: 0, version: 0, file };
        server.initialize(package)?;
        Ok(server)
    }

    fn initialize(&mut self, package: &Path) -> Result {
        let root = uri(package);
        self.request(
            "initialize",
            &json!({
                "processId": std::process::id(),
                "rootUri": root,
                "workspaceFolders": [{ "uri": root, "name": "editor" }],
                "capabilities": {
                    "textDocument": {
                        "hover": { "contentFormat": ["markdown"] },
                        "completion": { "completionItem": {} },
                        "diagnostic": {},
                    },
                    "experimental": { "serverStatusNotification": true },
                },
                "initializationOptions": {
                    "checkOnSave": false,
                    "cachePriming": { "enable": false },
                    // The files are few, and nobody edits them meanwhile.
                    "files": { "watcher": "server" },
                },
            }),
        )?;
        self.notify("initialized", &json!({}))?;
        self.notify(
            "textDocument/didOpen",
            &json!({
                "textDocument": {
                    "uri": self.file, "languageId": "rust", "version": 0, "text": ""
                },
            }),
        )?;
        let end = Instant::now() + LONGEST_LOAD;
        loop {
            let message = self.next(end)?;
            if message["method"] == "experimental/serverStatus" {
                let status = &message["params"];
                if status["health"] == "error" {
                    return Err(format!("rust-analyzer: {}", status["message"]));
                }
                if status["quiescent"] == true {
                    return Ok(());
                }
            }
        }
    }

    /// Gives the source file this text.
    pub(crate) fn write(&mut self, text: &str) -> Result {
        self.version += 1;
        let change = json!({
            "textDocument": { "uri": self.file, "version": self.version },
            "contentChanges": [{ "text": text }],
        });
        self.notify("textDocument/didChange", &change)
    }

    /// Asks `method` about a place in the source file: line and column, from 0.
    pub(crate) fn ask(&mut self, method: &str, (line, column): (usize, usize)) -> Result<Value> {
        let place = json!({
            "textDocument": { "uri": self.file },
            "position": { "line": line, "character": column },
        });
        self.request(&format!("textDocument/{method}"), &place)
    }

    /// The messages of the errors in the source file.
    pub(crate) fn errors(&mut self) -> Result<Vec<String>> {
        let file = json!({ "textDocument": { "uri": self.file } });
        let answer = self.request("textDocument/diagnostic", &file)?;
        let items = answer["items"].as_array().ok_or("no list of errors")?;
        let errors = items.iter().filter(|item| item["severity"] == 1);
        Ok(errors.filter_map(|item| Some(item["message"].as_str()?.to_owned())).collect())
    }

    fn request(&mut self, method: &str, params: &Value) -> Result<Value> {
        let end = Instant::now() + LONGEST_ANSWER;
        loop {
            self.requests += 1;
            let id = self.requests;
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))?;
            let mut answer = loop {
                let message = self.next(end)?;
                if message["id"] == id && message["method"].is_null() {
                    break message;
                }
            };
            // The content was modified meanwhile, by the load of something: ask again.
            if answer["error"]["code"] == -32801 {
                thread::sleep(Duration::from_millis(100));
            } else if answer["error"].is_null() {
                return Ok(answer["result"].take());
            } else {
                return Err(format!("{method}: {}", answer["error"]["message"]));
            }
        }
    }

    fn notify(&mut self, method: &str, params: &Value) -> Result {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    fn send(&mut self, message: &Value) -> Result {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len())
            .and_then(|()| self.input.flush())
            .map_err(|error| format!("rust-analyzer takes no message: {error}"))
    }

    /// The next message that is no question to the editor. Those are answered: with nothing.
    fn next(&mut self, end: Instant) -> Result<Value> {
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let message = self
                .messages
                .recv_timeout(left)
                .map_err(|error| format!("rust-analyzer is silent: {error}"))?;
            if message["id"].is_null() || message["method"].is_null() {
                return Ok(message);
            }
            let items = message["params"]["items"].as_array().map_or(0, Vec::len);
            let nothing = if items > 0 { json!(vec![Value::Null; items]) } else { Value::Null };
            self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": nothing }))?;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has nothing to save.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The next message; `None` at the end.
fn read(output: &mut BufReader<ChildStdout>) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        output.read_line(&mut line).ok().filter(|read| *read > 0)?;
        match line.trim().split_once(": ") {
            Some(("Content-Length", number)) => length = number.parse().ok(),
            Some(_) => {}
            None => break,
        }
    }
    let mut message = vec![0; length?];
    output.read_exact(&mut message).ok()?;
    serde_json::from_slice(&message).ok()
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}
