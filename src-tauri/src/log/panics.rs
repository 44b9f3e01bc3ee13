use std::{any::Any, panic, thread};

/// Has every panic land in the log, with where it happened, beside what is printed as ever.
pub(super) fn tell() {
    let printed = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let thread = thread::current();
        let thread = thread.name().unwrap_or("unnamed");
        let message = message(panic.payload());
        tracing::error!(target: "latchkey_app::panic", place, thread, "panic: {message}");
        printed(panic);
    }));
}

fn message(payload: &dyn Any) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a message")
}
