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

macro_rules! items {
    ($($name:ident [$($simple:ident)?] $kind:ident $default:literal $example:literal $setter:tt $doc:literal;)*) => {
        /// The fields of `monitor_script!` and `monitor!`.
        pub mod monitor {
            use super::Field;

            $(
                #[doc = $doc]
                #[doc = ""]
                #[doc = concat!(
                    "Takes ", __kind!(takes $kind), __kind!(or_none $kind), ": `", $example, "`.", __kind!(more $kind),
                    " Default: `", $default, "`."
                )]
                #[doc = ""]
                #[doc = concat!(
                    "At run time: [`MonitorConfig::", stringify!($name), "`](crate::MonitorConfig::", stringify!($name), ")."
                )]
                pub const $name: Field =
                    Field { takes: concat!(__kind!(takes $kind), __kind!(or_none $kind)), default: $default };
            )*
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
                #[doc = concat!("At run time: [`ConnectionState::", stringify!($state), "`](crate::ConnectionState::", stringify!($state), ").")]
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
