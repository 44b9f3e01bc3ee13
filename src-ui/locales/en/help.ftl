# The help menu and what it opens.
help-menu = Help
help-updates = Check for updates…
help-about = About Latchkey
about-licence = Free software under the MIT licence.
