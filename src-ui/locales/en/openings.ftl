# What is opened from outside: links and files.
offered-title = A link wants to open this request
offered-server = Server
offered-as = { $server }, signed in as { $user }
offered-none = none
offered-elsewhere = This goes to another server: { $server }
offered-no-token = Your access token for { $server } does not go along.
offered-profile = The link is meant for the profile { $profile }. You are signed in to { $server }.
offered-not-sent = Nothing is sent before you press Send.
offered-behind = { $count ->
    [one] 1 more is waiting.
   *[other] { $count } more are waiting.
  }
offered-discard = Discard
offered-open = Open in the editor
offered-later = A link wants to open { $request }
offered-later-text = You will be asked after you sign in.
from-link = { $request } came from a link and has not been sent.

bad-link = This link cannot be opened
bad-file = This file cannot be opened
bad-opening-file = File
bad-opening-field = Where
bad-opening-found = Found
bad-opening-allowed = Allowed
error-link-too-long = The link is too long.
error-link-action = This is not a link that Latchkey knows.
error-link-parameter = The link has a part that Latchkey does not know.
error-link-twice = The link says this twice.
error-link-missing = The link does not say where the request goes.
error-link-encoding = The link is not encoded as it should be.
error-link-unseen = There is a character in the link that cannot be seen.
error-link-url = The link has neither a path nor a URL that Latchkey would call.
error-link-header = A header in a link is written as a name, a colon and a value.
error-link-secret = A link cannot bring a token, a password or a cookie along.
error-link-headers = The link has too many headers.
error-link-json = The body is not JSON.
error-link-media-type = A link can hold JSON, text or a form, nothing else.
error-link-no-body = The link says of what kind its body is, but has none.
error-file-not-regular = This is not a regular file.
error-file-too-large = The file is too large for a profile.
error-file-not-text = The file is not text.
error-file-unwritable = The file could not be written. { $detail }

opened-over-title = Open { $file }?
opened-over-text = It takes the place of the profile you are editing. What you have not saved there will be lost.
opened-over-yes = Open the file
import-profile = Open a profile from a file…
profile-export = Save to a file…
profile-exported = Written to { $file }
profile-title-file = A profile from a file
profile-from-file = From { $file }. Nothing of it is saved or used before you say so.
profile-paths = The file names files on this computer. They are not read unless you say so.
profile-path-use = Use this file
profile-reads = This profile reads from this computer: { $files }
profile-elsewhere = Passwords and tokens would also go to another server than the base URL's: { $servers }
profile-unchecked = This profile does not check the server's certificate: anybody on the way can take passwords and tokens.
