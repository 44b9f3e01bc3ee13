use latchkey_ipc::KeptTab;

use super::*;

fn targets(tabs: &OpenTabs) -> Vec<&str> {
    tabs.all().iter().map(|tab| &*tab.editor.draft.target).collect()
}

fn typed(tabs: &OpenTabs, target: &str) -> OpenTabs {
    tabs.apply(TabsAction::EditFront(EditorAction::Target(target.into())))
}

/// Three tabs that were edited, the last in front.
fn three() -> OpenTabs {
    let tabs = typed(&OpenTabs::default(), "/a").apply(TabsAction::New);
    let tabs = typed(&tabs, "/b").apply(TabsAction::New);
    typed(&tabs, "/c")
}

#[test]
fn what_was_only_looked_at_makes_room_and_what_was_edited_or_sent_stays() {
    let open = |tabs: &OpenTabs, target| tabs.apply(TabsAction::Open(Draft::get(target)));
    let tabs = open(&open(&OpenTabs::default(), "/a"), "/b");
    assert_eq!(targets(&tabs), ["/b"]);
    let sent = tabs.apply(TabsAction::EditFront(EditorAction::Accept));
    let tabs = open(&sent, "/c");
    assert_eq!(targets(&tabs), ["/b", "/c"]);
    let tabs = open(&typed(&tabs, "/mine"), "/d");
    assert_eq!(targets(&tabs), ["/b", "/mine", "/d"]);
    // A request that is open already comes to the front.
    let tabs = open(&tabs, "/b");
    assert_eq!(tabs.editor().draft.target, "/b");
    assert_eq!(tabs.all().len(), 3);
    // From there, the one that makes room is found though it is not in front.
    let tabs = open(&tabs, "/e");
    assert_eq!(targets(&tabs), ["/b", "/mine", "/e"]);
}

#[test]
fn it_is_known_beforehand_where_a_request_will_be() {
    for tabs in [OpenTabs::default(), three(), three().apply(TabsAction::New)] {
        for target in ["/", "/a", "/new"] {
            let draft = Draft::get(target);
            let id = tabs.tab_for(&draft);
            assert_eq!(tabs.apply(TabsAction::Open(draft)).front().id, id, "{target}");
        }
    }
}

#[test]
fn a_tab_that_is_closed_comes_back_in_its_place_under_a_new_number() {
    let tabs = three();
    let id = tabs.all()[1].id;
    let closed = tabs.apply(TabsAction::Close(id));
    assert_eq!(targets(&closed), ["/a", "/c"]);
    assert_eq!(closed.editor().draft.target, "/c");
    let again = closed.apply(TabsAction::Reopen);
    assert_eq!(targets(&again), ["/a", "/b", "/c"]);
    assert_eq!(again.editor().draft.target, "/b");
    assert_ne!(again.front().id, id);
    assert!(!again.can_reopen());
}

#[test]
fn there_is_always_a_tab() {
    let tabs = three();
    let none = tabs
        .ids()
        .into_iter()
        .fold(tabs, |tabs, id| tabs.apply(TabsAction::Close(id)));
    assert_eq!(targets(&none), ["/"]);
    assert!(none.can_reopen());
    let others = three().apply(TabsAction::CloseOthers(three().all()[0].id));
    assert_eq!(targets(&others), ["/a"]);
    // What was never edited is not worth reopening.
    let blank = OpenTabs::default().apply(TabsAction::New);
    let id = blank.front().id;
    assert!(!blank.apply(TabsAction::Close(id)).can_reopen());
}

#[test]
fn steps_go_round_and_moves_end_at_the_ends() {
    let tabs = three();
    let front = |tabs: &OpenTabs| tabs.editor().draft.target.clone();
    assert_eq!(front(&tabs.apply(TabsAction::Step(1))), "/a");
    assert_eq!(front(&tabs.apply(TabsAction::Step(-1))), "/b");
    assert_eq!(front(&tabs.apply(TabsAction::ShowAt(1))), "/b");
    assert_eq!(front(&tabs.apply(TabsAction::ShowAt(7))), "/c");
    let moved = tabs.apply(TabsAction::MoveBy(-5));
    assert_eq!(targets(&moved), ["/c", "/a", "/b"]);
    assert_eq!(front(&moved), "/c");
    assert_eq!(targets(&moved.apply(TabsAction::MoveBy(9))), ["/a", "/b", "/c"]);
    let dragged = tabs.apply(TabsAction::Move(tabs.all()[0].id, 2));
    assert_eq!(targets(&dragged), ["/b", "/c", "/a"]);
    assert_eq!(front(&dragged), "/c");
}

