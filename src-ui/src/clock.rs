//! The time of this computer.

use latchkey_ipc::UnixMillis;

/// Now.
#[cfg(target_arch = "wasm32")]
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit")]
pub fn now() -> UnixMillis {
    js_sys::Date::now() as UnixMillis
}

/// Now.
#[cfg(not(target_arch = "wasm32"))]
pub fn now() -> UnixMillis {
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    UnixMillis::try_from(since.as_millis()).unwrap_or_default()
}

/// The time of day as `14:02:31`, by the user's time zone.
#[cfg(target_arch = "wasm32")]
#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit")]
pub fn time_of_day(at: UnixMillis) -> String {
    let date = js_sys::Date::new(&(at as f64).into());
    format!(
        "{:02}:{:02}:{:02}",
        date.get_hours(),
        date.get_minutes(),
        date.get_seconds()
    )
}

/// The time of day as `14:02:31`, in UTC.
#[cfg(not(target_arch = "wasm32"))]
pub fn time_of_day(at: UnixMillis) -> String {
    let seconds = at.div_euclid(1000).rem_euclid(86_400);
    format!(
        "{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// Date and time as `2026-11-24 14:02:31`, by the user's time zone.
#[cfg(target_arch = "wasm32")]
#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit")]
pub fn date_and_time(at: UnixMillis) -> String {
    let date = js_sys::Date::new(&(at as f64).into());
    let (year, month, day) = (date.get_full_year(), date.get_month() + 1, date.get_date());
    format!("{year}-{month:02}-{day:02} {}", time_of_day(at))
}

/// Date and time; without a browser there is no calendar, and the days since 1970 have to do.
#[cfg(not(target_arch = "wasm32"))]
pub fn date_and_time(at: UnixMillis) -> String {
    format!("{} {}", at.div_euclid(86_400_000), time_of_day(at))
}
