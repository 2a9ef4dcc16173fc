//! The picture: one panel for each schedule, requests over time.

use std::fmt::Write as _;

use crate::text::{grouped, seconds};
use crate::{Away, Figures, Outage, Schedule, strike};

const STORM: Outage =
    Outage { pages: 10_000, seconds: 10.0, away: Away::Refuses, relapses: 0, silent: false };

/// How long a panel lasts, in seconds.
const SHOWN: f64 = 40.0;

/// The power of ten at the top of the scale, in requests per 100 ms. The bottom is one request.
const HIGH: i32 = 4;

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
         <title id=\"title\">Requests in each 100 ms after {pages} pages have lost their server for {away} s</title>\n\
         <desc id=\"what\">{what}</desc>\n<style>\n{STYLE}</style>\n\
         <rect class=\"paper\" width=\"{WIDTH}\" height=\"{height}\" rx=\"8\"/>\n\
         <text class=\"title\" x=\"16\" y=\"30\">{pages} pages lose their server for {away} s: requests in each 100 ms</text>\n\
         <rect class=\"refused\" x=\"16\" y=\"43\" width=\"11\" height=\"11\"/><text x=\"32\" y=\"53\">refused</text>\n\
         <rect class=\"accepted\" x=\"92\" y=\"43\" width=\"11\" height=\"11\"/><text x=\"108\" y=\"53\">accepted</text>\n\
         <rect class=\"away\" x=\"176\" y=\"43\" width=\"11\" height=\"11\"/><text x=\"192\" y=\"53\">server away</text>\n\
         <text class=\"end\" x=\"{right}\" y=\"53\">logarithmic scale</text>\n",
        pages = grouped(STORM.pages),
        away = STORM.seconds,
        what =
            schedules.map(|schedule| format!("{}: {}", schedule.name(), told(schedule))).join(". "),
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

fn told(schedule: Schedule) -> String {
    let figures = Figures::of(schedule, STORM);
    let fullest = grouped(figures.fullest_100_ms);
    format!("at most {fullest}, half back after {}", seconds(figures.half))
}

fn panel(svg: &mut String, schedule: Schedule) {
    let counts = strike(schedule, STORM, 1).requests.per_100_ms();
    let (head, bottom) = (18.0, 18.0 + 12.0 + PLOT_HEIGHT);
    let (name, told) = (schedule.name(), told(schedule));
    // Writing to a string does not fail.
    let _ = writeln!(
        svg,
        "<text class=\"name\" y=\"{head}\">{name}</text><text class=\"end\" x=\"{PLOT_WIDTH}\" y=\"{head}\">{told}</text>\n\
         <rect class=\"away\" y=\"{}\" width=\"{}\" height=\"{PLOT_HEIGHT}\"/>",
        bottom - PLOT_HEIGHT,
        across(STORM.end_ms()),
    );
    for power in 0..=HIGH {
        let y = bottom - up(10f64.powi(power));
        let _ = write!(svg, "<path class=\"rule\" d=\"M0 {y}H{PLOT_WIDTH}\"/>");
        if power % 2 == 0 {
            let label = grouped(10u32.pow(power.unsigned_abs()));
            let _ = write!(svg, "<text class=\"end\" x=\"-6\" y=\"{}\">{label}</text>", y + 4.0);
        }
    }
    svg.push('\n');
    let is_refused = |index: usize| number(index) * 100.0 < STORM.end_ms();
    for (class, refused) in [("refused", true), ("accepted", false)] {
        let counts = counts.iter().enumerate();
        let of_class =
            counts.map(|(index, &count)| if is_refused(index) == refused { count } else { 0 });
        let _ = writeln!(svg, "<path class=\"{class}\" d=\"{}\"/>", bars(of_class, bottom));
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

/// The outline of the counts that are not zero.
fn bars(counts: impl Iterator<Item = u32>, bottom: f64) -> String {
    let mut path = String::new();
    let mut standing = false;
    let mut last_height = 0.0;
    for (index, count) in counts.enumerate() {
        let x = across(number(index) * 100.0);
        if x >= PLOT_WIDTH {
            break;
        }
        let height = if count == 0 { 0.0 } else { up(count.into()).max(1.0) };
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
            let _ = write!(path, "H{:.1}", across((number(index) + 1.0) * 100.0));
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

fn up(count: f64) -> f64 {
    count.log10() / f64::from(HIGH) * PLOT_HEIGHT
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}
