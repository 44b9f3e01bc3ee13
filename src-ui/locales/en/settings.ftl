# The settings.
help-settings = Settings
settings-wait = Reading the settings…
settings-look = Appearance
settings-theme = Theme
settings-theme-system = As the system
settings-theme-light = Light
settings-theme-dark = Dark
settings-language = Language
settings-density = Density
settings-density-comfortable = Comfortable
settings-density-compact = Compact
settings-history = Keep a history of calls
settings-history-about = Time, server, user, path and outcome of the last 1,000 calls lie in the data folder. Tokens and passwords never do.
settings-bodies = Keep bodies and headers too
settings-bodies-about = Requests and answers come back whole after a restart, up to 64 KiB of each answer, without the values of credentials.
settings-history-count = { $count ->
    [0] The history is empty.
    [one] One call is kept.
   *[other] { $count } calls are kept.
  }
settings-network = Connections
settings-network-about = For all sessions, in the app and on the command line. They hold at once and end no session.
settings-proxy = Proxy
settings-proxy-system = As the system and the environment say
settings-proxy-none = None
settings-proxy-manual = This one
settings-proxy-url = Address of the proxy
settings-proxy-url-about = Without user name and password: the settings are not sealed.
settings-proxy-exceptions = Except for
settings-proxy-exceptions-about = Hosts with all below them, addresses or networks, separated by commas. This computer is always reached directly.
settings-ca-file = File of further authorities to trust
settings-ca-file-about = A PEM file with certificates, beside those of the system.
settings-http2 = Offer HTTP/2
settings-save = Save
settings-saved = Saved, and in force.
settings-connect-ms = Time-out of a connection, in milliseconds
settings-connect-ms-about = 100 to 86400000. Empty: 10000. A profile with a time-out of its own comes first.
settings-answer-ms = Time-out of a call, in milliseconds
settings-answer-ms-about = Until the answer begins; 100 to 86400000. Empty: 60000. A request’s or a profile’s own comes first.
client-certificates = Client certificates
client-certificates-about = Shown to servers that ask for one, each at its host alone. Latchkey reads the files and keeps no key.
client-host = Host, with port or without
client-file = Certificate file
client-file-about = PEM, with the certificates up to the authority.
client-key = Key file
client-key-about = PEM, without pass phrase. Empty: the certificate’s file has the key.
client-add = Add a client certificate
client-remove = Remove client certificate { $row }
settings-profile-about = A server’s profile says whether its certificate is checked, and can name authorities, a client certificate and time-outs of its own, which come first.
settings-folder = Data folder
settings-folder-open = Open folder
settings-folder-copy = Copy path
settings-folder-size = { $size } in it: sessions, profiles, draft, history and log.
