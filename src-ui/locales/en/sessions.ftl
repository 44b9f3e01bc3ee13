# Several sessions
session-menu = Sessions
add-session = Sign in to another server…
open-session = Session…
switch-to = Switch to { $profile } · { $user }
other-session-over = The session of { $user } with { $profile } is over
ending = This session ends for good soon
ending-about = When its refresh token expires, no call can renew it. Left:
ending-left = The session ends for good in
ending-sign-in = Sign in again…
back = Back
close = Close
cancel = Cancel

# The panel of a session
session = Session
panel-profile = Server
panel-address = Address
panel-user = User
panel-since = Signed in since
panel-access = Access token
panel-refresh = Refresh token
panel-refreshes = Refreshes
panel-log = Latest refreshes
refresh-cause-expired = The server said: expired
refresh-cause-ahead = Before it expired
refresh-cause-asked = You asked for it
refresh-cause-elsewhere = Refreshed by another process
panel-claims = What the access token says
panel-claims-none = Nothing that can be read: it is not a JWT.
refresh-now = Refresh now
sign-out-everywhere = Sign out everywhere
sign-out-everywhere-hint = “Sign out” forgets the tokens on this computer. “Sign out everywhere” also tells the server that they are no longer good.
kept-where = Where tokens are kept
kept-keychain = Your tokens are in a file, sealed with a key that your system's keychain holds.
kept-file = Your tokens are in a file that only you can read. It is not sealed, because you chose that.
kept-file-off = Your tokens are in a file that only you can read. It is not sealed, because the keychain is turned off for Latchkey.
kept-file-none = Your tokens are in a file that only you can read. It is not sealed, because this system has no keychain that can be used. { $detail }
kept-memory = Your tokens are in memory alone. After a restart you will have to sign in again.
keep-keychain = File, sealed by the keychain
keep-keychain-hint = Recommended. Who copies the file can do nothing with it.
keep-file = File, not sealed
keep-file-hint = Who can read your files can use your tokens.
keep-memory = Memory
keep-memory-hint = Nothing is on disk. Holds for all sessions, until you choose otherwise.

# Saved profiles
client-secret = Client secret
client-secret-hint = Of the OAuth client. It is kept with the tokens, never in the profile.
describe-server = Describe a server…
profile-edit = Edit { $profile }
profile-copy = Duplicate { $profile }
profile-remove = Remove { $profile }
profile-remove-title = Remove the profile { $profile }?
profile-remove-text = Its file is deleted. Sessions that are signed in with it stay.
profile-remove-yes = Remove
