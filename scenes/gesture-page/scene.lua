-- The page of a gesture: scenes/lib/gesture_page.lua.
return require "gesture_page"
