//! Bodies of answers: kept by the shell, read by the window in pieces.

mod content;
mod events;
mod file_name;
mod growing;
mod hex;
mod indent;
mod pace;
mod rows;
mod search;
mod tree;

use std::{
    fs,
    io::{self, Read as _},
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use latchkey_collection::store::sync;
use latchkey_ipc::{
    BodyKind, BodyRows, BodyView, COPY_LIMIT, FOLD_LIMIT, PartOfBody, RowsView, Tree, TreeChange,
    TreeChanged, TreeRows,
};
use latchkey_pipeline::{Answer, redact::Redactor};

use self::{content::Content, rows::Rows, tree::JsonTree};
pub(crate) use self::{
    growing::{Growing, unwritten},
    pace::Pace,
};

/// The most that is received of one body, in bytes after decompression.
pub(crate) const RECEIVE_LIMIT: u64 = 1 << 30;
/// The most that goes to the window in one piece, as an image, in bytes.
const WHOLE_LIMIT: u64 = 32 << 20;

/// A body as received, and ready to be shown.
pub(crate) struct Body {
    received: Content,
    raw: Option<Shown>,
    tree: Option<JsonTree>,
    view: BodyView,
    file_name: String,
    /// How many searches there were: only the latest goes on.
    searches: Arc<AtomicU64>,
    found: Arc<Mutex<search::Found>>,
}

/// Text in UTF-8 and where its rows begin.
#[derive(Clone, Default)]
struct Shown {
    text: Content,
    rows: Rows,
}

/// Why a piece of a body cannot be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BodyError {
    #[error("the body is kept on disk and cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("the body has no rows of that kind")]
    NoRows,
    #[error("the body has {size} bytes; up to {WHOLE_LIMIT} are shown in one piece")]
    TooLarge { size: u64 },
    #[error("it has {size} bytes; up to {COPY_LIMIT} are copied at once")]
    TooLargeToCopy { size: u64 },
    #[error("more than {FOLD_LIMIT} objects and arrays would be folded at once")]
    TooManyFolds,
    #[error("`{found}` cannot be looked for: {reason}")]
    Pattern { found: String, reason: String },
    #[error("the search was ended")]
    Superseded,
    #[error("the body could not be saved: {0}")]
    Unsaved(io::Error),
}

impl Body {
    /// Receives the body of `answer`. What breaks off is kept as far as it came, and says so. `told` hears how many bytes have
    /// come, where that takes long.
    pub(crate) async fn receive(
        answer: &mut Answer,
        mut redactor: Redactor,
        mut told: impl FnMut(u64),
    ) -> Result<Self, BodyError> {
        let mut received = Content::default();
        let mut incomplete = None;
        let mut pace = Pace::begin();
        loop {
            let next = pace.during(answer.chunk(), || told(received.len())).await;
            match next {
                Ok(Some(piece)) => received.append(&redactor.push(&piece))?,
                Ok(None) => break,
                Err(error) => {
                    incomplete = Some(error.to_string());
                    break;
                }
            }
            if received.len() > RECEIVE_LIMIT {
                incomplete = Some(over_limit());
                break;
            }
        }
        let (rest, hidden_credentials) = redactor.finish();
        received.append(&rest)?;
        let content_type = answer.content_type().unwrap_or_default().to_owned();
        let path = answer.url.path().to_owned();
        let prepared = tokio::task::spawn_blocking(move || {
            let mut body = Self::prepare(received, &content_type, hidden_credentials, incomplete)?;
            body.file_name = file_name::suggest(&path, &body.view.media_type);
            Ok(body)
        });
        prepared.await.map_err(io::Error::other)?.map_err(BodyError::Io)
    }

    fn prepare(
        received: Content,
        content_type: &str,
        hidden_credentials: u32,
        incomplete: Option<String>,
    ) -> io::Result<Self> {
        let size = received.len();
        let mut body = Self {
            received,
            ..Self::of_view(BodyView {
                size,
                hex_rows: hex::count(size),
                hidden_credentials,
                incomplete,
                ..empty_view(content::media_type(content_type))
            })
        };
        if size == 0 {
            return Ok(body);
        }
        if is_image(&body.view.media_type) {
            body.view.kind = BodyKind::Image;
            return Ok(body);
        }
        let Some(text) = content::to_utf8(&body.received, content_type)? else {
            body.view.kind = BodyKind::Binary;
            return Ok(body);
        };
        let raw = Shown::new(text)?;
        body.view.raw_rows = raw.rows.count();
        body.view.kind = BodyKind::Text;
        if let Some(indented) = indent::json(&raw.text)? {
            let tree = JsonTree::new(indented)?;
            body.view.kind = BodyKind::Json;
            body.view.pretty_rows = Some(tree.shown.rows.count());
            body.tree = Some(tree);
        }
        body.raw = Some(raw);
        Ok(body)
    }

    /// A body of which nothing is there.
    fn of_view(view: BodyView) -> Self {
        Self {
            received: Content::default(),
            raw: None,
            tree: None,
            view,
            file_name: String::new(),
            searches: Arc::default(),
            found: Arc::default(),
        }
    }

    pub(crate) fn view(&self) -> BodyView {
        self.view.clone()
    }

    /// The rows asked for, as far as there are any.
    pub(crate) fn rows(&self, asked: BodyRows) -> Result<Vec<u8>, BodyError> {
        if asked.view == RowsView::Hex {
            return Ok(hex::read(&self.received, asked.first, asked.count)?);
        }
        let shown = self.shown(asked.view)?;
        Ok(shown.rows.read(&shown.text, asked.first, asked.count)?)
    }

