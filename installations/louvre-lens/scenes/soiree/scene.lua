-- The large screen of the evening. By itself: the title, the project in three figures, its way from Lens to
-- Rome, and between them the gestures, one film at a time. A choice at the kiosk interrupts it.
local answering = require "answer"
local eye = require "eye"
local joints = require "joints"
local words = require "words"

local light, ember, steel = "#f4ead8", "#ff7a1a", "#8fa3b0"
local margin = 120
local rise = 1.6 -- seconds a page comes and goes
local scene = {}
local show_gesture, title_page, numbers_page, way_page -- below

local function ease(u)
  u = math.max(0, math.min(1, u))
  return u * u * u * (10 + u * (6 * u - 15))
end

local function all(labels)
  local said = {}
  for _, code in ipairs(words.languages) do
    said[#said + 1] = labels[code]
  end
  return table.concat(said, "  /  ")
end

local function note(more)
  local style = { size = 26, color = steel, line_height = 1.3 }
  for key, value in pairs(more) do
    style[key] = value
  end
  return style
end

-- The view from near of each gesture that was filmed, and the work it went into.
local function gestures()
  local found = {}
  for _, capsule in ipairs(repertoire.list("capsule")) do
    local gesture, view = repertoire.get(capsule.gesture), capsule.views and capsule.views[1]
    local media = view and repertoire.get(view.media)
    if gesture and media then
      found[#found + 1] = { record = gesture, media = media }
    end
  end
  for _, work in ipairs(repertoire.list("work")) do
    for _, one in ipairs(found) do
      for _, id in ipairs(work.gestures) do
        one.work = one.work or (id == one.record.id and work) or nil
      end
    end
  end
  return found
end

-- Title and figures are seen again after every two gestures.
local function programme(found)
  local pages, between = {}, { title_page, numbers_page, way_page }
  for n, gesture in ipairs(found) do
    if n % 2 == 1 then
      pages[#pages + 1] = { draw = between[(n // 2) % 3 + 1], long = 16 }
    end
    pages[#pages + 1] = { gesture = gesture, draw = show_gesture, long = 20 }
  end
  if #pages == 0 then
    pages[1] = { draw = title_page, long = 16 }
  end
  return pages
end

function scene.enter(stage)
  scene.stage = stage
  scene.answer = answering.new(stage)
  scene.found = gestures()
  scene.pages, scene.long = programme(scene.found), 0
  for _, page in ipairs(scene.pages) do
    page.from, scene.long = scene.long, scene.long + page.long
  end
end

function scene.hear(e)
  local chosen = scene.answer:hear(e)
  for _, gesture in ipairs(chosen and scene.found or {}) do
    if gesture.record.id == chosen.id then
      scene.chosen = { gesture = gesture }
    end
  end
end

-- The one film that is shown: opened when it is first drawn, closed when another follows.
local function film_of(media)
  if scene.media ~= media then
    if scene.film then
      scene.film:close()
    end
    scene.media = media
    scene.film = media and film.open(media.file, { loop = true })
  end
  return scene.film
end

-- Pages -------------------------------------------------------------------------------------------

-- The path of a hand as Gilbreth's lamp writes it: a sign for all that follows.
local function sign(canvas, t, opacity)
  local gesture = scene.found[#scene.found]
  local record = gesture and repertoire.get(gesture.record.clip or "")
  if not record then
    return
  end
  scene.clip = scene.clip or motion.open(record.file, { unit = record.unit })
  local hand, period = joints.name(scene.clip, record.hand), math.max(1, scene.clip:duration())
  scene.reach = scene.reach or eye.reach(scene.clip, { record.hand }, period, -0.95)
  local camera = eye.close(scene.reach, -0.95, { 1180, 330, 640, 520 }, 0.8)
  local drawn = math.max(0.02, period * ease(t / 12))
  canvas:cyclegraph(scene.clip, hand, 0, drawn, camera, { color = light, width = 1.4, opacity = 0.35 * opacity })
  canvas:cyclegraph(scene.clip, hand, 0, drawn, camera, { color = light, width = 3.6, blink = 0.07, opacity = opacity })
  local x, y = eye.of(camera)(joints.at(scene.clip, record.hand, drawn))
  if x and drawn < period then
    canvas:circle(x, y, 7, { color = ember, opacity = opacity })
  end
end

function title_page(canvas, page, t, opacity)
  film_of(nil)
  sign(canvas, t, opacity)
  local y = 210
  for n, code in ipairs(words.languages) do
    local shown = opacity * ease((t - 0.9 * (n - 1)) / 1.8)
    local size = n == 1 and 112 or 46
    for _, line in ipairs(words.title[code]) do
      local _, high = canvas:text(line, margin, y, { font = "title", size = size, color = light, language = code,
        opacity = shown * (n == 1 and 1 or 0.82), line_height = 1.05 })
      y = y + high
    end
    canvas:text(words.towards[code], margin, y + (n == 1 and 14 or 4), note({ size = n == 1 and 40 or 26, language = code, opacity = shown }))
    y = y + (n == 1 and 116 or 62)
  end
  canvas:line(margin, 912, margin + 240 * ease((t - 1) / 3), 912, { color = ember, width = 3, opacity = opacity })
  canvas:text(words.place.fr, margin, 930, note({ color = light, language = "fr", opacity = opacity * ease((t - 2) / 2) }))
  canvas:text(words.who.fr, canvas.width - margin, 930, note({ align = "right", language = "fr", opacity = opacity * ease((t - 2) / 2) }))
end

function numbers_page(canvas, page, t, opacity)
  film_of(nil)
  for n, number in ipairs(words.numbers) do
    local y = 150 + (n - 1) * 270
    local shown = opacity * ease((t - 0.8 * (n - 1)) / 1.8)
    canvas:text(tostring(number[1]), 760, y + 36, { size = 190, weight = 300, color = light, align = "right", opacity = shown, line_height = 1 })
    canvas:line(830, y + 58, 830, y + 218, { color = steel, width = 1.5, opacity = 0.5 * shown })
    for k, code in ipairs(words.languages) do
      canvas:text(number[2][code], 888, y + 50 + (k == 1 and 0 or 24 + 44 * (k - 1)), k == 1
        and { font = "title", size = 52, color = light, language = code, opacity = shown, line_height = 1.1 }
        or note({ size = 30, language = code, opacity = shown }))
    end
  end
end

-- From Lens to Rome, as a draughtsman measures a length.
function way_page(canvas, page, t, opacity)
  film_of(nil)
  local left, right, y = 340, canvas.width - 340, 400
  local drawn = ease(t / 6)
  canvas:line(left, y, left + (right - left) * drawn, y, { color = light, width = 3, opacity = opacity })
  for n = 0, 40 do
    if n / 40 <= drawn then
      local x = left + (right - left) * n / 40
      canvas:line(x, y, x, y - (n % 10 == 0 and 26 or n % 5 == 0 and 18 or 10), { color = steel, width = 1.5, opacity = 0.7 * opacity })
    end
  end
  if drawn < 1 then
    canvas:circle(left + (right - left) * drawn, y, 8, { color = ember, opacity = opacity })
  end
  for _, stop in ipairs(words.way) do
    local x, shown = left + (right - left) * stop[1], opacity * ease((drawn - stop[1] + 0.04) / 0.12)
    canvas:circle(x, y, 9, { color = ember, opacity = shown })
    canvas:text(stop[2].fr, x, y + 44, { font = "title", size = 64, color = light, align = "center", language = "fr", opacity = shown, line_height = 1.1 })
    local below = y + 142
    for k, code in ipairs(words.languages) do
      local _, high = canvas:text(stop[3][code], x - 230, below, note({ size = k == 1 and 34 or 26, color = k == 1 and light or steel,
        width = 460, align = "center", language = code, opacity = shown }))
      below = below + high + 16
    end
  end
end

local function names(canvas, gesture, t, opacity)
  local y = 176
  for n, code in ipairs(words.languages) do
    local shown = opacity * ease((t - 0.5 * n) / 1.4)
    local _, high = canvas:text(text.pick(gesture.record.label, code), margin, y, { font = "title", size = n == 1 and 84 or 44, color = light,
      width = 560, language = code, opacity = shown * (n == 1 and 1 or 0.82), line_height = 1.05 })
    y = y + high + (n == 1 and 24 or 8)
  end
  if gesture.record.said then
    canvas:text("«\u{00a0}" .. text.pick(gesture.record.said, "fr") .. "\u{00a0}»", margin, y + 26, { font = "title", italic = true, size = 36, color = ember,
      width = 560, language = "fr", opacity = opacity * ease((t - 2.4) / 1.4) })
  end
end

local function work(canvas, made, t, opacity)
  local shown = opacity * ease((t - 3.2) / 2)
  local team = repertoire.get(made.team or "")
  canvas:line(margin, 742, margin + 96, 742, { color = steel, width = 1.5, opacity = 0.7 * shown })
  canvas:text(text.pick(made.title, "fr"), margin, 762, { font = "title", size = 44, color = light, width = 560, language = "fr", opacity = shown, line_height = 1.1 })
  canvas:text(words.work.fr .. (team and ", " .. text.pick(team.label, "fr") or ""), margin, 824, note({ width = 560, language = "fr", opacity = shown }))
  if made.origin == "made-up" then
    canvas:text(words.made_up.fr, margin, 862, note({ size = 24, width = 560, language = "fr", opacity = shown }))
  end
end

function show_gesture(canvas, page, t, opacity)
  local gesture = page.gesture
  canvas:film(film_of(gesture.media), 720, 176, 1080, 607.5, { fit = "contain", opacity = opacity * ease((t - 0.3) / rise) })
  names(canvas, gesture, t, opacity)
  if gesture.work then
    work(canvas, gesture.work, t, opacity)
  end
  local origin = words.film[gesture.media.origin]
  canvas:text((origin and all(origin) or gesture.media.credit), canvas.width - margin, 908, note({ size = 24, align = "right", opacity = 0.9 * opacity }))
end

-- What is said below: where the gesture was chosen, or where one may choose.
local function foot(canvas, now, opacity)
  if opacity <= 0 then
    return
  end
  local language = words.languages[math.floor(now / 8) % 3 + 1]
  local said = show.title("borne") and words.touch[language] or ""
  if scene.answer:by("fr") ~= "" then
    local marks = {}
    for _, code in ipairs(words.languages) do
      marks[#marks + 1] = text.pick(words.chosen, code) .. "  ·  " .. scene.answer:by(code)
    end
    said = table.concat(marks, "  /  ")
  end
  canvas:text(said, canvas.width / 2, 1004, note({ align = "center", language = language, opacity = opacity }))
end

local function page_at(now)
  local at = now % scene.long
  for n = #scene.pages, 1, -1 do
    if at >= scene.pages[n].from then
      return scene.pages[n], at - scene.pages[n].from
    end
  end
end

function scene.draw(canvas)
  local now = show.now()
  local age = scene.chosen and scene.answer:age(now)
  if age then
    show_gesture(canvas, scene.chosen, age, scene.answer:light(now))
    foot(canvas, now, scene.answer:light(now) * ease((age - 2) / 2))
  else
    if scene.chosen then
      scene.chosen, scene.rested = nil, now
    end
    local page, t = page_at(now)
    local opacity = ease((page.long - t) / rise) * ease((now - (scene.rested or -10)) / rise)
    page.draw(canvas, page, t, opacity * ease((t + 0.3) / rise))
    foot(canvas, now, page.gesture and opacity * ease((t - 4) / 2) or 0)
  end
  scene.stage:redraw()
end

return scene
