-- The gesture: one figure of light that turns slowly, the path of its hand, and one angle as it
-- changes. A choice at the kiosk brings its gesture; left alone, the gestures follow one another.
local answering = require "answer"
local house = require "house"
local joints = require "joints"
local palette = require "palette"
local space = require "space"
local words = require "words"

local scene = {}
local stand_s = 45 -- at rest, each gesture stands so long

function scene.enter(stage)
  scene.stage = stage
  scene.gestures = house.gestures()
  scene.answer = answering.new(stage, { fade = 1.6 })
  if stage.param and stage.param.id then
    scene.answer:show(show.now())
    scene.choose(stage.param.id, stage.param.language)
  end
end

function scene.choose(id, language)
  local gesture = house.find(scene.gestures, id)
  if not gesture then
    return
  end
  scene.chosen, scene.since = gesture, show.now()
  if words.languages[language or ""] then
    scene.stage:set_language(language)
  end
  scene.stage:redraw()
end

function scene.hear(e)
  local chosen = scene.answer:hear(e)
  if chosen then
    log.info(e.from .. " chose " .. tostring(chosen.id))
    scene.choose(chosen.id, chosen.language)
  end
end

-- Which gesture, since when, how much of it is left as it goes; nil: none may be shown.
local function now_shown(now)
  local any = house.present(scene.gestures)
  if scene.chosen and scene.answer:age(now) and house.find(scene.gestures, scene.chosen.id) then
    return scene.chosen, now - scene.since, scene.answer:light(now)
  end
  if scene.chosen then
    scene.chosen = nil
    scene.stage:set_language(scene.stage.languages[1])
  end
  if not any then
    return nil
  end
  local n = math.floor(now / stand_s)
  return scene.gestures[n % #scene.gestures + 1], now - n * stand_s + (n == 0 and 3 or 0), palette.ease(((n + 1) * stand_s - now) / 1.6)
end

-- A metre, upright on the figure's left as we see it, in decimetres.
local function metre(canvas, camera, opacity)
  local eye = space.eye(camera)
  local mx = camera.target[1] - 0.95 * math.cos(camera.azimuth)
  local my = camera.target[2] - 0.95 * math.sin(camera.azimuth)
  local function mark(z, length, label)
    local x, y = eye(mx, my, z)
    canvas:line(x, y, x + length, y, { color = palette.steel, width = 1.2, opacity = 0.7 * opacity })
    if label then
      canvas:text(label, x - 10, y - 11, palette.note(17, { font = "figures", align = "right", opacity = 0.8 * opacity }))
    end
  end
  local x0, y0 = eye(mx, my, 0)
  local x1, y1 = eye(mx, my, 1)
  canvas:line(x0, y0, x1, y1, { color = palette.steel, width = 1.2, opacity = 0.7 * opacity })
  for n = 0, 10 do
    mark(n / 10, n % 5 == 0 and 14 or 7, n == 0 and "0" or n == 5 and "0,5" or n == 10 and "1\u{00a0}m" or nil)
  end
end

-- The measured angle over one loop, as a curve under the figure, with a cursor at now.
local function curve(canvas, gesture, clip, at, opacity)
  local joints = gesture.record.measure.joints
  if not gesture.angles then
    gesture.angles, gesture.least, gesture.most = {}, 1e9, -1e9
    for n = 0, 480 do
      local a = clip:angle(joints[1], joints[2], joints[3], gesture.period * n / 480) * 180 / math.pi
      gesture.angles[n] = a
      gesture.least, gesture.most = math.min(gesture.least, a), math.max(gesture.most, a)
    end
  end
  local x, y, w, h = 64, 566, 330, 54
  local range = math.max(8, gesture.most - gesture.least)
  local flat = {}
  for n = 0, 480 do
    flat[#flat + 1] = x + w * n / 480
    flat[#flat + 1] = y + h - h * (gesture.angles[n] - gesture.least) / range
  end
  canvas:line(x, y + h + 8, x + w, y + h + 8, { color = palette.steel, width = 1.2, opacity = 0.6 * opacity })
  for n = 0, math.floor(gesture.period) do
    local tx = x + w * n / gesture.period
    canvas:line(tx, y + h + 8, tx, y + h + 3, { color = palette.steel, width = 1, opacity = 0.6 * opacity })
  end
  canvas:polyline(flat, { color = palette.ember, width = 1.6, opacity = 0.75 * opacity })
  local u = at / gesture.period
  local angle = clip:angle(joints[1], joints[2], joints[3], at) * 180 / math.pi
  canvas:circle(x + w * u, y + h - h * (angle - gesture.least) / range, 4.5, { color = palette.ember, opacity = opacity })
end

function scene.draw(canvas)
  local now = show.now()
  local gesture, t, left = now_shown(now)
  if not gesture then
    return
  end
  local language = scene.stage.language
  local clip = house.clip(gesture)
  local at = now % gesture.period
  local opacity = palette.ease((t + 0.4) / 1.6) * left
  -- Who works at one place is looked at from one place; who walks is followed.
  local hx, hy = joints.at(clip, "Hips", at)
  local away = math.sqrt(hx * hx + hy * hy)
  local follow = away > 0.8 and (away - 0.8) / away or 0
  local camera = space.camera(gesture, { 300, -4, 1100, 720 }, {
    azimuth = gesture.view.azimuth + 0.9 * math.sin(now * 2 * math.pi / 64), elevation = 0.14, distance = 4.25,
    target = { gesture.view.target[1] + hx * follow, gesture.view.target[2] + hy * follow, 0.84 },
  })
  canvas:floor(camera, { size = 1.1, step = 0.25, color = palette.steel, opacity = 0.36 * opacity, width = 1.2 })
  metre(canvas, camera, opacity)
  space.figure(canvas, gesture, clip, at, camera, { opacity = opacity, width = 4, props = 0.85, studs = true })
  local tail = 0.11 * gesture.period
  local path = { color = palette.light, width = 2.6, opacity = 0.95 * opacity }
  for _, hand in ipairs(gesture.hands) do
    canvas:cyclegraph(clip, joints.name(clip, hand), 0, gesture.period, camera, { color = palette.light, width = 1.4, opacity = 0.32 * opacity })
    canvas:cyclegraph(clip, joints.name(clip, hand), math.max(0, at - tail), at, camera, path)
    if at < tail then
      canvas:cyclegraph(clip, joints.name(clip, hand), gesture.period - tail + at, gesture.period, camera, path)
    end
  end
  local measure = gesture.record.measure
  canvas:measure(clip, measure.joints, at, camera,
    { color = palette.ember, size = 27, width = 2.6, radius = 0.14, language = language, opacity = opacity * palette.ease((t - 1) / 1.5) })

  canvas:text(text.pick(gesture.label, language), 64, 52, palette.title(58, { width = 460, line_height = 1.02, language = language, opacity = opacity }))
  canvas:text(text.pick(measure.label, language), 64, 520, palette.with(palette.note(20, { opacity = opacity, language = language }), { color = palette.ember }))
  curve(canvas, gesture, clip, at, opacity)
  canvas:text(words.all(words.movement[gesture.movement_origin]), 64, 646,
    palette.note(18, { width = 340, opacity = 0.9 * opacity, line_height = 1.3 }))
  canvas:text(words.chosen_at(scene.answer, language), 64, 18, palette.note(18, { language = language, opacity = 0.9 * opacity }))
  scene.stage:redraw()
end

return scene
