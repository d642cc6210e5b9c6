-- The explorer: gestures by words, by verb and material, by métier; works; the way to the game. What a visitor
-- looked for is kept in `param.look` while pages are opened from here, and is there again on the way back. A tab
-- without anything behind it is not offered.
local head = require "page_head"
local look = require "explorer_look"
local matrix = require "explorer_matrix"
local metiers = require "explorer_metiers"
local say = require "page_say"
local search = require "explorer_search"
local signs = require "signs"
local ui = require "ui"
local works = require "explorer_works"

local page = {}
local theme = ui.theme
local leaves = { gestures = search, matrix = matrix, metiers = metiers, works = works }
local order = { "gestures", "matrix", "metiers", "works", "game" }

function page.enter(stage)
  page.stage = stage
  ui.enter(stage)
  look.enter(stage)
  signs.prepare()
  page.moves = #signs.moved(1) > 0 -- games are played with movements
  for _, leaf in pairs(leaves) do
    leaf.enter(look)
  end
  if visit then
    visit.page("explorer", "explorer")
  end
  if stage.param.settings then -- asked for before a page was there
    ui.ask_settings()
  end
end

function page.touch(e)
  return ui.touch(e)
end

function page.hear(e)
  if e.kind == "found" then
    search.forget()
    works.forget()
  end
  page.stage:redraw()
end

local function choose(name)
  if name == "game" then
    show.go("game", { look = look.said() }, theme.calm and {} or { transition = "fade", duration = 0.35 })
    return
  end
  look.tab = name
  page.stage:redraw()
end

local function has(name)
  return name ~= "works" and name ~= "game" or name == "works" and #works.all > 0 or name == "game" and page.moves
end

local function items()
  local tabs = {}
  for _, name in ipairs(order) do
    tabs[#tabs + 1] = has(name) and { name = name, label = say("explorer." .. name) } or nil
  end
  return tabs
end

local function crown_style(title, w)
  return ui.balanced(title, theme.style("title", { width = w }))
end

-- What there is over the reach of hands: the house's title, large, and a gesture's sign.
local function crown(canvas, x, y, w, h)
  if h < 4 * theme.body then
    return
  end
  local title = text.pick(page.stage.title)
  local _, high = canvas:text(title, x, y, theme.keep("crown " .. w, crown_style, title, w))
  local id = look.shown
  if id and h - high > 6 * theme.body then
    signs.draw(canvas, id, x, y + high + theme.gap, w, h - high - 3 * theme.gap,
      { color = theme.color.light, width = 1.5 * theme.line, opacity = 0.8 })
  end
end

-- The tab is named when it is opened; then what it holds is read, anew when something else was found.
local function read()
  if not theme.settings.speech then
    page.tab_read, page.held_read = nil, nil
    return ui.read("", "")
  end
  local held = leaves[look.tab].said()
  if not held then
    return -- it is still looked for
  end
  local tab = page.stage.language .. " " .. look.tab
  local opened = page.tab_read ~= tab and say("explorer.title") .. ".\n" .. say("explorer." .. look.tab) .. ".\n" or ""
  if page.held_read ~= tab .. held then
    page.opened, page.tab_read, page.held_read = opened, tab, tab .. held
  end
  ui.read(page.held_read, page.opened .. held)
end

function page.draw(canvas)
  ui.begin(canvas)
  look.tab = has(look.tab) and look.tab or "gestures"
  local x, y, w, h = ui.reach()
  local _, top = ui.page()
  crown(canvas, x, top, w, y - top)
  local used = head(say("explorer.title"), x, y, w) + theme.gap
  local tabs = theme.keep(has("works") and "explorer tabs" or "explorer tabs without works", items)
  ui.piece("tabs", ui.tabs, tabs, x, y + used, w, look.tab, choose)
  used = used + ui.tabs(tabs, x, y, w, look.tab, choose, true) + 1.5 * theme.gap
  leaves[look.tab].draw(canvas, x, y + used, w, h - used)
  read()
  ui.finish()
end

return page
