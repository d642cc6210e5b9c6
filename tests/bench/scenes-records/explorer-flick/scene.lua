-- The explorer of the visit over a made-up repertoire; a hand flicks its list down, and up again from its end, once a
-- second, so that it never comes to rest. What it does is told to the scene as touches are.
local page = require "explorer_page"
local hits = require "explorer_hits"

local scene = {}
local every_s, step_s, steps, long = 1.0, 1 / 60, 5, 62 -- a flick: so many moves of so many px

for name, called in pairs(page) do
  scene[name] = called
end

local function touch(kind, more)
  local e = { kind = kind, id = 1, x = 900, y = scene.y, start_x = 900, start_y = 600, time = show.now(), on = scene.on, dx = 0, dy = 0 }
  for key, value in pairs(more or {}) do
    e[key] = value
  end
  return page.touch(e)
end

function scene.enter(stage)
  page.enter(stage)
  scene.stage, scene.moved, scene.way = stage, 0, -1
end

local function begin()
  local row, still = hits.list:top(hits.row_h)
  scene.way = row + 20 >= hits.last.total and still and 1 or row <= 1 and -1 or scene.way
  scene.y = scene.way < 0 and 600 or 300
  scene.on = touch("down")
  scene.moved = 1
end

function scene.update(_, now)
  if hits.last.total == 0 then
    scene.stage:redraw()
    return
  end
  if scene.moved == 0 and now >= (scene.due or 0) then
    scene.due = now + every_s
    begin()
  elseif scene.moved > 0 and scene.moved <= steps then
    scene.y = scene.y + scene.way * long
    touch("move")
    touch("drag", { phase = scene.moved == 1 and "begin" or "update", dy = scene.way * long })
    scene.moved = scene.moved + 1
  elseif scene.moved > steps then
    touch("up")
    scene.moved = 0
  end
  scene.stage:redraw()
end

return scene
