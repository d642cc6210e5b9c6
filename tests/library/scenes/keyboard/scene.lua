-- Typing.
local keyboards = require "ui_keyboard"
local made_up = require "made_up"
local ui = require "ui"

local scene = {}

function scene.enter(stage)
  made_up(stage)
  ui.enter(stage)
  scene.keys = keyboards.new{ full = true, done_label = "Chercher", done = function(said) log.info("done", said) end }
end

function scene.touch(e)
  return ui.touch(e)
end

function scene.draw(canvas)
  ui.begin(canvas)
  local x, y, w, h = ui.reach()
  scene.keys:field(x, y, w, ui.theme.bar, "Chercher un geste")
  ui.languages(x, y + 1.5 * ui.theme.bar, w)
  scene.keys:draw(x, y + h - scene.keys:height(w), w)
  ui.finish()
end

return scene
