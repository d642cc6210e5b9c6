-- While nobody is there: scenes/lib/attract_page.lua.
return require "attract_page"
