# A curl command that was pasted into the path
target-example = /api/… or a curl command
undo = Undo
curl-taken = Taken from a curl command. Nothing has been sent yet.
curl-attached = { $names } was left out: the session attaches its own.
curl-held = Left out because it may hold a credential: { $names }. What is in the editor is kept on this computer as plain text.
curl-take-held = Take it over all the same
curl-note-user = The user name and password were left out. Sign in with them, or write a profile for this server.
curl-note-unsupported = Left out, because Latchkey has nothing like it: { $what }
curl-note-unknown = Left out, because curl is not known to have it: { $what }
curl-note-file-content = Left out, because it needs the content of a file: { $what }
curl-note-another-url = Only the first URL was taken.
curl-note-more = Only the first command was taken, without what follows it.
curl-note-expansion = A shell would put a value here; it is in the request as it was written: { $what }
curl-note-reads-file = This file is read when you send the request: { $what }
curl-note-connection = Left out, because the connection sets it: { $what }
error-curl-too-long = This command is longer than 4 MiB.
error-curl-open-quote = A quote is not closed in this command: { $found }. Copy the whole command.
error-curl-no-value = A value is missing at the end of the command, after { $found }.
error-curl-no-url = There is no URL in this command.

# Settings
redirects = Follow redirects
redirects-hint = Up to 10, and never with your token to another server. Switched off, a redirect is shown as the answer.
