-- A game for children: put the moments of a gesture in order; hear a tool and find its gesture. It can be played
-- without reading, counts nothing, and compares nobody.
local ear = require "game_ear"
local head = require "page_head"
local order = require "game_order"
local parts = require "game_parts"
local say = require "page_say"
local ui = require "ui"

local page = {}
local theme = ui.theme
local games = { order = order, ear = ear }

local function choose(name)
  page.game = name
  page.stage:redraw()
  games[name].open()
end

function page.enter(stage)
  page.stage = stage
  ui.enter(stage)
  for _, game in pairs(games) do
    game.enter(stage)
  end
  choose(games[stage.param.game] and stage.param.game or "order")
  if visit then
    visit.page("game", "game")
  end
end

function page.touch(e)
  return ui.touch(e)
end

function page.hear(e)
  page.stage:redraw()
end

local function back()
  parts.hush()
  show.go("explorer", { look = page.stage.param.look or "" }, theme.calm and {} or { transition = "fade", duration = 0.35 })
end

local function items()
  return { { name = "order", label = say("game.order") }, { name = "ear", label = say("game.ear") } }
end

-- The game is named once, then what its words say, after each thing that was done.
local function read()
  if not theme.settings.speech then
    page.read_last, page.tab_read = nil, nil
    return ui.read("", "")
  end
  local game = games[page.game]
  local said, tab = game.says(), page.stage.language .. " " .. page.game
  local key = table.concat({ tab, game.turn, game.answers, said }, " ")
  if page.read_last ~= key then
    page.opened = page.tab_read ~= tab and say("game.title") .. ".\n" .. say("game." .. page.game) .. ".\n" or ""
    page.read_last, page.tab_read = key, tab
  end
  ui.read(key, page.opened .. said)
end

function page.draw(canvas)
  ui.begin(canvas)
  local x, y, w, h = ui.reach()
  local used = head(say("game.title"), x, y, w, back) + theme.gap
  used = used + ui.tabs(theme.keep("game tabs", items), x, y + used, w, page.game, function(name)
    parts.hush()
    choose(name)
  end) + 1.5 * theme.gap
  games[page.game].draw(canvas, x, y + used, w, h - used)
  read()
  parts.run()
  ui.finish()
end

return page
