-- The visit station: the eight gestures as their cyclegraphs, the works, three languages. Touching a
-- gesture opens its page and tells the house: façade, figure and sound room answer. A gesture that is
-- still to be documented has a page, too, and says so; the house has nothing to answer.
local figures = require "figures"
local house = require "house"
local joints = require "joints"
local palette = require "palette"
local reel = require "reel"
local space = require "space"
local words = require "words"

local scene = {}
local idle_s = 120  -- nobody touches: back to the first page, first language
local turn_s = 0.45 -- a page comes in
local margin = 64

function scene.enter(stage)
  scene.stage = stage
  scene.gestures = house.gestures()
  scene.works = repertoire.list("work")
  table.sort(scene.works, function(a, b) return a.id > b.id end)
  scene.page, scene.since, scene.touched = { kind = "home" }, -10, -1000
  scene.fingers, scene.rings, scene.targets = {}, {}, {}
  scene.reel = reel.new()
end

-- Touch -------------------------------------------------------------------------------------------

-- Films and pictures are open as long as the page that shows them.
local function open(page)
  scene.page, scene.since = page, show.now()
  reel.show(scene.reel, page.kind == "gesture" and page.gesture.record.film or nil)
  if scene.picture then
    scene.picture:close()
  end
  local media = page.kind == "work" and page.work.picture and repertoire.get(page.work.picture)
  scene.picture = media and picture.open(media.file)
  scene.stage:redraw()
end

local function choose(gesture)
  if not gesture.listed then
    show.send("choose", { id = gesture.id, language = scene.stage.language })
  end
  open({ kind = "gesture", gesture = gesture })
end

local function target_at(x, y)
  for n = #scene.targets, 1, -1 do
    local r = scene.targets[n]
    if x >= r.x and x <= r.x + r.w and y >= r.y and y <= r.y + r.h then
      return r
    end
  end
end

