//! A file that makes room for itself: `latchkey.log`, before it `latchkey.1.log`, and before that `latchkey.2.log`.
//!
//! No library does quite this: `tracing-appender` rotates by time alone, `tauri-plugin-log` stops the app where its
//! file cannot be opened, and the crates that rotate by size panic or fail where the folder goes away, and leave the
//! mode of the file to the mask of the process.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::PathBuf,
};

/// The largest size of one file in bytes.
const LIMIT: u64 = 1024 * 1024;
/// How many earlier files are kept.
const EARLIER: usize = 2;

/// A file that makes room for itself.
pub(super) struct RotatingFile {
    folder: PathBuf,
    limit: u64,
    open: Option<Open>,
    problem: Option<String>,
}

struct Open {
    file: File,
    size: u64,
}

impl RotatingFile {
    /// A file in this folder, which is made when there is something to write.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            limit: LIMIT,
            open: None,
            problem: None,
        }
    }

    pub(super) fn path(&self) -> PathBuf {
        self.numbered(0)
    }

    pub(super) fn problem(&self) -> Option<String> {
        self.problem.clone()
    }

    /// Writes a line. One that cannot be written is left out, and the next one tries anew.
    pub(super) fn write(&mut self, line: &[u8]) {
        self.problem = match self.try_write(line) {
            Ok(()) => None,
            Err(error) => {
                self.open = None;
                Some(error.to_string())
            }
        };
    }

    fn try_write(&mut self, line: &[u8]) -> io::Result<()> {
        let size = u64::try_from(line.len()).unwrap_or(u64::MAX);
        let mut open = match self.open.take() {
            Some(open) => open,
            None => self.open()?,
        };
        if open.size > 0 && open.size.saturating_add(size) > self.limit {
            drop(open);
            self.make_room()?;
            open = self.open()?;
        }
        open.file.write_all(line)?;
        open.size += size;
        self.open = Some(open);
        Ok(())
    }

    fn open(&self) -> io::Result<Open> {
        make_private_folder(&self.folder)?;
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let file = options.open(self.path())?;
        let size = file.metadata()?.len();
        Ok(Open { file, size })
    }

    /// Makes every file one older, and lets go of the oldest.
    fn make_room(&self) -> io::Result<()> {
        for number in (0..EARLIER).rev() {
            let (newer, older) = (self.numbered(number), self.numbered(number + 1));
            match fs::rename(newer, older) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    fn numbered(&self, number: usize) -> PathBuf {
        self.folder.join(match number {
            0 => "latchkey.log".to_owned(),
            _ => format!("latchkey.{number}.log"),
        })
    }
}

fn make_private_folder(folder: &std::path::Path) -> io::Result<()> {
    #[cfg(not(unix))]
    let builder = fs::DirBuilder::new();
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::DirBuilderExt;
        let mut builder = fs::DirBuilder::new();
        builder.mode(0o700);
        builder
    };
    // Its parent is the data folder: where that is missing, nothing is made up.
    match builder.create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(folder: &tempfile::TempDir, limit: u64) -> RotatingFile {
        RotatingFile {
            limit,
            ..RotatingFile::new(folder.path().join("logs"))
        }
    }

    fn read(file: &RotatingFile, number: usize) -> String {
        fs::read_to_string(file.numbered(number)).unwrap_or_default()
    }

    #[test]
    fn the_files_together_stay_within_their_bound_and_the_newest_lines_stay() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = file(&folder, LIMIT);
        let line = format!("{}\n", "x".repeat(999));
        (0..10_000).for_each(|_| log.write(line.as_bytes()));
        log.write(b"the last\n");
        assert_eq!(log.problem(), None);
        let sizes: Vec<_> = fs::read_dir(folder.path().join("logs"))
            .unwrap()
            .map(|entry| entry.unwrap().metadata().unwrap().len())
            .collect();
        assert_eq!(sizes.len(), EARLIER + 1);
        assert!(sizes.iter().all(|size| *size <= LIMIT), "{sizes:?}");
        assert!(read(&log, 0).ends_with("the last\n"));
    }

    #[test]
    fn lines_are_never_torn_and_a_later_run_goes_on_where_the_earlier_one_stopped() {
        let folder = tempfile::tempdir().unwrap();
        file(&folder, 10).write(b"one\n");
        let mut log = file(&folder, 10);
        for line in ["two\n", "three\n", "four\n"] {
            log.write(line.as_bytes());
        }
        assert_eq!(
            [read(&log, 2), read(&log, 1), read(&log, 0)],
            ["one\ntwo\n", "three\n", "four\n"]
        );
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mut log = file(&folder, 10);
        log.write(b"one two three\n");
        log.write(b"four\n");
        let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(folder.path().join("logs")), 0o700);
        assert_eq!([mode(log.numbered(0)), mode(log.numbered(1))], [0o600, 0o600]);
    }

    #[test]
    fn a_folder_that_comes_back_is_written_to_again() {
        let folder = tempfile::tempdir().unwrap();
        let in_the_way = folder.path().join("logs");
        fs::write(&in_the_way, "").unwrap();
        let mut log = file(&folder, 100);
        log.write(b"lost\n");
        assert!(log.problem().is_some());
        fs::remove_file(&in_the_way).unwrap();
        log.write(b"kept\n");
        assert_eq!((log.problem(), read(&log, 0)), (None, "kept\n".to_owned()));
    }
}
