//! What the window asks of the shell about a run.

use std::rc::Rc;

use latchkey_ipc::{ErrorCode, PlanRun, RUN_PROGRESS, ReportFormat, RunProgress, SaveReport, StartRun};
use wasm_bindgen_futures::spawn_local;

use super::{Calls, next_call_id};
use crate::bridge::{self, Hearing};
use crate::state::collection::{Asking, CollectionAction};
use crate::state::run::{Run, RunAction};

impl Calls {
    /// Listens for how a run goes.
    pub(super) fn listen_for_runs(&self) -> Hearing {
        let this = self.clone();
        bridge::hear(RUN_PROGRESS, move |progress: RunProgress| {
            this.on_run(RunAction::Progress(Box::new(progress)));
        })
    }

    fn on_run(&self, action: RunAction) {
        self.collection.dispatch(CollectionAction::Run(action));
    }

    /// Shows what a run of this folder would send.
    pub fn plan_run(&self, folder: String) {
        let this = self.clone();
        spawn_local(async move {
            match bridge::call::<PlanRun>(PlanRun { folder }).await {
                Ok(plan) => {
                    let asking = Asking::Run(Rc::new(Run::planned(plan)));
                    this.collection.dispatch(CollectionAction::Ask(asking));
                }
                Err(error) => this.collection_failed(error),
            }
        });
    }

    /// Runs this folder.
    pub fn start_run(&self, folder: String, bail: bool) {
        let this = self.clone();
        let run = next_call_id();
        self.on_run(RunAction::Started(run.clone()));
        spawn_local(async move {
            let start = StartRun { run, folder, bail };
            if let Err(error) = bridge::call::<StartRun>(start).await {
                let signed_out = error.code == ErrorCode::SignedOut;
                this.on_run(RunAction::Failed(Rc::new(error)));
                if signed_out {
                    this.ask().await;
                }
            }
        });
    }

    /// Lets the user save the report of the latest run.
    pub fn save_report(&self, format: ReportFormat) {
        let this = self.clone();
        spawn_local(async move {
            match bridge::call::<SaveReport>(SaveReport { format }).await {
                Ok(None) => {}
                Ok(Some(place)) => this.on_run(RunAction::Saved(place)),
                Err(error) => this.on_run(RunAction::Failed(Rc::new(error))),
            }
        });
    }
}
