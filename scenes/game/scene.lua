-- A game for children: scenes/lib/game_page.lua.
return require "game_page"
