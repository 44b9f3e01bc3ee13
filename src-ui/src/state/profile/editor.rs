//! The profile editor: what is typed, what is wrong with it, what the user has seen.

use std::collections::BTreeSet;

use latchkey_ipc::profiles::Description;
use latchkey_ipc::{IpcError, ProfileFromFile};

use super::catalogue::{GROUPS, group_of};
use super::foreign::Foreign;
use super::form::ProfileForm;
use super::rows::{PairRow, RuleRow};
use super::spot::Spot;
use crate::state::list::ListEdit;

/// A tab of the editor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ProfileTab {
    /// Field by field.
    #[default]
    Fields,
    /// As the text of the file.
    Text,
    /// Trying it out.
    Trial,
}

impl ProfileTab {
    /// All tabs, in order.
    pub const ALL: [Self; 3] = [Self::Fields, Self::Text, Self::Trial];

    /// A stable name, for keys and attributes.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Fields => "fields",
            Self::Text => "text",
            Self::Trial => "trial",
        }
    }
}

/// The text of the file while it is edited.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TextDraft {
    /// What is typed.
    pub content: String,
    /// Whether the shell has not said yet whether it is a profile.
    pub unread: bool,
    /// Why it is none.
    pub error: Option<IpcError>,
}

/// The editor.
#[derive(Debug, Clone, PartialEq)]
pub struct ProfileEditor {
    /// The id under which the profile is saved; `None` for a new one.
    pub saved_as: Option<String>,
    /// Where it came from, while a profile from a file is not saved.
    pub foreign: Option<Foreign>,
    /// What is typed.
    pub form: ProfileForm,
    saved: Option<ProfileForm>,
    /// The tab in front.
    pub tab: ProfileTab,
    /// The text, while its tab is in front.
    pub text: Option<TextDraft>,
    errors: Vec<IpcError>,
    touched: BTreeSet<&'static str>,
    all_shown: bool,
    open: BTreeSet<&'static str>,
    /// Whether the profile is being saved.
    pub busy: bool,
    /// Why it could not be saved, if no field is to blame.
    pub problem: Option<IpcError>,
}

