use latchkey_ipc::{ErrorCode, IpcError};

use super::error::plain;
use crate::updates::Problem;

/// Why a step of an update failed.
pub(crate) fn from_update(problem: &Problem) -> IpcError {
    let (code, key, found) = match problem {
        Problem::Unreachable(_) => (ErrorCode::Network, "update-unreachable", None),
        Problem::Silent => (ErrorCode::Network, "update-silent", None),
        Problem::Torn(_) => (ErrorCode::Network, "update-torn", None),
        Problem::Status(status) => (ErrorCode::Protocol, "update-status", Some(status.to_string())),
        Problem::Manifest(_) => (ErrorCode::Protocol, "update-manifest", None),
        Problem::NoBuild(_) => (ErrorCode::Protocol, "update-no-build", None),
        Problem::Insecure(to) => (ErrorCode::Protocol, "update-insecure", Some(to.clone())),
        Problem::TooLarge { .. } => (ErrorCode::Protocol, "update-too-large", None),
        Problem::Forged(_) => (ErrorCode::Protocol, "update-forged", None),
        Problem::OtherVersion { signed, .. } => {
            (ErrorCode::Protocol, "update-other-version", Some(signed.clone()))
        }
        Problem::NoRoom(_) => (ErrorCode::Internal, "update-no-room", None),
        Problem::Place { path, .. } => (ErrorCode::Internal, "update-place", Some(path.clone())),
        Problem::Install(_) => (ErrorCode::Internal, "update-install", None),
    };
    let allowed = match problem {
        Problem::OtherVersion { announced, .. } => Some(announced.clone()),
        _ => None,
    };
    IpcError {
        found,
        allowed,
        ..plain(code, key, problem.to_string(), None)
    }
}
