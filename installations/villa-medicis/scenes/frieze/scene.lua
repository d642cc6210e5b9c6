-- The frieze over the façade: the exhibition's title, in its three languages by turns.
local palette = require "palette"
local words = require "words"

local scene = {}
local turn = 14 -- seconds a language stands

function scene.enter(stage)
  scene.stage = stage
end

local function rule(canvas, w, h)
  local middle, y = w / 2, h - 16
  canvas:line(96, y, w - 96, y, { color = palette.steel, width = 1.2, opacity = 0.55 })
  for n = -44, 44 do
    local x = middle + n * 24
    local long = n % 10 == 0 and 12 or n % 5 == 0 and 8 or 5
    canvas:line(x, y, x, y - long, { color = palette.steel, width = 1, opacity = 0.55 })
  end
end

function scene.draw(canvas)
  local now = show.now()
  local w, h = canvas.width, canvas.height
  rule(canvas, w, h)
  local n = math.floor(now / turn) % 3 + 1
  local code = ({ "fr", "it", "en" })[n]
  local t = now % turn
  local opacity = now < turn and palette.ease((turn - t) / 1.6) or palette.window(t, 0, turn, 1.6)
  canvas:text(words.title[code], w / 2, 18, palette.title(66, { align = "center", language = code, opacity = opacity }))
  local still = t > 1.6 and t < turn - 1.6
  if still then
    scene.stage:redraw(turn - 1.6 - t)
  else
    scene.stage:redraw()
  end
end

return scene
