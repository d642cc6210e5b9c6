-- The façade. At rest: a chronophotographic plate after Marey, the successive instants of one body
-- from left to right, time as its scale. Answering "choose": the gesture as Gilbreth's cyclegraph,
-- its name in three languages, and the work it went into.
local figures = require "figures"
local house = require "house"
local palette = require "palette"
local space = require "space"
local words = require "words"

local scene = {}
local plate_s = 30  -- how long a plate stands
local laying_s = 16 -- of which it is being exposed
local answer_s = 75 -- how long a choice stands before the plates come back

function scene.enter(stage)
  scene.stage = stage
  scene.gestures = house.gestures()
  scene.plates = {}
  if stage.param and stage.param.id then
    scene.choose(stage.param.id)
  end
end

function scene.choose(id)
  local gesture = house.find(scene.gestures, id)
  if gesture then
    scene.chosen = gesture
    scene.since = show.now()
    scene.stage:redraw()
  end
end

function scene.hear(e)
  if e.kind == "message" and e.name == "choose" and e.param then
    scene.choose(e.param.id)
  end
end

-- At rest -----------------------------------------------------------------------------------------

local left_px, right_px = 190, 2304 - 190
local ground_px = 566 -- where the feet stand

-- The body walks through the plate as it works: x of the canvas at time t of the clip.
local function place(plate, t)
  return left_px + (right_px - left_px) * (t - plate.from) / (plate.to - plate.from)
end

local function eye_at(gesture, x, height)
  return space.camera(gesture, { x - 1152, 0, 2304, height }, {
    distance = 5.2, fov = 0.5, elevation = 0.03,
    target = { gesture.view.target[1], gesture.view.target[2], 0.80 },
  })
end

