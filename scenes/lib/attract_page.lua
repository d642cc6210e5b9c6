-- Nobody is there: one gesture after the other is written by the lamp on its hand, and three languages ask to be
-- touched. A language, the settings, or the gesture that is being written, are answered at once; any other touch
-- begins with the explorer. Where installation.lua sends "choose" here, what is chosen at another station comes next: its
-- movement, else its film, with its name in all languages, where it was chosen, and what else answers there.
local answers = require "attract_answer"
local bodies = require "bodies"
local eye = require "eye"
local signs = require "signs"
local ui = require "ui"

local page = {}
local theme = ui.theme
local shown_most = 16                    -- gestures that take turns
local stand_s, fade_s, rest_s = 3.5, 1.6, 0.8

local touch = { fr = "Touchez l’écran", it = "Toccate lo schermo", en = "Touch the screen", de = "Berühren Sie den Bildschirm",
  es = "Toque la pantalla", nl = "Raak het scherm aan", pt = "Toque no ecrã" }

function page.enter(stage)
  page.stage = stage
  ui.enter(stage)
  page.gestures, page.since = signs.moved(shown_most), show.now()
  page.answer = answers.new(stage, fade_s)
  page.turn = #stage.id % math.max(1, #page.gestures) + 1 -- stages side by side begin with different ones
end

local function go(scene, param)
  show.go(scene, param, { transition = "fade", duration = 0.5 })
end

local function begin(language)
  return function()
    if language then
      page.stage:set_language(language)
    end
    go("explorer")
  end
end

-- Not a control of its own: everything else lies on it.
local anywhere = { ground = true, touch = function(self, e, f)
  if e.kind == "up" and not e.cancelled then
    begin()()
  end
end }

function page.touch(e)
  return ui.touch(e)
end

function page.hear(e)
  page.answer:hear(e)
  page.stage:redraw()
end

-- Whose turn it is: its sign and how long it has been there, s. Gestures without a movement (any more) have none.
local function turn(now)
  for _ = 1, #page.gestures do
    local id = page.gestures[page.turn]
    local sign = repertoire.get(id) and signs.of(id)
    if sign and now - page.since < sign.period + stand_s + fade_s + rest_s then
      return id, sign, now - page.since
    end
    page.turn, page.since = page.turn % #page.gestures + 1, now
  end
end

local function ease(u)
  u = math.max(0, math.min(1, u))
  return u * u * (3 - 2 * u)
end

-- Lower in its box where a head would stand out of the canvas, as far as the paths have room there.
local function keep_head(sign, camera, box)
  if not sign.crown then
    sign.crown = eye.body(sign.clip, sign.hands, sign.period, sign.azimuth).high
  end
  local at, see = sign.reach.target, eye.of(camera)
  local _, top = see(at[1], at[2], sign.crown)
  local _, foot = see(at[1], at[2], at[3] - sign.reach.tall / 2)
  if top and foot then
    camera.y = camera.y + math.max(0, math.min(theme.gap - top, box[2] + box[4] - foot))
  end
end

-- The lamp writes while the body moves; then the body goes, the path stands, and fades.
local function write(canvas, sign, t, box)
  local gone = ease((t - sign.period - stand_s) / fade_s)
  local light = ease(t / 1.2) * (1 - gone)
  local at = math.min(t, sign.period - 1e-3)
  local body = ease(t / 1.5) * (1 - ease((t - sign.period) / 2))
  if not sign.reach then
    sign.reach = eye.reach(sign.clip, sign.hands, sign.period, sign.azimuth)
  end
  local far = ease((math.max(sign.reach.wide, sign.reach.tall) - 0.8) / 0.8) -- a wide movement is not seen from further away
  local camera = eye.close(sign.reach, sign.azimuth, box, 0.46 + 0.34 * far)
  keep_head(sign, camera, box)
  local c = theme.color
  if body > 0.01 then
    bodies.figure(canvas, sign.clip, at, camera, { color = c.steel, width = 1.8 * theme.line, opacity = 0.5 * body, ground = c.ground })
  end
  if sign.stage then
    sign.stage(canvas, sign.clip, at, camera, 0.8 * light)
  end
  for _, hand in ipairs(sign.hands) do
    canvas:cyclegraph(sign.clip, hand, 0, sign.period, camera, { color = c.light, width = theme.line, opacity = 0.16 * light })
    canvas:cyclegraph(sign.clip, hand, 0, at, camera, { color = c.light, width = 2.2 * theme.line, blink = 0.07, opacity = light })
    local x, y = eye.of(camera)(sign.clip:joint(hand, at))
    if x and t < sign.period + 0.6 then
      canvas:circle(x, y, 3.6 * theme.line, { color = c.ember, opacity = light * (1 - ease((t - sign.period) / 0.6)) })
    end
  end
end

-- A film whole in a box, at its bottom.
local function show_film(canvas, shot, light, box)
  local w, h = shot:size()
  if w > 0 then
    local scale = math.min(box[3] / w, box[4] / h)
    canvas:film(shot, box[1] + (box[3] - w * scale) / 2, box[2] + box[4] - h * scale, w * scale, h * scale, { opacity = light })
  end
end

-- What stands under a figure of the own programme.
local function own_lines(id)
  local held = answers.held()
  return { { text.pick(repertoire.get(id).label), "lead", "light" }, held ~= "" and { held, "small", "quiet" } or nil }
