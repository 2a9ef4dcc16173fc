//! Messages arrive in the two frames by turns: how fast a machine is changes many times in a second.

use std::ops::Range;

use sse_monitor_tests::fault_server::Event;

use crate::Result;
use crate::measure::Comparison;
use crate::pages::{ENTRY, Frames, NAMES, stream};

const TURNS: u32 = 45;
/// Turns that are not measured: the browser compiles what it finds to be worth it.
const WARM_UP: u32 = 12;

pub(crate) async fn compare(frames: &Frames) -> Result<Comparison> {
    // Without htmx nothing is shown, and a turn is long enough for what the browser has in its buffers not to matter.
    let (amount, warm_up, measured) =
        if frames.case.setup.library().is_htmx() { (50, WARM_UP, TURNS) } else { (60_000, 1, 5) };
    // From one message to the next: the first one starts the clock.
    let count = amount + 1;
    for name in NAMES {
        let () = frames
            .tab
            .run(&format!("{name}.load.settings.messages = {count}; return null"))
            .await?;
    }
    let mut sent = 0;
    let mut durations = [const { Vec::new() }; 2]; // without, with, in ms
    for turn in 0..warm_up + measured {
        // Neither is always the first.
        for which in if turn % 2 == 0 { [0, 1] } else { [1, 0] } {
            let name = NAMES[which];
            frames.server.stream(&stream(name)).send_all(messages(sent..sent + count));
            sent += count;
            let duration: f64 = frames.tab.run(&format!("return {name}.load.messages()")).await?;
            if turn >= warm_up {
                durations[which].push(duration);
            }
        }
    }
    let [without, with] = durations.map(|durations| f64::from(amount) / middle(durations) * 1000.0);
    Ok(Comparison { without, with, ratio: with / without })
}

/// The mean of the middle half: some clocks count whole milliseconds, which a median would, too.
fn middle(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let half = &numbers[numbers.len() / 4..numbers.len() - numbers.len() / 4];
    half.iter().sum::<f64>() / f64::from(u32::try_from(half.len()).expect("a few"))
}

fn messages(numbers: Range<u32>) -> impl Iterator<Item = Event> {
    numbers.map(|number| {
        let number = number.to_string();
        Event::message(ENTRY.replace("{}", &number)).with_id(number)
    })
}
