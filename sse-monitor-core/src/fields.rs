//! The one table of fields. What is made of it: the typed configuration with its setters, the macros' keys, what an
//! editor shows, the documentation, and the names that a file may have. A field that is not here is nowhere.

/// Calls a macro with the table. A row: name, `[simple]` if `simple_monitor_script!` takes it too, kind, the words that
/// complete "takes …", default and example as they are written in a macro, the setter's argument in an example, and the
/// meaning in one line.
///
/// The rows stand in the order of the documentation.
#[doc(hidden)]
#[macro_export]
#[rustfmt::skip]
macro_rules! __fields {
    ($then:ident) => { $then! {
        sse_element_id [simple] Id "an HTML id" "required" "\"live\"" ("live")
            "The element that carries `sse-connect` or `hx-sse:connect`.";
        status_element_id [simple] OptionalId "an HTML id or `None`" "None" "\"status\"" ("status")
            "The element that shows the state.";
        client [simple] ClientName "the name of a client" "\"auto\"" "\"htmx2\"" (Client::Htmx2)
            "Who gets the messages: `\"htmx2\"`, `\"htmx4\"`, `\"auto\"` (one of these, found at run time) or `\"dom\"` (they become events of the element).";
        auto_reconnect [] Flag "`true` or `false`" "true" "true" (false)
            "Bring the connection back after a failure.";
        reconnect_delay [] Delay "a duration" "3s" "5s" (Duration::from_secs(5))
            "Mean of the first delay before an attempt, which is never under 200 ms, and scale of all others.";
        reconnect_max_delay [] LongestDelay "a duration" "17s" "60s" (Duration::from_secs(60))
            "The longest delay between two attempts, but for what the server asks for. At least 2.1 times `reconnect_delay`; the default is 17 s or that, whichever is longer.";
        max_reconnect_attempts [] Count "a whole number or `None`" "None" "10" (10)
            "Attempts in a row, none of which served for 5 s, before giving up; `None` never gives up.";
        visibility_reconnect [] Flag "`true` or `false`" "true" "true" (false)
            "Try at once when the tab becomes visible.";
        connect_timeout [] Timeout "a duration or `None`" "20s" "10s" (Duration::from_secs(10))
            "Time until an event stream's headers must have come; `None` waits for ever.";
        heartbeat_timeout [] Timeout "a duration or `None`" "None" "45s" (Duration::from_secs(45))
            "Silence after which the connection counts as dead: no byte, not even of a comment. At least three times the interval of the server's comments; with a few seconds a slow line counts as dead.";
        give_up_on [] GiveUpOn "a list of HTTP statuses and `\"not-a-stream\"`" "[]" "[401, \"not-a-stream\"]" ([401, 403])
            "Refusals that end in `disconnected` at once: statuses from 400 to 599. `\"not-a-stream\"` is a 200 that is something else, such as a login page.";
        prepare_request [] OptionalPath "the path of a JavaScript function or `None`" "None" "\"app.prepare\"" ("app.prepare")
            "A global function, called and awaited before each attempt with `(url, options)`: it may change the options, and return another url.";
        last_event_id_param [] OptionalParam "the name of a query parameter or `None`" "None" "\"since\"" ("since")
            "The query parameter that carries the last event id instead of a header, for streams of another origin.";
        pause_hidden [] Timeout "a duration or `None`" "None" "5min" (Duration::from_secs(300))
            "A page that has been hidden for that long lets its connection go, and takes it again when it is shown.";
        grace [] Timeout "a duration or `None`" "None" "500ms" (Duration::from_millis(500))
            "An outage that is shorter is not painted.";
        status_indicators [] Indicators "a map from states to texts or `None`" "{}" "{ connected: \"Online\" }" (None)
            "What the status element shows for each state, as text or `html(\"…\")`; states left out keep their text. `None` changes attributes only.";
        callbacks [] Functions "a map from states to JavaScript functions, or the path of one" "{}" "{ connected: \"app.onUp\" }" ("app.onChange")
            "For each state a global function, or one for all: called with the state's name and the event's detail.";
        debug [simple] Flag "`true` or `false`" "false" "true" (true)
            "A readable script that logs to the console and warns about a page that is set up wrongly.";
    } };
}
