-- Ten thousand rows under a finger.
local lists = require "ui_list"
local made_up = require "made_up"
local ui = require "ui"

local scene = {}
local verbs = { "Étirer", "Marteler", "Tresser", "Souffler", "Tourner", "Polir", "Coudre" }
local materials = { "le fer", "le cuivre", "l’osier", "le verre", "l’argile", "la pierre", "le cuir" }
local count = 10000

local function styles(w)
  return { title = ui.style("lead", { width = 0.6 * w, lines = 1 }), side = ui.style("small", { width = 0.35 * w, lines = 1, align = "right" }) }
end

local function row(n, x, y, w, h, pressed)
  local s = ui.keep("row", styles, w)
  local canvas = scene.canvas
  if pressed then
    canvas:rect(x, y, w, h, { color = ui.theme.color.lifted })
  end
  canvas:line(x, y + h - 0.5, x + w, y + h - 0.5, { color = ui.theme.color.edge, width = 1 })
  canvas:text(verbs[n % 7 + 1] .. " " .. materials[n // 7 % 7 + 1], x + 8, y + 0.22 * h, s.title)
  canvas:text(tostring(n), x + 0.65 * w - 8, y + 0.3 * h, s.side)
end

function scene.enter(stage)
  made_up(stage)
  ui.enter(stage)
  scene.list = lists.new{ name = "hit", row = row, tap = function(n) log.info("chosen", n) end }
end

function scene.touch(e)
  return ui.touch(e)
end

local function tell(list, row_h)
  local at, on = list.axis:position(show.now())
  if on then
    scene.track = (scene.track or 0) + 1
    if scene.track % 6 == 1 then -- staff reads twenty lines a second
      log.info(string.format("at %.6f %.4f", show.now(), at))
    end
  elseif scene.track then
    scene.track = nil
    log.info("rests", list:top(row_h))
  end
end

function scene.draw(canvas)
  scene.canvas = canvas
  ui.begin(canvas)
  local x, y, w, h = ui.reach()
  local row_h = math.ceil(1.15 * ui.theme.bar)
  if not scene.said then
    scene.said = true
    log.info("row", row_h)
  end
  scene.list:draw(x, y, w, h, count, row_h)
  tell(scene.list, row_h)
  ui.finish()
end

return scene
