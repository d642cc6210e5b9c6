-- The façade. At rest: a chronophotographic plate after Marey, the successive instants of one body
-- from left to right, time as its scale. Answering "choose": the gesture as Gilbreth's cyclegraph, its
-- film from near (or the same, drawn live), its name in three languages, and the work it went into.
local answering = require "answer"
local exposure = require "exposure"
local figures = require "figures"
local house = require "house"
local joints = require "joints"
local palette = require "palette"
local reel = require "reel"
local space = require "space"
local words = require "words"

local scene = {}
local plate_s = 30  -- how long a plate stands
local laying_s = 16 -- of which it is being exposed
local head_s = 9    -- the first plate is well under way when the show begins

local first_plate -- defined with the plates

function scene.enter(stage)
  scene.stage = stage
  scene.gestures = house.gestures()
  scene.plates = {}
  scene.reel = reel.new()
  scene.rested = -10 -- since when the plates are back
  scene.answer = answering.new(stage)
  first_plate(stage)
  if stage.param and stage.param.id then
    scene.answer:show(show.now())
    scene.choose(stage.param.id)
  end
end

function scene.choose(id)
  local gesture = house.find(scene.gestures, id)
  if gesture then
    scene.from_rest = not scene.chosen
    scene.chosen = gesture
    if not reel.show(scene.reel, gesture.record.film) then
      exposure.prepare(gesture)
    end
    scene.since = show.now()
    scene.stage:redraw()
  end
end

function scene.hear(e)
  local chosen = scene.answer:hear(e)
  if chosen then
    log.info(e.from .. " chose " .. tostring(chosen.id))
    scene.choose(chosen.id)
  end
end

-- At rest -----------------------------------------------------------------------------------------

local left_px, right_px = 250, 2304 - 250
local shots = 76  -- how often the shutter opens
local steps = 320 -- points of the hand's path
local right_arm = { "RightArm", "RightForeArm", "RightHand", "RightGrip" }
local left_arm = { "LeftArm", "LeftForeArm", "LeftHand", "LeftGrip" }

-- The body goes through the plate as it works: x of the canvas at time t of the clip.
local function place(plate, t)
  return left_px + (right_px - left_px) * (t - plate.from) / (plate.to - plate.from)
end

local function camera_at(gesture, x, height)
  return space.camera(gesture, { x - 1152, -26, 2304, height }, {
    distance = 4.9 / (gesture.view.far or 1), fov = 0.5, elevation = 0.03,
    target = { gesture.view.target[1], gesture.view.far and -0.38 or gesture.view.target[2], 0.80 },
  })
end

-- What stands on a plate is always the same: worked out once, as far as it has come. One eye sees the
-- body where it stands; on the plate it is only moved along.
local function plate_of(gesture, canvas)
  local plate = scene.plates[gesture.id]
  if not plate then
    plate = { from = gesture.view.plate[1], to = gesture.view.plate[2], shots = {}, keys = {}, paths = {} }
    scene.plates[gesture.id] = plate
    plate.eye = space.eye(camera_at(gesture, 0, canvas.height))
    local _, ground = plate.eye(0, gesture.view.target[2], 0)
    plate.ground = ground + 12
    for n, t in ipairs(gesture.view.key) do
      plate.keys[n] = { t = t, camera = camera_at(gesture, place(plate, t), canvas.height) }
    end
  end
  return plate
end

