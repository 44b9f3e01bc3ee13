# Saved requests and environments.
saved = Saved requests
saved-about = Keep requests as files in a folder: to find again, to share, to put into git.
saved-open-folder = Open a folder…
saved-close = Close the folder
saved-menu = Saved requests: more
saved-line-menu = More for { $name }
saved-empty = Nothing saved here yet. The Save button beside Send puts a request here.
saved-none = Nothing fits.
saved-filter = Find a saved request
saved-more = { $count ->
    [one] Show one more
   *[other] Show more of { $count }
  }
saved-new-folder = New folder…
saved-new-folder-in = New folder in it…
saved-new-environment = New environment…
saved-restore = Bring back what was deleted
saved-rename = Rename
saved-duplicate = Duplicate
saved-up = Move up
saved-down = Move down
saved-delete = Delete
saved-deleted = “{ $name }” is deleted.
saved-undo = Undo
saved-make = Make the folder
saved-problems = { $count ->
    [one] One file cannot be read
   *[other] { $count } files cannot be read
  }
saved-name = Name
saved-name-bad = A name has 1 to { $limit } characters.
saved-folder-of = In the folder
save-request = Save the request
save-request-hint = Save the request ({ $keys })
tab-name-changed = { $request }, changed
path-params = Path
environment = Environment
environment-none = No environment
environment-edit = Edit the environment
environment-new = New environment
environment-about = Wherever a request says {"{{"}name{"}}"}, the value is sent. Values lie in the folder as they are; those of secrets are kept where your tokens are, and are never shown again.
environment-variables = Variables
environment-secret = Secret
environment-secret-number = Row { $row } is a secret
environment-new-variable = New variable
environment-kept = Kept; type to replace it
environment-remove = Delete
conflict = Somebody else has changed this request
conflict-changed = “{ $name }” is another on disk than the one you opened. Your side is in the tab and can be saved beside it, or over it.
conflict-gone = The file of “{ $name }” is gone. Your side is in the tab and can be saved anew.
conflict-both = Save mine beside it
conflict-mine = Save mine over it
conflict-theirs = Take theirs
saved-import = Import…
saved-run = Run…
saved-run-folder = Run…
action-run = Run the saved requests…
saved-export = Export as Postman collection…
saved-export-folder = Export as Postman collection…
saved-copy-curl = Copy as curl
action-copy-curl = Copy the request as curl
import = Import
import-about = Brings in requests from OpenAPI 3.0 and 3.1, Postman, Insomnia, Bruno, HAR and curl. You see what comes before anything is written. Credentials stay out, and nothing of your sessions goes to the address.
import-text = Paste the document, or its address
import-file = Choose a file…
import-read = See what comes in
import-stop = Stop
import-take = Import
import-name = Into a new folder of this name
import-lines = What comes in
import-found = { $format }: { $requests ->
    [one] one request
   *[other] { $requests } requests
  }, { $folders ->
    [one] one folder
   *[other] { $folders } folders
  }, { $environments ->
    [one] one environment
   *[other] { $environments } environments
  }.
import-rest = And { $count } more.
import-urls = The requests go to: { $urls }. Sign in to that server; a base URL there is not taken over.
import-notes = { $count ->
    [one] One thing does not come in as it was
   *[other] { $count } things do not come in as they were
  }
run-title = Run “{ $name }”
run-planned = { $count ->
    [0] There is no request here to run.
    [one] One request, in the session you are in.
   *[other] { $count } requests, one after the other, in the session you are in.
  }
run-lines = Requests in order
run-bail = Stop at the first that does not pass
run-start = Run
run-again = Run again
run-cancel = Cancel the run
run-progress = Progress of the run
run-now = { $at } of { $count }: { $name }
run-total = { $passed } passed, { $failed } failed, { $errors } in error, { $unsent } not sent, in { $time }
run-over-done = All requests were sent.
run-over-after-failure = The run stopped because a request did not pass.
run-over-cancelled = You cancelled the run.
run-over-session-over = The run stopped because your session ended.
run-mark-waits = waits
run-mark-runs = under way
run-mark-passed = passed
run-mark-failed = failed
run-mark-error = error
run-mark-unsent = not sent
run-save-junit = Save as JUnit XML…
run-save-json = Save as JSON…
run-saved = The report is in { $place }.
run-fault = { $expected }: { $found }
run-subject-status = status
run-subject-header = header { $name }
run-subject-json = { $name }
run-check-below = { $subject } below { $wanted }
run-check-equals = { $subject } equals { $wanted }
run-check-matches = { $subject } matches { $wanted }
run-check-exists = { $subject } exists
run-check-absent = { $subject } does not exist
run-check-taken = { $wanted } taken from { $subject }
run-found-other = found { $found }
run-found-nothing = found nothing there
run-found-several = found { $found } values there; allowed is one
run-found-no-json = found a body that is not JSON ({ $found })
run-found-too-large = found a body that is too large to look into
run-found-unusable = this cannot be looked for ({ $found })
export = Exported as Postman collection
export-about = Values of secrets and credentials are not in it: the variables are, and wait for theirs.
export-unread = { $count ->
    [one] One file cannot be read and is not in it
   *[other] { $count } files cannot be read and are not in it
  }
export-notes = { $count ->
    [one] One thing is not in it as it was
   *[other] { $count } things are not in it as they were
  }
export-checks = the checks were left out.
export-takes = what is taken from the answer was left out.
export-time-out = the time-out was left out.
export-credential = the value is a credential. The variable { $name } stands in its place.
export-user-in-url = user name and password were taken out of the address.
export-secret = the value of the variable { $name } was left out: it is a secret.
export-again = the variable { $name } has another value in an environment before, which was taken.
export-parameter = the parameter { $name } has no value that stays one segment of the path.
export-part-of-segment = the parameter { $name } is only a part of a segment. Its value stands in its place.
export-unused = the value of { $name } was left out: it is switched off, or the path has no such parameter.
export-header = the header was left out: it could not be sent.
export-part = the part was left out: its name is empty, or one that cannot be written.
export-braces = braces behind a backslash are taken for a variable there.
export-attachment = the place of the token was left out: the address is not known to be the server’s.
