//! `/api/notes`: a small collection, paged.

use super::{
    Shared,
    auth::Caller,
    input::{self, Params, PathText},
    refusal::Refusal,
};
use crate::notes::{Change, Draft, MOST_NOTES, Note};
use axum::{
    Extension, Json,
    body::Body,
    extract::RawQuery,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

type Who = Extension<Caller>;

/// One page of a list.
#[derive(Serialize)]
struct Page {
    items: Vec<Note>,
    total: usize,
    limit: u64,
    offset: u64,
}

/// `GET /api/notes?limit=&offset=`
pub(crate) async fn list(
    state: Shared,
    Extension(Caller(user)): Who,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let params = Params::new(query.as_deref());
    let limit = params.number("limit", 20, 1, 100)?;
    let offset = params.number("offset", 0, 0, 1_000_000)?;
    let (items, total) = state.notes(user, |book| (book.page(index(limit), index(offset)), book.len()));
    Ok(Json(Page {
        items,
        total,
        limit,
        offset,
    })
    .into_response())
}

/// `POST /api/notes`
pub(crate) async fn create(
    state: Shared,
    Extension(Caller(user)): Who,
    body: Body,
) -> Result<Response, Refusal> {
    let draft = input::json::<Draft>(body).await?.check()?;
    let note = state
        .notes(user, |book| book.add(draft).cloned())
        .ok_or_else(|| {
            let message =
                format!("There are {MOST_NOTES} notes already, as many as there can be. Delete some.");
            Refusal::new(StatusCode::CONFLICT, "too_many_notes", message)
        })?;
    state.save().await;
    let location = [(header::LOCATION, format!("/api/notes/{}", note.id))];
    Ok((StatusCode::CREATED, location, Json(note)).into_response())
}

/// `GET /api/notes/{id}`
pub(crate) async fn read(
    state: Shared,
    Extension(Caller(user)): Who,
    path: PathText,
) -> Result<Response, Refusal> {
    let note = path
        .id()
        .and_then(|id| state.notes(user, |book| book.get(id).cloned()));
    Ok(Json(note.ok_or_else(|| absent(&path))?).into_response())
}

/// `PUT /api/notes/{id}`
pub(crate) async fn replace(
    state: Shared,
    Extension(Caller(user)): Who,
    path: PathText,
    body: Body,
) -> Result<Response, Refusal> {
    let draft = input::json::<Draft>(body).await?.check()?;
    let note = path
        .id()
        .and_then(|id| state.notes(user, |book| book.replace(id, draft).cloned()));
    let note = note.ok_or_else(|| absent(&path))?;
    state.save().await;
    Ok(Json(note).into_response())
}

/// `PATCH /api/notes/{id}`
pub(crate) async fn change(
    state: Shared,
    Extension(Caller(user)): Who,
    path: PathText,
    body: Body,
) -> Result<Response, Refusal> {
    let change = input::json::<Change>(body).await?.check()?;
    let note = path
        .id()
        .and_then(|id| state.notes(user, |book| book.change(id, change).cloned()));
    let note = note.ok_or_else(|| absent(&path))?;
    state.save().await;
    Ok(Json(note).into_response())
}

/// `DELETE /api/notes/{id}`
pub(crate) async fn delete(
    state: Shared,
    Extension(Caller(user)): Who,
    path: PathText,
) -> Result<Response, Refusal> {
    let removed = path
        .id()
        .is_some_and(|id| state.notes(user, |book| book.remove(id)));
    if !removed {
        return Err(absent(&path));
    }
    state.save().await;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn absent(path: &PathText) -> Refusal {
    let id: String = path.as_str().chars().take(40).collect();
    Refusal::new(
        StatusCode::NOT_FOUND,
        "no_such_note",
        format!("There is no note with the id `{id}`."),
    )
}

fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
