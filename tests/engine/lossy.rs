//! A bad line: 800 ms one way, and each tenth packet is lost. What arrives late is not silence to a patient page.

use crate::page::{CASES, Case, Page, millis, secs};
use crate::random::Random;

/// One way, in milliseconds.
const DELAY: u32 = 800;
/// After how many milliseconds TCP sends again at first. Each time it waits twice as long.
const AGAIN: u32 = 2_400;

/// A server sends a comment each `beat` milliseconds for five minutes. What was lost keeps everything behind it waiting.
/// Gives how often the page was told of an error.
fn errors(case: Case, heartbeat_timeout: u64, beat: u32, seed: u64) -> usize {
    let page = Page::with(case, |config| {
        config
            .heartbeat_timeout(secs(heartbeat_timeout))
            .connect_timeout(secs(20))
            .reconnect_delay(millis(300))
    });
    page.advance(2_000);
    page.forget();
    let random = &mut Random::new(seed);
    let mut arrived = 0;
    for beaten in 1..=300_000 / beat {
        let sent = beaten * beat;
        let mut late = DELAY;
        let mut again = AGAIN;
        while random.chance(10) {
            late += again;
            again *= 2;
        }
        arrived = arrived.max(sent + late);
        page.run(&format!(
            "host.clock.add({arrived}, 'server', () => host.server.send({{ comment: '' }}))"
        ));
    }
    page.advance(300_000);
    page.states().iter().filter(|state| *state == "error").count()
}

/// The README's.
#[test]
fn a_patient_page_sees_no_error_on_a_bad_line() {
    for (seed, case) in (0..).zip(CASES.into_iter().cycle().take(30)) {
        for beat in [600, 15_000] {
            assert_eq!(errors(case, 45, beat, seed), 0, "seed {seed}, a beat each {beat} ms");
        }
    }
}

/// What the documentation advises against.
#[test]
fn a_short_timeout_takes_a_bad_line_for_a_dead_one() {
    for (seed, case) in (0..).zip(CASES) {
        let found = errors(case, 2, 600, seed);
        assert!(found > 5, "seed {seed}: {found} in five minutes");
    }
}
