//! Two streams in one order -> one stream that says what is in which.

use std::cmp::Ordering;
use std::iter::Peekable;

/// What is in one of two streams, or in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Joined<L, R> {
    /// Only in the first.
    Left(L),
    /// Only in the second.
    Right(R),
    /// In both.
    Both(L, R),
}

/// Goes through two streams side by side, each of which must be in the order that `order` tells.
pub fn joined<L, R>(
    left: impl IntoIterator<Item = L>,
    right: impl IntoIterator<Item = R>,
    order: impl Fn(&L, &R) -> Ordering,
) -> impl Iterator<Item = Joined<L, R>> {
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    std::iter::from_fn(move || step(&mut left, &mut right, &order))
}

fn step<L, R>(
    left: &mut Peekable<impl Iterator<Item = L>>,
    right: &mut Peekable<impl Iterator<Item = R>>,
    order: &impl Fn(&L, &R) -> Ordering,
) -> Option<Joined<L, R>> {
    let order = match (left.peek(), right.peek()) {
        (Some(a), Some(b)) => order(a, b),
        (Some(_), None) => Ordering::Less,
        (None, _) => Ordering::Greater,
    };
    Some(match order {
        Ordering::Less => Joined::Left(left.next()?),
        Ordering::Greater => Joined::Right(right.next()?),
        Ordering::Equal => Joined::Both(left.next()?, right.next()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_told_once_and_in_order() {
        let found: Vec<Joined<u8, u8>> = joined([1, 3, 4], [0, 3, 5], Ord::cmp).collect();
        let expected = [
            Joined::Right(0),
            Joined::Left(1),
            Joined::Both(3, 3),
            Joined::Left(4),
            Joined::Right(5),
        ];
        assert_eq!(found, expected);
    }
}
