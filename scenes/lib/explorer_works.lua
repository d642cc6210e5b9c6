-- The works: their pictures, and who made them.
local line = require "page_line"
local lists = require "ui_list"
local pictures = require "page_pictures"
local say = require "page_say"
local ui = require "ui"

local works = {}
local theme = ui.theme
local whole = { fit = "contain" }
local most = 600     -- works that are shown here, by their ids; words find all of them
local read_most = 24 -- titles that are read aloud
local look

-- Said once for all works, where none of them is real.
local function made_up()
  return works.invented and say("explorer.made_up") or ""
end

local function all_invented()
  for _, work in ipairs(works.all) do
    if work.origin ~= "made-up" then
      return false
    end
  end
  return #works.all > 0
end

local function under(work)
  local team = repertoire.get(work.team or "")
  return team and text.pick(team.label) or ""
end

local function card(canvas, work, x, y, w, h)
  local name = "work " .. work.id
  local on = ui.pressed(name)
  local kept = works.kept[work.id]
  if not kept or kept.w ~= w or kept.version ~= theme.version then
    kept = { w = w, version = theme.version, title = text.pick(work.title), said = under(work), tap = function() look.open(work.id, theme.calm) end }
    kept.title_style, kept.title_h = line(kept.title, "heading", w)
    kept.said_style, kept.said_h = line(kept.said, "small", w)
    works.kept[work.id] = kept
  end
  ui.target(name, x, y, w, h, kept.tap)
  if on then
    ui.touched(name, kept.title .. ". " .. kept.said)
  end
  local low = y + h - kept.title_h - kept.said_h - theme.gap
  ui.panel(x, y, w, low - y - theme.gap, { color = "sunk", edge = on and "ember" or "edge" })
  pictures.draw(canvas, work.picture, x + theme.line, y + theme.line, w - 2 * theme.line, low - y - theme.gap - 2 * theme.line, whole)
  canvas:text(kept.title, x, low, kept.title_style)
  canvas:text(kept.said, x, low + kept.title_h, kept.said_style)
end

-- Records changed: some may be hidden by now.
function works.forget()
  works.kept, works.all = {}, repertoire.list("work", nil, most)
  works.invented = all_invented()
end

function works.enter(of)
  look = of
  works.forget()
  works.list = lists.new{ name = "works list", row = function(n, x, y, w, h)
    local columns, gap = works.columns, 3 * theme.gap
    local wide = (w - (columns - 1) * gap) / columns
    for c = 1, columns do
      local work = works.all[(n - 1) * columns + c]
      if work then
        card(works.canvas, work, x + (c - 1) * (wide + gap), y, wide, h - 2 * theme.gap)
      end
    end
  end }
end

-- What is read aloud: the first of their titles.
function works.said()
  local titles = {}
  for n = 1, math.min(#works.all, read_most) do
    titles[n] = text.pick(works.all[n].title)
  end
  return made_up() .. "\n" .. table.concat(titles, ".\n")
end

-- Cards as large as there is room for, whole ones.
function works.draw(canvas, x, y, w, h)
  works.canvas = canvas
  local said = made_up()
  if said ~= "" then
    local _, high = ui.text(said, x, y, "small", { width = w })
    y, h = y + high + theme.gap, h - high - theme.gap
  end
  works.columns = math.max(1, math.min(4, #works.all, math.floor(w / (13 * theme.body))))
  local rows = math.ceil(#works.all / works.columns)
  local ideal = 0.62 * w / works.columns + 4 * theme.body
  local seen = math.max(1, math.min(rows, math.floor(h / ideal + 0.3)))
  works.list:draw(x, y, w, h, rows, math.floor(math.min(h / seen, 1.3 * ideal)))
end

return works
