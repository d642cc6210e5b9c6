-- Notes drawn over films, opened by staff (F2): scenes/lib/edit_page.lua.
return require "edit_page"
