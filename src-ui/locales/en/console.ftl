# Session bar
signed-in = signed in
countdown-left = Access token expires in
countdown-over = Access token has expired; the next call refreshes it
countdown-unknown = The access token does not say when it expires
refreshes = { $count ->
    [0] Not refreshed yet since the app started
    [one] Refreshed once since the app started
   *[other] Refreshed { $count } times since the app started
  }
storage-memory-only-short = Not saved
storage-memory-only = Your session could not be saved and is kept in memory only. After a restart you will have to sign in again. { $problem }
unchecked-short = Certificate not checked
sign-out = Sign out

# Side bar
sidebar = Requests and history
samples-notes = Notes
samples-me = Me
samples-try = Try
samples-session = Session
sample-notes-list = List notes
sample-notes-create = Create a note
sample-notes-get = Read a note
sample-notes-delete = Delete a note
sample-me = Who am I
sample-echo = Echo my request
sample-image = An image
sample-slow = A slow answer
sample-large = A large answer
sample-download = A slow download
sample-events = A stream of events
sample-status = An error status
sample-expire = Expire my access token
sample-revoke = Revoke my session
history = History
history-empty = Requests you send appear here.
history-failed = failed
history-cancelled = cancelled
history-ended = signed out
history-today = Today
history-yesterday = Yesterday
history-filter = Search the history
history-none = Nothing fits.
history-scope = Whose calls
history-scope-own = This session
history-scope-all = All sessions
history-newest = Newest
history-older = Older
history-remove = Remove from the history
history-clear = Clear history
history-clear-ask = Clear the history?
history-clear-about = { $count ->
    [one] One call is removed from this computer, for good.
   *[other] { $count } calls of all sessions are removed from this computer, for good.
  }
history-off = No history is kept.
history-settings = Settings
history-elsewhere = Latchkey runs twice with this data folder. What you send here is in the history until this window is closed.
history-unwritten = The history cannot be written, and is in memory until it can. { $why }
history-set-aside = A part of the history could not be read. It is kept as it was: { $file }
history-answer-of = From the history: the answer of { $time }.
history-no-trace = The history keeps no trace.
history-body-gone = The body of this request was not kept.

# Request
request = Request
request-details = Details of the request
method = Method
method-custom = Custom…
method-custom-label = Custom method
target = Path or URL
send = Send
send-hint = Send the request ({ $keys })
cancel-call = Cancel the request
cancel-hint = Cancel the request (Esc)
tab-params = Params
tab-headers = Headers
tab-body = Body
tab-settings = Settings
tab-form = Form fields
row-enabled = Enabled
row-enabled-number = Send row { $row }
row-name = Name
row-name-number = Name in row { $row }
row-value = Value
row-value-number = Value in row { $row }
row-remove = Remove
row-remove-number = Remove row { $row }
row-new-params = Add a parameter
row-new-headers = Add a header
row-new-form = Add a field
row-new-part = Add a part
body-kind = Kind of body
body-none = None
body-json = JSON
body-text = Text
body-form = Form
body-multipart = Multipart
body-file = File
body-none-hint = This request has no body.
body-content = Content of the body
body-path = Path of the file
choose-file = Choose…
add-files = Add files…
add-files-hint = Each becomes a part; files can be dropped on the window too
part-kind = Kind
part-text = Text
part-file = File
format-json = Format
json-unfinished = The JSON ends too early, at line { $line }, column { $column }.
json-go-to = Go there
json-syntax = Not JSON at line { $line }, column { $column }.
timeout = Time-out in milliseconds
timeout-hint = How long the server may take to begin its answer. Empty: as the server's profile or the settings say.

# Answer
answer = Answer
answer-empty = Send a request to see its answer here.
answer-none = No answer
answer-cancelled = Cancelled
answer-time = From the start of the call to the last byte
answer-size = Size of the body after decompression
answer-body = Body of the answer
answer-headers = Headers of the answer
answer-image = The image the server answered
tab-answer-body = Body
tab-answer-headers = Headers
tab-answer-trace = Trace
view = View
view-pretty = Pretty
view-raw = Raw
view-hex = Hex
view-image = Image
view-page = Page
view-page-title = The answer as a page
body-empty = The answer has no body.
body-binary = Binary data of type { $type }, { $size }.
body-binary-untyped = Binary data of unknown type, { $size }.
hidden-credentials = { $count ->
    [one] 1 token or secret was replaced by its fingerprint or name.
   *[other] { $count } tokens or secrets were replaced by their fingerprints or names.
  }
incomplete = Not the whole body: { $why }
header-hidden = fingerprint
header-hidden-hint = The value could hold a token, so its fingerprint is shown.
headers-none = The answer has no headers.
kept-unsent = { $request } was not sent, because you signed in to another server. It is in the editor.
