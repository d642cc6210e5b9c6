-- Métiers and how many gestures each has.
local line = require "page_line"
local lists = require "ui_list"
local say = require "page_say"
local ui = require "ui"

local metiers = {}
local theme = ui.theme
local look

local function choose(id)
  look.verb, look.material, look.tool, look.words, look.metier, look.tab = nil, nil, nil, "", id, "gestures"
  look.changed()
end

-- Alphabetical in the visitor's language: accents count as their letters.
local plain = { ["é"] = "e", ["è"] = "e", ["ê"] = "e", ["É"] = "e", ["È"] = "e", ["à"] = "a", ["â"] = "a", ["À"] = "a", ["î"] = "i",
  ["ô"] = "o", ["œ"] = "oe", ["ù"] = "u", ["ç"] = "c" }

local function key_of(said)
  return (said:gsub("[\xc3\xc5][\x80-\xbf]", plain)):lower()
end

local function read()
  local found = repertoire.facets{}
  if found == metiers.found and metiers.version == theme.version then
    return
  end
  metiers.found, metiers.version, metiers.all = found, theme.version, {}
  for _, facet in ipairs(found.metier or {}) do
    local said = text.pick(facet.label)
    metiers.all[#metiers.all + 1] = { id = facet.id, name = "metier " .. facet.id, said = said, key = key_of(said),
      count = say("explorer.hits", { n = facet.count }) }
  end
  table.sort(metiers.all, function(a, b) return a.key < b.key or (a.key == b.key and a.id < b.id) end)
end

local function cell(canvas, one, x, y, w, h)
  local on = ui.pressed(one.name)
  ui.target(one.name, x, y, w, h, one.tap)
  if on then
    canvas:rect(x, y, w, h, { color = theme.color.lifted })
    ui.touched(one.name, one.said .. ". " .. one.count)
  end
  canvas:line(x, y + h, x + w, y + h, { color = theme.color.edge, width = theme.line, cap = "butt" })
  if one.w ~= w or one.version ~= theme.version then
    one.w, one.version = w, theme.version
    one.style, one.high = line(one.said, "lead", w - 2 * theme.gap)
    one.small, one.low = line(one.count, "small", w - 2 * theme.gap)
    one.tap = function() choose(one.id) end
  end
  local top = y + (h - one.high - one.low) / 2
  canvas:text(one.said, x + theme.gap, top, one.style)
  canvas:text(one.count, x + theme.gap, top + one.high, one.small)
end

function metiers.enter(of)
  look = of
  metiers.found, metiers.all = nil, {}
  metiers.list = lists.new{ name = "metiers list", row = function(n, x, y, w, h)
    local columns = metiers.columns
    local wide = (w - (columns - 1) * 3 * theme.gap) / columns
    for c = 1, columns do
      local one = metiers.all[(n - 1) * columns + c]
      if one then
        cell(metiers.canvas, one, x + (c - 1) * (wide + 3 * theme.gap), y, wide, h)
      end
    end
  end }
end

-- What is read aloud: all of them.
function metiers.said()
  local names = {}
  for n, one in ipairs(metiers.all) do
    names[n] = one.said
  end
  return table.concat(names, ".\n")
end

function metiers.draw(canvas, x, y, w, h)
  read()
  metiers.canvas = canvas
  metiers.columns = math.max(1, math.min(3, math.floor(w / (15 * theme.body))))
  metiers.list:draw(x, y, w, h, math.ceil(#metiers.all / metiers.columns), math.max(theme.target + 2, math.ceil(3.25 * theme.body)))
end

return metiers
