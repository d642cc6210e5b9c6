-- The sound room: the gesture's sound walks slowly through the room, and the plan shows where it is
-- and how much of it each loudspeaker carries.
local answering = require "answer"
local house = require "house"
local palette = require "palette"
local words = require "words"

local scene = {}
local stand_s = 45
-- The room as installation.lua has it.
local speakers = { { -3, 2 }, { 0, 2 }, { 3, 2 }, { 3, 0 }, { 3, -2 }, { 0, -2 }, { -3, -2 }, { -3, 0 } }
local rolloff_db, blur_m, ears_m = 5, 0.4, 2.2

function scene.enter(stage)
  scene.stage = stage
  scene.gestures = house.gestures()
  scene.answer = answering.new(stage, { fade = 1.2 })
  scene.tone = sound.play("sound/room-tone.ogg", { loop = true, gain = -34.4, fade = 3 })
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

-- A slow eight through the room at the height of a hand: one round a minute and a half.
local function place(now)
  local a = now * 2 * math.pi / 90
  return 2.2 * math.sin(a), 1.25 * math.sin(2 * a), 1.1
end

-- Which gesture, and since when; nil: none may be heard.
local function now_heard(now)
  local any = house.present(scene.gestures)
  if scene.chosen and scene.answer:age(now) and house.find(scene.gestures, scene.chosen.id) then
    return scene.chosen, now - scene.since
  end
  if scene.chosen then
    scene.chosen = nil
    scene.stage:set_language(scene.stage.languages[1])
  end
  if not any then
    return nil
  end
  local n = math.floor(now / stand_s)
  return scene.gestures[n % #scene.gestures + 1], now - n * stand_s + (n == 0 and 3 or 0)
end

function scene.update(dt, now)
  local gesture = now_heard(now)
  local x, y, z = place(now)
  if scene.playing ~= gesture or (scene.voice and not gesture.sound) then
    if scene.voice then
      scene.voice:stop(1.2)
    end
    scene.playing, scene.voice = gesture, nil
    if gesture and gesture.sound then
      -- In step with the figure next door: both are functions of the one clock.
      house.clip(gesture)
      local from = now % gesture.period
      scene.voice = sound.play(gesture.sound, { loop = true, gain = gesture.view.gain, fade = 0.4, at = { x, y, z }, from = from })
    end
  elseif scene.voice then
    scene.voice:move(x, y, z, 0.1)
  end
end

-- Distance-based amplitude panning (Lossius, Baltazar and de la Hogue, ICMC 2009): what each
-- loudspeaker carries, for the drawing.
local function shares(x, y, z)
  local a, total, out = rolloff_db / (20 * math.log(2, 10)), 0, {}
  for n, s in ipairs(speakers) do
    local d2 = (s[1] - x) ^ 2 + (s[2] - y) ^ 2 + (ears_m - z) ^ 2 + blur_m ^ 2
    out[n] = d2 ^ -a
    total = total + out[n]
  end
  for n = 1, #out do
    out[n] = math.sqrt(out[n] / total)
  end
  return out
end

local px_m, mid_x, mid_y = 104, 796, 330

local function on_plan(x, y)
  return mid_x + x * px_m, mid_y - y * px_m
end

local function room(canvas)
  local look = { color = palette.steel, width = 1.4, opacity = 0.8 }
  local x0, y0 = on_plan(-3.25, 2.25)
  local x1, y1 = on_plan(3.25, -2.25)
  canvas:polyline({ x0, y0, x1, y0, x1, y1, x0, y1 }, { color = palette.steel, width = 1.6, opacity = 0.75, closed = true })
  for m = -3, 3 do
    local x = on_plan(m, 0)
    canvas:line(x, y0, x, y1, { color = palette.steel, width = 1, opacity = 0.12 })
    canvas:line(x, y1 + 14, x, y1 + 22, look)
  end
  for m = -2, 2 do
    local _, y = on_plan(0, m)
    canvas:line(x0, y, x1, y, { color = palette.steel, width = 1, opacity = 0.12 })
    canvas:line(x1 + 14, y, x1 + 22, y, look)
  end
  local left, right = on_plan(-3, 0), on_plan(3, 0)
  canvas:line(left, y1 + 18, right, y1 + 18, look)
  canvas:text("6\u{00a0}m", mid_x, y1 + 28, palette.note(18, { font = "figures", align = "center" }))
  local _, top = on_plan(0, 2)
  local _, bottom = on_plan(0, -2)
  canvas:line(x1 + 18, top, x1 + 18, bottom, look)
  canvas:text("4\u{00a0}m", x1 + 30, mid_y - 12, palette.note(18, { font = "figures" }))
end

function scene.draw(canvas)
  local now = show.now()
  local gesture, t = now_heard(now)
  if not gesture then
    return
  end
  local language = scene.stage.language
  local opacity = palette.ease((t + 0.4) / 1.4)
  local x, y, z = place(now)
  local level = scene.voice and scene.voice:level() or 0
  local loud = math.max(0, math.min(1, 1 + 20 * math.log(math.max(level, 1e-4), 10) / 48))
  room(canvas)
  local trail, ember = {}, { color = palette.light }
  for n = 0, 60 do
    local tx, ty = on_plan(place(now - 14 * (1 - n / 60)))
    trail[#trail + 1], trail[#trail + 2], trail[#trail + 3], trail[#trail + 4] = tx, ty, 1.6, 0.5 * n / 60
  end
  canvas:trail(trail, ember)
  local sx, sy = on_plan(x, y)
  for n, share in ipairs(shares(x, y, z)) do
    local px, py = on_plan(speakers[n][1], speakers[n][2])
    canvas:line(sx, sy, px, py, { color = palette.light, width = 1, opacity = 0.30 * share * share + 0.02 })
    -- What the loudspeaker carries: how far its arc opens is its share, how bright it is the level.
    canvas:circle(px, py, 22, { color = palette.steel, stroke = 1.2, opacity = 0.55 })
    canvas:arc(px, py, 22, -math.pi / 2, -math.pi / 2 + 2 * math.pi * share, { color = palette.ember, width = 3.4, opacity = 0.35 + 0.65 * loud })
    canvas:text(tostring(n), px, py - 12, palette.with(palette.note(18, { font = "figures", align = "center" }), { color = palette.light }))
  end
  canvas:circle(sx, sy, 7, { color = palette.ember })
  canvas:circle(sx, sy, 12 + 46 * loud, { color = palette.ember, stroke = 1.6, opacity = 0.25 + 0.5 * loud })

  local _, high = canvas:text(text.pick(gesture.label, language), 64, 84, palette.title(52, { width = 350, line_height = 1.02, language = language, opacity = opacity }))
  canvas:text(words.one(words.sound[gesture.sound_origin], language), 64, 84 + high + 14, palette.note(20, { width = 300, language = language, opacity = opacity }))
  canvas:text(words.chosen_at(scene.answer, language), 64, 50, palette.note(18, { language = language, opacity = 0.9 * opacity }))
  canvas:text(text.pick(words.plan, language), 64, 662, palette.note(18, { language = language }))
  scene.stage:redraw()
end

return scene
