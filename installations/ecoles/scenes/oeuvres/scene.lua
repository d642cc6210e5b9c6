-- What lies in the folder, one after the other: pictures with slow calm moves, films in full, for ever.
-- Keys: Right and Left (or a presenter's PageDown and PageUp), Space is pause. Touch: right, left, middle.
local page, projet = require "page", require "projet"
local scene = {}

local DISSOLVE, INSTANTS = 2.2, 4 -- seconds in which a picture comes, and how many instants of it are seen
local PATIENCE = 20               -- seconds that a file may take to open

local function is_film(name)
  local ending = name:match("%.(%w+)$"):lower()
  for _, e in ipairs(page.films) do
    if e == ending then return true end
  end
  return false
end

local function open(work)
  if work.media or work.bad then return end
  if work.film then
    work.media = film.open(work.name, { sound = true, play = false, gain = page.number(projet.son, -60, 12, 0) })
  else
    work.media = picture.open(work.name)
  end
end

local function close(work)
  if work and work.media then work.media:close() end
  if work then work.media, work.began = nil, nil end
end

-- The n-th of those that can be shown, from `from` in a direction; 0 when the end is passed.
local function good(from, way)
  local i = from
  while scene.works[i] and scene.works[i].bad do i = i + way end
  return scene.works[i] and i or 0
end

local function home()
  scene.left = true
  show.go("titre", { moment = (projet.merci or "") == "" and "boucle" or "fin" }, { transition = "fade", duration = 2 })
end

-- Shows another work: the one that is seen gives way to it.
local function turn(to, way)
  to = good(to, way)
  if to == 0 and way < 0 then to = good(#scene.works, -1) end
  if to == 0 then return home() end
  if scene.before ~= scene.works[to] then close(scene.before) end
  scene.before = scene.works[scene.at]
  if scene.before and scene.before.film and scene.before.media then scene.before.media:gain(-60, 1) end
  if scene.before == scene.works[to] then scene.before = nil end
  scene.at, scene.asked, scene.paused = to, show.now(), false
  open(scene.works[to])
end

function scene.enter(stage)
  scene.stage, scene.works, scene.at = stage, {}, 0
  scene.before, scene.paused, scene.left = nil, false, false
  local names, all = {}, {}
  for _, e in ipairs(page.pictures) do all[#all + 1] = e end
  for _, e in ipairs(page.films) do all[#all + 1] = e end
  names = files.list("oeuvres", all)
  for i, name in ipairs(names) do
    scene.works[i] = { name = name, film = is_film(name), caption = page.caption(name, projet.legendes) }
  end
  scene.seconds = page.number(projet.secondes, 3, 120, 8)
  turn(1, 1)
end

local function begin(work, now)
  work.began = now
  work.come = tween.new(0, 1, DISSOLVE, "inout-sine")
  work.words = tween.new(0, 1, 1.5, "inout-sine", 1)
  work.grow = tween.new(0.97, 1, scene.seconds + DISSOLVE, "inout-sine")
  if work.film then work.media:gain(page.number(projet.son, -60, 12, 0), 0.5) work.media:play() end
  local next = good(scene.at + 1, 1)
  if next ~= 0 then open(scene.works[next]) end
end

function scene.update(dt, now)
  local work = scene.works[scene.at]
  if not work or scene.left then return end
  if not work.began then
    if work.media:ready() then
      begin(work, now)
    elseif now - scene.asked > PATIENCE then
      work.bad = true
      log.warning(work.name .. " is left out: it takes too long to open")
    end
    if work.bad then close(work) turn(scene.at + 1, 1) end
    return
  end
  if scene.before and now - work.began > DISSOLVE then close(scene.before) scene.before = nil end
  if scene.paused then
    work.began = work.began + dt
  elseif work.film and work.media:ended() or not work.film and now - work.began > scene.seconds then
    turn(scene.at + 1, 1)
  end
end

local function pause()
  local work = scene.works[scene.at]
  if not work or not work.began then return end
  scene.paused = not scene.paused
  if work.film and scene.paused then work.media:pause() elseif work.film then work.media:play() end
  scene.stage:redraw()
end

function scene.hear(e)
  if e.kind == "ready" then
    for _, work in ipairs(scene.works) do
      if work.media == e.media and not work.media:ready() then
        work.bad = true   -- staff was told why
        scene.stage:redraw()
      end
    end
  elseif e.kind == "key" and not page.operator(e.name) then
    if e.name == "Right" or e.name == "PageDown" then turn(scene.at + 1, 1)
    elseif e.name == "Left" or e.name == "PageUp" then turn(scene.at - 1, -1)
    elseif e.name == "Space" then pause() end
  end
end

function scene.touch(e)
  if e.kind ~= "tap" then return end
  local u = e.x / scene.stage.width
  if u < 0.3 then turn(scene.at - 1, -1) elseif u > 0.7 then turn(scene.at + 1, 1) else pause() end
end

-- Where a work lies: whole, as large as it fits above the caption.
local function box(work, w, h)
  local pw, ph = work.media:size()
  local room = work.caption == "" and h * 0.94 or h * 0.84
  local scale = math.min(w * 0.94 / pw, room / ph)
  return w / 2, (work.caption == "" and h * 0.03 or h * 0.025) + room / 2, pw * scale, ph * scale
end

local function lay(canvas, work, x, y, w, h, opacity)
  if work.film then canvas:film(work.media, x - w / 2, y - h / 2, w, h, { opacity = opacity })
  else canvas:picture(work.media, x - w / 2, y - h / 2, w, h, { opacity = opacity }) end
end

-- It comes in successive instants, as on one plate: each a step further, the last one stays.
local function arrive(canvas, work, u)
  local x, y, w, h = box(work, canvas.width, canvas.height)
  local step = canvas.width * 0.035
  canvas:push()
  canvas:translate(x, y) canvas:scale(work.grow)
  for i = INSTANTS, 1, -1 do
    local here = u * (INSTANTS + 1) - (INSTANTS - i)
    local shown = math.max(0, math.min(here, 2 - here * 0.6)) * (1 - u)
    if shown > 0.01 and u < 1 then lay(canvas, work, i * step, 0, w, h, math.min(0.3, 0.3 * shown)) end
  end
  lay(canvas, work, 0, 0, w, h, u)
  canvas:pop()
end

-- In one line, or smaller in two; what is longer still ends in an ellipsis.
local function say(canvas, work)
  local left, wide = canvas.width * 0.05, canvas.width * 0.9
  local style = { size = page.px(scene.stage, 0.05), width = wide, align = "center", color = page.warm, language = projet.langue }
  local _, tall, lines = text.measure(work.caption, style)
  if lines > 1 then
    style.size, style.lines = page.px(scene.stage, 0.038), 2
    _, tall = text.measure(work.caption, style)
  end
  canvas:push() canvas:opacity(work.words)
  canvas:text(work.caption, left, canvas.height * 0.93 - tall / 2, style)
  canvas:pop()
end

function scene.draw(canvas)
  local work, before = scene.works[scene.at], scene.before
  local u = work and work.began and work.come:value() or 0
  if before and before.began and before.media and u < 1 then
    local x, y, w, h = box(before, canvas.width, canvas.height)
    lay(canvas, before, x, y, w, h, 1 - u)
  end
  if not work or not work.began or not work.media then return end
  arrive(canvas, work, u)
  if work.caption ~= "" then say(canvas, work) end
  if scene.paused then
    local s = page.px(scene.stage, 0.03)
    canvas:rect(canvas.width - s * 3, s * 2, s * 0.35, s * 1.4, { color = page.ember })
    canvas:rect(canvas.width - s * 2.2, s * 2, s * 0.35, s * 1.4, { color = page.ember })
  end
end

return scene
