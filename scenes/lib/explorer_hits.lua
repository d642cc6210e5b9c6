-- What was found, as rows of any number: pages of a hundred hits are asked for when they come into sight.
local line = require "page_line"
local lists = require "ui_list"
local pictures = require "page_pictures"
local say = require "page_say"
local signs = require "signs"
local ui = require "ui"

local hits = {}
local theme = ui.theme
local page_of = 100
local none = { total = 0, facets = {}, pending = true }
local rows_kept = 64
local look

function hits.enter(of)
  look = of
  hits.pages, hits.rows, hits.last = {}, {}, none
  hits.list = lists.new{ name = "hit", row = hits.row, tap = function(n)
    local hit = hits.at(n)
    if hit then
      look.top = hits.list:top(hits.row_h)
      look.open(hit.id, theme.calm)
    end
  end }
end

-- What was asked for may be there now, or be another.
function hits.forget()
  hits.pages = {}
end

-- The words or filters changed: from the first row.
function hits.top()
  hits.pages = {}
  hits.list:go(1, hits.row_h or 1, true)
end

local function asked(n)
  return { words = look.words, verb = look.verb, material = look.material, metier = look.metier, tool = look.tool,
    kind = look.words ~= "" and "all" or nil, first = (n - 1) * page_of + 1, count = page_of }
end

-- A short answer to no words: gestures with a movement first, those that wait to be documented last.
local function best_first(found)
  local order, ranks = {}, { {}, {}, {} }
  for _, hit in ipairs(found) do
    local rank = ranks[signs.of(hit.id, true) and 1 or hit.state ~= "to-document" and 2 or 3]
    rank[#rank + 1] = hit
  end
  for _, rank in ipairs(ranks) do
    table.move(rank, 1, #rank, #order + 1, order)
  end
  return order
end

-- Page n of the answer. Answers are kept until something changes; one that is still looked for is asked again.
local function page(n)
  local found = hits.pages[n]
  if not found or found.pending then
    found = repertoire.search(asked(n))
    hits.pages[n] = found
  end
  return found
end

-- How many there are, and what would narrow them down.
function hits.found()
  local found = page(1)
  hits.last = found.total and found or { total = #found, facets = {} } -- without an index
  if hits.sorted_of ~= found then
    hits.sorted_of = found
    hits.sorted = look.words == "" and not found.pending and hits.last.total <= page_of and best_first(found) or nil
  end
  return hits.last
end

-- The nth hit, nil while it is not there yet.
function hits.at(n)
  if hits.sorted then
    return hits.sorted[n]
  end
  local p = (n - 1) // page_of
  local found = page(p + 1)
  return not (found.pending and p > 0) and found[n - p * page_of] or nil
end

local function label_of(id)
  local record = id and repertoire.get(id)
  return record and text.pick(record.label)
end

-- "étirer × fer · ferronnier d’art"; of a work, who made it.
local function under(hit)
  if hit.kind == "work" or hit.title then
    local team = label_of(hit.team)
    return say("explorer.work") .. (team and "  ·  " .. team or "")
  end
  local said = (label_of(hit.verb) or "") .. " × " .. (label_of(hit.materials and hit.materials[1]) or "…")
  local metier = hit.state == "to-document" and say("explorer.to_document") or label_of(hit.metiers and hit.metiers[1])
  return metier and said .. "  ·  " .. metier or said
end

local function make(hit, w)
  local row = { hit = hit, w = w, version = theme.version }
  row.title, row.said = text.pick(hit.label or hit.title), under(hit)
  row.title_style, row.title_h = line(row.title, "lead", w)
  row.said_style, row.said_h = line(row.said, "small", w)
  return row
end

local function kept(n, hit, w)
  local row = hits.rows[n % rows_kept]
  if not row or row.hit ~= hit or row.w ~= w or row.version ~= theme.version then
    row = make(hit, w)
    hits.rows[n % rows_kept] = row
  end
  return row
end

-- A sign of fine lines; of a work its picture; where there is nothing yet, a point.
local function thumb(canvas, hit, x, y, w, h, pressed)
  if hit.title and hit.picture and pictures.draw(canvas, hit.picture, x, y, w, h) then
    return
  end
  if not signs.draw(canvas, hit.id, x, y, w, h, hits.sign[pressed and 2 or 1]) then
    canvas:circle(x + w / 2, y + h / 2, 0.07 * h, hits.none[pressed and 2 or 1])
  end
end

local function looks()
  local c = theme.color
  hits.sign = { { color = c.light, width = 1.2 * theme.line }, { color = c.ember, width = 1.2 * theme.line } }
  hits.none = { { color = c.edge }, { color = c.ember } }
  hits.rule = { color = c.edge, width = theme.line, cap = "butt" }
  hits.lit = { color = c.lifted }
  return true
end

function hits.row(n, x, y, w, h, pressed)
  local canvas, hit = hits.canvas, hits.at(n)
  if pressed then
    canvas:rect(x, y, w, h, hits.lit)
    ui.touched("hit", hit and text.pick(hit.label or hit.title) .. ". " .. under(hit) or "")
  end
  canvas:line(x, y + h, x + w, y + h, hits.rule)
  if not hit then
    return
  end
  local side = 1.3 * h
  local left = x + side + 2 * theme.gap
  local row = kept(n, hit, x + w - left - theme.gap)
  thumb(canvas, hit, x + 0.06 * h, y + 0.12 * h, side, 0.76 * h, pressed)
  local top = y + (h - row.title_h - row.said_h) / 2
  canvas:text(row.title, left, top, row.title_style)
  canvas:text(row.said, left, top + row.title_h, row.said_style)
end

-- How high a row is, px.
function hits.high()
  return math.max(theme.target + 2, math.ceil(3.25 * theme.body))
end

function hits.draw(canvas, x, y, w, h)
  theme.keep("explorer rows", looks)
  hits.canvas = canvas
  hits.row_h = hits.high()
  if look.top > 1 and hits.last.total > 0 then -- back from a page: where one was
    hits.list.axis:fit(hits.last.total * hits.row_h, select(2, hits.list.whole(h, hits.row_h)), hits.row_h)
    hits.list:go(look.top, hits.row_h, true)
    look.top = 1
  end
  hits.list:draw(x, y, w, h, hits.last.total, hits.row_h)
  local first = hits.at((hits.list:top(hits.row_h)))
  look.shown = first and signs.of(first.id, true) and first.id or look.shown
end

return hits
