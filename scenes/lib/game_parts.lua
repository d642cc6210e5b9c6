-- What both games have: cards with a moment of a gesture, kind words, chance.
local bodies = require "bodies"
local eye = require "eye"
local joints = require "joints"
local say = require "page_say"
local ui = require "ui"

local parts = {}
local theme = ui.theme

-- The numbers 1 to n, shuffled; the same at the same moment of the show, so that stepped runs repeat.
function parts.shuffled(n, seed)
  local order, state = {}, (math.floor(show.now() * 1000) * 7919 + (seed or 0) * 104729 + 12345) % 2147483647
  for k = 1, n do
    order[k] = k
  end
  for k = n, 2, -1 do
    state = state * 48271 % 2147483647
    local other = state % k + 1
    order[k], order[other] = order[other], order[k]
  end
  return order
end

local rooms = { 0.62, 0.54, 0.46, 0.38 } -- how much of a card the paths take

local function head_in(sign, camera, at)
  if not joints.has(sign.clip, "Head") then
    return true
  end
  local hx, hy, hz = sign.clip:joint("Head", at)
  local px, py, metre = eye.of(camera)(hx, hy, hz + 0.24)
  return not px or py >= camera.y and px - 0.12 * metre >= camera.x and px + 0.12 * metre <= camera.x + camera.width
end

-- As near as the paths and the head have room, the same for every moment of a gesture.
local function camera_of(sign, x, y, w, h)
  if not sign.reach then
    sign.reach = eye.reach(sign.clip, sign.hands, sign.period, sign.azimuth)
  end
  local camera
  for _, room in ipairs(rooms) do
    camera = eye.close(sign.reach, sign.azimuth, { x, y, w, h }, room)
    if head_in(sign, camera, 0) and head_in(sign, camera, sign.period / 2) then
      break
    end
  end
  return camera
end

-- A moment of a gesture in a box: the body as it stands at `at`, the way of the hand from `first` to `last` (s of the
-- clip), all of its way faintly.
function parts.moment(canvas, sign, x, y, w, h, at, first, last, lit)
  local c = theme.color
  canvas:push()
  canvas:clip(x, y, w, h)
  local camera = camera_of(sign, x, y, w, h)
  bodies.figure(canvas, sign.clip, at, camera, { color = c.steel, width = 2 * theme.line, opacity = 0.8, ground = c.sunk })
  if sign.stage then
    sign.stage(canvas, sign.clip, at, camera, 0.6)
  end
  for _, hand in ipairs(sign.hands) do
    canvas:cyclegraph(sign.clip, hand, 0, sign.period, camera, { color = c.light, width = theme.line, opacity = 0.22 })
    canvas:cyclegraph(sign.clip, hand, first, last, camera, { color = lit and c.ember or c.light, width = 2.6 * theme.line, blink = 0.07 })
  end
  local see = eye.of(camera)
  local px, py = see(sign.clip:joint(sign.hands[1], at))
  if px then
    canvas:circle(px, py, 4 * theme.line, { color = c.ember })
  end
  canvas:pop()
end

-- Ends the sound that plays, or waits to.
function parts.hush()
  if parts.heard then
    parts.heard:stop(0.5)
  end
  parts.heard, parts.waiting = nil, nil
end

-- Plays a gesture's sound instead of the one that plays; it counts as something the visitor asked for. What is spoken
-- is heard first.
function parts.play(gesture)
  parts.hush()
  parts.waiting = gesture
  theme.stage:redraw()
end

-- Is a sound to be heard?
function parts.plays()
  return parts.heard ~= nil and not parts.heard:ended()
end

-- In each draw, after what is read was said.
function parts.run()
  local media = parts.waiting and repertoire.get(parts.waiting.sound or "")
  if parts.waiting and not ui.speaking() then
    parts.waiting = nil
    parts.heard = media and media.file and sound.play(media.file)
    if parts.heard and visit and visit.keep then
      visit.keep(parts.heard)
    end
  end
end

-- The buttons under a game: to the page of its gesture, which `gesture()` tells, and another one.
function parts.buttons(stage, gesture, another)
  return {
    { name = "see", label = say("game.see"), tap = function()
      parts.hush()
      show.go("gesture-page", { id = gesture().id, look = stage.param.look }, theme.calm and {} or { transition = "fade", duration = 0.35 })
    end },
    { name = "again", label = say("game.again"), kind = "first", icon = "again", tap = another },
  }
end

-- A line of words in the middle of a box.
function parts.words(said, x, y, w, h, color)
  ui.label(said, x, y, w, h, { role = "lead", align = "left", color = color })
end

return parts
