-- A gesture's sign: the path of its hand through one loop of its clip, as a lamp on the hand would write it.
-- Worked out once for each gesture of a scene.
--
--   local signs = require "signs"
--   signs.draw(canvas, "g:etirer-fer", x, y, w, h, { color = "#f4ead8", width = 1.5 })
local eye = require "eye"
local joints = require "joints"

local signs = {}
local known, opened = {}, 0
local most = 24     -- clips that a scene opens for signs
local steps = 160   -- points of a path

-- How an installation shows a gesture: { azimuth, hands = { "RightGrip", … }, draw = function(canvas, clip, t,
-- camera, opacity) what the body works on }, or nil: seen from where the path is widest. Installations may put
-- their own function here.
function signs.staging(gesture)
  return nil
end

-- The direction on the ground in which the path is widest (its first principal axis), seen from the front.
local function widest(clip, hand, period)
  local n, mx, my, xx, xy, yy = 64, 0, 0, 0, 0, 0
  local points = {}
  for k = 1, n do
    local x, y = joints.at(clip, hand, period * k / n)
    points[k] = { x, y }
    mx, my = mx + x / n, my + y / n
  end
  for _, p in ipairs(points) do
    local x, y = p[1] - mx, p[2] - my
    xx, xy, yy = xx + x * x, xy + x * y, yy + y * y
  end
  return 0.5 * math.atan(2 * xy, xx - yy)
end

local function traced(clip, hands, period, azimuth)
  local see = eye.of(eye.close(eye.reach(clip, hands, period, azimuth), azimuth, { 0, 0, 200, 200 }, 1))
  local lines, left, top, right, bottom = {}, 1e9, 1e9, -1e9, -1e9
  for n, hand in ipairs(hands) do
    local line = {}
    for k = 0, steps - 1 do
      local x, y = see(joints.at(clip, hand, period * k / steps))
      if not x then
        return nil
      end
      line[#line + 1], line[#line + 2] = x, y
      left, right, top, bottom = math.min(left, x), math.max(right, x), math.min(top, y), math.max(bottom, y)
    end
    lines[n] = line
  end
  local half_w, half_h = math.max(1, right - left) / 2, math.max(1, bottom - top) / 2
  local half = math.max(half_w, half_h)
  local shape = path.new()
  for _, line in ipairs(lines) do
    for k = 1, #line, 2 do
      local x, y = (line[k] - left - half_w) / half, (line[k + 1] - top - half_h) / half
      if k == 1 then
        shape:move(x, y)
      else
        shape:line(x, y)
      end
    end
    shape:close()
  end
  return shape, half_w / half, half_h / half
end

local function open(gesture)
  local record = gesture.clip and repertoire.get(gesture.clip)
  if not record or not record.file or opened >= most then
    return false
  end
  opened = opened + 1
  local clip = motion.open(record.file, { unit = record.unit })
  if clip:duration() <= 0 then
    return false
  end
  local told = signs.staging(gesture) or {}
  local period = math.min(record.period or clip:duration(), clip:duration())
  local hands = told.hands or { record.hand or "RightHand" }
  for n, hand in ipairs(hands) do
    hands[n] = joints.name(clip, hand)
    if not joints.has(clip, hands[n]) then
      return false
    end
  end
  local sign = { clip = clip, hands = hands, period = period, azimuth = told.azimuth or widest(clip, hands[1], period), stage = told.draw,
    origin = record.origin }
  sign.path, sign.wide, sign.tall = traced(clip, hands, period, sign.azimuth)
  return sign.path and sign or false
end

-- { clip, hands, period (s), azimuth, path (from -1 to 1), wide, tall, stage, origin } of a gesture's id, nil without a
-- movement. `ready`: only what was worked out before.
function signs.of(id, ready)
  local sign = known[id]
  if sign == nil and not ready then
    local gesture = repertoire.get(id)
    sign = gesture and open(gesture) or false
    known[id] = sign
  end
  return sign or nil
end

-- Gestures that have a movement, `count` at most.
function signs.moved(count)
  local ids = {}
  for n, gesture in ipairs(repertoire.list("gesture", { clip = true }, count)) do
    ids[n] = gesture.id
  end
  return ids
end

-- Works out as many signs as a scene opens; for `enter`.
function signs.prepare()
  for _, id in ipairs(signs.moved(most)) do
    signs.of(id)
  end
end

-- Draws it within w × h px; false when the gesture has none.
function signs.draw(canvas, id, x, y, w, h, style)
  local sign = signs.of(id, true)
  if not sign then
    return false
  end
  local scale = math.min(w / sign.wide, h / sign.tall) / 2
  canvas:push()
  canvas:translate(x + w / 2, y + h / 2)
  canvas:scale(scale)
  canvas:stroke(sign.path, { color = style.color, width = (style.width or 1.5) / scale, opacity = style.opacity, join = "round" })
  canvas:pop()
  return true
end

return signs
