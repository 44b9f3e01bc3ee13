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
environment-not-kept = No value on this computer
environment-remove = Delete
conflict = Somebody else has changed this request
conflict-changed = “{ $name }” was changed on disk after you opened it. Your version is still in the tab.
conflict-gone = The file of “{ $name }” is gone. Your version is still in the tab and can be saved again.
conflict-both = Save mine as a copy
conflict-mine = Overwrite with mine
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
import-note-credential = { $about } is a credential and was left out.
import-note-credential-variable = the value of { $about } is a credential. The variable { $found } stands in its place.
import-note-secret-variable = the value of the variable { $about } is a secret and was left out.
import-note-user-in-url = the user name and password were taken out of the address.
import-note-authentication = authentication ({ $about }) was left out: a profile signs in.
import-note-script = scripts and tests were left out: nothing of a document is run.
import-note-cookies = cookies were left out.
import-note-connection = { $about } was left out: the connection sets it.
import-note-body = a body of the kind { $about } cannot be taken over.
import-note-another-body = the body can be { $about }, too: one kind is kept.
import-note-not-a-request-description = the description of an API is no request and was left out.
import-note-not-a-request-callback = a callback is no request of yours and was left out.
import-note-not-a-request-webhook = a webhook is no request of yours and was left out.
import-note-not-a-request-scheme = an address of the scheme { $about } was left out: allowed are http and https.
import-note-not-a-request-no-address = an entry without an address was left out.
import-note-not-a-request-no-scheme = an address without a scheme was left out.
import-note-not-a-request-protocol = a request over { $about } is not over HTTP and was left out.
import-note-not-a-request-named = { $about } is no HTTP request and was left out.
import-note-saved-answers = saved answers were left out.
import-note-setting = the setting { $about } has no counterpart here.
import-note-expression = an expression of the other tool stays as it was written. It is not computed.
import-note-scope = the folder’s variables became an environment: folders have none of their own.
import-note-elsewhere = { $about } is another file or address and was not opened.
import-note-dangling = { $about } leads nowhere in this document, or back to itself.
import-note-unexpected-blocks = found { $found }. Allowed are blocks such as “meta”.
import-note-unexpected-bruno-file = found { $found }. Allowed is a request, a folder’s file or an environment.
import-note-unexpected-utf-8 = found { $found }. Allowed is text in UTF-8.
import-note-unexpected-json = found { $found }. Allowed is JSON.
import-note-unexpected-items = found { $found }. Allowed is a list of requests and folders.
import-note-unexpected-item = found { $found }. Allowed is an object that is a request or a folder.
import-note-unexpected-within = found { $found }. Allowed is path, query, header or cookie.
import-note-unexpected-named = found { $found }. Allowed is a parameter with a name.
import-note-unexpected-entry = found { $found }. Allowed is an entry with a request.
import-note-unexpected-paths = found { $found }. Allowed is an object of paths.
import-note-unexpected-operations = found { $found }. Allowed is an object of operations.
import-note-unexpected-operation = found { $found }. Allowed is an operation.
import-note-deep = folders lie too deep in one another: this one was dissolved.
import-note-too-many-addresses = there are too many addresses: the rest was left out.
import-note-too-many-environments = there are too many environments: the rest was left out.
import-note-too-many-examples = too much text comes from references and schemas: the rest was left out.
import-found-nothing = nothing
import-found-bool = true or false
import-found-number = a number
import-found-text = a text
import-found-list = a list
import-found-object = an object
import-found-no-name = no name
import-found-no-request = no request
import-found-line = something else at line { $about }
import-found-said = { $about }
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
