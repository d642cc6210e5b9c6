-- For a film: somebody drawn moves both hands as one who signs would, for as long as the captions of
-- g:raboter-bois speak (make/captions.py), in the middle 720 px of 1280 by 720 (make/films.py). It is no sign of any
-- language and says nothing: it holds the place of a film that a signer of LSF or LIS will make.
local palette = require "palette"

local scene = {}
local spoken = { { 0.3, 2.9 }, { 3.3, 6.0 }, { 6.4, 9.1 } } -- s, as make/captions.py has them
local beat = 0.52                                           -- s from one place to the next
local upper, fore = 172, 160                                -- px of an arm
local rest = { x = 62, y = 214, turn = 0.2, spread = 0.3, bend = 0.5 }

-- Where a right hand goes: px from the breast (y down), how it turns (0: up), how far fingers spread and bend.
local places = {
  { x = 190, y = -60, turn = 0.1, spread = 0.9, bend = 0 },
  { x = 40, y = 60, turn = -0.9, spread = 0.1, bend = 0.1 },
  { x = 128, y = -170, turn = -0.3, spread = 0.1, bend = 0.8 },
  { x = 230, y = 60, turn = 0.7, spread = 0.6, bend = 0.2 },
  { x = 18, y = -20, turn = -0.5, spread = 0.2, bend = 0 },
  { x = 120, y = 120, turn = 0.4, spread = 0.8, bend = 0.4 },
  { x = 100, y = -116, turn = -0.1, spread = 0.5, bend = 0 },
}

function scene.enter(stage)
  scene.stage = stage
end

-- The nth place of a hand in a sentence; the left hand goes along in some, and holds still in others.
local function place(sentence, n, side)
  local k = (sentence * 3 + n * (side < 0 and 5 or 3)) % #places + 1
  if side < 0 and (sentence + n) % 3 == 0 then
    return rest
  end
  return places[k]
end

local function between(a, b, u)
  local to = {}
  for key, value in pairs(a) do
    to[key] = value + (b[key] - value) * u
  end
  return to
end

-- Where a hand is at t: at rest, or on its way through the sentence.
local function hand_at(t, side)
  for n, span in ipairs(spoken) do
    if t >= span[1] - beat and t < span[2] + beat then
      local last = math.floor((span[2] - span[1]) / beat)
      local at = (t - span[1]) / beat
      local k = math.floor(at)
      local from = k < 0 and rest or k > last and rest or place(n, k, side)
      local to = k + 1 > last and rest or place(n, k + 1, side)
      local hand = between(from, to, palette.ease((at - k) / 0.62)) -- there for a moment, then on
      hand.y = hand.y + 5 * math.sin(9 * t + side)
      return hand
    end
  end
  return between(rest, rest, 0)
end

-- The elbow between shoulder and wrist, low rather than outside; the wrist no further than the arm is long. An arm
-- that is bent much points at us, and looks shorter.
local function bent(sx, sy, hx, hy, side)
  local dx, dy = hx - sx, hy - sy
  local far = math.sqrt(dx * dx + dy * dy)
  local seen = math.max(0.45, math.min(1, (far + 80) / (upper + fore)))
  local a, b = upper * seen, fore * seen
  local long = math.max(math.abs(a - b) + 1, math.min(far, a + b - 1))
  dx, dy = dx / far, dy / far
  local along = (long * long + a * a - b * b) / (2 * long)
  local out = math.sqrt(math.max(0, a * a - along * along))
  local nx, ny = -dy, dx
  if ny + 0.5 * nx * side < 0 then
    nx, ny = -nx, -ny
  end
  return sx + dx * along + nx * out, sy + dy * along + ny * out, sx + dx * long, sy + dy * long
end

local function draw_hand(canvas, x, y, hand, side)
  canvas:push()
  canvas:translate(x, y)
  canvas:rotate(hand.turn * side)
  canvas:scale(1.3 * side, 1.3)
  local skin = { color = palette.light, width = 11, join = "round" }
  canvas:polygon({ -19, 4, -21, -36, 19, -38, 20, 2, 8, 12, -8, 12 }, { color = palette.light })
  for k = -1, 2 do -- four fingers, then the thumb
    local base, lean = 12 * (k - 0.5), 0.30 * hand.spread * (k - 0.5)
    local long = (k == 2 and 34 or k == -1 and 40 or 46) * (1 - 0.62 * hand.bend)
    canvas:line(base, -36, base + long * math.sin(lean), -36 - long * math.cos(lean), skin)
  end
  local thumb = 0.35 + 0.8 * hand.spread
  canvas:line(-16, -12, -16 - 34 * math.sin(thumb), -12 - 30 * math.cos(thumb), skin)
  canvas:pop()
end

local function body(canvas)
  local cloth = { color = "#20262a" }
  canvas:polygon({ -52, -112, 52, -112, 150, -78, 168, -20, 140, 400, -140, 400, -168, -20, -150, -78 }, cloth)
  canvas:polyline({ -140, 400, -168, -20, -150, -78, -52, -112, 52, -112, 150, -78, 168, -20, 140, 400 },
    { color = palette.steel, width = 4, opacity = 0.7, join = "round" })
  canvas:rect(-26, -150, 52, 50, { color = "#2c2723" })
  canvas:push()
  canvas:translate(0, -214)
  canvas:scale(0.8, 1)
  canvas:circle(0, 0, 88, { color = "#2c2723" })
  canvas:circle(0, 0, 88, { color = palette.light, stroke = 4, opacity = 0.8 })
  canvas:pop()
end

function scene.draw(canvas)
  local t = show.now()
  canvas:background("#0c0a09")
  canvas:push()
  canvas:translate(canvas.width / 2, 330)
  body(canvas)
  for _, side in ipairs { -1, 1 } do
    local hand = hand_at(t, side)
    local sx, sy = 140 * side, -58
    local ex, ey, x, y = bent(sx, sy, hand.x * side, hand.y, side)
    canvas:polyline({ sx, sy, ex, ey, x, y }, { color = palette.steel, width = 62, join = "round" })
    canvas:polyline({ sx, sy, ex, ey, x, y }, { color = "#20262a", width = 55, join = "round" })
    draw_hand(canvas, x, y, hand, side)
  end
  canvas:pop()
  scene.stage:redraw()
end

return scene