    /// The rows of the tree asked for, as far as there are any.
    pub(crate) fn tree_rows(&self, asked: TreeRows) -> Result<Tree, BodyError> {
        self.tree.as_ref().ok_or(BodyError::NoRows)?.rows(asked)
    }

    /// Folds or unfolds.
    pub(crate) fn change_tree(&self, change: TreeChange) -> Result<TreeChanged, BodyError> {
        self.tree.as_ref().ok_or(BodyError::NoRows)?.change(change)
    }

    /// What is to be copied.
    pub(crate) fn part(&self, part: PartOfBody) -> Result<String, BodyError> {
        let tree = || self.tree.as_ref().ok_or(BodyError::NoRows);
        match part {
            PartOfBody::Value(row) => tree()?.value(row),
            PartOfBody::Path(row) => tree()?.path(row),
            PartOfBody::Whole => {
                let text = &self.shown(RowsView::Raw)?.text;
                let size = text.len();
                if size > COPY_LIMIT {
                    return Err(BodyError::TooLargeToCopy { size });
                }
                Ok(String::from_utf8_lossy(&text.read_all()?).into_owned())
            }
        }
    }

    fn shown(&self, view: RowsView) -> Result<&Shown, BodyError> {
        let shown = match view {
            RowsView::Raw => self.raw.as_ref(),
            RowsView::Pretty => self.tree.as_ref().map(|tree| &tree.shown),
            RowsView::Hex => None,
        };
        shown.ok_or(BodyError::NoRows)
    }

    /// Ends the search under way. The number is that of the next.
    pub(crate) fn end_search(&self) -> u64 {
        self.searches.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn searches(&self) -> u64 {
        self.searches.load(Ordering::Relaxed)
    }

    fn found(&self) -> MutexGuard<'_, search::Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What its file could be called.
    pub(crate) fn file_name(&self) -> &str {
        &self.file_name
    }

    /// Writes the body to a file, which is there as a whole or not at all.
    pub(crate) fn save(&self, to: &Path) -> Result<(), BodyError> {
        write_whole(to, |file| {
            io::copy(&mut self.received.reader(0), file)?;
            Ok(())
        })
    }

    /// The body as a page, in UTF-8.
    pub(crate) fn page(&self) -> Result<Vec<u8>, BodyError> {
        if !self.view.is_page() {
            return Err(BodyError::NoRows);
        }
        let text = &self.shown(RowsView::Raw)?.text;
        let size = text.len();
        if size > WHOLE_LIMIT {
            return Err(BodyError::TooLarge { size });
        }
        Ok(text.read_all()?)
    }

    /// The beginning of its text, of at most so many bytes, and whether that is not all of it. `None` where it is no text.
    pub(crate) fn beginning(&self, limit: usize) -> Result<Option<(String, bool)>, BodyError> {
        let Some(shown) = &self.raw else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        shown.text.reader(0).take(limit as u64).read_to_end(&mut bytes)?;
        let cut = shown.text.len() > bytes.len() as u64;
        // A character that is cut through is left out.
        let end = match std::str::from_utf8(&bytes) {
            Err(error) if cut && error.error_len().is_none() => error.valid_up_to(),
            _ => bytes.len(),
        };
        Ok(Some((String::from_utf8_lossy(&bytes[..end]).into_owned(), cut)))
    }

    /// A body as it was kept: text, of this type. Blocks.
    pub(crate) fn of_text(
        text: &str,
        content_type: &str,
        incomplete: Option<String>,
    ) -> Result<Self, BodyError> {
        let mut content = Content::default();
        content.append(text.as_bytes())?;
        let utf8 = format!("{}; charset=utf-8", content::media_type(content_type));
        let mut body = Self::prepare(content, &utf8, 0, incomplete)?;
        body.file_name = file_name::suggest("", &body.view.media_type);
        Ok(body)
    }

    /// The whole body.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, BodyError> {
        let size = self.received.len();
        if size > WHOLE_LIMIT {
            return Err(BodyError::TooLarge { size });
        }
        Ok(self.received.read_all()?)
    }
}

/// Writes a file that takes its name when it is complete; what stood there keeps who may read it.
pub(crate) fn write_whole(
    to: &Path,
    write: impl FnOnce(&mut tempfile::NamedTempFile) -> io::Result<()>,
) -> Result<(), BodyError> {
    let save = || -> io::Result<()> {
        let folder = to.parent().filter(|it| !it.as_os_str().is_empty());
        let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
        write(&mut file)?;
        sync(file.as_file())?;
        if let Ok(earlier) = fs::metadata(to) {
            file.as_file().set_permissions(earlier.permissions())?;
        }
        file.persist(to)?;
        Ok(())
    };
    save().map_err(BodyError::Unsaved)
}

impl Shown {
    fn new(text: Content) -> io::Result<Self> {
        Ok(Self {
            rows: Rows::index(&text)?,
            text,
        })
    }
}

fn empty_view(media_type: String) -> BodyView {
    BodyView {
        kind: BodyKind::Empty,
        media_type,
        size: 0,
        raw_rows: 0,
        pretty_rows: None,
        hex_rows: 0,
        hidden_credentials: 0,
        incomplete: None,
        stream: None,
    }
}

/// Why no more was received.
pub(crate) fn over_limit() -> String {
    format!("it has more than {RECEIVE_LIMIT} bytes; the rest was not received")
}

fn is_image(media_type: &str) -> bool {
    matches!(
        media_type,
        "image/png" | "image/jpeg" | "image/gif" | "image/webp"
    )
}
