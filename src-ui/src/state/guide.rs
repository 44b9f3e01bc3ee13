//! Where the user is in the guide.

use crate::guide::Page;

/// A place in the guide.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// The page.
    pub page: Page,
    /// The section of it; `None` for its beginning.
    pub section: Option<usize>,
}

impl From<Page> for Place {
    fn from(page: Page) -> Self {
        Self { page, section: None }
    }
}

/// Where the user is in the guide.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Guide {
    /// Whether it is in front.
    pub open: bool,
    /// The place that is shown.
    pub at: Place,
    /// Where the user came from, the last place at the end.
    pub before: Vec<Place>,
    /// Counts the moves: whoever asks for the place where the window already is has scrolled away from it.
    pub moves: u32,
}

/// What the user can do with the guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GuideAction {
    /// Opens it, at a page or where it was left.
    Open(Option<Page>),
    /// Goes to another place.
    Go(Place),
    /// Goes back to the place before.
    Back,
    /// Closes it.
    Close,
}

impl Guide {
    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: GuideAction) -> Self {
        let mut next = self.clone();
        match action {
            // It is open already: nobody wants to lose the place.
            GuideAction::Open(None) if self.open => return next,
            GuideAction::Open(page) => {
                next.open = true;
                next.at = page.map_or(self.at, Place::from);
            }
            GuideAction::Go(place) => {
                if place != self.at {
                    next.before.push(self.at);
                }
                next.at = place;
            }
            GuideAction::Back => match next.before.pop() {
                Some(place) => next.at = place,
                None => return next,
            },
            GuideAction::Close => {
                next.open = false;
                next.before.clear();
            }
        }
        next.moves = self.moves.wrapping_add(1);
        next
    }
}

super::reducible!(Guide, GuideAction);

#[cfg(test)]
mod tests {
    use super::*;

    fn after(actions: &[GuideAction]) -> Guide {
        actions
            .iter()
            .fold(Guide::default(), |guide, action| guide.apply(*action))
    }

    const fn section(page: Page, section: usize) -> Place {
        Place {
            page,
            section: Some(section),
        }
    }

    #[test]
    fn it_opens_at_the_first_page_and_later_where_it_was_left() {
        use GuideAction::{Close, Go, Open};
        assert_eq!(after(&[Open(None)]).at, Page::FirstSteps.into());
        let left = after(&[Open(None), Go(Page::Import.into()), Close]);
        assert!(!left.open);
        let again = left.apply(Open(None));
        assert!(again.open);
        assert_eq!(again.at, Page::Import.into());
        assert_eq!(again.before, [], "a new visit has no way back into the old one");
        assert_eq!(
            left.apply(Open(Some(Page::SessionEnds))).at,
            Page::SessionEnds.into()
        );
    }

    #[test]
    fn back_goes_the_way_that_the_user_came() {
        use GuideAction::{Back, Go, Open};
        let here = section(Page::SessionEnds, 2);
        let guide = after(&[Open(None), Go(Page::OwnServer.into()), Go(here), Go(here)]);
        let back = guide.apply(Back);
        assert_eq!(
            back.at,
            Page::OwnServer.into(),
            "the same place twice is one place"
        );
        let first = back.apply(Back);
        assert_eq!(first.at, Page::FirstSteps.into());
        assert_eq!(
            first.apply(Back),
            first,
            "there is nothing before the first place"
        );
    }

    #[test]
    fn asking_for_the_same_place_again_is_a_move_and_opening_an_open_guide_is_none() {
        use GuideAction::{Go, Open};
        let here = section(Page::OwnServer, 1);
        let guide = after(&[Open(None), Go(here)]);
        assert_ne!(guide.apply(Go(here)).moves, guide.moves);
        assert_eq!(guide.apply(Open(None)), guide);
    }
}
