maud::html! {
    (maud::DOCTYPE)
    html lang="en" {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            title { "Orders, page NUMBER" }
            link rel="stylesheet" href="/style.css";
            script src="/htmx.min.js" {}
            script src="/sse.js" {}
        }
        body hx-ext="sse" {
            header .bar {
                a .brand href="/" { "Warehouse" }
                nav {
                    ul {
                        li { a href="/orders" aria-current="page" { "Orders" } }
                        li { a href="/stock" { "Stock" } }
                        li { a href="/reports" { "Reports" } }
                        li { a href="/settings" { "Settings" } }
                    }
                }
                p #status role="status" { "Connecting..." }
            }
            main #live-NUMBER sse-connect="/events" {
                h1 { "Orders of today" }
                p .lead { "New orders appear here by themselves. " em { "Nothing has to be reloaded." } }
                form .filter method="get" action="/orders" {
                    label for="customer" { "Customer" }
                    input #customer type="search" name="customer" placeholder="Name or number";
                    label for="state" { "State" }
                    select #state name="state" {
                        option value="new" selected { "New" }
                        option value="packed" { "Packed" }
                        option value="sent" { "Sent" }
                    }
                    button type="submit" { "Filter" }
                }
                table .orders {
                    thead { tr { th { "Number" } th { "Customer" } th { "Articles" } th { "State" } } }
                    tbody sse-swap="order" hx-swap="afterbegin" {
                        @for order in 1..4_u32 {
                            tr {
                                td { (order) }
                                td { "Customer " (order) }
                                td .number { (order * 3) }
                                td { @if order == 1 { strong { "New" } } @else { "Packed" } }
                            }
                        }
                    }
                }
            }
            footer { p { "Times are those of the warehouse." } a href="/imprint" { "Imprint" } }
        }
    }
}
