//! The faults that are promised to be survived, and the scenarios that prove it.

use std::collections::BTreeSet;

use crate::scenario::Scenario;

/// One fault, and the names of the scenarios that make it.
pub(crate) struct Fault {
    pub(crate) name: &'static str,
    pub(crate) scenarios: &'static [&'static str],
}

const fn fault(name: &'static str, scenarios: &'static [&'static str]) -> Fault {
    Fault { name, scenarios }
}

/// The rows of the table, in its order.
pub(crate) const FAULTS: &[Fault] = &[
    fault("end of stream", &["drops::finished_stream", "drops::stream_cut_by_fin"]),
    fault(
        "reset",
        &[
            "drops::stream_cut_by_reset",
            "refusals::reset_without_an_answer",
            "refusals::reset_without_an_answer_at_first",
            "refusals::closed_without_an_answer",
            "refusals::closed_without_an_answer_at_first",
        ],
    ),
    fault(
        "refused port for 2 s",
        &["outages::port_refused_for_2_s", "outages::port_refused_for_2_s_at_first"],
    ),
    fault(
        "refused port for 6 s",
        &["outages::port_refused_for_6_s", "outages::port_refused_for_6_s_at_first"],
    ),
    fault(
        "refused port for 20 s",
        &["outages::port_refused_for_20_s", "outages::port_refused_for_20_s_at_first"],
    ),
    fault("503", &["refusals::status_503", "refusals::status_503_at_first"]),
    fault("500", &["refusals::status_500", "refusals::status_500_at_first"]),
    fault("404", &["refusals::status_404", "refusals::status_404_at_first"]),
    fault("401", &["refusals::status_401", "refusals::status_401_at_first"]),
    fault("204", &["refusals::status_204", "refusals::status_204_at_first"]),
    fault(
        "a 200 HTML page",
        &["refusals::wrong_content_type", "refusals::wrong_content_type_at_first"],
    ),
    fault(
        "redirect to a login page",
        &["refusals::redirect_to_a_login_page", "refusals::redirect_to_a_login_page_at_first"],
    ),
    fault(
        "a status that is given up on",
        &[
            "answers::gives_up_on_a_status",
            "answers::gives_up_on_a_status_at_first",
            "answers::gives_up_on_what_is_no_stream",
            "answers::one_attempt_each_after_giving_up",
        ],
    ),
    fault(
        "`Retry-After`, `retry:`",
        &[
            "answers::retry_after_in_seconds",
            "answers::retry_after_as_a_date",
            "answers::retry_after_is_not_hurried_by_a_wake_up",
            "answers::retry_that_is_too_long_for_a_timer",
            "drops::never_below_the_servers_retry",
        ],
    ),
    fault(
        "a request that cannot be prepared",
        &[
            "answers::request_that_cannot_be_prepared",
            "answers::request_whose_preparation_never_ends",
        ],
    ),
    fault("a proxy that buffers", &["answers::headers_that_a_proxy_holds_back"]),
    fault(
        "more than the page can take",
        &[
            "floods::page_that_is_flooded_stays_alive",
            "floods::page_that_is_busy_loses_nothing",
            "floods::hundreds_of_megabytes_leave_nothing",
            "floods::one_line_of_megabytes",
        ],
    ),
    fault("a page that is set up wrongly", &["mistakes::no_mistake_freezes_the_page"]),
    fault(
        "headers delayed",
        &["connect::slow_headers_are_waited_for", "outages::slow_headers_of_an_attempt"],
    ),
    fault(
        "headers that never come",
        &["silence::headers_that_never_come", "silence::headers_that_never_come_at_first"],
    ),
    fault(
        "half-open (bytes stop)",
        &[
            "silence::silent_stream_is_replaced",
            "silence::stream_silent_from_the_start_is_replaced",
            "silence::named_heartbeats_are_life",
            "silence::comments_are_life",
            "silence::a_comment_each_second_for_30_s",
            "silence::heartbeats_of_another_name_are_life",
            "silence::messages_are_life",
        ],
    ),
    fault(
        "byte-wise slow stream",
        &["silence::byte_by_byte_is_life", "silence::headers_byte_by_byte_at_an_attempt"],
    ),
    fault(
        "accept-and-close for 15 s",
        &["drops::accept_and_close", "drops::accept_and_close_with_the_default_delays"],
    ),
    fault(
        "server restart under 1 s",
        &["outages::restart_within_a_second", "outages::two_restarts_in_a_row"],
    ),
    fault(
        "offline/online",
        &["wakeups::online_reconnects_at_once", "wakeups::offline_during_the_backoff"],
    ),
    fault("offline, with a server that is there", &["manners::offline_with_a_local_server"]),
    fault(
        "hidden for longer than the timeouts, then visible",
        &[
            "wakeups::hidden_longer_than_the_timeouts",
            "wakeups::silent_while_hidden",
            "wakeups::hidden_with_a_living_stream",
            "wakeups::a_visible_tab_reconnects_at_once",
            "gaps::hidden_for_longer_than_pause_hidden",
            "gaps::hidden_during_the_backoff_with_pause_hidden",
            "limits::a_visible_tab_ends_exhaustion",
        ],
    ),
    fault("frozen, then resumed", &["wakeups::frozen_and_resumed", "wakeups::cut_while_frozen"]),
    fault(
        "back/forward with bfcache",
        &[
            "history::back_to_a_page_that_was_kept",
            "history::back_after_longer_than_the_timeouts",
            "history::back_to_a_page_that_was_left_during_an_outage",
        ],
    ),
    fault("back/forward without bfcache", &["history::back_to_a_page_that_was_not_kept"]),
    fault(
        "leaving the page (no error painted)",
        &[
            "history::leaving_shows_no_error",
            "history::leaving_during_an_outage",
            "history::leaving_with_a_quick_retry",
            "history::nothing_is_painted_after_pagehide",
        ],
    ),
    fault("element swapped: itself", &["swaps::element_replaced"]),
    fault("element swapped: its parent", &["swaps::parent_replaced"]),
    fault("element swapped during a backoff", &["swaps::element_replaced_during_the_backoff"]),
    fault(
        "removed by htmx",
        &["swaps::element_removed_by_a_swap", "swaps::element_removed_and_back"],
    ),
    fault(
        "removed by a raw `.remove()`",
        &[
            "swaps::element_removed_from_the_document",
            "swaps::element_removed_from_a_silent_document",
            "swaps::element_removed_during_the_backoff",
        ],
    ),
    fault("arriving late", &["swaps::element_arriving_late"]),
    fault("status element swapped", &["swaps::status_element_replaced"]),
    fault("a message that cannot be swapped", &["swaps::message_that_cannot_be_swapped"]),
    fault(
        "navigation under `hx-boost`",
        &[
            "boost::script_in_each_body",
            "boost::script_in_the_head",
            "boost::during_the_backoff",
            "boost::away_and_back",
            "boost::kept_by_hx_preserve",
        ],
    ),
    fault("script in head", &["connect::script_in_the_head"]),
    fault("script at the end", &["connect::shows_connected", "connect::simple_monitor"]),
    fault("script after the connection opened", &["connect::script_after_the_connection_opened"]),
    fault(
        "script during the client's own retry",
        &["connect::script_during_the_clients_own_retry", "connect::script_after_a_refusal"],
    ),
    fault("two monitors", &["isolation::two_monitors", "isolation::the_same_script_twice"]),
    fault("nested SSE elements", &["isolation::nested_monitors"]),
    fault(
        "an SSE element without monitor beside ours left untouched",
        &[
            "isolation::element_without_a_monitor",
            "isolation::nested_element_without_a_monitor",
            "isolation::monitor_in_an_element_without_one",
            "isolation::page_with_an_event_source_of_its_own",
        ],
    ),
];

/// Scenarios about something else than a fault.
pub(crate) const FURTHER: &[&str] = &[
    "accessible::indicators_in_any_script",
    "accessible::one_announcement_per_change",
    "accessible::reconnect_button",
    "accessible::status_is_announced_politely",
    "answers::asks_again_after_a_status_that_is_not_named",
    "answers::content_types_of_a_stream",
    "answers::every_end_has_its_reason",
    "answers::request_prepared_before_each_attempt",
    "callbacks::a_callback_that_is_missing_stops_nothing",
    "callbacks::a_callback_that_throws_stops_nothing",
    "callbacks::called_with_the_state",
    "connect::html_indicator",
    "connect::script_made_by_the_macro",
    "counter::counts_on_a_living_page",
    "counter::counts_without_monitors",
    "counter::script_after_the_connections_opened",
    "csp::html_indicators_of_two_monitors",
    "csp::html_indicators_that_the_policy_refuses",
    "csp::one_byte_changed_is_refused",
    "csp::script_runs",
    "differential::random_streams_cut_anywhere",
    "differential::random_streams_first_half",
    "differential::random_streams_second_half",
    "drops::last_event_id_in_a_parameter",
    "drops::last_event_id_survives",
    "ending::close_event",
    "ending::close_event_after_a_recovery",
    "ending::destroy_during_the_backoff",
    "ending::destroy_ends_the_watching",
    "ending::destroy_leaves_nothing_behind",
    "gaps::accept_and_close_is_one_outage",
    "gaps::first_connection_that_took_more_than_one_try",
    "gaps::hidden_for_less_than_pause_hidden",
    "gaps::recovered_after_a_second_without_messages",
    "gaps::recovered_before_the_first_message",
    "gaps::taken_over_is_a_gap",
    "gaps::what_was_missed_is_loaded_by_hx_trigger",
    "hostile::debug_script",
    "hostile::ids_and_names",
    "hostile::texts_are_shown_as_given",
    "hostile::texts_in_a_page_of_another_encoding",
    "leaks::outages_leave_nothing",
    "leaks::scripts_run_again_leave_nothing",
    "leaks::swaps_leave_nothing",
    "limits::gives_up_after_three_attempts",
    "limits::gives_up_after_three_resets",
    "limits::gives_up_on_the_first_connection",
    "limits::no_attempt_for_the_first_connection_without_auto_reconnect",
    "limits::no_attempt_without_auto_reconnect",
    "limits::reconnect_ends_exhaustion",
    "limits::waking_up_makes_no_attempt_without_auto_reconnect",
    "manners::callback_that_throws_without_report_error",
    "manners::create_event_source_of_the_page",
    "manners::events_that_page_authors_listen_to",
    "manners::lazy_stream_is_waited_for",
    "manners::node_that_is_put_back",
    "manners::pages_with_other_ids_under_hx_boost",
    "manners::post_of_the_same_element",
    "manners::quiet_page_runs_few_timers",
    "manners::recoveries_wake_no_other_extension",
    "manners::refusal_with_hx_location",
    "manners::refusal_with_hx_redirect",
    "manners::refusal_with_hx_refresh",
    "manners::server_cannot_forge_the_monitors_events",
    "manners::thousand_rows_are_processed",
    "manners::two_monitors_with_one_status_element",
    "paint::attributes_alone",
    "paint::element_carries_its_state",
    "paint::outage_longer_than_grace",
    "paint::outage_shorter_than_grace",
    "paint::processed_again_with_another_class",
    "paint::texts_of_the_status_element_win",
    "paint::the_end_does_not_wait_for_grace",
    "recoveries::a_new_element_starts_without_an_id",
    "recoveries::children_are_life",
    "recoveries::last_event_id_of_a_named_event",
    "recoveries::last_event_id_survives_five",
    "recoveries::last_event_id_that_is_reset",
    "recoveries::listeners_work_once_each_after_five",
    "requests::fetch_that_the_page_has_wrapped",
    "requests::headers_of_a_request",
    "requests::last_event_id_of_an_event_without_data",
    "requests::last_event_id_to_another_origin_in_a_parameter",
    "requests::last_event_ids_of_any_characters",
    "requests::no_last_event_id_to_another_origin",
    "wakeups::loading_is_no_waking_up",
    "wakeups::visibility_reconnect_off",
];

/// Fails unless every scenario belongs to a fault or to the further ones, and every name is one of a scenario.
pub(crate) fn check(scenarios: &[Scenario]) -> Result<(), String> {
    let all: BTreeSet<String> = scenarios.iter().map(Scenario::name).collect();
    let of_faults = FAULTS.iter().flat_map(|fault| fault.scenarios);
    let named: BTreeSet<String> = of_faults.chain(FURTHER).copied().map(str::to_owned).collect();
    let unknown: Vec<_> = named.difference(&all).collect();
    let unnamed: Vec<_> = all.difference(&named).collect();
    if unknown.is_empty() && unnamed.is_empty() {
        return Ok(());
    }
    Err(format!(
        "tests/browser/faults.rs does not fit the suite\n\
         no scenario has these names: {unknown:?}\n\
         these scenarios are in no row, nor among the further ones: {unnamed:?}"
    ))
}
