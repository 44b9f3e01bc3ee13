# What every view shares.
starting = Latchkey is starting…
no-shell = This page is the window of the Latchkey app. Start Latchkey to use it.
shell-failed = The window could not reach the rest of the app. Please restart Latchkey.
dismiss = Dismiss
theme-system = Theme: as the system
theme-light = Theme: light
theme-dark = Theme: dark
span-s = { $count } s
span-min = { $count } min
span-h = { $count } h
span-d = { $count } d
