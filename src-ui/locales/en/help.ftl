# The help menu and what it opens.
help-menu = Help
help-guide = User guide
help-updates = Check for updates…
help-diagnostics = Diagnostics
diagnostics-about = Everything below is copied, nothing else. There are no user names, server addresses, tokens or requests in it.
diagnostics-wait = Collecting…
diagnostics-failed = The diagnostics could not be collected.
copy = Copy
copied = Copied to the clipboard.
copy-failed = This could not be copied. The text is selected: copy it by keyboard.
help-about = About Latchkey
about-licence = Free software under the MIT licence.
guide-contents = Contents
guide-unreadable = This page of the guide could not be read.
guide-back = Back to the page before
guide-session-ends = When a session ends
guide-own-server = How to describe a server
