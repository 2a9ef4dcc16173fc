//! Reads the command line.

use crate::client::Client;

pub(crate) const HELP: &str = "\
Usage: cargo run --example demo -- [--client CLIENT] [--port PORT]

  --client CLIENT  who gets the messages: dom (default; needs nothing but a
                   browser), htmx2 or htmx4 (need `npm ci` in the repository root)
  --port PORT      port to listen on, 0 for any free one (default 3000)";

pub(crate) enum Request {
    Run(Args),
    Help,
}

pub(crate) struct Args {
    pub(crate) client: Client,
    pub(crate) port: u16,
}

pub(crate) fn parse(words: impl IntoIterator<Item = String>) -> Result<Request, String> {
    let mut args = Args { client: Client::Dom, port: 3000 };
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let (option, attached) = match word.split_once('=') {
            Some((option, value)) => (option, Some(value.to_owned())),
            None => (word.as_str(), None),
        };
        let mut value =
            || attached.clone().or_else(|| words.next()).ok_or(format!("{option} needs a value."));
        match option {
            "--client" => {
                let name = value()?;
                args.client = Client::from_name(&name)
                    .ok_or_else(|| format!("No client `{name}`: choose dom, htmx2 or htmx4."))?;
            }
            "--port" => {
                let text = value()?;
                args.port = text
                    .parse()
                    .map_err(|_| format!("`{text}` is no port: give a number from 0 to 65535."))?;
            }
            "--help" | "-h" => return Ok(Request::Help),
            _ => return Err(format!("No option `{word}`.")),
        }
    }
    Ok(Request::Run(args))
}
