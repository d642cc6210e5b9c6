-- A dialog with two answers over a page whose film is missing.
local made_up = require "made_up"
local players = require "ui_player"
local ui = require "ui"

local scene = {}
local function said(name) log.info("answer", name, ui.is_open()) end

function scene.enter(stage)
  made_up(stage)
  ui.enter(stage)
  scene.player = players.new{ name = "film", film = film.open("film/frames.mp4") }
  scene.player.film:close() -- as if its file had gone
end

function scene.touch(e)
  return ui.touch(e)
end

function scene.draw(canvas)
  ui.begin(canvas)
  local x, y, w, h = ui.reach()
  scene.player:draw(x, y + ui.theme.bar + ui.theme.gap, w, h - ui.theme.bar - ui.theme.gap)
  ui.button("leave", x, y, 300, ui.theme.bar, "Accueil", { icon = "back", tap = function()
    ui.ask{ title = "Revenir à l’accueil ?", text = "Ce que vous avez écrit sera perdu.", stay = true,
      buttons = { { name = "no", label = "Non", tap = said }, { name = "yes", label = "Oui", kind = "first", tap = said } } }
  end })
  ui.finish()
end

return scene