end

local function high_of(lines, w)
  local high = 0
  for _, line in ipairs(lines) do
    high = high + select(2, text.measure(line[1], theme.style(line[2], { width = w, align = "center" })))
  end
  return high
end

-- What lies low sinks into the dark: the texts there are read on it.
local function dusk(canvas, y)
  if page.dusk_for ~= theme.version then
    page.dusk_for = theme.version
    page.dusk = gradient.linear(0, 0, 0, 4 * theme.body, { theme.color.ground .. "00", theme.color.ground })
  end
  canvas:push()
  canvas:translate(0, y - 4 * theme.body)
  canvas:rect(0, 0, canvas.width, 4 * theme.body, { color = page.dusk })
  canvas:rect(0, 4 * theme.body, canvas.width, canvas.height, { color = theme.color.ground })
  canvas:pop()
end

local function title_style(said, w)
  return ui.balanced(said, theme.style("title", { width = w, size = math.floor(1.5 * theme.style("title").size) }))
end

local function asked(w)
  local lines = {}
  for n, code in ipairs(page.stage.languages) do
    lines[n] = touch[code]
  end
  local one = table.concat(lines, "  ·  ")
  return ui.measure(one, "lead") <= w and one or table.concat(lines, "\n")
end

local function languages()
  local items = {}
  for n, code in ipairs(page.stage.languages) do
    items[n] = { name = "language " .. code, label = ui.language_name(code), role = "lead", tap = begin(code), kind = n == 1 and "first" or nil }
  end
  return items
end

local function settings(x, y, w)
  local size = math.max(theme.target, theme.bar)
  ui.settings_button(x + w - size, y, function() go("explorer", { settings = true }) end) -- who comes leaves this page
end

-- Where things lie: the title's and the figure's box, and how low touches are within everybody's reach.
local function layout(canvas)
  local x, y, w, h = ui.page()
  local low = math.min(y + h, (page.stage.reach_bottom or canvas.height) - theme.gap)
  if canvas.width > 1.15 * canvas.height then
    local half = math.floor(0.46 * w)
    return x, y, half, low, { 0.40 * canvas.width, y, 0.60 * canvas.width - theme.margin / 2, h - 2.4 * theme.body }
  end
  return x, y, w, low, nil
end

-- What is seen of a gesture, and its lines. `light`: of an answer, which goes as a whole.
local function draw_gesture(canvas, sign, t, box, lines, light)
  local told = light or ease(t / 1.5) * (1 - ease((t - sign.period - stand_s) / fade_s))
  canvas:push()
  canvas:opacity(light or 1)
  if sign then
    write(canvas, sign, t, box)
  elseif page.answer.film then
    show_film(canvas, page.answer.film, ease(t / 1.2), box)
  end
  canvas:pop()
  if sign then -- a film ends above its lines
    dusk(canvas, box[2] + box[4])
  end
  local y = box[2] + box[4] + 0.3 * theme.body
  for _, line in ipairs(lines) do
    local _, high = canvas:text(line[1], box[1], y, theme.style(line[2], { width = box[3], align = "center", color = line[3], opacity = told }))
    y = y + high
  end
end

function page.draw(canvas)
  ui.begin(canvas)
  local now = show.now()
  local x, y, w, low, box = layout(canvas)
  ui.target("begin", 0, 0, canvas.width, canvas.height, anywhere)
  local items = languages()
  local bar = ui.flow(items, x, 0, w, "left", true)
  local line = asked(w)
  local _, line_h = ui.measure(line, "lead", { color = "quiet" })
  local title = theme.keep("attract title " .. w, title_style, text.pick(page.stage.title), w)
  local _, title_h = text.measure(text.pick(page.stage.title), title)
  local under = low - bar - theme.gap - line_h - theme.gap
  if not box then
    local top = y + title_h + theme.gap
    box = { x, top, w, under - top - 3 * theme.body }
  end
  local id, sign, t = page.answer:at(now)
  local is_answer = id ~= nil
  if is_answer then
    page.since = now -- the own programme goes on afterwards, from a beginning
    t = sign and t % (sign.period + stand_s + fade_s + rest_s) or t
  else
    id, sign, t = turn(now)
  end
  if sign and theme.calm then
    t = sign.period -- the path stands
  end
  if id then
    local lines = is_answer and page.answer:lines() or own_lines(id)
    box[4] = box[4] - math.max(0, high_of(lines, box[3]) - 1.7 * theme.body)
    local top = math.max(box[2], page.stage.reach_top or 0)
    ui.target("gesture", box[1], top, box[3], math.min(box[2] + box[4], low) - top, function() go("gesture-page", { id = id }) end)
    if ui.pressed("gesture") then
      ui.touched("gesture", text.pick(repertoire.get(id).label))
    end
    draw_gesture(canvas, sign, t, box, lines, is_answer and page.answer:light(now))
    page.stage:redraw()
  end
  canvas:text(text.pick(page.stage.title), x, y, title)
  canvas:text(line, x, under + theme.gap / 2, theme.style("lead", { color = "quiet" }))
  ui.flow(items, x, low - bar, w, "left")
  settings(ui.page(), low - theme.bar, select(3, ui.page()))
  ui.read("attract " .. page.stage.language, text.pick(page.stage.title) .. ".\n" .. (touch[page.stage.language] or "") .. ".")
  ui.finish()
end

return page
