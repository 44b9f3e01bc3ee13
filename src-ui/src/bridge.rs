//! The one place that touches the shell's bridge in the web view.

use std::future::Future;

use gloo::utils::format::JsValueSerdeExt;
use js_sys::{JSON, Object, Promise, Reflect, Uint8Array};
use latchkey_ipc::{AnswerId, Command, ErrorCode, IpcError, RawBytes};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::Callback;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["window", "__TAURI__", "core"], catch)]
    fn invoke(name: &str, arguments: JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_name = convertFileSrc, js_namespace = ["window", "__TAURI__", "core"])]
    fn address(path: &str, scheme: &str) -> String;

    #[wasm_bindgen(js_namespace = ["window", "__TAURI__", "event"], catch)]
    fn listen(name: &str, heard: &Closure<dyn FnMut(JsValue)>) -> Result<Promise, JsValue>;
}

/// Whether this page runs inside the app.
pub fn is_there() -> bool {
    Reflect::get(&js_sys::global(), &"__TAURI__".into()).is_ok_and(|bridge| bridge.is_object())
}

/// Calls a command, at once, and reads its answer, when it is waited for.
#[expect(
    clippy::needless_pass_by_value,
    reason = "whoever calls has no other use for it"
)]
pub fn call<C: Command>(request: C::Request) -> impl Future<Output = Result<C::Response, IpcError>> {
    let sent = send(C::NAME, written(&request));
    async move { read(C::NAME, sent.await?) }
}

/// As [`call`], for whoever does not wait: `heard` hears the answer.
///
/// Only the first and the last step know the command's types: there are many commands, and all that waits would be
/// in the window's code once for each.
pub fn call_and_tell<C: Command + 'static>(
    request: &C::Request,
    heard: Callback<Result<C::Response, IpcError>>,
) {
    let request = written(request);
    let tell =
        move |answer: Result<JsValue, IpcError>| heard.emit(answer.and_then(|answer| read(C::NAME, answer)));
    send_and_tell(C::NAME, request, Box::new(tell));
}

fn send_and_tell(
    name: &'static str,
    request: Result<JsValue, IpcError>,
    tell: Box<dyn FnOnce(Result<JsValue, IpcError>)>,
) {
    let sent = send(name, request);
    spawn_local(async move { tell(sent.await) });
}

/// Calls a command that answers with bytes.
pub async fn call_raw<C: Command<Response = RawBytes>>(request: C::Request) -> Result<Vec<u8>, IpcError> {
    // Bytes arrive as an `ArrayBuffer`, or as an array of numbers where the web view has no custom protocol.
    Ok(Uint8Array::new(&send(C::NAME, written(&request)).await?).to_vec())
}

/// An event that the shell was asked to tell of.
pub struct Hearing(Result<JsFuture, JsValue>);

impl Hearing {
    /// Waits until it does.
    pub async fn begun(self) -> Result<(), IpcError> {
        let done = async { self.0?.await };
        done.await.map(drop).map_err(|thrown| error_in(&thrown))
    }
}

/// Hears an event for as long as the window lives.
pub fn hear<T: DeserializeOwned + 'static>(event: &'static str, heard: impl Fn(T) + 'static) -> Hearing {
    let closure = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
        let payload = Reflect::get(&event, &"payload".into()).unwrap_or(JsValue::UNDEFINED);
        if let Ok(payload) = serde_wasm_bindgen::from_value(payload) {
            heard(payload);
        }
    });
    let asked = listen(event, &closure).map(JsFuture::from);
    closure.forget();
    Hearing(asked)
}

fn written(request: &impl Serialize) -> Result<JsValue, IpcError> {
    JsValue::from_serde(request).map_err(|error| internal(error.to_string()))
}

fn read<T: DeserializeOwned>(name: &str, answer: JsValue) -> Result<T, IpcError> {
    serde_wasm_bindgen::from_value(answer)
        .map_err(|error| internal(format!("{name} answered something unexpected: {error}")))
}

/// A value as a type that the shell sends too: read in the same way, so that its reading is in the window's code once.
pub fn shaped<T: DeserializeOwned>(value: &Value) -> Result<T, String> {
    #[cfg(target_arch = "wasm32")]
    {
        let value = JsValue::from_serde(value).map_err(|error| error.to_string())?;
        serde_wasm_bindgen::from_value(value).map_err(|error| error.to_string())
    }
    #[cfg(not(target_arch = "wasm32"))]
    T::deserialize(value).map_err(|error| error.to_string())
}

/// Where the shell serves an answer in HTML as a page.
pub fn page_of(answer: AnswerId) -> String {
    address(&answer.to_string(), "answer-page")
}

/// Sends at once; only the answer is waited for.
fn send(
    name: &str,
    request: Result<JsValue, IpcError>,
) -> impl Future<Output = Result<JsValue, IpcError>> + use<> {
    let sent = request.and_then(|request| {
        let arguments = Object::new();
        let filled = Reflect::set(&arguments, &"request".into(), &request);
        let promise = filled.and_then(|_| invoke(name, arguments.into()));
        promise.map(JsFuture::from).map_err(|thrown| error_in(&thrown))
    });
    async move { sent?.await.map_err(|thrown| error_in(&thrown)) }
}

/// What a rejected promise says: the shell's own error, or whatever else went wrong on the way.
fn error_in(thrown: &JsValue) -> IpcError {
    serde_wasm_bindgen::from_value(thrown.clone()).unwrap_or_else(|_| {
        let text = thrown
            .as_string()
            .or_else(|| {
                thrown
                    .dyn_ref::<js_sys::Error>()
                    .map(|error| error.message().into())
            })
            .or_else(|| JSON::stringify(thrown).ok().map(Into::into))
            .unwrap_or_else(|| "the bridge to the app failed".to_owned());
        internal(text)
    })
}

fn internal(message: String) -> IpcError {
    IpcError {
        code: ErrorCode::Internal,
        key: "internal".into(),
        message,
        field: None,
        found: None,
        allowed: None,
        trace: None,
    }
}
