//! What must hold, whatever happens.

use latchkey_pipeline::EndReason;

use crate::{
    ledger::{Id, MARK, USERS},
    log,
    process::{self, Process},
    world::World,
};

/// After every step.
pub(crate) fn always(world: &World) -> Result<(), String> {
    if let Some(violation) = world.server.ledger().violations.first() {
        return Err(violation.clone());
    }
    if let Some(leak) = log::leaks().first() {
        return Err(format!("a token was logged: {leak}"));
    }
    for process in &world.processes {
        ends_have_a_cause(world, process)?;
        for view in process.sessions.list() {
            no_token_in(&format!("{view:?}"))?;
            let id = named(world, &view.refresh.fingerprint)?;
            let owner = USERS[world.server.ledger().user_of(id)];
            if owner != view.user {
                return Err(format!("the session of {} has a token of {owner}", view.user));
            }
        }
    }
    nothing_signed_out_is_kept(world)
}

/// When everybody has come to rest.
pub(crate) fn at_rest(world: &World) -> Result<(), String> {
    for (p, process) in world.processes.iter().enumerate() {
        for u in 0..2 {
            one_end_per_session(world, p, process, u)?;
        }
    }
    the_last_pair_is_kept(world)
}

pub(crate) fn no_token_in(shown: &str) -> Result<(), String> {
    if shown.contains(MARK) {
        return Err(format!("a token is shown: {shown}"));
    }
    Ok(())
}

fn named(world: &World, fingerprint: &str) -> Result<Id, String> {
    let id = world.server.ledger().named(fingerprint);
    id.ok_or_else(|| format!("nobody ever issued {fingerprint}"))
}

/// A session ends by a sign-out, or because the server or the disk gave a reason; never by chance.
fn ends_have_a_cause(world: &World, process: &Process) -> Result<(), String> {
    let may_end = world.server.ledger().may_end;
    for ended in &*process.events.ended.lock().unwrap() {
        no_token_in(&format!("{ended:?}"))?;
        let user = ended.key.as_ref().map(|key| &*key.user);
        let Some(u) = USERS.iter().position(|name| Some(*name) == user) else {
            return Err(format!("a session of nobody ended: {ended:?}"));
        };
        let by_hand = matches!(ended.reason, EndReason::SignedOut | EndReason::SignedOutElsewhere);
        if !(may_end[u] || by_hand && world.left[u]) {
            return Err(format!(
                "the session of {} ended without a cause: {:?}",
                USERS[u], ended.reason
            ));
        }
    }
    Ok(())
}

/// Sign-out wins: what it ended is nowhere any more.
fn nothing_signed_out_is_kept(world: &World) -> Result<(), String> {
    let ledger = world.server.ledger();
    for session in world.disk.all() {
        let Some(id) = ledger.refresh_id(session.pair.refresh.expose()) else {
            return Err("a pair is kept that nobody issued".to_owned());
        };
        if USERS[ledger.user_of(id)] != session.user {
            return Err(format!("a token of another user is kept for {}", session.user));
        }
        if world.signed_out.contains(&id.family) {
            return Err(format!(
                "session {} is kept after it was signed out of",
                id.family
            ));
        }
    }
    Ok(())
}

fn one_end_per_session(world: &World, p: usize, process: &Process, u: usize) -> Result<(), String> {
    let key = process::key(&world.profile, u);
    let begun = process
        .events
        .begun
        .lock()
        .unwrap()
        .get(&key)
        .copied()
        .unwrap_or(0);
    let ended = process.events.ended.lock().unwrap();
    let ended = ended
        .iter()
        .filter(|ended| ended.key.as_ref() == Some(&key))
        .count();
    let pipeline = process.pipeline(&world.profile, u);
    let stands = usize::from(pipeline.is_some_and(|pipeline| pipeline.session().is_some()));
    if begun != ended + stands {
        return Err(format!(
            "in process {p}, {begun} sessions of {} began, {ended} ends were told, {stands} stand",
            USERS[u]
        ));
    }
    Ok(())
}

/// The newest pair that a process has is on disk, or the process says that it is not.
fn the_last_pair_is_kept(world: &World) -> Result<(), String> {
    for process in &world.processes {
        for view in process.sessions.list() {
            let has = named(world, &view.refresh.fingerprint)?;
            for kept in world.disk.all().iter().filter(|kept| kept.user == view.user) {
                let ledger = world.server.ledger();
                let kept = ledger.refresh_id(kept.pair.refresh.expose());
                let older = kept.is_some_and(|kept| kept.family == has.family && kept.pair < has.pair);
                if older && view.store_problem.is_none() {
                    return Err(format!("{has:?} is not kept, {kept:?} is, and nobody was told"));
                }
            }
        }
    }
    Ok(())
}
