-- The panel of what a visitor may set, opened.
local made_up = require "made_up"
local ui = require "ui"

local scene = {}

function scene.enter(stage)
  made_up(stage)
  ui.enter(stage)
  ui.ask_settings()
end

function scene.touch(e)
  return ui.touch(e)
end

function scene.draw(canvas)
  ui.begin(canvas)
  ui.finish()
end

return scene
