-- Everything at rest: tells how often it was drawn when a finger comes.
local keyboards = require "ui_keyboard"
local lists = require "ui_list"
local players = require "ui_player"
local ui = require "ui"

local scene = {}

local function row(n, x, y)
  scene.canvas:text("Geste " .. n, x, y, ui.style("body"))
end

function scene.enter(stage)
  ui.enter(stage)
  scene.draws = 0
  scene.keys = keyboards.new()
  scene.list = lists.new{ name = "hit", row = row, tap = function() end }
  scene.player = players.new{ name = "film", film = film.open("film/frames.mp4", { play = false }), paused = true }
end

function scene.touch(e)
  if e.kind == "down" then
    log.info("draws", scene.draws)
  end
  return ui.touch(e)
end

function scene.draw(canvas)
  scene.canvas, scene.draws = canvas, scene.draws + 1
  ui.begin(canvas)
  local x, y, w, h = ui.page()
  scene.list:draw(x, y, w / 2, h / 2, 1000, ui.theme.bar)
  scene.player:draw(x + w / 2 + 20, y, w / 2 - 20, h / 2)
  scene.keys:draw(x, y + h - scene.keys:height(w), w)
  ui.finish()
end

return scene
