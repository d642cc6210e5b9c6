-- The program's game scene; here gestures are shown from their best side, with what the body works on.
local signs = require "signs"

signs.staging = require "staging"

return require "game_page"
