-- Search as one types: the words, what narrows them down, and what was found, row by row.
local hits = require "explorer_hits"
local keyboards = require "ui_keyboard"
local say = require "page_say"
local ui = require "ui"

local search = {}
local theme = ui.theme
local each = 8      -- values of a kind that are offered, most first
local said_most = 5 -- of what was found that are read aloud
local look

local function changed()
  look.top = 1
  hits.top()
  look.stage:redraw()
end

local function done()
  search.typing = false
end

function search.enter(of)
  look = of
  look.changed = changed -- by who chooses elsewhere what is looked for
  hits.enter(look)
  search.typing = false
  search.keys = keyboards.new{ text = look.words, most = 48, change = function(words)
    look.words = words
    changed()
  end }
  search.small = keyboards.new{ text = look.words, most = 48, done = done, change = function(words)
    look.words = words
    changed()
  end }
end

-- Records changed, or what was asked for is there.
function search.forget()
  hits.forget()
  search.chips = nil
end

local function filter(kind, id)
  return function()
    look[kind] = look[kind] ~= id and id or nil
    changed()
  end
end

-- Of one kind: what is chosen, or what would narrow the answer down.
local function offered(found, kind)
  local record = look[kind] and repertoire.get(look[kind])
  if record then
    return { { name = kind, label = text.pick(record.label), icon = "close", on = true, tap = filter(kind, look[kind]) } }
  end
  local items = {}
  for n, facet in ipairs(found.facets and found.facets[kind] or {}) do
    if n <= each and facet.count < found.total and (facet.count > 1 or found.total < 12) then
      items[#items + 1] = { name = kind .. " " .. facet.id, label = text.pick(facet.label) .. "\u{2002}" .. facet.count,
        tap = filter(kind, facet.id) }
    end
  end
  return items
end

-- As many as stand on one line.
local function one_line(items, w)
  local fitting = {}
  for n, item in ipairs(items) do
    fitting[n] = item
    if ui.flow(fitting, 0, 0, w, "left", true) > theme.bar then
      fitting[n] = nil
      break
    end
  end
  return fitting
end

local function label_width()
  local wide = 0
  for _, kind in ipairs(look.filters) do
    wide = math.max(wide, (ui.measure(say("explorer." .. kind), "small")))
  end
  return math.ceil(wide) + 2 * theme.gap
end