-- What stands on a plate is always the same: worked out once.
local function plate_of(gesture, canvas)
  local plate = scene.plates[gesture.id]
  if plate then
    return plate
  end
  local clip = house.clip(gesture)
  local from, to, shots = gesture.view.plate[1], gesture.view.plate[2], gesture.view.plate[3]
  plate = { from = from, to = to, shots = {}, path = {} }
  for n = 0, shots - 1 do
    plate.shots[#plate.shots + 1] = { t = from + (to - from) * n / (shots - 1), key = false }
  end
  for _, t in ipairs(gesture.view.key) do -- the nearest shots are the telling ones
    local best
    for _, shot in ipairs(plate.shots) do
      if not best or math.abs(shot.t - t) < math.abs(best.t - t) then
        best = shot
      end
    end
    best.key = true
  end
  local steps = 300
  for n = 0, steps do
    local t = from + (to - from) * n / steps
    local eye = space.eye(eye_at(gesture, place(plate, t), canvas.height))
    local x, y = eye(clip:joint(gesture.hand, t))
    plate.path[n + 1] = { x, y, t }
  end
  scene.plates[gesture.id] = plate
  return plate
end

-- Seconds along the ground, as Marey's chronograph wrote them on the plate.
local function scale(canvas, plate, upto, opacity)
  local y = 604
  canvas:line(left_px, y, place(plate, upto), y, { color = palette.steel, width = 1.2, opacity = 0.6 * opacity })
  local long = plate.to - plate.from > 4
  local step = long and 0.5 or 0.1
  for n = 0, math.floor((plate.to - plate.from) / step + 1e-6) do
    local t = plate.from + n * step
    if t <= upto + 1e-6 then
      local whole = long and n % 2 == 0 or not long and n % 5 == 0
      canvas:line(place(plate, t), y, place(plate, t), y - (whole and 12 or 6),
        { color = palette.steel, width = 1.2, opacity = 0.6 * opacity })
      if whole then
        local seconds = ("%.1f"):format(n * step):gsub("%.", ",")
        canvas:text(seconds .. "\u{00a0}s", place(plate, t), y + 8,
          palette.note(17, { font = "figures", align = "center", opacity = 0.8 * opacity }))
      end
    end
  end
end

local function trace(canvas, plate, upto, opacity)
  local flat = {}
  for _, p in ipairs(plate.path) do
    if p[3] > upto then
      break
    end
    local fresh = math.max(0, 1 - (upto - p[3]) / (0.12 * (plate.to - plate.from)))
    flat[#flat + 1] = p[1]
    flat[#flat + 1] = p[2]
    flat[#flat + 1] = 2 + 2 * fresh
    flat[#flat + 1] = (0.55 + 0.45 * fresh) * opacity
  end
  if #flat >= 8 then
    canvas:trail(flat, { color = palette.light })
    canvas:circle(flat[#flat - 3], flat[#flat - 2], 4.5, { color = palette.light, opacity = opacity })
  end
end

local function attract(canvas, now)
  local n = math.floor(now / plate_s)
  local gesture = scene.gestures[n % #scene.gestures + 1]
  local plate = plate_of(gesture, canvas)
  local clip = house.clip(gesture)
  local t = now - n * plate_s
  local opacity = palette.ease((plate_s - t) / 2.5)
  -- The first shot is there at once: a plate is never empty.
  local upto = plate.from + (plate.to - plate.from) * math.min(1, t / laying_s)
  canvas:line(96, ground_px, 2208, ground_px, { color = palette.steel, width = 1, opacity = 0.25 * opacity })
  for _, shot in ipairs(plate.shots) do
    if shot.t <= upto then
      local age = (upto - shot.t) / (plate.to - plate.from)
      local settle = palette.ease((t - (shot.t - plate.from) / (plate.to - plate.from) * laying_s) / 1.2)
      local light = (shot.key and 0.95 or 0.34) + (age < 0.05 and 0.45 * (1 - age / 0.05) or 0)
      local eye = eye_at(gesture, place(plate, shot.t), canvas.height)
      space.figure(canvas, gesture, clip, shot.t % gesture.period, eye, {
        opacity = math.min(1, light) * (shot.t == plate.from and 1 or settle) * opacity,
        width = shot.key and 3 or 2.2,
        props = 0,
      })
    end
  end
  trace(canvas, plate, upto, opacity)
  scale(canvas, plate, upto, opacity)
  local name = opacity * palette.ease((t + 0.6) / 2)
  canvas:text(text.pick(gesture.label, "fr"), 96, 6, palette.title(50, { language = "fr", opacity = name }))
  canvas:text(text.pick(gesture.label, "it") .. "   ·   " .. text.pick(gesture.label, "en"), 97, 70,
    palette.note(22, { opacity = name, language = "it" }))
  canvas:text(words.reconstructed.fr .. " / " .. words.reconstructed.it .. " / " .. words.reconstructed.en, 2208, 70,
    palette.note(18, { align = "right", opacity = 0.85 * name }))
  if t < laying_s + 1.5 or t > plate_s - 2.6 then
    scene.stage:redraw()
  else
    scene.stage:redraw(plate_s - 2.6 - t)
  end
end

-- Answering ---------------------------------------------------------------------------------------

local function names(canvas, gesture, t, opacity)
  local x, y = 1130, 92
  for n, code in ipairs { "fr", "it", "en" } do
    local shown = opacity * palette.ease((t - 0.2 - 0.5 * n) / 1.4)
    local size = n == 1 and 74 or 42
    local _, high = canvas:text(text.pick(gesture.label, code), x, y,
      palette.title(size, { width = 620, language = code, opacity = shown * (n == 1 and 1 or 0.8), line_height = 1.05 }))
    y = y + high + (n == 1 and 22 or 10)
  end
  local shown = opacity * palette.ease((t - 2.2) / 1.4)
  canvas:line(x, y + 22, x + 96, y + 22, { color = palette.steel, width = 1.2, opacity = 0.7 * shown })
  canvas:text(house.labels(gesture.record.tools, "fr"), x, y + 38, palette.note(24, { language = "fr", opacity = shown, width = 620 }))
  canvas:text(house.labels(gesture.record.metiers, "fr"), x, y + 76, palette.note(24, { language = "fr", opacity = shown, width = 620 }))
end

local function answer(canvas, now)
  local gesture, t = scene.chosen, now - scene.since
  local clip = house.clip(gesture)
  local opacity = palette.ease((answer_s - t) / 2.5)
  local at = now % gesture.period
  local camera = space.camera(gesture, { 60, -8, 1000, canvas.height }, {
    distance = 4.15, elevation = 0.07, azimuth = gesture.view.azimuth + 0.16 * math.sin(now / 7),
    target = { gesture.view.target[1], gesture.view.target[2], gesture.view.target[3] - 0.02 },
  })
  space.figure(canvas, gesture, clip, at, camera, { opacity = 0.62 * opacity * palette.ease((t + 0.4) / 1.4), width = 3.4, props = 0.9 })
  -- The lamp on the hand: the whole loop is written in four seconds, its dashes tell speed.
  local drawn = gesture.period * palette.ease(t / 4.5)
  canvas:cyclegraph(clip, gesture.hand, 0, math.max(0.05, drawn), camera,
    { color = palette.light, width = 1.6, opacity = 0.45 * opacity })
  canvas:cyclegraph(clip, gesture.hand, 0, math.max(0.05, drawn), camera,
    { color = palette.light, width = 5.5, blink = 0.05, opacity = opacity })
  if gesture.id == "g:coudre-cuir" then
    canvas:cyclegraph(clip, "LeftTool", 0, math.max(0.05, drawn), camera,
      { color = palette.light, width = 5.5, blink = 0.05, opacity = opacity })
  end
  names(canvas, gesture, t, opacity)
  local work = house.work(gesture.id)
  if work then
    local shown = opacity * palette.ease((t - 3.2) / 2)
    figures.draw(canvas, work.id, 2020, 300, 340, { opacity = shown, drawn = palette.ease((t - 3.2) / 5) })
    canvas:text(text.pick(work.title, "fr"), 2020, 500, palette.title(34, { align = "center", language = "fr", opacity = shown }))
    canvas:text(text.pick(words.work, "fr") .. ", " .. work.team, 2020, 546, palette.note(20, { align = "center", language = "fr", opacity = shown }))
  end
  canvas:text(words.reconstructed.fr .. " / " .. words.reconstructed.it .. " / " .. words.reconstructed.en, 96, 624,
    palette.note(18, { opacity = 0.85 * opacity }))
  scene.stage:redraw()
end

function scene.draw(canvas)
  local now = show.now()
  if scene.chosen and now - scene.since >= answer_s then
    scene.chosen = nil
  end
  if scene.chosen then
    answer(canvas, now)
  else
    attract(canvas, now)
  end
end

return scene
