//! When something happens, many times.

/// Moments in milliseconds, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments(Vec<f64>);

impl Moments {
    pub(crate) fn new(mut moments: Vec<f64>) -> Self {
        moments.sort_by(f64::total_cmp);
        Self(moments)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = f64> {
        self.0.iter().copied()
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        whole(self.0.len())
    }

    /// How many lie in each 100 ms.
    pub(crate) fn per_100_ms(&self) -> Vec<u32> {
        let mut counts = Vec::new();
        for moment in self.iter() {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a time since the cut"
            )]
            let index = (moment / 100.0) as usize;
            if index >= counts.len() {
                counts.resize(index + 1, 0);
            }
            counts[index] += 1;
        }
        counts
    }

    /// How many lie in the fullest 100 ms.
    #[must_use]
    pub fn fullest_100_ms(&self) -> u32 {
        self.per_100_ms().into_iter().max().unwrap_or(0)
    }

    /// How many lie in the fullest second, wherever it begins.
    #[must_use]
    pub fn fullest_second(&self) -> u32 {
        let mut first = 0;
        let mut most = 0;
        for (last, moment) in self.iter().enumerate() {
            while self.0[first] <= moment - 1_000.0 {
                first += 1;
            }
            most = most.max(last + 1 - first);
        }
        whole(most)
    }

    /// The seconds until this share of them has passed, in percent.
    #[must_use]
    pub fn after(&self, percent: usize) -> f64 {
        let share = (self.0.len() * percent).div_ceil(100);
        share.checked_sub(1).map_or(0.0, |last| self.0[last] / 1_000.0)
    }
}

fn whole(count: usize) -> u32 {
    u32::try_from(count).expect("fewer than a u32 holds")
}
