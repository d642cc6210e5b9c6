-- What visitors look for gestures and works with: scenes/lib/explorer_page.lua.
return require "explorer_page"