/// What can happen to the editor.
#[derive(Debug, Clone)]
pub enum ProfileAction {
    /// Something was typed, chosen or ticked.
    Set(&'static str, String),
    /// A table was edited.
    Pairs(&'static str, ListEdit<PairRow>),
    /// The rules were edited.
    Rules(ListEdit<RuleRow>),
    /// A rule is to be looked at before the one above it.
    RuleUp(usize),
    /// A group was opened or closed.
    Toggle(&'static str),
    /// Another tab was chosen.
    Tab(ProfileTab),
    /// The text of the profile as it stands.
    TextIs(String),
    /// The text was edited.
    TextTyped(String),
    /// The shell has read the text: content, profile or error.
    TextRead(String, Box<Result<Description, IpcError>>),
    /// The changes to the text are given up.
    TextDropped,
    /// The shell has checked the profile of this form.
    Checked(Box<ProfileForm>, Vec<IpcError>),
    /// Every error is to be seen: the user wants to save or try.
    ShowAll,
    /// An error's field is to be seen.
    Reveal(&'static str),
    /// The user says yes to a path that the file's profile names: by its field.
    UsePath(String),
    /// The profile is being saved.
    Saving,
    /// It was saved.
    Saved,
    /// It was not.
    Failed(IpcError),
}

impl ProfileEditor {
    /// The editor of a profile that is not saved yet.
    pub fn new(description: &Description) -> Self {
        let form = ProfileForm::of(description);
        let basic = GROUPS.iter().filter(|group| !group.advanced);
        // One by one: what collects them sorts them first, and that is much code for so few.
        let mut open = BTreeSet::new();
        open.extend(basic.map(|group| group.slug));
        Self {
            saved_as: None,
            foreign: None,
            form,
            saved: None,
            tab: ProfileTab::Fields,
            text: None,
            errors: Vec::new(),
            touched: BTreeSet::new(),
            all_shown: false,
            open,
            busy: false,
            problem: None,
        }
    }

    /// The editor of a profile that a file holds. Nothing of it is used yet.
    pub fn from_file(file: &ProfileFromFile) -> Self {
        Self {
            foreign: Some(Foreign::of(file)),
            all_shown: true,
            ..Self::new(&file.profile)
        }
    }

    /// The editor of a saved profile.
    pub fn saved(description: &Description) -> Self {
        let new = Self::new(description);
        Self {
            saved_as: Some(description.id.clone()),
            saved: Some(new.form.clone()),
            all_shown: true,
            ..new
        }
    }

    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: ProfileAction) -> Self {
        let mut next = self.clone();
        match action {
            ProfileAction::Set(path, text) => {
                next.form.set(path, text);
                next.edited(path);
            }
            ProfileAction::Pairs(path, edit) => {
                let rows = edit.apply(next.form.pairs(path));
                next.form.set_pairs(path, rows);
                next.edited(path);
            }
            ProfileAction::Rules(edit) => {
                next.form.rules = edit.apply(&next.form.rules);
                next.edited("refusals.rules");
            }
            ProfileAction::RuleUp(row) => {
                if row > 0 && row < next.form.rules.len() {
                    next.form.rules.swap(row - 1, row);
                    next.edited("refusals.rules");
                }
            }
            ProfileAction::Toggle(group) => {
                if !next.open.remove(group) {
                    next.open.insert(group);
                }
            }
            ProfileAction::Tab(tab) => next.turn_to(tab),
            ProfileAction::TextIs(content) => {
                next.text = Some(TextDraft {
                    content,
                    ..TextDraft::default()
                });
            }
            ProfileAction::TextTyped(content) => {
                let error = next.text.and_then(|text| text.error);
                next.text = Some(TextDraft {
                    content,
                    unread: true,
                    error,
                });
            }
            ProfileAction::TextRead(content, read) => next.text_read(&content, *read),
            ProfileAction::TextDropped => {
                next.text = None;
                next.tab = ProfileTab::Fields;
            }
            // What was checked may have been edited since: then another check is on its way.
            ProfileAction::Checked(form, errors) => {
                if *form == next.form {
                    next.errors = errors;
                }
            }
            ProfileAction::ShowAll => {
                next.all_shown = true;
                if !next.wrong().is_empty() {
                    next.turn_to(ProfileTab::Fields);
                }
            }
            ProfileAction::Reveal(path) => {
                next.open.extend(group_of(path).map(|group| group.slug));
                next.turn_to(ProfileTab::Fields);
            }
            ProfileAction::UsePath(field) => next.use_path(&field),
            ProfileAction::Saving => next.busy = true,
            ProfileAction::Saved => {
                next.busy = false;
                next.foreign = None;
                next.saved_as = Some(next.form.text("id").to_owned());
                next.saved = Some(next.form.clone());
            }
            ProfileAction::Failed(error) => next.failed(error),
        }
        next
    }

    fn use_path(&mut self, field: &str) {
        let taken = self.foreign.as_mut().and_then(|foreign| foreign.take(field));
        if let Some((path, file)) = taken {
            self.form.set(path, file);
            self.edited(path);
            // Written before the yes, the text would say otherwise; it is written anew.
            if !self.text_is_wrong() {
                self.text = None;
            }
        }
    }

    fn edited(&mut self, path: &'static str) {
        self.touched.insert(path);
        self.problem = None;
        // What was wrong with this field was said of what stood there before.
        let form = self.form.clone();
        self.errors.retain(|error| {
            let spot = Spot::of(error.field.as_deref().unwrap_or_default(), &form);
            spot.is_some_and(|spot| spot.path != path)
        });
    }

    /// The text stays in front while it is no profile, so that no edit of it gets lost.
    fn turn_to(&mut self, tab: ProfileTab) {
        if !self.text_is_wrong() {
            self.tab = tab;
            if tab != ProfileTab::Text {
                self.text = None;
            }
        }
    }

    fn text_read(&mut self, content: &str, read: Result<Description, IpcError>) {
        let Some(text) = self.text.as_mut().filter(|text| text.content == content) else {
            return;
        };
        text.unread = false;
        match read {
            Ok(description) => {
                text.error = None;
                self.form = ProfileForm::of(&description);
                self.problem = None;
                self.all_shown = true;
            }
            Err(error) => text.error = Some(error),
        }
    }

    fn failed(&mut self, error: IpcError) {
        self.busy = false;
        self.all_shown = true;
        let place = error.field.as_deref().and_then(|name| Spot::of(name, &self.form));
        if let Some(spot) = place {
            self.open.extend(group_of(spot.path).map(|group| group.slug));
            self.turn_to(ProfileTab::Fields);
            self.errors.push(error);
        } else {
            self.problem = Some(error);
        }
    }

    /// Whether there is something to lose.
    pub fn is_changed(&self) -> bool {
        self.text_is_wrong()
            || match &self.saved {
                Some(saved) => *saved != self.form,
                None => true,
            }
    }

    /// Whether the text is no profile, or not known to be one yet.
    pub fn text_is_wrong(&self) -> bool {
        self.text
            .as_ref()
            .is_some_and(|text| text.unread || text.error.is_some())
    }

    /// Everything that is wrong, each with its place.
    pub fn wrong(&self) -> Vec<(Spot, IpcError)> {
        let own = self.form.description().err().unwrap_or_default();
        let all = own.iter().chain(&self.errors);
        let placed = all.filter_map(|error| {
            let spot = Spot::of(error.field.as_deref()?, &self.form)?;
            Some((spot, error.clone()))
        });
        placed.collect()
    }

    /// What is wrong and may be said: a field that nobody has filled in yet is not scolded before its time.
    pub fn shown_errors(&self) -> Vec<(Spot, IpcError)> {
        let mut wrong = self.wrong();
        wrong.retain(|(spot, _)| self.all_shown || self.touched.contains(spot.path));
        wrong
    }

    /// Whether the user has asked for every error.
    pub fn shows_all(&self) -> bool {
        self.all_shown
    }

    /// Whether a group shows its fields: it was opened, or something in it is wrong.
    pub fn is_open(&self, slug: &'static str) -> bool {
        let wrong_here = |(spot, _): &(Spot, IpcError)| group_of(spot.path).is_some_and(|it| it.slug == slug);
        self.open.contains(slug) || self.shown_errors().iter().any(wrong_here)
    }
}

/// The short name that a name suggests.
pub fn id_for(name: &str) -> String {
    let mut id = String::new();
    for letter in name.chars().map(|it| it.to_ascii_lowercase()) {
        if letter.is_ascii_alphanumeric() {
            id.push(letter);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.truncate(64);
    id.trim_end_matches('-').to_owned()
}

crate::state::reducible!(ProfileEditor, ProfileAction);

#[cfg(test)]
mod tests {
    use latchkey_ipc::NamedPath;
    use latchkey_ipc::profiles::Kind;

    use super::*;
    use crate::fixtures::error_at;

    fn description() -> Description {
        Kind::SimpleJwt.description("team", "Team", "https://x")
    }

    fn checked(editor: &ProfileEditor, field: &str) -> ProfileEditor {
        let error = error_at("token-place", field);
        editor.apply(ProfileAction::Checked(Box::new(editor.form.clone()), vec![error]))
    }

    #[test]
    fn an_untouched_field_is_not_scolded_until_the_user_wants_to_save() {
        let editor = checked(&ProfileEditor::new(&description()), "tokens.access");
        assert!(editor.shown_errors().is_empty());
        assert_eq!(editor.apply(ProfileAction::ShowAll).shown_errors().len(), 1);
    }

    #[test]
    fn an_error_stands_at_its_field_until_that_is_edited_and_opens_its_group() {
        let editor = ProfileEditor::saved(&description());
        assert!(!editor.is_open("claims"));
        let editor = checked(&editor, "claims.subject");
        assert!(editor.is_open("claims"));
        let other = editor.apply(ProfileAction::Set("name", "x".into()));
        assert_eq!(other.shown_errors().len(), 1);
        let edited = editor.apply(ProfileAction::Set("claims.subject", "/id".into()));
        assert!(edited.shown_errors().is_empty());
    }

    #[test]
    fn a_check_of_what_has_been_edited_since_says_nothing() {
        let editor = ProfileEditor::saved(&description());
        let old = Box::new(editor.form.clone());
        let editor = editor.apply(ProfileAction::Set("base_url", "y".into()));
        let late = editor.apply(ProfileAction::Checked(old, vec![error_at("empty", "base_url")]));
        assert!(late.shown_errors().is_empty());
    }

    #[test]
    fn a_text_that_is_no_profile_stays_in_front_until_it_is_one_or_given_up() {
        let editor = ProfileEditor::saved(&description()).apply(ProfileAction::Tab(ProfileTab::Text));
        let typed = editor.apply(ProfileAction::TextTyped("id =".into()));
        let error = Box::new(Err(error_at("profile-file", "")));
        let wrong = typed.apply(ProfileAction::TextRead("id =".into(), error));
        assert!(wrong.is_changed());
        assert_eq!(
            wrong.apply(ProfileAction::Tab(ProfileTab::Fields)).tab,
            ProfileTab::Text
        );
        assert_eq!(wrong.apply(ProfileAction::TextDropped).tab, ProfileTab::Fields);

        let mut other = description();
        other.name = "Other".into();
        let read = typed.apply(ProfileAction::TextRead("id =".into(), Box::new(Ok(other))));
        assert_eq!(read.form.text("name"), "Other");
        assert_eq!(
            read.apply(ProfileAction::Tab(ProfileTab::Fields)).tab,
            ProfileTab::Fields
        );
    }

    #[test]
    fn changes_are_noticed_and_gone_once_saved() {
        let editor = ProfileEditor::saved(&description());
        assert!(!editor.is_changed());
        let editor = editor.apply(ProfileAction::Set("id", "renamed".into()));
        assert!(editor.is_changed());
        let editor = editor.apply(ProfileAction::Saving).apply(ProfileAction::Saved);
        assert!(!editor.is_changed() && !editor.busy);
        assert_eq!(editor.saved_as.as_deref(), Some("renamed"));
        assert!(ProfileEditor::new(&description()).is_changed());
    }

    #[test]
    fn a_failure_to_save_stands_at_its_field_or_above_all() {
        let editor = ProfileEditor::saved(&description());
        let taken = editor.apply(ProfileAction::Failed(error_at("profile-id-taken", "id")));
        assert_eq!(taken.shown_errors()[0].0.path, "id");
        let disk = editor.apply(ProfileAction::Failed(error_at("profile-unwritable", "nowhere")));
        assert!(disk.shown_errors().is_empty() && disk.problem.is_some());
    }

    #[test]
    fn a_path_from_a_file_is_used_after_a_yes_and_not_before() {
        let path = |field: &str, path: &str| NamedPath {
            field: field.into(),
            path: path.into(),
        };
        let file = ProfileFromFile {
            file: "/tmp/team.latchkey".into(),
            profile: description(),
            paths: vec![path("tls.ca_file", "/etc/passwd"), path("nonsense", "/x")],
        };
        let editor = ProfileEditor::from_file(&file);
        assert!(editor.is_changed() && editor.saved_as.is_none());
        assert_eq!(editor.form.text("tls.ca_file"), "");
        let unknown = editor.apply(ProfileAction::UsePath("nonsense".into()));
        assert_eq!(unknown, editor);
        let used = editor.apply(ProfileAction::UsePath("tls.ca_file".into()));
        assert_eq!(used.form.text("tls.ca_file"), "/etc/passwd");
        assert_eq!(used.foreign.as_ref().map(|it| it.paths.len()), Some(1));
        let saved = used.apply(ProfileAction::Saving).apply(ProfileAction::Saved);
        assert!(saved.foreign.is_none());
    }

    #[test]
    fn rules_change_their_order() {
        let editor = ProfileEditor::saved(&description());
        let second = editor.form.rules[1].clone();
        let editor = editor
            .apply(ProfileAction::RuleUp(1))
            .apply(ProfileAction::RuleUp(0));
        assert_eq!(editor.form.rules[0], second);
    }

    #[test]
    fn a_name_suggests_its_short_name() {
        assert_eq!(id_for("My Team's API (v2)"), "my-team-s-api-v2");
        assert_eq!(id_for("우리 팀"), "");
    }
}
