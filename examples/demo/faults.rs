//! The faults that the page's buttons order: which there are, and which one lasts.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    sync::broadcast,
    time::{Instant, sleep},
};

use crate::{clock::log, door};

const REFUSED: Duration = Duration::from_secs(10);

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    End,
    Stall,
    Unavailable,
    Refuse,
    Flap,
    Close,
}

impl Fault {
    pub(crate) const ALL: [Self; 6] =
        [Self::End, Self::Stall, Self::Unavailable, Self::Refuse, Self::Flap, Self::Close];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::End => "end",
            Self::Stall => "stall",
            Self::Unavailable => "unavailable",
            Self::Refuse => "refuse",
            Self::Flap => "flap",
            Self::Close => "close",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.name() == name)
    }

    /// How long it lasts; None for what happens once.
    pub(crate) const fn duration(self) -> Option<Duration> {
        match self {
            Self::Unavailable | Self::Flap => Some(Duration::from_secs(15)),
            Self::Refuse => Some(REFUSED),
            Self::End | Self::Stall | Self::Close => None,
        }
    }
}

/// What the open streams are told to do.
#[derive(Clone, Copy)]
pub(crate) enum Order {
    End,
    Stall,
    Close,
}

pub(crate) struct Faults {
    orders: broadcast::Sender<Order>,
    lasting: Mutex<Option<(Fault, Instant)>>,
    door: door::Handle,
}

impl Faults {
    pub(crate) fn new(door: door::Handle) -> Self {
        Self { orders: broadcast::Sender::new(8), lasting: Mutex::default(), door }
    }

    pub(crate) fn start(&self, fault: Fault) {
        log(&format!("fault: {}", fault.name()));
        if let Some(duration) = fault.duration() {
            self.set_lasting(Some((fault, Instant::now() + duration)));
        }
        match fault {
            Fault::End | Fault::Unavailable | Fault::Flap => self.order(Order::End),
            Fault::Stall => self.order(Order::Stall),
            Fault::Close => self.order(Order::Close),
            Fault::Refuse => self.refuse(),
        }
    }

    pub(crate) fn stop(&self) {
        log("fault stopped");
        self.set_lasting(None);
    }

    /// The fault that lasts, and for how much longer.
    pub(crate) fn lasting(&self) -> Option<(Fault, Duration)> {
        let lasting = *self.lasting.lock().unwrap_or_else(PoisonError::into_inner);
        let (fault, end) = lasting?;
        let left = end.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some((fault, left))
    }

    /// What a stream opened now will be told.
    pub(crate) fn orders(&self) -> broadcast::Receiver<Order> {
        self.orders.subscribe()
    }

    fn refuse(&self) {
        let door = self.door.clone();
        tokio::spawn(async move {
            // The answer to the order leaves first.
            sleep(Duration::from_millis(100)).await;
            door.shut_for(REFUSED);
        });
    }

    fn set_lasting(&self, lasting: Option<(Fault, Instant)>) {
        *self.lasting.lock().unwrap_or_else(PoisonError::into_inner) = lasting;
    }

    fn order(&self, order: Order) {
        // Fails when no stream is open: then there is nobody to tell.
        let _ = self.orders.send(order);
    }
}
