-- "Are you still there?", over a page.
local ui = require "ui"

local scene = {}
local phase, ends = "asking", 18

-- The visit as the engine tells it, made up here: it is asked after one second.
visit = {
  state = function()
    return { phase = show.now() >= 1 and phase or "on", left = math.max(0, ends - show.now()) }
  end,
  settings = function() return { text = 1 } end,
  set = function() end,
  more = function()
    phase = "on"
    log.info("more")
  end,
  done = function()
    phase = "on"
    log.info("done")
  end,
}

function scene.enter(stage)
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
