-- A film of 100 frames at 25 a second, each two steps of 255 brighter than the one before:
-- ffmpeg -f lavfi -i color=c=black:s=320x180:r=25:d=4 -vf "geq=lum='16+2*N':cb=128:cr=128" -crf 10 -g 25 -bf 0 frames.mp4
local made_up = require "made_up"
local players = require "ui_player"
local ui = require "ui"

local scene = {}
local steps = { { from = 0, to = 1, label = "Chauffer" }, { from = 1, to = 2.4, label = "Étirer" }, { from = 2.4, to = 4, label = "Tremper" } }

function scene.enter(stage)
  made_up(stage).captions = true
  ui.enter(stage)
  scene.player = players.new{ name = "film", film = film.open("film/frames.mp4", { play = false }), steps = steps, paused = true }
end

function scene.touch(e)
  local holds = ui.touch(e)
  if e.kind == "up" then
    scene.tell = true
  end
  return holds
end

function scene.draw(canvas)
  ui.begin(canvas)
  local x, y, w, h = ui.reach()
  scene.player:draw(x, y, w, h)
  if scene.tell then
    scene.tell = false
    log.info(string.format("at %.3f %s %s", scene.player:at(), scene.player.playing and "plays" or "stands", scene.player.speed))
  end
  ui.finish()
end

return scene
