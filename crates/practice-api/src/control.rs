//! The commands of the control endpoint.

use crate::{
    RefreshFault, Unfit,
    state::State,
    users::{Target, User},
};
use serde_json::Value;

/// A whole control request, checked before any of it is carried out.
#[derive(Debug, Default)]
pub(crate) struct Commands {
    /// Removes the fault before another one is set.
    clear: bool,
    refresh: Option<RefreshFault>,
    expire_access: Option<Target>,
    invalidate_access: Option<Target>,
    revoke_refresh: Option<Target>,
}

const FIELDS: &str = "refresh, expire_access, invalidate_access, revoke_refresh, revoke, reset";
const TARGETS: &str = "true, \"all\", \"demo@latchkey.dev\" or \"other@latchkey.dev\"";

impl Commands {
    pub(crate) fn from_json(value: &Value) -> Result<Self, Unfit> {
        let fields = value
            .as_object()
            .ok_or_else(|| Unfit::new("the body", value, format!("an object with {FIELDS}")))?;
        let mut commands = Self::default();
        for (field, value) in fields {
            match field.as_str() {
                "refresh" => {
                    commands.refresh = RefreshFault::from_json(value)?;
                    commands.clear |= commands.refresh.is_none();
                }
                "expire_access" => commands.expire_access = target(field, value)?,
                "invalidate_access" => commands.invalidate_access = target(field, value)?,
                "revoke_refresh" => commands.revoke_refresh = target(field, value)?,
                "revoke" => {
                    commands.revoke_refresh = target(field, value)?;
                    commands.invalidate_access = commands.revoke_refresh;
                }
                "reset" => {
                    commands.clear |= value
                        .as_bool()
                        .ok_or_else(|| Unfit::new("`reset`", value, "true or false"))?;
                }
                _ => return Err(Unfit::new("a field", field, FIELDS)),
            }
        }
        Ok(commands)
    }

    /// Access tokens expired.
    pub(crate) fn expire() -> Self {
        Self {
            expire_access: Some(Target::All),
            ..Self::default()
        }
    }

    /// Refresh tokens revoked and access tokens expired: the next call ends the session.
    pub(crate) fn end_sessions() -> Self {
        Self {
            revoke_refresh: Some(Target::All),
            ..Self::expire()
        }
    }

    pub(crate) fn carry_out(self, state: &State) {
        if self.clear {
            state.faults.set(None);
        }
        if self.refresh.is_some() {
            state.faults.set(self.refresh);
        }
        // Refresh tokens go first, so that no refresh slips in between and outlives the mark.
        if let Some(whom) = self.revoke_refresh {
            state.revoke_refresh(whom);
        }
        if let Some(whom) = self.invalidate_access {
            state.invalidate_access(whom);
        }
        if let Some(whom) = self.expire_access {
            state.expire_access(whom);
        }
    }
}

fn target(field: &str, value: &Value) -> Result<Option<Target>, Unfit> {
    match value {
        Value::Bool(false) => return Ok(None),
        Value::Bool(true) => return Ok(Some(Target::All)),
        Value::String(word) if word == "all" => return Ok(Some(Target::All)),
        Value::String(email) => {
            if let Some(user) = User::find(email) {
                return Ok(Some(Target::One(user)));
            }
        }
        _ => {}
    }
    Err(Unfit::new(format!("`{field}`"), value, TARGETS))
}
