-- A long text in a small room, and a page of one's own.
local made_up = require "made_up"
local readers = require "ui_reader"
local ui = require "ui"

local scene = {}
local story = ("Étirer le fer, c’est l’allonger en le martelant au rouge cerise. Le marteau tombe droit ; la main gauche avance la barre, " ..
  "un peu plus à chaque coup, et la tourne d’un quart quand elle s’élargit. "):rep(7)

function scene.enter(stage)
  made_up(stage)
  ui.enter(stage)
  scene.story, scene.steps = readers.new{ name = "story" }, readers.new{ name = "steps", pages = true }
end

function scene.touch(e)
  return ui.touch(e)
end

local function steps(x, y, w)
  for n = 1, 12 do
    local name = "step " .. n
    ui.button(name, x, y + (n - 1) * (ui.theme.bar + ui.theme.gap), w, ui.theme.bar, "Étape " .. n, function() log.info(name) end)
  end
end

function scene.draw(canvas)
  ui.begin(canvas)
  local x, y, w, h = ui.reach()
  local half = (w - 4 * ui.theme.gap) / 2
  scene.story:text(x, y, half, 0.7 * h, story, "lead")
  local row = ui.theme.bar + ui.theme.gap
  scene.steps:draw(x + half + 4 * ui.theme.gap, y, half, 0.7 * h, 12 * row, steps, row)
  local axis = scene.story.axis
  if axis.motion == "still" and axis.at ~= scene.at then
    scene.at = axis.at
    log.info(string.format("line %.2f", axis.at / axis.step))
  end
  ui.finish()
end

return scene
