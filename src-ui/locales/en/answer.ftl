# While the answer comes
receiving = Receiving the answer
receiving-of = { $received } of { $total }
receiving-open = { $received } so far
streaming = Streaming…
stream-events = { $count ->
    [one] 1 event
   *[other] { $count } events
  }
stream-lines = { $count ->
    [one] 1 line
   *[other] { $count } lines
  }
stream-stopped = Stopped by you. What had come by then is kept.
stop-stream = Stop
stop-stream-hint = End the stream and keep what has come (Esc)

# Looking for a text in the answer
find = Search in the answer
find-open = Search
find-open-hint = Search in the answer ({ $keys })
find-label = Text in the answer
find-case = Match upper and lower case
find-regex = Regular expression
find-previous = Previous match (Shift+Enter)
find-next = Next match (Enter)
find-close = Close the search (Esc)
find-searching = Searching…
find-none = No match
find-count = { $at } of { $count }
find-count-more = { $at } of more than { $count }
error-pattern = Not a regular expression: { $detail }

# Saving the answer
open-body = Open
open-body-hint = Open a copy with the system’s program for PDF
save-body = Save as…
save-body-hint = Save the body to a file, as it was received
save-body-done = Saved as { $path }
error-unsaved = The file could not be written. { $detail }

# Copying the answer
copy-body = Copy
copy-body-hint = Copy the whole body, as it was received
copy-path = Copy path
copy-value = Copy value
error-copy-limit = This is too large for the clipboard: up to 16 MB are copied at once. Save it to a file instead.

# The tree of a JSON answer
fold-all = Collapse all
unfold-all = Expand all
fold-items = { $count ->
    [one] … 1 item
   *[other] … { $count } items
  }
error-fold-limit = There are more objects and arrays than can be collapsed at once.
