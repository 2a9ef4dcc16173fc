//! The picture: one panel for each schedule, requests per second over time.

use std::fmt::Write as _;

use crate::text::{grouped, seconds};
use crate::wave::{BUCKET_MS, Bucket};
use crate::{Outage, SEED, Schedule, Wave, strike};

const STORM: Outage = Outage { clients: 10_000, seconds: 10 };

/// How long a panel lasts, in seconds.
const SHOWN: f64 = 40.0;

/// The powers of ten at the bottom and the top of the scale, in requests per second.
const LOW: i32 = 1;
const HIGH: i32 = 5;

// All lengths are pixels.
const WIDTH: f64 = 860.0;
const TOP: f64 = 76.0;
const LEFT: f64 = 62.0;
const PLOT_WIDTH: f64 = 360.0;
const PLOT_HEIGHT: f64 = 96.0;
const ACROSS: f64 = 422.0;
const DOWN: f64 = 158.0;

const STYLE: &str = "\
svg { --paper: #ffffff; --ink: #1f2328; --faint: #59636e; --rule: #d1d9e0; --away: #f1f3f5; --refused: #d4652f; --accepted: #1f77b4 }
@media (prefers-color-scheme: dark) {
  svg { --paper: #0d1117; --ink: #e6edf3; --faint: #9198a1; --rule: #30363d; --away: #1a2029; --refused: #f0883e; --accepted: #58a6ff }
}
text { font: 12px system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; fill: var(--faint) }
.title { font-size: 16px; font-weight: 600; fill: var(--ink) }
.name { font-size: 13px; font-weight: 600; fill: var(--ink) }
.end { text-anchor: end }
.middle { text-anchor: middle }
.paper { fill: var(--paper) }
.away { fill: var(--away) }
.rule { stroke: var(--rule); fill: none }
.refused { fill: var(--refused); stroke: var(--refused) }
.accepted { fill: var(--accepted); stroke: var(--accepted) }
";

/// The picture, as an SVG that follows the reader's color scheme.
#[must_use]
pub fn picture() -> String {
    let schedules = Schedule::all();
    let rows = schedules.len().div_ceil(2);
    let height = TOP + DOWN * number(rows) + 6.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" aria-labelledby=\"title what\">\n\
         <title id=\"title\">Requests per second after {clients} clients have lost their server for {away} s</title>\n\
         <desc id=\"what\">{what}</desc>\n<style>\n{STYLE}</style>\n\
         <rect class=\"paper\" width=\"{WIDTH}\" height=\"{height}\" rx=\"8\"/>\n\
         <text class=\"title\" x=\"16\" y=\"30\">{clients} clients lose their server for {away} s: requests per second</text>\n\
         <rect class=\"refused\" x=\"16\" y=\"43\" width=\"11\" height=\"11\"/><text x=\"32\" y=\"53\">refused</text>\n\
         <rect class=\"accepted\" x=\"92\" y=\"43\" width=\"11\" height=\"11\"/><text x=\"108\" y=\"53\">accepted</text>\n\
         <rect class=\"away\" x=\"176\" y=\"43\" width=\"11\" height=\"11\"/><text x=\"192\" y=\"53\">server away</text>\n\
         <text class=\"end\" x=\"{right}\" y=\"53\">100 ms buckets, logarithmic scale</text>\n",
        clients = grouped(STORM.clients),
        away = STORM.seconds,
        what = schedules.map(|schedule| told(schedule, &wave(schedule))).join(". "),
        right = LEFT + ACROSS + PLOT_WIDTH,
    );
    for (place, schedule) in schedules.into_iter().enumerate() {
        let (x, y) = (LEFT + ACROSS * number(place % 2), TOP + DOWN * number(place / 2));
        let _ = writeln!(svg, "<g transform=\"translate({x} {y})\">");
        panel(&mut svg, schedule);
        svg.push_str("</g>\n");
    }
    svg.push_str("</svg>\n");
    svg
}

fn wave(schedule: Schedule) -> Wave {
    strike(schedule, STORM, SEED)
}

fn told(schedule: Schedule, wave: &Wave) -> String {
    let peak = grouped(wave.peak());
    format!("{}: peak {peak}/s, half back after {}", schedule.name(), seconds(wave.back_after(50)))
}

fn panel(svg: &mut String, schedule: Schedule) {
    let wave = wave(schedule);
    let (head, bottom) = (18.0, 18.0 + 12.0 + PLOT_HEIGHT);
    let told = told(schedule, &wave);
    let (name, numbers) = told.split_once(": ").unwrap_or((&told, ""));
    // Writing to a string does not fail.
    let _ = writeln!(
        svg,
        "<text class=\"name\" y=\"{head}\">{name}</text><text class=\"end\" x=\"{PLOT_WIDTH}\" y=\"{head}\">{numbers}</text>\n\
         <rect class=\"away\" y=\"{}\" width=\"{}\" height=\"{PLOT_HEIGHT}\"/>",
        bottom - PLOT_HEIGHT,
        across(STORM.end_ms()),
    );
    for power in LOW..=HIGH {
        let y = bottom - up(10f64.powi(power));
        let _ = write!(svg, "<path class=\"rule\" d=\"M0 {y}H{PLOT_WIDTH}\"/>");
        if power % 2 == 1 {
            let label = grouped(10u32.pow(power.unsigned_abs()));
            let _ = write!(svg, "<text class=\"end\" x=\"-6\" y=\"{}\">{label}</text>", y + 4.0);
        }
    }
    svg.push('\n');
    for (class, count) in
        [("refused", (|b| b.refused) as fn(&Bucket) -> u32), ("accepted", |b| b.accepted)]
    {
        let _ = writeln!(svg, "<path class=\"{class}\" d=\"{}\"/>", bars(&wave, bottom, count));
    }
    for second in (0..=40).step_by(10) {
        let x = across(f64::from(second) * 1000.0);
        let unit = if second == 0 { " s" } else { "" };
        let _ = write!(
            svg,
            "<text class=\"middle\" x=\"{x}\" y=\"{}\">{second}{unit}</text>",
            bottom + 15.0
        );
    }
    svg.push('\n');
}

/// The outline of the buckets that are not empty.
fn bars(wave: &Wave, bottom: f64, count: fn(&Bucket) -> u32) -> String {
    let mut path = String::new();
    let mut standing = false;
    let mut last_height = 0.0;
    for (index, bucket) in wave.buckets.iter().enumerate() {
        let x = across(number(index) * BUCKET_MS);
        if x >= PLOT_WIDTH {
            break;
        }
        let rate = Bucket { refused: count(bucket), accepted: 0 }.rate();
        let height = if rate == 0 { 0.0 } else { up(f64::from(rate)).max(1.0) };
        if (height > 0.0) != standing {
            let _ = if standing {
                write!(path, "V{bottom}Z")
            } else {
                write!(path, "M{x:.1} {bottom}")
            };
            standing = !standing;
            last_height = 0.0;
        }
        if standing {
            // The next bucket's left edge is this one's right edge.
            if (height - last_height).abs() > 0.05 {
                let _ = write!(path, "V{:.1}", bottom - height);
            }
            let _ = write!(path, "H{:.1}", across((number(index) + 1.0) * BUCKET_MS));
            last_height = height;
        }
    }
    if standing {
        let _ = write!(path, "V{bottom}Z");
    }
    path
}

fn across(milliseconds: f64) -> f64 {
    milliseconds / (SHOWN * 1000.0) * PLOT_WIDTH
}

fn up(rate: f64) -> f64 {
    (rate.log10() - f64::from(LOW)) / f64::from(HIGH - LOW) * PLOT_HEIGHT
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}
