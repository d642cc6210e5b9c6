-- "Are you still there?", over a page.
local made_up = require "made_up"
local ui = require "ui"

local scene = {}
local phase, ends = "asking", 18

local function state()
  return { phase = show.now() >= 1 and phase or "on", left = math.max(0, ends - show.now()) }
end

local function over(name)
  return function()
    phase = "on"
    log.info(name)
  end
end

function scene.enter(stage)
  made_up(stage, { state = state, more = over("more"), done = over("done") }) -- asked after one second
  ui.enter(stage)
  stage:redraw(1)
end

function scene.touch(e)
  local holds = ui.touch(e)
  if e.kind == "down" and phase == "asking" and show.now() >= 1 then
    visit.more() -- as the engine does
  end
  return holds
end

function scene.draw(canvas)
  ui.begin(canvas)
  local x, y = ui.page()
  ui.text("Étirer le fer", x, y, "title")
  ui.button("under", 440, 100, 400, 600, "Voir", function() log.info("under") end)
  ui.finish()
end

return scene