function scene.touch(e)
  scene.touched = show.now()
  if e.kind == "down" then
    scene.fingers[e.id] = { x = e.x, y = e.y, at = show.now() }
    local target = target_at(e.x, e.y)
    scene.pressed = target and target.id
  elseif e.kind == "move" or e.kind == "drag" then
    local finger = scene.fingers[e.id]
    if finger then
      finger.x, finger.y = e.x, e.y
    end
  elseif e.kind == "up" then
    local finger = scene.fingers[e.id]
    if finger then
      scene.rings[#scene.rings + 1] = { x = finger.x, y = finger.y, at = show.now() }
    end
    scene.fingers[e.id] = nil
    scene.pressed = nil
  elseif e.kind == "tap" then
    local target = target_at(e.start_x or e.x, e.start_y or e.y)
    if target then
      target.act()
    end
  end
  scene.stage:redraw()
end

-- A place that may be touched, and whether a finger is on it.
local function target(id, x, y, w, h, act)
  scene.targets[#scene.targets + 1] = { id = id, x = x, y = y, w = w, h = h, act = act }
  return scene.pressed == id
end

local function frame(canvas, x, y, w, h, pressed, opacity)
  canvas:rect(x, y, w, h, { color = palette.lifted, radius = 3, opacity = opacity * (pressed and 1 or 0.75) })
  canvas:rect(x, y, w, h, { color = pressed and palette.ember or palette.steel, radius = 3, stroke = pressed and 2 or 1,
    opacity = opacity * (pressed and 0.9 or 0.28) })
end

local function feedback(canvas, now)
  for _, finger in pairs(scene.fingers) do
    canvas:circle(finger.x, finger.y, 38, { color = palette.ember, stroke = 3, opacity = 0.9 })
  end
  local alive = {}
  for _, ring in ipairs(scene.rings) do
    local u = (now - ring.at) / 0.5
    if u < 1 then
      alive[#alive + 1] = ring
      canvas:circle(ring.x, ring.y, 38 + 26 * palette.ease(u), { color = palette.ember, stroke = 3 * (1 - u) + 0.3, opacity = 0.9 * (1 - u) })
    end
  end
  scene.rings = alive
  return #alive > 0
end

-- Parts -------------------------------------------------------------------------------------------

local function languages(canvas)
  local x = canvas.width - margin - 3 * 84 + 27
  for _, code in ipairs { "fr", "it", "en" } do
    local here = scene.stage.language == code
    local pressed = target("language " .. code, x, 32, 84, 72, function()
      scene.stage:set_language(code)
    end)
    canvas:text(code:upper(), x + 42, 54, palette.with(palette.text(22, { align = "center", weight = here and 600 or 400 }),
      { color = (here or pressed) and palette.light or palette.steel, line_height = 1.2 }))
    if here or pressed then
      canvas:line(x + 26, 88, x + 58, 88, { color = palette.ember, width = 2 })
    end
    x = x + 84
  end
end

-- The path of a hand on the canvas, worked out once for each place it stands at.
local function path(gesture, clip, hand, camera, place)
  gesture.paths = gesture.paths or {}
  local flat = gesture.paths[place]
  if not flat then
    local eye = space.eye(camera)
    local steps = (gesture.view.struck and 60 or 30) * gesture.period // 1
    flat = {}
    for n = 0, steps - 1 do
      flat[2 * n + 1], flat[2 * n + 2] = eye(joints.at(clip, hand, gesture.period * n / steps))
    end
    gesture.paths[place] = flat
  end
  return flat
end

-- A gesture's own sign: the path of its hand, seen from its best side. `drawn` 0..1: the lamp is
-- writing it.
local function sign(canvas, gesture, x, y, w, h, opacity, drawn)
  local clip = house.clip(gesture)
  local camera = space.close(gesture, clip, { x, y, w, h }, 0.84)
  local look = { color = palette.light, width = 1.2, opacity = (drawn and 0.35 or 0.8) * opacity, closed = true }
  for n, hand in ipairs(gesture.hands) do
    canvas:polyline(path(gesture, clip, hand, camera, x + 10000 * y + 1e9 * n), look)
    if drawn and drawn > 0.01 then
      canvas:cyclegraph(clip, joints.name(clip, hand), 0, gesture.period * drawn, camera, { color = palette.light, width = 2.6, blink = 0.08, opacity = opacity })
      local px, py = space.eye(camera)(joints.at(clip, hand, gesture.period * drawn))
      if px then
        canvas:circle(px, py, 3.5, { color = palette.ember, opacity = opacity * palette.ease((1 - drawn) * 8) })
      end
    end
  end
end

-- Pages -------------------------------------------------------------------------------------------

-- Said once for all works, when none of them is real.
local function made_up_works(language)
  for _, work in ipairs(scene.works) do
    if work.origin ~= "made-up" then
      return ""
    end
  end
  return #scene.works > 0 and text.pick(words.made_up_works, language) or ""
end

local function home(canvas, now, opacity)
  local language = scene.stage.language
  canvas:text(text.pick(words.title, language), margin, 36, palette.title(52, { language = language, opacity = opacity, line_height = 1.1 }))
  canvas:text(text.pick(words.touch, language), margin, 106, palette.note(20, { language = language, opacity = opacity }))
  local w, h, gap = 270, 204, 24
  -- One sign at a time is written by its lamp; the others stand.
  local turn = 12
  local writing = math.floor(now / turn) % #scene.gestures + 1
  for n, gesture in ipairs(scene.gestures) do
    local x = margin + (n - 1) % 4 * (w + gap)
    local y = 164 + (n - 1) // 4 * (h + gap)
    if y + h < 640 then
      local pressed = target(gesture.id, x, y, w, h, function()
        choose(gesture)
      end)
      frame(canvas, x, y, w, h, pressed, opacity)
      local drawn = n == writing and now > 2 and palette.ease((now % turn) / 4) or nil
      sign(canvas, gesture, x + 20, y + 14, w - 40, 112, opacity, drawn)
      canvas:text(text.pick(gesture.verb, language), x + 20, y + 130, palette.title(30, { language = language, opacity = opacity, line_height = 1.1 }))
      canvas:text("×\u{2009} " .. text.pick(gesture.material, language), x + 20, y + 167, palette.note(20, { language = language, opacity = opacity, line_height = 1.2 }))
    end
  end
  local y = 628
  canvas:text(words.side_by_side(text.pick(words.works, language), made_up_works(language)), margin, y,
    palette.note(20, { language = language, opacity = opacity }))
  for n, work in ipairs(scene.works) do
    if n > 4 then
      break
    end
    local x, hh = margin + (n - 1) * (w + gap), 96
    local pressed = target(work.id, x, y + 34, w, hh, function()
      open({ kind = "work", work = work })
    end)
    frame(canvas, x, y + 34, w, hh, pressed, opacity)
    figures.draw(canvas, work.id, x + 52, y + 82, 74, { opacity = 0.9 * opacity })
    local title = text.pick(work.title, language)
    local style = palette.title(25, { width = w - 116, language = language, opacity = opacity, line_height = 1.05, lines = 2 })
    local _, high = text.measure(title, style)
    canvas:text(title, x + 104, y + 34 + (hh - high) / 2 - 2, style)
  end
  if now % turn < 4.1 then
    scene.stage:redraw()
  else
    scene.stage:redraw(turn - now % turn)
  end
end

local function back(canvas, opacity)
  local language = scene.stage.language
  local label = text.pick(words.back, language)
  local style = palette.text(22, { language = language, opacity = opacity, line_height = 1.2 })
  local wide = text.measure(label, style) + 108
  local pressed = target("back", margin - 20, 32, wide, 72, function()
    open({ kind = "home" })
  end)
  local color = pressed and palette.ember or palette.light
  canvas:polyline({ margin + 16, 56, margin + 2, 68, margin + 16, 80 }, { color = color, width = 2, opacity = opacity })
  canvas:line(margin + 2, 68, margin + 34, 68, { color = color, width = 2, opacity = opacity })
  canvas:text(label, margin + 54, 55, style)
end

-- A line "Outils : …"; how high it was.
local function detail(canvas, label, value, x, y, width, opacity)
  local language = scene.stage.language
  if value == "" then
    return 0
  end
  local _, high = canvas:text(text.pick(label, language) .. words.colon(language) .. " " .. value, x, y,
    palette.note(20, { width = width, language = language, opacity = opacity, line_height = 1.35 }))
  return high + 6
end

local film_x, film_y, film_w, film_h = margin, 132, 560, 480

local function decimal(seconds)
  local said = ("%.1f"):format(seconds)
  return scene.stage.language == "en" and said or (said:gsub("%.", ","))
end

-- The film of a gesture, how far it has come, and whose it is.
local function film_player(canvas, shot, media, opacity)
  local language = scene.stage.language
  canvas:rect(film_x, film_y, film_w, film_h, { color = palette.night, opacity = opacity })
  canvas:film(shot, film_x, film_y, film_w, film_h, { fit = "cover", opacity = opacity })
  canvas:rect(film_x, film_y, film_w, film_h, { color = palette.steel, stroke = 1, opacity = 0.28 * opacity })
  local long, y = shot:duration(), film_y + film_h + 24
  canvas:line(film_x, y, film_x + film_w, y, { color = palette.steel, width = 1.2, opacity = 0.6 * opacity })
  if long > 0 then
    local at = shot:position()
    for s = 0, math.floor(long) do
      local x = film_x + film_w * s / long
      canvas:line(x, y, x, y - (s % 5 == 0 and 9 or 5), { color = palette.steel, width = 1.2, opacity = 0.6 * opacity })
    end
    canvas:line(film_x, y, film_x + film_w * at / long, y, { color = palette.light, width = 2, opacity = opacity })
    canvas:circle(film_x + film_w * at / long, y, 5, { color = palette.ember, opacity = opacity })
    canvas:text(decimal(at) .. "\u{00a0}/\u{00a0}" .. decimal(long) .. "\u{00a0}s", film_x + film_w, y + 12,
      palette.note(18, { font = "figures", align = "right", opacity = opacity }))
  end
  canvas:text((words.film[media.origin] and text.pick(words.film[media.origin], language) .. "  ·  " or "") .. media.credit, film_x, y + 12,
    palette.note(18, { language = language, opacity = opacity }))
end

-- Without a film: the whole figure, live, and the path of its hand.
local function live_figure(canvas, now, t, opacity)
  local gesture = scene.page.gesture
  local clip = house.clip(gesture)
  local at = now % gesture.period
  local camera = space.camera(gesture, { 8, 104, 640, 620 }, {
    elevation = 0.08, distance = 4.3, azimuth = gesture.view.azimuth + 0.10 * math.sin(now / 5),
    target = { gesture.view.target[1], gesture.view.target[2], 0.84 },
  })
  space.figure(canvas, gesture, clip, at, camera, { opacity = opacity, width = 3.2, props = 0.85, studs = true, ground = palette.ground })
  local drawn = gesture.period * palette.ease(t / 4)
  for _, hand in ipairs(gesture.hands) do
    canvas:cyclegraph(clip, joints.name(clip, hand), 0, math.max(0.02, drawn), camera, { color = palette.light, width = 2.6, blink = 0.06, opacity = 0.95 * opacity })
  end
end

-- Nothing to show yet: the place where it will be.
local function still_to_come(canvas, opacity)
  local language = scene.stage.language
  canvas:rect(film_x, film_y, film_w, film_h, { color = palette.night, opacity = opacity })
  canvas:rect(film_x, film_y, film_w, film_h, { color = palette.steel, stroke = 1, opacity = 0.28 * opacity })
  canvas:text(text.pick(words.to_document, language), film_x + film_w / 2, film_y + film_h / 2 - 26,
    palette.with(palette.title(38, { language = language, align = "center", opacity = opacity }), { color = palette.steel }))
end

local function gesture_page(canvas, now, t, opacity)
  local language, gesture = scene.stage.language, scene.page.gesture
  back(canvas, opacity)
  local shot, media = reel.show(scene.reel, gesture.record.film)
  if shot then
    film_player(canvas, shot, media, opacity)
  elseif gesture.listed then
    still_to_come(canvas, opacity)
  else
    live_figure(canvas, now, t, opacity)
  end
  local x, w = 664, 552
  local y = 132
  local _, high = canvas:text(text.pick(gesture.label, language), x, y, palette.title(50, { width = w, language = language, opacity = opacity, line_height = 1.02 }))
  y = y + high + 20
  if gesture.record.text then
    _, high = canvas:text(words.paragraph(text.pick(gesture.record.text, language)), x, y, palette.text(21, { width = w, language = language, opacity = opacity, line_height = 1.42 }))
    y = y + high + 16
  end
  y = y + detail(canvas, words.tools, house.labels(gesture.record.tools, language), x, y, w, opacity)
  detail(canvas, words.metiers, house.labels(gesture.record.metiers, language), x, y, w, opacity)
  local work = house.work(gesture.id)
  if work then
    local wy = 632
    local pressed = target(work.id, x, wy, w, 88, function()
      open({ kind = "work", work = work })
    end)
    frame(canvas, x, wy, w, 88, pressed, opacity)
    figures.draw(canvas, work.id, x + 58, wy + 44, 76, { opacity = 0.9 * opacity })
    canvas:text(text.pick(work.title, language), x + 120, wy + 13, palette.title(28, { width = w - 140, language = language, opacity = opacity, line_height = 1.1, lines = 1 }))
    canvas:text(text.pick(words.work_origin[work.origin] or words.work, language), x + 120, wy + 49, palette.note(19, { language = language, opacity = opacity, line_height = 1.2 }))
  end
  local moved = not shot and words.one(words.movement[gesture.movement_origin], language) or ""
  canvas:text(words.side_by_side(moved, gesture.record.text and words.of_text(gesture.record, language) or ""), margin, 744,
    palette.note(18, { language = language, opacity = 0.9 * opacity }))
  scene.stage:redraw()
end

local function work_page(canvas, now, t, opacity)
  local language, work = scene.stage.language, scene.page.work
  back(canvas, opacity)
  if scene.picture then
    canvas:rect(film_x, film_y, film_w, film_h, { color = palette.night, opacity = opacity })
    canvas:picture(scene.picture, film_x, film_y, film_w, film_h, { fit = "cover", opacity = opacity })
    canvas:rect(film_x, film_y, film_w, film_h, { color = palette.steel, stroke = 1, opacity = 0.28 * opacity })
    local media = repertoire.get(work.picture)
    canvas:text(words.side_by_side(words.one(words.picture[media.origin], language), media.credit), film_x, film_y + film_h + 36,
      palette.note(18, { language = language, opacity = opacity }))
  else
    figures.draw(canvas, work.id, 330, 410, 500, { opacity = opacity, drawn = palette.ease(t / 4) })
  end
  local x, w = 664, 552
  local y = 132
  local _, high = canvas:text(text.pick(work.title, language), x, y, palette.title(50, { width = w, language = language, opacity = opacity, line_height = 1.02 }))
  y = y + high + 6
  _, high = canvas:text(house.makers(work, language), x, y, palette.note(19, { width = w, language = language, opacity = opacity, line_height = 1.3 }))
  y = y + high + 14
  canvas:text(words.paragraph(text.pick(work.text, language)), x, y, palette.text(20, { width = w, language = language, opacity = opacity, line_height = 1.42 }))
  local count = math.min(3, #work.gestures)
  local wy = 724 - count * 82
  canvas:text(text.pick(words.gestures, language), x, wy - 32, palette.note(19, { language = language, opacity = opacity }))
  for n = 1, count do
    local gesture = house.find(scene.gestures, work.gestures[n]) or house.listed(work.gestures[n])
    if gesture then
      local pressed = target(gesture.id, x, wy, w, 72, function()
        choose(gesture)
      end)
      frame(canvas, x, wy, w, 72, pressed, opacity)
      if gesture.listed then
        canvas:text(text.pick(words.to_document, language), x + w - 18, wy + 25, palette.note(18, { align = "right", language = language, opacity = opacity, line_height = 1.2 }))
      else
        sign(canvas, gesture, x + 16, wy + 7, 90, 58, opacity)
      end
      local left = gesture.listed and 20 or 126
      canvas:text(text.pick(gesture.label, language), x + left, wy + 18,
        palette.title(28, { width = w - left - (gesture.listed and 170 or 14), language = language, opacity = opacity, line_height = 1.1, lines = 1 }))
    end
    wy = wy + 82
  end
  canvas:text(words.side_by_side(words.one(words.work_origin[work.origin], language), words.of_text(work, language)), margin, 744,
    palette.note(18, { language = language, opacity = 0.9 * opacity }))
  if t < 4.5 then
    scene.stage:redraw()
  end
end

function scene.draw(canvas)
  local now = show.now()
  if scene.page.kind ~= "home" and now - scene.touched > idle_s then
    scene.stage:set_language(scene.stage.languages[1])
    open({ kind = "home" })
  end
  canvas:background(palette.ground)
  scene.targets = {}
  local t = now - scene.since
  local opacity = palette.ease(0.3 + 0.7 * t / turn_s) -- never quite dark between two pages
  if scene.page.kind == "gesture" then
    gesture_page(canvas, now, t, opacity)
  elseif scene.page.kind == "work" then
    work_page(canvas, now, t, opacity)
  else
    home(canvas, now, opacity)
  end
  languages(canvas)
  if feedback(canvas, now) or t < turn_s then
    scene.stage:redraw()
  end
  if scene.page.kind ~= "home" then
    scene.stage:redraw(math.max(0.1, scene.touched + idle_s - now))
  end
end

return scene
