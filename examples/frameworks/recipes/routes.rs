//! Which recipes there are, and where their parts are served.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use maud::{DOCTYPE, html};
use tower_http::services::ServeDir;

use crate::hall::Hall;
use crate::page::{Library, Recipe};
use crate::recipes::{ANEW, ANEW_4, CSRF, GREY, LOGIN, ORIGIN, PLAIN, TABS, TOASTS, TOKEN};
use crate::{anew, csrf, file, login, nonce, origin, token, version};

const NODE_MODULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../node_modules");

/// The files of a recipe, as the documentation shows them.
macro_rules! recipe {
    ($name:literal, $title:literal, $monitor:ident, $library:ident
        $(, html = $html:literal)? $(, js = $js:literal)? $(, css = $css:literal)?) => {
        Recipe {
            name: $name,
            title: $title,
            monitor: $monitor,
            html: concat!($(include_str!($html))?),
            js: concat!($(include_str!($js))?),
            css: concat!($(include_str!($css))?),
            library: Library::$library,
        }
    };
}

pub(crate) static RECIPES: [Recipe; 17] = [
    recipe!("login", "The login has expired", LOGIN, None, html = "login.html", js = "login.js"),
    recipe!("token", "A token for each attempt", TOKEN, None, html = "token.html", js = "token.js"),
    recipe!("csrf", "A CSRF token with htmx 4", CSRF, Htmx4, html = "csrf.html", js = "csrf.js"),
    recipe!("origin", "A stream of another origin", ORIGIN, Htmx4, js = "origin.js"),
    recipe!("toasts", "Toasts", TOASTS, None, html = "toasts.html", js = "toasts.js"),
    recipe!("grey", "Greying out what is stale", GREY, Htmx2, html = "grey.html", css = "grey.css"),
    recipe!("anew", "Loading anew after a gap", ANEW, Htmx2),
    recipe!("anew4", "Loading anew after a gap, with htmx 4", ANEW_4, Htmx4),
    recipe!("countdown", "A countdown", PLAIN, None, html = "countdown.html", js = "countdown.js"),
    recipe!("version", "A notice of a new version", ANEW, Htmx2),
    recipe!("file", "The script as a file", PLAIN, None, html = "file.html"),
    recipe!("nonce", "A nonce", PLAIN, None, html = "nonce.html"),
    recipe!("tabs", "Many tabs", TABS, None, html = "tabs.html"),
    recipe!("language", "In the reader's language", PLAIN, None, html = "language.html"),
    recipe!(
        "module",
        "A module that comes later",
        PLAIN,
        None,
        html = "module.html",
        js = "module.js"
    ),
    recipe!(
        "events",
        "Coming from htmx-ext-sse's events",
        ANEW,
        Htmx2,
        html = "events.html",
        js = "events.js"
    ),
    recipe!(
        "testing",
        "Testing your own page",
        PLAIN,
        None,
        html = "testing.html",
        js = "testing.js"
    ),
];

/// What every handler asks for.
pub(crate) type Shared = State<Arc<Hall>>;

const JAVASCRIPT: [(HeaderName, &str); 1] = [(header::CONTENT_TYPE, "text/javascript")];
const STYLES: [(HeaderName, &str); 1] = [(header::CONTENT_TYPE, "text/css")];

pub(crate) fn router() -> Router {
    let mut router = Router::new()
        .route("/", get(index))
        .route("/buttons.js", get((JAVASCRIPT, include_str!("buttons.js"))))
        .merge(login::routes())
        .merge(token::routes())
        .merge(csrf::routes())
        .merge(origin::routes())
        .merge(anew::routes())
        .merge(version::routes())
        .merge(file::routes())
        .merge(nonce::routes())
        .nest_service("/npm", ServeDir::new(NODE_MODULES));
    for recipe in &RECIPES {
        let name = recipe.name;
        router = router
            .route(&format!("/{name}.js"), get((JAVASCRIPT, recipe.js)))
            .route(&format!("/{name}.css"), get((STYLES, recipe.css)))
            .route(&format!("/{name}/cut"), post(async |State(hall): Shared| hall.cut(name)))
            .route(
                &format!("/{name}/down"),
                post(async |State(hall): Shared| hall.take_down(name)),
            );
        if !["login", "token", "csrf", "origin", "anew", "anew4", "version"].contains(&name) {
            let events = async |State(hall): Shared, headers: HeaderMap| hall.ticks(name, &headers);
            router = router.route(&format!("/{name}/events"), get(events));
        }
        if !["csrf", "origin", "anew", "anew4", "version", "file", "nonce"].contains(&name) {
            router = router.route(&format!("/{name}"), get(async || recipe.page()));
        }
    }
    router.with_state(Arc::default())
}

/// One of the recipes, by its name.
pub(crate) fn recipe(name: &str) -> &'static Recipe {
    RECIPES.iter().find(|recipe| recipe.name == name).unwrap_or(&RECIPES[0])
}

async fn index() -> impl IntoResponse {
    html! {
        (DOCTYPE)
        html lang="en" {
            meta charset="utf-8";
            title { "Recipes" }
            h1 { "Recipes" }
            ul {
                @for recipe in &RECIPES {
                    li { a href={ "/" (recipe.name) } { (recipe.title) } }
                }
            }
        }
    }
}