local function grow(plate, gesture, clip, upto)
  local long = plate.to - plate.from
  while #plate.shots < shots do
    local t = plate.from + long * #plate.shots / (shots - 1)
    if t > upto then
      break
    end
    local at, x = t % gesture.period, place(plate, t)
    plate.shots[#plate.shots + 1] = {
      t = t,
      right = space.chain(plate.eye, clip, at, right_arm, x),
      tool = space.chain(plate.eye, clip, at, { "RightGrip", gesture.hand }, x),
      left = gesture.view.both and space.chain(plate.eye, clip, at, left_arm, x),
    }
  end
  for n, hand in ipairs(gesture.hands) do
    local path = plate.paths[n] or {}
    plate.paths[n] = path
    while #path <= steps do
      local t = plate.from + long * #path / steps
      if t > upto then
        break
      end
      local x, y = plate.eye(joints.at(clip, hand, t % gesture.period))
      path[#path + 1] = { x + place(plate, t), y, t }
    end
  end
end

local function exposed(plate, t)
  return plate.from + (plate.to - plate.from) * math.min(1, 0.06 + t / laying_s)
end

-- The show begins with a plate on which much has been laid already: that is done before its first frame.
function first_plate(stage)
  local shown_s = show.now() + head_s
  if #scene.gestures == 0 then
    return
  end
  local gesture = scene.gestures[math.floor(shown_s / plate_s) % #scene.gestures + 1]
  local clip = house.clip(gesture)
  local plate = plate_of(gesture, stage)
  grow(plate, gesture, clip, exposed(plate, shown_s % plate_s))
end

-- Seconds along the ground, as Marey's chronograph wrote them on the plate.
local function scale(canvas, plate, upto, opacity)
  local y = plate.ground + 34
  canvas:line(left_px, y, place(plate, upto), y, { color = palette.steel, width = 1.2, opacity = 0.6 * opacity })
  local long = plate.to - plate.from > 4
  local step = long and 0.2 or 0.1
  for n = 0, math.floor((plate.to - plate.from) / step + 1e-6) do
    local t = plate.from + n * step
    if t <= upto + 1e-6 then
      local whole = n % 5 == 0
      canvas:line(place(plate, t), y, place(plate, t), y - (whole and 12 or 6),
        { color = palette.steel, width = 1.2, opacity = 0.6 * opacity })
      if whole then
        local seconds = (long and "%.0f" or "%.1f"):format(n * step):gsub("%.", ",")
        canvas:text(seconds .. "\u{00a0}s", place(plate, t), y + 7,
          palette.note(17, { font = "figures", align = "center", opacity = 0.8 * opacity }))
      end
    end
  end
end

local function trace(canvas, plate, path, upto, opacity)
  local flat = {}
  for _, p in ipairs(path) do
    if p[3] > upto then
      break
    end
    local fresh = math.max(0, 1 - (upto - p[3]) / (0.12 * (plate.to - plate.from)))
    flat[#flat + 1] = p[1]
    flat[#flat + 1] = p[2]
    flat[#flat + 1] = 2.4 + 1.6 * fresh
    flat[#flat + 1] = (0.75 + 0.25 * fresh) * opacity
  end
  if #flat >= 8 then
    canvas:trail(flat, { color = palette.light })
    if upto < plate.to then
      canvas:circle(flat[#flat - 3], flat[#flat - 2], 5, { color = palette.light, opacity = opacity })
    end
  end
end

local function caption(canvas, gesture, opacity)
  canvas:text(text.pick(gesture.label, "fr"), 96, 602, palette.title(46, { language = "fr", opacity = opacity }))
  canvas:text(text.pick(gesture.label, "it") .. "  ·  " .. text.pick(gesture.label, "en"), 1152, 620,
    palette.note(22, { opacity = opacity, language = "it", align = "center" }))
  canvas:text(words.all(words.movement[gesture.movement_origin]), 2208, 623,
    palette.note(18, { align = "right", opacity = 0.85 * opacity }))
end

local function attract(canvas, now, fade)
  local shown_s = now + head_s
  local n = math.floor(shown_s / plate_s)
  local gesture = scene.gestures[n % #scene.gestures + 1]
  local clip = house.clip(gesture)
  local plate = plate_of(gesture, canvas)
  local t = shown_s - n * plate_s
  local opacity = fade * palette.ease((plate_s - t) / 2.5)
  -- The first shots are there at once: a plate is never empty.
  local upto = exposed(plate, t)
  grow(plate, gesture, clip, upto)
  canvas:line(96, plate.ground, 2208, plate.ground, { color = palette.steel, width = 1, opacity = 0.3 * opacity })
  for _, shot in ipairs(plate.shots) do
    if shot.t <= upto then
      local fresh = math.max(0, 1 - (upto - shot.t) / (0.07 * (plate.to - plate.from)))
      local look = { color = palette.light, width = 1.3, opacity = (0.26 + 0.6 * fresh) * opacity }
      canvas:polyline(shot.right, look)
      canvas:polyline(shot.tool, { color = palette.light, width = 1.3, opacity = (0.16 + 0.6 * fresh) * opacity })
      if shot.left then
        canvas:polyline(shot.left, look)
      end
    end
  end
  for _, key in ipairs(plate.keys) do
    local since = (upto - key.t) / (plate.to - plate.from) * laying_s
    local shown = n == 0 and now < 1 and 1 or palette.ease(since / 0.8)
    if since >= 0 then
      space.figure(canvas, gesture, clip, key.t % gesture.period, key.camera, { opacity = 0.95 * shown * opacity, width = 3, props = 0, studs = true })
    end
  end
  for _, path in ipairs(plate.paths) do
    trace(canvas, plate, path, upto, opacity)
  end
  scale(canvas, plate, upto, opacity)
  caption(canvas, gesture, opacity * palette.ease((t + 0.6) / 2))
  if fade < 1 or t < laying_s + 1.5 or t > plate_s - 2.6 then
    scene.stage:redraw()
  else
    scene.stage:redraw(plate_s - 2.6 - t)
  end
end

-- Answering ---------------------------------------------------------------------------------------

local column = 1668 -- x of names and work

local function names(canvas, gesture, t, opacity)
  local y = 66
  for n, code in ipairs { "fr", "it", "en" } do
    local shown = opacity * palette.ease((t - 0.5 * n) / 1.4)
    local label = text.pick(gesture.label, code)
    local size = palette.fitting(label, n == 1 and 64 or 38, 536)
    local _, high = canvas:text(label, column, y,
      palette.title(size, { width = 560, language = code, opacity = shown * (n == 1 and 1 or 0.8), line_height = 1.05 }))
    y = y + high + (n == 1 and 16 or 6)
  end
  local shown = opacity * palette.ease((t - 2.2) / 1.4)
  canvas:line(column, y + 20, column + 96, y + 20, { color = palette.steel, width = 1.2, opacity = 0.7 * shown })
  local _, high = canvas:text(house.labels(gesture.record.tools, "fr"), column, y + 36, palette.note(22, { language = "fr", opacity = shown, width = 540 }))
  canvas:text(house.labels(gesture.record.metiers, "fr"), column, y + 42 + high, palette.note(22, { language = "fr", opacity = shown, width = 540 }))
end

-- The whole body, as a shadow, and the path of its hand: Gilbreth's lamp writes the loop in five
-- seconds, its dashes tell speed.
local function figure(canvas, gesture, clip, at, t, opacity)
  local camera = space.whole(gesture, clip, { 40, 24, 640, 560 })
  camera.azimuth = camera.azimuth + 0.10 * math.sin(t / 7)
  local shown = opacity * palette.ease((t + 0.4) / 1.4)
  local eye = space.eye(camera)
  local _, ground = eye(camera.target[1], camera.target[2], 0)
  canvas:line(96, ground + 10, 620, ground + 10, { color = palette.steel, width = 1, opacity = 0.3 * shown })
  space.figure(canvas, gesture, clip, at, camera, { opacity = 0.62 * shown, width = 2.6, props = 0.8, studs = true })
  local drawn = math.max(0.05, gesture.period * palette.ease((t + 0.4) / 5))
  for _, hand in ipairs(gesture.hands) do
    canvas:cyclegraph(clip, joints.name(clip, hand), 0, drawn, camera, { color = palette.light, width = 1.2, opacity = 0.4 * opacity })
    canvas:cyclegraph(clip, joints.name(clip, hand), 0, drawn, camera, { color = palette.light, width = 3.4, blink = 0.06, opacity = opacity })
    local x, y = eye(joints.at(clip, hand, at))
    if x then
      canvas:circle(x, y, 6, { color = palette.light, opacity = opacity })
    end
  end
end

-- Hand and tool from near. A film's black is the wall's black: it has no frame.
local function close_up(canvas, gesture, shot, at, opacity)
  local x, y, w, h = 664, 36, 960, 540
  if shot then
    canvas:film(shot, x, y, w, h, { fit = "contain", opacity = opacity })
  else
    canvas:push()
    canvas:clip(x, y, w, h)
    canvas:translate(x, y)
    canvas:scale(w / exposure.width)
    exposure.draw(canvas, gesture, at, opacity)
    canvas:pop()
  end
end

local function answer(canvas, now)
  local gesture, t = scene.chosen, now - scene.since
  local clip = house.clip(gesture)
  local opacity = scene.answer:light(now)
  local shot = reel.show(scene.reel, gesture.record.film)
  local at = (shot and shot:position() or t) % gesture.period -- body and film in step
  close_up(canvas, gesture, shot, at, opacity * palette.ease((t - 0.2) / 1.6))
  figure(canvas, gesture, clip, at, t, opacity)
  names(canvas, gesture, t, opacity)
  local work = house.work(gesture.id)
  if work then
    local shown = opacity * palette.ease((t - 3.2) / 2)
    figures.draw(canvas, work.id, column + 80, 488, 176, { opacity = shown, drawn = palette.ease((t - 3.2) / 5) })
    canvas:text(text.pick(work.title, "fr"), column + 196, 442, palette.title(34, { width = 350, language = "fr", opacity = shown, line_height = 1.05 }))
    local _, high = canvas:text(text.pick(words.work, "fr") .. ", " .. house.team(work, "fr"), column + 196, 494, palette.note(20, { width = 350, language = "fr", opacity = shown, line_height = 1.3 }))
    canvas:text(words.one(words.work_origin[work.origin], "fr"), column + 196, 500 + high, palette.note(18, { width = 350, language = "fr", opacity = 0.85 * shown, line_height = 1.3 }))
  end
  canvas:text(words.all(words.movement[gesture.movement_origin]), 2208, 623,
    palette.note(18, { align = "right", opacity = 0.85 * opacity }))
  canvas:text(words.chosen_at(scene.answer, "fr", "it", "en"), 96, 623,
    palette.note(18, { opacity = 0.85 * opacity * palette.ease((t - 3) / 2) }))
  scene.stage:redraw()
end

function scene.draw(canvas)
  local now = show.now()
  local any = house.present(scene.gestures)
  if scene.chosen and not (scene.answer:age(now) and house.find(scene.gestures, scene.chosen.id)) then
    scene.chosen, scene.rested = nil, now
    reel.close(scene.reel)
  end
  if not any then
    return
  end
  local leaving = scene.chosen and palette.ease(1 - (now - scene.since) / 0.9) or 0
  if not scene.chosen then
    attract(canvas, now, palette.ease((now - scene.rested) / 2.5))
  elseif scene.from_rest and leaving > 0 then
    attract(canvas, now, leaving)
  end
  if scene.chosen then
    answer(canvas, now)
  end
end

return scene
