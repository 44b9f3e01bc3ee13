# The editor
profile = Profile
profile-new = Describe a server
profile-edit-title = Edit { $profile }
profile-go = Continue
profile-save = Save
profile-save-sign-in = Save and sign in
profile-changed = Not saved
profile-leave-title = Leave without saving?
profile-leave-text = What you changed here will be lost.
profile-leave-yes = Leave without saving
profile-advanced = Advanced
profile-errors = { $count ->
    [one] 1 field needs your attention
   *[other] { $count } fields need your attention
  }
tab-profile-fields = Fields
tab-profile-text = As text
tab-profile-trial = Test sign-in
profile-text-about = This is the profile's file (TOML). It holds no password, no token and no client secret.
profile-text-drop = Discard the changes to the text

# Beginning
kind = Which kind comes nearest?
kind-about = You can change every detail in the next step.
kind-default = Tokens in headers (Spring Security + JWT)
kind-default-about = Both tokens come in response headers; an expired one is a 401 with the text ExpiredToken.
kind-simplejwt = djangorestframework-simplejwt
kind-simplejwt-about = JSON with access and refresh; the refresh token goes in a JSON body.
kind-flask-jwt-extended = flask-jwt-extended
kind-flask-jwt-extended-about = JSON tokens; the refresh token is sent as Bearer and brings a new access token alone.
kind-atproto = AT Protocol
kind-atproto-about = A personal data server, such as Bluesky's; an expired token is a 400.
kind-oauth2 = OAuth 2.0, public client
kind-oauth2-about = Password and refresh grants; the client has an id and no secret.
kind-oauth2-basic = OAuth 2.0, client secret by Basic
kind-oauth2-basic-about = The same, with the client's id and secret in an Authorization header.
kind-oauth2-body = OAuth 2.0, client secret in the body
kind-oauth2-body-about = The same, with the client's id and secret in the body.
kind-cookie-refresh = Refresh token in a cookie
kind-cookie-refresh-about = The access token is in JSON; the refresh token is an HttpOnly cookie.
kind-both-tokens = Both tokens at the refresh
kind-both-tokens-about = The refresh wants the expired access token together with the refresh token.

# Groups
group-server = Server
group-server-about = Name and address
group-sign-in = Sign in
group-sign-in-about = The request that signs in
group-tokens = Tokens
group-tokens-about = Where the answer has them
group-refresh = Refresh
group-refresh-about = The request that brings new tokens
group-refusals = Refusals
group-refusals-about = How an expired token is told
group-calls = Calls
group-calls-about = How the token travels
group-sign-out = Sign out
group-sign-out-about = Telling the server that it is over
group-client = Client
group-client-about = An OAuth 2.0 client
group-claims = Claims
group-claims-about = Where a JWT names the user
group-ahead = Ahead of time
group-ahead-about = Refreshing before the token expires
group-time-outs = Time-outs
group-time-outs-about = How long things may take
group-tls = TLS
group-tls-about = The encrypted connection

# Fields: server
pf-name = Name
pf-name-about = Shown in lists. If empty, the host and port are used.
pf-base-url = Base URL
pf-base-url-about = Scheme, host, port and path prefix of the API. The access token goes to this origin and nowhere else.
pf-plain-http = Allow plain http
pf-plain-http-about = Only for http:// to another computer: passwords and tokens can then be read on the way.
pf-id = Short name
pf-id-about = Lower-case letters, digits and dashes. Also the name of the file.

# Fields: requests
pf-method = Method
pf-method-about = Usually POST.
pf-url = URL
pf-url-about = A path below the base URL, or a whole URL where another server issues the tokens.
pf-body = Body
pf-body-about = What the fields are written as.
pf-body-json = JSON
pf-body-form = Form
pf-body-none = None
pf-fields = Fields
pf-fields-about = The body's fields. Values may hold {"{"}user{"}"}, {"{"}password{"}"} at the sign-in, {"{"}refresh_token{"}"} and {"{"}access_token{"}"} later. In JSON, a name such as /auth/email is a path.
pf-request-headers = Headers
pf-request-headers-about = Headers of this request; placeholders as in the fields.
pf-cookies = Cookies
pf-cookies-about = Cookies of this request; placeholders as in the fields.
pairs-new = Add…
value-text = Text
value-number = Number
value-flag = true/false
value-kind-number = Kind of the value in row { $row }

# Fields: tokens
pf-token-access = Access token
pf-token-access-about = header:NAME, json:/POINTER or cookie:NAME, for example json:/data/token. A leading “Bearer ” is taken off.
pf-token-refresh = Refresh token
pf-token-refresh-about = The same for the refresh token.
pf-token-expires = Expires in
pf-token-expires-about = Where the answer says in how many seconds the access token expires, if it does.

# Fields: refresh
pf-rotation = New refresh token
pf-rotation-about = What holds when the answer brings no new refresh token.
pf-rotation-optional = Not always: the old one stays in use
pf-rotation-required = Always: without one the session ends
pf-server-error = When the server fails
pf-server-error-about = When 408, 425, 429 or 5xx persist.
pf-server-error-keep = Fail the call, keep the session
pf-server-error-end = End the session
pf-own-tokens = Tokens are elsewhere than at the sign-in
pf-own-tokens-about = Tick it where the refresh's answer has the tokens in other places.