#[test]
fn beyond_the_limit_the_first_makes_room_and_can_be_reopened() {
    let full = (0..TAB_LIMIT - 1).fold(typed(&OpenTabs::default(), "/0"), |tabs, n| {
        typed(&tabs.apply(TabsAction::New), &format!("/{}", n + 1))
    });
    assert_eq!(full.all().len(), TAB_LIMIT);
    let more = full.apply(TabsAction::New);
    assert_eq!(more.all().len(), TAB_LIMIT);
    assert_eq!(targets(&more)[0], "/1");
    assert_eq!(more.editor().draft.target, "/");
    assert!(more.can_reopen());
}

#[test]
fn a_request_that_was_edited_since_is_taken_up_beside_the_edit() {
    let tabs = typed(&OpenTabs::default(), "/sent");
    let (tab, draft) = (tabs.front().id, tabs.editor().draft.clone());
    let resume = |tabs: &OpenTabs| {
        tabs.apply(TabsAction::Resume {
            tab,
            draft: draft.clone(),
            send: true,
        })
    };
    let same = resume(&tabs);
    assert_eq!(same.front().id, tab);
    assert!(same.editor().wants_send);
    let edited = typed(&tabs, "/edited");
    let beside = resume(&edited);
    assert_eq!(targets(&beside), ["/edited", "/sent"]);
    assert_eq!(beside.front().id, edited.tab_to_resume(tab, &draft));
}

fn saved(place: &str, target: &str, fingerprint: &str) -> Box<SavedRequest> {
    Box::new(SavedRequest {
        collection: "/work".into(),
        place: place.into(),
        fingerprint: fingerprint.into(),
        name: format!("The {place}"),
        draft: (&Draft::get(target)).into(),
    })
}

#[test]
fn a_saved_request_is_open_once_and_says_when_it_was_changed() {
    let tabs = OpenTabs::default()
        .apply(TabsAction::OpenSaved(saved("a", "/a", "1")))
        .apply(TabsAction::OpenSaved(saved("b", "/b", "1")));
    assert_eq!(targets(&tabs), ["/b"], "it was only looked at");
    let changed = typed(&tabs, "/b2");
    assert!(changed.front().is_changed() && !tabs.front().is_changed());
    assert!(changed.editor().foreign_body, "the path was typed, not the body");
    let body = TabsAction::EditFront(EditorAction::Body(crate::state::body::BodyDraft::default()));
    assert!(!changed.apply(body).editor().foreign_body);
    assert!(changed.apply(TabsAction::Duplicate).editor().foreign_body);
    assert_eq!(changed.front().title(), "The b");
    let both = changed.apply(TabsAction::OpenSaved(saved("a", "/a", "1")));
    assert_eq!(targets(&both), ["/b2", "/a"]);
    let again = both.apply(TabsAction::OpenSaved(saved("b", "/b", "1")));
    assert_eq!(targets(&again), ["/b2", "/a"], "what was typed stays");
    assert_eq!(again.editor().draft.target, "/b2");
    let kept = again.apply(TabsAction::Saved(again.front().id, saved("b", "/b2", "2")));
    assert!(!kept.front().is_changed());
    // A request of the same path from elsewhere is none of the collection's.
    let other = kept.apply(TabsAction::Open(Draft::get("/b2")));
    assert!(other.front().saved.is_none());
}

#[test]
fn a_change_on_disk_comes_to_tabs_without_changes_of_their_own() {
    let tabs = OpenTabs::default().apply(TabsAction::OpenSaved(saved("a", "/a", "1")));
    let newer = tabs.apply(TabsAction::Reread(saved("a", "/a2", "2")));
    assert_eq!(
        (targets(&newer), newer.front().is_changed()),
        (vec!["/a2"], false)
    );
    let mine = typed(&tabs, "/mine").apply(TabsAction::Reread(saved("a", "/a2", "2")));
    assert_eq!(targets(&mine), ["/mine"]);
    let moved = typed(&tabs, "/mine").apply(TabsAction::Moved {
        collection: "/work".into(),
        from: "a".into(),
        to: "x/a".into(),
    });
    let place = moved.front().saved.as_ref().map(|it| it.as_read.place.clone());
    assert_eq!(place.as_deref(), Some("x/a"));
}

#[test]
fn what_was_open_is_open_again_and_numbers_are_not_used_twice() {
    let tab = |id, target| Restored {
        id,
        draft: Draft::get(target),
        passing: false,
        saved: None,
        foreign_body: false,
    };
    let tabs = OpenTabs::default().apply(TabsAction::Restore(
        vec![tab(7, "/a"), tab(9, "/b"), tab(7, "/x")],
        9,
    ));
    assert_eq!(targets(&tabs), ["/a", "/b"]);
    assert_eq!(tabs.front().id, 9);
    assert_eq!(tabs.apply(TabsAction::New).front().id, 10);
    assert_eq!(
        OpenTabs::default().apply(TabsAction::Restore(Vec::new(), 3)),
        OpenTabs::default()
    );
    // An offer never replaces what the user has begun.
    assert_eq!(
        targets(&tabs.apply(TabsAction::Offer(Draft::get("/offered")))),
        ["/a", "/b"]
    );
}

