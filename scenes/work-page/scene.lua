-- The page of a work: scenes/lib/work_page.lua.
return require "work_page"