# Fields: refusals
pf-unauthorized = Any other 401
pf-unauthorized-about = What a 401 means that no rule below knows.
pf-unauthorized-end = The session is over
pf-unauthorized-return = Nothing: the caller gets the answer
pf-unauthorized-refresh = Maybe expired: refresh once
pf-rules = Rules
pf-rules-about = Looked at in order; the first that fits counts. All that a rule asks for must hold. A status other than 401 must ask for something more.
rule-number = Rule { $row }
rule-add = Add a rule
rule-up = Look at rule { $row } earlier
rule-remove = Remove rule { $row }
rule-means = Means
rule-means-about = Expired: refresh and send again. Invalid: the session is over.
rule-means-expired = Expired
rule-means-invalid = Invalid
rule-status = Status
rule-status-about = From 400 to 499.
rule-code = Code
rule-code-about = The body is this text, or a JSON string, or any member of a JSON object is.
rule-pointer = JSON Pointer
rule-pointer-about = A place in the JSON body for the next two.
rule-equals = Is
rule-equals-about = The value there is exactly this.
rule-contains = Contains
rule-contains-about = The value there has this in it, in any case.
rule-challenge-error = Challenge error
rule-challenge-error-about = A Bearer challenge in WWW-Authenticate has this error.
rule-challenge-description = Challenge description
rule-challenge-description-about = Its error_description has this in it, in any case.

# Fields: calls
pf-attach-header = Token's header
pf-attach-header-about = The header of a call that carries the access token.
pf-attach-scheme = Scheme
pf-attach-scheme-about = The word before the token; empty for the bare token.
pf-headers = Headers
pf-headers-about = Go along with every request to this origin, such as an API version.
pf-caller = A call's own token header
pf-caller-about = What happens when a call brings the access token's header itself.
pf-caller-refuse = Refuse the call
pf-caller-keep = Send it as it is, attach no token

# Fields: sign-out and client
pf-sign-out = The server can be told that a session is over
pf-sign-out-about = Makes “Sign out everywhere” possible (RFC 7009, or the server's own way).
pf-client = The server wants an OAuth 2.0 client
pf-client-about = Adds an id, and a secret that is asked for at the sign-in and never kept here.
pf-client-id = Client id
pf-client-id-about = The client_id that the server knows.
pf-client-authentication = Authentication
pf-client-authentication-about = How the client proves who it is.
pf-client-authentication-none = Public: no secret
pf-client-authentication-basic = Secret by HTTP Basic
pf-client-authentication-body = Secret in the body

# Fields: claims and ahead of time
pf-claim-subject = Subject
pf-claim-subject-about = Whose token it is, as a JSON Pointer. A refresh that brings somebody else's token ends the session.
pf-claim-name = Name to show
pf-claim-name-about = A JSON Pointer to the user's name. Empty: what was typed at the sign-in.
pf-ahead-from = Expiry is told by
pf-ahead-from-about = A token is then refreshed before it expires, while the app is in use.
pf-ahead-from-off = Nothing: refresh when refused
pf-ahead-from-token = The token (exp)
pf-ahead-from-expires-in = The answer (Expires in)
pf-ahead-margin = Margin in seconds
pf-ahead-margin-about = How long before the expiry; at most a quarter of the token's life.
pf-keep-alive = Also while nobody uses the app
pf-keep-alive-about = Keeps the session alive as long as Latchkey runs.

# Fields: time-outs and TLS
pf-time-connect = Connect (ms)
pf-time-connect-about = Until a connection stands.
pf-time-answer = Answer (ms)
pf-time-answer-about = From sending a call to the head of its answer.
pf-time-idle = Pause (ms)
pf-time-idle-about = Between two pieces of a body.
pf-time-refresh = Sign-in and refresh (ms)
pf-time-refresh-about = One attempt at a sign-in, refresh or sign-out, from start to end.
pf-time-peek = Refusal (ms)
pf-time-peek-about = Reading the part of a refusal that is looked at.
pf-tls-verify = Check the server's certificate
pf-tls-verify-about = Without it, anybody on the way can take passwords and tokens.
pf-tls-ca = Certificates to trust
pf-tls-ca-about = A PEM file with certificates to trust beside the system's.
pf-tls-client = Client certificate
pf-tls-client-about = A PEM file with the client's certificate and its private key.

# Test sign-in
trial-about = Signs in, refreshes and signs out once, and keeps nothing.
trial-go = Test sign-in
trial-fits = The profile fits: sign-in and refresh worked.
trial-step-send = sign in
trial-step-refresh = refresh
trial-step-end = sign out
trial-step-found = found
trial-step-missing = missing
trial-answered = { $line } was answered with { $status }
trial-unanswered = { $line } had no answer: { $problem }
trial-access = access token
trial-refresh = refresh token
trial-found = { $token } { $fingerprint } in { $place }
trial-found-valid = { $token } { $fingerprint } in { $place } (expires in { $span })
trial-found-expired = { $token } { $fingerprint } in { $place } (expired { $span } ago)
trial-not-found = { $problem }
trial-not-rotated = no new refresh token: the old one stays in use
