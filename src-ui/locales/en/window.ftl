# What every view shares.
starting = Latchkey is starting…
no-shell = This page is the window of the Latchkey app. Start Latchkey to use it.
shell-failed = The window could not reach the rest of the app. Please restart Latchkey.
dismiss = Dismiss
theme-system = Theme: as the system
theme-light = Theme: light
theme-dark = Theme: dark
unit-s = s
unit-min = min
unit-h = h
unit-d = d
