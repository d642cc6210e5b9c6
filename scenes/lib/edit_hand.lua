-- A hand on the picture: it places points and drags them. What the finger hides is seen larger, in a corner.
local ui = require "ui"
local work = require "edit_note"

local hand = {}
local theme = ui.theme
local reach_mm, placing_mm = 9, 4 -- around a point that is there; while more are being placed
local loupe_mm, larger = 34, 2.5

-- Where the picture lies on the canvas, and the player that shows it; in each draw.
function hand.show(player, x, y, w, h)
  hand.player, hand.x, hand.y, hand.w, hand.h = player, x, y, w, h
  ui.target("picture", x, y, w, h, hand)
end

local function near(x, y, t)
  local found, least = nil, ui.px(work.is_open() and placing_mm or reach_mm)
  for n, p in ipairs(work.points(t)) do
    local far = math.sqrt((hand.x + p[1] * hand.w - x) ^ 2 + (hand.y + p[2] * hand.h - y) ^ 2)
    if far <= least then
      found, least = n, far
    end
  end
  return found
end

local function down(e)
  if hand.finger or not work.note then
    return
  end
  hand.player:pause()
  local t = hand.player:at()
  local n = near(e.x, e.y, t)
  hand.finger, hand.t, hand.dx, hand.dy, hand.note = e.id, t, 0, 0, work.note
  hand.n, hand.marked = n, n == nil
  if n then -- it stays where it is under the finger
    local p = work.points(t)[n]
    hand.dx, hand.dy = hand.x + p[1] * hand.w - e.x, hand.y + p[2] * hand.h - e.y
  else
    hand.n = work.add(t, (e.x - hand.x) / hand.w, (e.y - hand.y) / hand.h)
  end
end

local function move(e)
  if not hand.marked then
    work.mark()
    hand.marked = true
  end
  work.move(hand.t, hand.n, (e.x + hand.dx - hand.x) / hand.w, (e.y + hand.dy - hand.y) / hand.h)
end

function hand:touch(e)
  if e.kind == "down" then
    return down(e)
  elseif e.id ~= hand.finger then
    return
  end
  local lost = hand.note ~= work.note -- another finger has undone or closed what this one draws
  if e.kind == "move" and hand.n and not lost then
    move(e)
  elseif e.kind == "up" and e.cancelled and hand.n and hand.marked and not lost then
    work.undo()
  end
  if e.kind == "up" or lost then
    hand.finger, hand.n = nil, nil
  end
end

function hand.handles(canvas, t)
  local c, r = theme.color, ui.px(2.2)
  for n, p in ipairs(work.points(t)) do
    local x, y = hand.x + p[1] * hand.w, hand.y + p[2] * hand.h
    canvas:circle(x, y, r, { color = "#000000", opacity = 0.6 })
    canvas:circle(x, y, r, { stroke = 2 * theme.line, color = n == hand.n and c.light or c.ember })
  end
end

-- The place under the finger, in the upper corner of the picture that is away from it.
function hand.loupe(canvas, film, film_w, film_h)
  local p = hand.n and work.points(hand.t)[hand.n]
  if not p or film_w == 0 then
    return
  end
  local side, c = ui.px(loupe_mm), theme.color
  local x = p[1] < 0.5 and hand.x + hand.w - side - theme.gap or hand.x + theme.gap
  local y = hand.y + theme.gap
  local sw, sh = side / larger / hand.w * film_w, side / larger / hand.h * film_h
  local sx, sy = math.max(0, math.min(film_w - sw, p[1] * film_w - sw / 2)), math.max(0, math.min(film_h - sh, p[2] * film_h - sh / 2))
  canvas:rect(x, y, side, side, { color = "#000000" })
  canvas:film(film, x, y, side, side, { source = { sx, sy, sw, sh }, fit = "stretch" })
  local cx, cy = x + (p[1] * film_w - sx) / sw * side, y + (p[2] * film_h - sy) / sh * side
  canvas:push()
  canvas:clip(x, y, side, side)
  canvas:line(x, cy, x + side, cy, { color = c.ember, width = theme.line })
  canvas:line(cx, y, cx, y + side, { color = c.ember, width = theme.line })
  canvas:pop()
  canvas:rect(x, y, side, side, { color = c.light, stroke = 2 * theme.line })
end

-- All notes of the film at `t`, the one that is drawn among them.
function hand.drawings(canvas, list, t, place)
  local c = theme.color
  local look = { language = theme.stage.language, size = 0.86 * theme.body, calm = true, halo = true, color = c.steel, measured = c.ember, ground = "#000000" }
  work.drawings(canvas, list, t, place, look)
  hand.handles(canvas, t)
end

return hand
