//! What an editor knows of the macros' input: an item for each name that can be written there, made of the table of
//! fields. The macros refer to them only while an editor expands them; a compiler never sees a use of this module.

// The items are named as they are written in the macros.
#![allow(non_upper_case_globals)]

/// What a field takes, as an editor shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// In words.
    pub takes: &'static str,
    /// What applies when it is left out; `required` if it cannot be.
    pub default: &'static str,
}

/// One item. Its documentation is made of literals alone: rust-analyzer shows no others.
macro_rules! item {
    ($name:ident $takes:literal $default:literal $example:literal $doc:literal $more:literal) => {
        #[doc = $doc]
        #[doc = ""]
        #[doc = "Takes"]
        #[doc = $takes]
        #[doc = "as in `"]
        #[doc = $example]
        #[doc = "`."]
        #[doc = $more]
        #[doc = "Default: `"]
        #[doc = $default]
        #[doc = "`."]
        #[doc = ""]
        #[doc = "At run time: the setter of [`MonitorConfig`](crate::MonitorConfig) with this name."]
        pub const $name: Field = Field { takes: $takes, default: $default };
    };
    (of Delay $($row:tt)*) => { item! { of Timeout $($row)* } };
    (of LongestDelay $($row:tt)*) => { item! { of Timeout $($row)* } };
    (of Timeout $($row:tt)*) => {
        item! { $($row)* "Milliseconds from `1000` on, or with a unit: `500ms`, `1.5s`, `2min`, `1h`." }
    };
    (of $kind:ident $($row:tt)*) => { item! { $($row)* "" } };
}

macro_rules! items {
    ($($name:ident [$($simple:ident)?] $kind:ident $takes:literal $default:literal $example:literal $setter:tt $doc:literal;)*) => {
        /// The fields of `monitor_script!` and `monitor!`.
        pub mod monitor {
            use super::Field;

            $(item! { of $kind $name $takes $default $example $doc })*
        }

        /// The fields of `simple_monitor_script!`.
        pub mod simple {
            $($(items! { $simple $name })?)*
        }
    };
    (simple $name:ident) => { pub use super::monitor::$name; };
}

__fields!(items);

/// The states, inside of `callbacks` and `status_indicators`.
pub mod states {
    use crate::ConnectionState;

    macro_rules! states {
        ($($name:ident $state:ident $doc:literal;)*) => {
            $(
                #[doc = $doc]
                #[doc = ""]
                #[doc = "At run time: the variant of [`ConnectionState`](crate::ConnectionState) with this name."]
                pub const $name: ConnectionState = ConnectionState::$state;
            )*
        };
    }

    __states!(states);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_items_are_those_of_the_table() {
        assert_eq!(simple::debug, monitor::debug);
        assert_eq!(monitor::grace, Field { takes: "a duration or `None`", default: "None" });
        assert_eq!(states::closed, crate::ConnectionState::Closed);
    }
}
