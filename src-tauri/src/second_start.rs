//! A second start hands over to the first and ends. Should the first not answer, it says so instead of waiting unseen.
//!
//! tauri-plugin-single-instance does it. On Linux its handing over comes after the toolkit's start, whose threads go on
//! while the process ends, and once in some thousand times end it with a signal; and it is a D-Bus call, which waits as
//! long as it takes. So there the first is asked before there is a toolkit, in the plugin's own words, and within a
//! limit. What comes between is the plugin's: two first starts at the same moment.

use tauri::{Runtime, plugin::TauriPlugin};

/// Watches over the start, from [`Watch::begin`] until the plugin that [`Watch::passed`] makes is set up.
pub(crate) struct Watch {
    #[cfg(target_os = "linux")]
    passed: std::sync::mpsc::Sender<()>,
}

impl Watch {
    /// Begins to watch. Knows nothing of other instances: whatever takes so long before the window is one.
    pub(crate) fn begin() -> Self {
        Self {
            #[cfg(target_os = "linux")]
            passed: linux::begin(),
        }
    }

    /// To be set up right after the plugin that finds other instances: there is none, or none that can be found.
    pub(crate) fn passed<R: Runtime>(self) -> TauriPlugin<R> {
        #[cfg(not(target_os = "linux"))]
        let Self {} = self;
        tauri::plugin::Builder::new("second-start")
            .setup(move |_, _| {
                #[cfg(target_os = "linux")]
                let _ = self.passed.send(());
                Ok(())
            })
            .build()
    }
}

/// Hands this start over to a first instance of this id, if there is one: whether it has taken it.
#[cfg(target_os = "linux")]
pub(crate) fn hand_over(id: &str) -> bool {
    match linux::hand_over(id) {
        Ok(taken) => taken,
        // Without a bus there is nobody to find.
        Err(error) => {
            tracing::debug!(%error, "the app starts as the first");
            false
        }
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::{
        env, process,
        sync::mpsc::{RecvTimeoutError, Sender, channel},
        thread,
        time::Duration,
    };

    use zbus::{
        blocking::{connection::Builder, fdo::DBusProxy},
        names::WellKnownName,
    };

    use crate::failed_start;

    /// How long the first instance may take.
    const LIMIT: Duration = Duration::from_secs(8);
    /// What the process ends with then.
    const EXIT_CODE: i32 = 3;
    const TITLE: &str = "Latchkey does not answer · Latchkey가 응답하지 않아요";
    const TEXT: &str = "It is running already, but does not answer. End it, then start it again.\n\
        이미 실행 중이지만 응답하지 않아요. 종료한 다음 다시 실행해 주세요.";

    pub(super) fn begin() -> Sender<()> {
        let (sender, passed) = channel();
        let watching = thread::Builder::new().name("second-start".to_owned());
        let watching = watching.spawn(move || {
            if passed.recv_timeout(LIMIT) == Err(RecvTimeoutError::Timeout) {
                failed_start::tell(TITLE, TEXT);
                process::exit(EXIT_CODE);
            }
        });
        if let Err(error) = watching {
            tracing::warn!(%error, "a first instance that hangs will not be noticed");
        }
        sender
    }

    /// Name, path, interface and method are those of tauri-plugin-single-instance.
    pub(super) fn hand_over(id: &str) -> zbus::Result<bool> {
        let name = WellKnownName::try_from(format!("{id}.SingleInstance"))?;
        let bus = Builder::session()?.build()?;
        if !DBusProxy::new(&bus)?.name_has_owner(name.as_ref().into())? {
            return Ok(false);
        }
        let path = format!("/{}", name.replace('.', "/").replace('-', "_"));
        let arguments: Vec<_> = env::args_os()
            .map(|it| it.to_string_lossy().into_owned())
            .collect();
        let folder = env::current_dir().unwrap_or_default();
        let body = (arguments, folder.to_string_lossy());
        bus.call_method(
            Some(name),
            path,
            Some("org.SingleInstance.DBus"),
            "ExecuteCallback",
            &body,
        )?;
        Ok(true)
    }
}
