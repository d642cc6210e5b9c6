-- What a gesture's, a work's and a chain's page share: where it came from and goes to, its words, its head.
local say = require "page_say"
local ui = require "ui"

local frame = { say = say }
local theme = ui.theme

-- A page opens: its record's id is in the trail of this visit, and in what is counted.
function frame.enter(stage, kind)
  frame.stage = stage
  ui.enter(stage)
  frame.id = stage.param.id
  if frame.id then
    repertoire.related(frame.id) -- who has asked hears `found` when records change
    visit.page(frame.id, kind)
  end
end

-- Another page. `from` is the page it comes back to; what was looked for in the explorer goes along.
function frame.go(scene, param)
  param = param or {}
  param.look = param.look or frame.stage.param.look
  show.go(scene, param, theme.calm and {} or { transition = "fade", duration = 0.35 })
end

local pages = { g = "gesture-page", w = "work-page", k = "chain" }

-- The page of a record by its id; back leads here.
function frame.open(id, more)
  local param = { id = id, from = frame.id }
  for key, value in pairs(more or {}) do
    param[key] = value
  end
  local scene = pages[id:sub(1, 1)]
  if scene then
    frame.go(scene, param)
  end
end

local function back()
  local from = frame.stage.param.from
  if from and from ~= frame.id and repertoire.get(from) then
    frame.go(pages[from:sub(1, 1)] or "explorer", { id = from, gesture = frame.stage.param.gesture })
  else
    frame.go("explorer")
  end
end

local function languages_width()
  local wide = 0
  for _, code in ipairs(frame.stage.languages) do
    wide = wide + ui.button_size(code:upper(), { kind = "quiet" }) + theme.gap
  end
  return wide
end

local function draw_nav(label, x, y, w, title)
  local short = w < 30 * theme.body
  local back_w = short and theme.bar or math.min(ui.button_size(label, { icon = "back", kind = "quiet" }), math.floor(0.36 * w))
  ui.button("back", x, y, back_w, theme.bar, not short and label or nil, { icon = "back", kind = "quiet", said = label, tap = back })
  local size = math.max(theme.target, theme.bar)
  ui.settings_button(x + w - size, y)
  local languages = theme.keep("page languages", languages_width)
  ui.languages(x + w - size - theme.gap - languages, y, languages, "right", true)
  if title then
    local left = x + back_w + 2 * theme.gap
    ui.label(title, left, y, w - back_w - size - languages - 5 * theme.gap, theme.bar, { role = "heading" })
  end
end

-- Draws the row with back, languages and settings. `title` (a text, or nil) stands between them.
function frame.nav(x, y, w, title)
  ui.piece("nav", draw_nav, say(frame.stage.param.from and "page.back" or "page.explorer"), x, y, w, title)
end

-- Says that there is nothing (any more) to be seen here, and how to go on.
function frame.gone(canvas, key)
  local x, y, w, h = ui.page()
  local _, ry, _, rh = ui.reach()
  local _, high = ui.measure(say(key), "heading", { width = w, align = "center" })
  ui.text(say(key), x, y + (h - high) / 2 - theme.bar, "heading", { width = w, align = "center" })
  frame.nav(x, math.max(y, ry), w)
  local label = say("page.explorer")
  local wide = ui.button_size(label)
  local at = math.min(y + h / 2 + theme.bar, ry + rh - theme.bar)
  ui.button("explorer", x + (w - wide) / 2, at, wide, theme.bar, label, { kind = "first", tap = function() frame.go("explorer") end })
end

-- Made-up and reconstructed things say so: the words for a kind ("movement", "film", "picture", "text",
-- "work") and an origin; "" for what was filmed or recorded.
function frame.origin(kind, origin)
  if origin == "made-up" or origin == "reconstructed" or origin == "ai" then
    return say("origin." .. kind .. "." .. origin)
  end
  return ""
end

-- What a record's own texts are, where they are not of the craft.
function frame.of_text(record)
  if record.state == "to-document" then
    return say("page.to_document")
  end
  return frame.origin("text", record.state == "demonstration" and "made-up" or record.origin)
end

-- Texts side by side, those that are not empty.
function frame.beside(...)
  local said = {}
  for _, one in ipairs { ... } do
    if one ~= "" then
      said[#said + 1] = one
    end
  end
  return table.concat(said, "\u{00a0}\u{00a0}·  ") -- no line begins with a dot
end

-- How many lines what stands at a page's foot has on w px, so that it is as large as other texts beside them: 1 or 2.
function frame.foot_lines(said, w)
  return math.max(1, math.min(2, select(3, ui.measure(said, "small", { width = w }))))
end

-- Labels of a list of ids: "marteau à rétreindre, tas".
function frame.labels(ids)
  local names = {}
  for _, id in ipairs(ids or {}) do
    local record = repertoire.get(id)
    names[#names + 1] = record and text.pick(record.label)
  end
  return table.concat(names, ", ")
end

-- "3 min", "45 s", "1 h 20".
function frame.duration(seconds)
  if seconds < 60 then
    return say("time.seconds", { n = math.floor(seconds + 0.5) })
  elseif seconds < 3600 then
    return say("time.minutes", { n = math.floor(seconds / 60 + 0.5) })
  elseif seconds < 86400 then
    return say("time.hours", { n = math.floor(seconds / 3600 + 0.5) })
  end
  return say("time.days", { n = math.floor(seconds / 86400 + 0.5) })
end

return frame