local function make(found, w, lines)
  local made, wide = {}, label_width()
  for pass = 1, 2 do -- what is chosen before what may be
    for _, kind in ipairs(look.filters) do
      if #made < lines and (look[kind] ~= nil) == (pass == 1) then
        local items = one_line(offered(found, kind), w - wide)
        if #items > 0 then
          made[#made + 1] = { said = say("explorer." .. kind), items = items }
        end
      end
    end
  end
  return { found = found, w = w, most = lines, version = theme.version, lines = made, wide = wide }
end

local function draw_filters(key, x, y, w)
  for n, one in ipairs(key.lines) do
    local top = y + (n - 1) * (theme.bar + theme.gap)
    ui.label(one.said, x, top, key.wide - theme.gap, theme.bar, { role = "small", color = "quiet" })
    ui.flow(one.items, x + key.wide, top, w - key.wide)
  end
end

-- Lines of filters, a kind each, in h px at most; how high they are.
local function filters(found, x, y, w, h)
  local most = math.max(0, (h + theme.gap) // (theme.bar + theme.gap))
  local key = search.chips
  if not key or key.found ~= found or key.w ~= w or key.most ~= most or key.version ~= theme.version then
    key = make(found, w, most)
    search.chips = key
  end
  ui.piece("filters", draw_filters, key, x, y, w)
  return math.max(0, #key.lines * (theme.bar + theme.gap) - theme.gap)
end

local function counted(found)
  local key = found.pending and found.total == 0 and "explorer.looking" or look.words == "" and "explorer.hits" or "explorer.found"
  return say(key, { n = found.total })
end

-- Why there is nothing, and what may be done: other words, fewer choices, or another day.
local function nothing_said()
  local key = look.words ~= "" and "nothing" or "empty"
  for _, kind in ipairs(look.words == "" and look.filters or {}) do
    key = look[kind] and "none" or key
  end
  return say("explorer." .. key), say("explorer." .. key .. "_help")
end

-- What is read aloud: how much was found, and the first of it; nil while it is looked for.
function search.said()
  local found, titles = hits.found(), {}
  if found.pending then
    return nil
  elseif found.total == 0 then
    return table.concat({ nothing_said() }, "\n")
  end
  for n = 1, math.min(said_most, found.total) do
    local hit = hits.at(n)
    titles[#titles + 1] = hit and text.pick(hit.label or hit.title)
  end
  return counted(found) .. ".\n" .. table.concat(titles, ".\n")
end

-- "128 gestes", or that there is none; how high it is.
local function count(found, x, y, w)
  local said = counted(found)
  local _, high = ui.text(said, x, y, "small", { width = w })
  return high + theme.gap
end

local function nothing(x, y, w)
  local said, help = nothing_said()
  local _, high = ui.text(said, x, y + theme.body, "lead", { width = w })
  ui.text(help, x, y + 1.5 * theme.body + high, "body", { width = w, color = "quiet" })
end

local function results(canvas, found, x, y, w, h)
  local high = count(found, x, y, w)
  if found.total == 0 and not found.pending then
    nothing(x, y + high, w)
  else
    hits.draw(canvas, x, y + high, w, h - high)
  end
end

-- How wide the keyboard stands beside what was found; nil where both have no room.
local function left_of(w, h)
  local left = math.max(10 * theme.target, math.floor(0.46 * w))
  local room = w - left - 4 * theme.gap
  return w > 1.15 * h and room >= 15 * theme.body and left or nil
end

-- Words and keyboard on the left, what was found on the right.
local function wide(canvas, found, left, x, y, w, h)
  local keys = search.keys
  local high = keys:height(left)
  keys:field(x, y, left, theme.bar, say("explorer.hint"))
  local top = y + theme.bar + 1.5 * theme.gap
  filters(found, x, top, left, y + h - high - 2 * theme.gap - top)
  keys:draw(x, y + h - high, left)
  results(canvas, found, x + left + 4 * theme.gap, y, w - left - 4 * theme.gap, h)
end

-- Lines that filters have at least: all that are chosen can be taken back.
local function lines_least()
  local chosen = 0
  for _, kind in ipairs(look.filters) do
    chosen = chosen + (look[kind] and 1 or 0)
  end
  return math.max(1, chosen)
end

-- One under the other; the keyboard comes when the words are touched.
local function tall(canvas, found, x, y, w, h)
  local keys = search.small
  ui.target("words", x, y, w, theme.bar, function() search.typing = true end)
  keys:field(x, y, w, theme.bar, say("explorer.hint"))
  local top = y + theme.bar + 1.5 * theme.gap
  local bottom = y + h
  if search.typing then
    bottom = bottom - keys:height(w)
    keys:draw(x, bottom, w)
    bottom = bottom - 1.5 * theme.gap
  end
  local line = theme.bar + theme.gap
  local room = (bottom - top - 5 * hits.high()) // line -- five rows of what was found come before filters
  local high = filters(found, x, top, w, math.max(search.typing and 0 or lines_least(), math.min(3, room)) * line)
  top = top + (high > 0 and high + 1.5 * theme.gap or 0)
  results(canvas, found, x, top, w, bottom - top)
end

function search.draw(canvas, x, y, w, h)
  local left = left_of(w, h)
  search.keys.text, search.small.text = look.words, look.words
  local found = hits.found()
  if visit and not found.pending then
    visit.searched(look.words, found.total)
  end
  if left then
    wide(canvas, found, left, x, y, w, h)
  else
    tall(canvas, found, x, y, w, h)
  end
end

return search
