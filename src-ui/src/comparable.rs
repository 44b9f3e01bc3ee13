//! Values that are compared without knowing their type: what is written for these is compiled once.

use std::any::Any;

/// Any value that can be compared to others of its type.
pub(crate) trait Comparable {
    /// The value, for whoever knows its type.
    fn as_any(&self) -> &dyn Any;
    /// Whether the other is of the same type, and equal.
    fn is(&self, other: &dyn Any) -> bool;
}

impl<T: PartialEq + 'static> Comparable for T {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}
