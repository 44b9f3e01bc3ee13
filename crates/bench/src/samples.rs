//! Medians and spreads of what was measured.

/// Middle and spread of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    /// A quarter of the values is below.
    pub(crate) low: f64,
    /// A quarter of the values is above.
    pub(crate) high: f64,
}

impl Spread {
    /// `None` for a series without values.
    pub(crate) fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut sorted: Vec<f64> = values.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        (!sorted.is_empty()).then(|| Self {
            median: percentile(&sorted, 0.5),
            low: percentile(&sorted, 0.25),
            high: percentile(&sorted, 0.75),
        })
    }
}

/// The value that a share of the sorted values does not exceed, interpolated between neighbours; 0 without values.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the place is between 0 and the length, which is far below 2^52"
)]
pub(crate) fn percentile(sorted: &[f64], share: f64) -> f64 {
    let place = share.clamp(0.0, 1.0) * sorted.len().saturating_sub(1) as f64;
    let (below, above) = (place.floor() as usize, place.ceil() as usize);
    match (sorted.get(below), sorted.get(above)) {
        (Some(low), Some(high)) => low + (high - low) * place.fract(),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_an_even_series_lies_between_two_values() {
        let spread = Spread::of([4.0, 1.0, 2.0, 3.0]).unwrap();
        assert_eq!((spread.low, spread.median, spread.high), (1.75, 2.5, 3.25));
    }

    #[test]
    fn a_series_of_one_has_no_spread_and_one_of_none_has_no_middle() {
        let one = Spread::of([7.0]).unwrap();
        assert_eq!((one.low, one.median, one.high), (7.0, 7.0, 7.0));
        assert_eq!(Spread::of([]), None);
        assert!(percentile(&[], 0.99).abs() < f64::EPSILON);
    }
}