#[test]
fn what_would_be_the_same_file_is_not_changed() {
    use crate::state::body::{BodyDraft, BodyMode, Row};
    use crate::state::list::ListEdit;

    let tabs = OpenTabs::default().apply(TabsAction::OpenSaved(saved("a", "/a?q=1", "1")));
    let edit = |tabs: &OpenTabs, action| tabs.apply(TabsAction::EditFront(action));
    let blank = edit(&tabs, EditorAction::Headers(ListEdit::Set(0, Row::default())));
    // What is read of a file has no text that a parameter was typed as.
    let by_table = edit(&tabs, EditorAction::Params(ListEdit::Set(0, Row::new("q", "2"))));
    let by_table = edit(
        &by_table,
        EditorAction::Params(ListEdit::Set(0, Row::new("q", "1"))),
    );
    let unsent = BodyDraft {
        json: "{}".into(),
        ..BodyDraft::default()
    };
    let unsent = edit(&tabs, EditorAction::Body(unsent));
    for same in [
        &blank,
        &by_table,
        &unsent,
        &typed(&tabs, "/a?q=1#x"),
        &typed(&tabs, "/a?%71=1"),
    ] {
        assert!(!same.front().is_changed(), "{:?}", same.editor().draft);
    }
    let follows = by_table.apply(TabsAction::Reread(saved("a", "/a2", "2")));
    assert_eq!(targets(&follows), ["/a2"]);

    let json = |text: &str| BodyDraft {
        mode: BodyMode::Json,
        json: text.into(),
        ..BodyDraft::default()
    };
    let header = ListEdit::Set(0, Row::new("A", ""));
    for other in [
        EditorAction::Method("PUT".into()),
        EditorAction::Target("/a?q=2".into()),
        EditorAction::Target("/b?q=1".into()),
        EditorAction::Headers(header),
        EditorAction::Body(json("1")),
        EditorAction::Timeout("5".into()),
        EditorAction::Redirects(false),
    ] {
        let changed = edit(&tabs, other.clone());
        assert!(changed.front().is_changed(), "{other:?}");
    }
}

#[test]
fn a_body_that_had_no_room_to_be_kept_is_read_again_and_never_saved_as_none() {
    let whole = saved("a", "/a", "1");
    let mut kept = KeptTab {
        id: 3,
        draft: whole.draft.clone(),
        saved: Some((*whole).clone()),
        ..KeptTab::default()
    };
    kept.draft.body.left_out = true;
    let restored = |kept: KeptTab| {
        let tabs = vec![Restored::from(kept)];
        OpenTabs::default().apply(TabsAction::Restore(tabs, 3))
    };
    let tabs = restored(kept.clone());
    let mut on_disk = whole.clone();
    (on_disk.draft.body.mode, on_disk.draft.body.text) = ("text".into(), "large".into());
    let again = tabs.apply(TabsAction::Reread(on_disk.clone()));
    assert_eq!(again.editor().draft.body.text, "large");
    // Once changed, it is not what was read: saving it meets the one on disk.
    let changed = typed(&tabs, "/b").apply(TabsAction::Reread(on_disk));
    assert_eq!(targets(&changed), ["/b"]);
    let fingerprint = |tabs: &OpenTabs| {
        tabs.front()
            .saved
            .as_ref()
            .map(|it| it.as_read.fingerprint.clone())
    };
    assert_eq!(fingerprint(&changed).as_deref(), Some(""));
    kept.draft.body.left_out = false;
    assert_eq!(fingerprint(&restored(kept)).as_deref(), Some("1"));
}

#[test]
fn a_body_that_nobody_here_has_touched_stays_one_over_undo_and_restarts() {
    let tabs = OpenTabs::default().apply(TabsAction::OpenSaved(saved("a", "/a", "1")));
    let edit = |tabs: &OpenTabs, action| tabs.apply(TabsAction::EditFront(action));
    let pasted = Box::new((Draft::get("/pasted"), crate::state::pasted::Pasted::default()));
    let pasted = edit(&tabs, EditorAction::Paste(pasted));
    assert!(!pasted.editor().foreign_body);
    let back = edit(&pasted, EditorAction::Undo);
    assert!(back.editor().foreign_body);
    assert!(!edit(&back, EditorAction::Redo).editor().foreign_body);

    let copy = back.apply(TabsAction::Duplicate);
    let kept: Vec<_> = copy
        .all()
        .iter()
        .map(|tab| Restored::from(KeptTab::from(&**tab)))
        .collect();
    let again = OpenTabs::default().apply(TabsAction::Restore(kept, copy.front().id));
    assert!(again.front().saved.is_none() && again.editor().foreign_body);
}
