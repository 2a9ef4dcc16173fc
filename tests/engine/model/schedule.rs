//! What may happen to a page, and a random sequence of it.

use sse_monitor_core::{GiveUp, MonitorConfig};

use crate::page::{CASES, Case, config, millis, secs};
use crate::random::Random;

/// One thing that happens.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    /// Time passes, in milliseconds.
    Advance(u32),
    /// How the server answers from now on.
    Answer(&'static str),
    /// The server ends its streams in order.
    End,
    /// The connections break.
    Reset,
    /// The streams go silent for good.
    Stall,
    /// A message, with an id if there is a number.
    Send(Option<u32>),
    /// The server's close event.
    SayClose,
    /// The server sends a comment from time to time, or stops doing so.
    Beat(bool),
    Hide,
    Show,
    /// Timers of a hidden page are aligned to this many milliseconds.
    Throttle(u32),
    Offline,
    Online,
    /// The page is frozen for this long.
    Sleep(u32),
    /// The machine is.
    Suspend(u32),
    Resume,
    /// The reader goes to another page, which keeps this one.
    Leave,
    ComeBack,
    /// htmx replaces the element with one of the same id.
    Swap,
    /// htmx deletes the element.
    Delete,
    /// The page's own script does.
    Remove,
    Insert,
    SwapStatus,
    /// The element's attributes change and htmx processes it again.
    ProcessAgain,
    Reconnect,
    Check,
    Destroy,
    /// The monitor's script runs (again).
    Run,
}

impl Step {
    /// It needs the page to do something, which a page that has been left does not.
    pub(crate) fn is_the_page_s(&self) -> bool {
        matches!(
            self,
            Self::Hide
                | Self::Show
                | Self::Offline
                | Self::Online
                | Self::Resume
                | Self::Swap
                | Self::Delete
                | Self::Remove
                | Self::Insert
                | Self::SwapStatus
                | Self::ProcessAgain
                | Self::Reconnect
                | Self::Check
                | Self::Destroy
                | Self::Run
        )
    }
}

/// One schedule: a configuration, a client, and what happens to them.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    pub(crate) case: Case,
    pub(crate) config: MonitorConfig,
    /// Of the page's own random numbers.
    pub(crate) seed: u32,
    pub(crate) browser: &'static str,
    pub(crate) steps: Vec<Step>,
}

/// How often the server sends a heartbeat, in milliseconds: well within every `heartbeat_timeout` used here.
pub(crate) const BEAT: u32 = 3000;

/// How many configurations a client is tried with. Each is a script that an engine compiles once.
const CONFIGURATIONS: u64 = 97;

impl Schedule {
    /// The schedule of a seed.
    pub(crate) fn random(seed: u64) -> Self {
        let random = &mut Random::new(seed);
        let case = random.pick(&CASES);
        let config = configuration(&mut Random::new(seed % CONFIGURATIONS), case);
        let length = 6 + random.below(18);
        let mut steps = vec![Step::Beat(true)];
        for _ in 0..length {
            steps.push(step(random));
            // Most faults need time to show.
            if random.chance(60) {
                steps.push(Step::Advance(duration(random)));
            }
        }
        Self {
            case,
            config,
            seed: random.below(u32::MAX),
            browser: random.pick(&["chromium", "chromium", "firefox"]),
            steps,
        }
    }
}

fn configuration(random: &mut Random, case: Case) -> MonitorConfig {
    let mut config = if random.chance(10) {
        MonitorConfig::new("live")
            .status_element_id("status")
            .client(case.config)
            .debug(case.debug)
            .auto_reconnect(false)
    } else {
        let mut config = config(case)
            .reconnect_delay(random.pick(&[millis(200), secs(1), secs(3)]))
            .max_reconnect_attempts(random.pick(&[None, None, Some(1), Some(3)]))
            .reconnect_max_delay(random.pick(&[secs(7), secs(17)]))
            .visibility_reconnect(!random.chance(20))
            .grace(random.pick(&[None, None, Some(secs(1))]));
        if random.chance(20) {
            config = config.give_up_on([GiveUp::Status(503)]);
        }
        config
    };
    config = config.heartbeat_timeout(random.pick(&[None, Some(secs(5)), Some(secs(12))]));
    config = config.connect_timeout(random.pick(&[None, Some(secs(2)), Some(secs(20))]));
    config.pause_hidden(random.pick(&[None, None, Some(secs(5))]))
}

fn duration(random: &mut Random) -> u32 {
    let longest = random.pick(&[10, 60, 300, 1000, 3000, 10_000, 40_000]);
    1 + random.below(longest)
}

fn step(random: &mut Random) -> Step {
    const ANSWERS: [&str; 11] = [
        "open",
        "open",
        "open",
        "503",
        "404",
        "204",
        "html",
        "refuse",
        "hold",
        "({ flap: 30 })",
        "({ slow: 1200 })",
    ];
    match random.below(100) {
        0..12 => Step::Advance(duration(random)),
        12..27 => Step::Answer(random.pick(&ANSWERS)),
        27..36 => Step::End,
        36..41 => Step::Reset,
        41..44 => Step::Stall,
        44..49 => Step::Send(random.chance(50).then(|| random.below(1000))),
        49..50 => Step::SayClose,
        50..53 => Step::Beat(random.chance(70)),
        53..57 => Step::Hide,
        57..62 => Step::Show,
        62..63 => Step::Throttle(random.pick(&[0, 1000, 60_000])),
        63..66 => Step::Offline,
        66..71 => Step::Online,
        71..74 => Step::Sleep(duration(random)),
        74..75 => Step::Suspend(60_000),
        75..77 => Step::Resume,
        77..79 => Step::Leave,
        79..82 => Step::ComeBack,
        82..85 => Step::Swap,
        85..86 => Step::Delete,
        86..87 => Step::Remove,
        87..91 => Step::Insert,
        91..92 => Step::SwapStatus,
        92..94 => Step::ProcessAgain,
        94..96 => Step::Reconnect,
        96..97 => Step::Check,
        97..98 => Step::Destroy,
        _ => Step::Run,
    }
}
