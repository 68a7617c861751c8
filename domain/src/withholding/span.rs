//! The linear combinations of vectors of zeros and ones, exact.

/// Counts modulo a prime far above what the minors of such vectors come to, so that nothing is
/// rounded and nothing overflows.
const PRIME: u64 = (1 << 61) - 1;

/// The span of some vectors, by a basis in which each vector leads in a place of its own.
pub(super) struct Span {
    places: usize,
    /// Per place, the vector that leads there with a 1: its values that are not zero, by place. They
    /// are few, which makes the difference between a moment and a minute.
    leading: Vec<Option<Vec<(usize, u64)>>>,
}

impl Span {
    pub(super) fn new(places: usize) -> Self {
        Self { places, leading: vec![None; places] }
    }

    /// Adds the vector with ones at these places.
    pub(super) fn widen(&mut self, ones: &[usize]) {
        let rest = self.rest(ones);
        let Some((place, lead)) = rest.iter().copied().enumerate().find(|(_, value)| *value != 0)
        else {
            return;
        };
        let inverse = power(lead, PRIME - 2);
        let values = rest.into_iter().enumerate().filter(|(_, value)| *value != 0);
        let scaled = values.map(|(place, value)| (place, times(value, inverse))).collect();
        if let Some(slot) = self.leading.get_mut(place) {
            *slot = Some(scaled);
        }
    }

    /// Whether the vector with ones at these places is a combination.
    pub(super) fn holds(&self, ones: &[usize]) -> bool {
        self.rest(ones).iter().all(|value| *value == 0)
    }

    /// What of a vector is no combination of the others.
    fn rest(&self, ones: &[usize]) -> Vec<u64> {
        let mut rest = vec![0; self.places];
        for place in ones {
            if let Some(value) = rest.get_mut(*place) {
                *value = 1;
            }
        }
        for (place, basis) in self.leading.iter().enumerate() {
            let factor = rest.get(place).copied().unwrap_or(0);
            let Some(basis) = basis.as_ref().filter(|_| factor != 0) else { continue };
            for (place, part) in basis {
                if let Some(value) = rest.get_mut(*place) {
                    *value = minus(*value, times(*part, factor));
                }
            }
        }
        rest
    }
}

/// The remainder of a Mersenne prime is a sum of two halves: no division, which is what nearly all
/// of the time goes into.
fn times(left: u64, right: u64) -> u64 {
    let product = u128::from(left) * u128::from(right);
    let halves = (product & u128::from(PRIME)) + (product >> 61);
    let sum = u64::try_from(halves).unwrap_or_default();
    if sum < PRIME { sum } else { sum - PRIME }
}

fn minus(left: u64, right: u64) -> u64 {
    (left + PRIME - right) % PRIME
}

fn power(base: u64, exponent: u64) -> u64 {
    let (mut result, mut square, mut left) = (1, base, exponent);
    while left != 0 {
        if left & 1 == 1 {
            result = times(result, square);
        }
        square = times(square, square);
        left >>= 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_differences_are_combinations() {
        let mut span = Span::new(3);
        span.widen(&[0, 1]);
        span.widen(&[1, 2]);
        assert!(!span.holds(&[0]));
        assert!(!span.holds(&[0, 2]));
        span.widen(&[1]);
        assert!(span.holds(&[0]) && span.holds(&[2]) && span.holds(&[0, 1, 2]) && span.holds(&[]));
    }

    #[test]
    fn products_are_remainders_of_the_prime() {
        for (left, right) in
            [(0, 7), (PRIME - 1, PRIME - 1), (1 << 60, 3), (1 << 60, 2), (1 << 31, 1 << 30)]
        {
            let product = u128::from(left) * u128::from(right) % u128::from(PRIME);
            assert_eq!(u128::from(times(left, right)), product, "{left} × {right}");
        }
    }

    #[test]
    fn the_inverse_undoes() {
        for value in [1, 2, 3, PRIME - 1] {
            assert_eq!(times(value, power(value, PRIME - 2)), 1);
        }
    }
}
