# Open requests and what can be done by name
open-requests = Open requests
tab-name = { $request }
tab-name-running = { $request }, call under way
tab-new = New request
tab-close = Close
tab-list = All open requests
actions-window = Window
action-send = Send the request
action-cancel = Cancel the request
action-target = Go to the path
action-duplicate = Duplicate the request
action-close = Close the tab
action-close-others = Close the other tabs
action-reopen = Reopen the closed tab
action-next = Next tab
action-previous = Previous tab
action-tab-number = Tab by its number
action-last = Last tab
action-move-right = Move the tab to the right
action-move-left = Move the tab to the left
action-theme = Change the theme
action-language = Change the language
action-undo = Undo in the request
action-redo = Redo in the request
action-find = Search in the answer
action-save-body = Save the answer…
action-session = Show the session
action-palette = Find an action or a request
action-larger = Zoom in
action-smaller = Zoom out
action-as-made = Actual size
help-shortcuts = Keyboard shortcuts
palette-hint = Type what you want to do, or a request
palette-none = Nothing fits.
palette-count = { $count ->
    [one] One entry
   *[other] { $count } entries
  }
palette-action = Action
palette-tab = Open request
palette-sample = Example
palette-session = Session
search-everything = Search
