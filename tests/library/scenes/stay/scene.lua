-- A page of the visit as the engine has it.
local ui = require "ui"

local scene = {}

function scene.enter(stage)
  ui.enter(stage)
  log.info("enters", visit.state().phase, visit.settings().text)
end

function scene.hear(e)
  if e.kind == "visit" then
    log.info("visit", e.name)
  end
end

function scene.touch(e)
  return ui.touch(e)
end

function scene.draw(canvas)
  ui.begin(canvas)
  ui.button("under", 440, 100, 400, 600, "Voir", function() log.info("under") end)
  ui.settings_button(40, 40)
  ui.finish()
end

return scene
