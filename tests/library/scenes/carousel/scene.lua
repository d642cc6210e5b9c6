-- Pictures one by one.
local carousels = require "ui_carousel"
local made_up = require "made_up"
local ui = require "ui"

local scene = {}
local colors = { "#8a5a34", "#4a6478", "#6a7a4a", "#7a4a5a", "#5a5a7a" }

function scene.enter(stage)
  made_up(stage)
  ui.enter(stage)
  scene.album = carousels.new{ name = "album", tap = function(n) log.info("chosen", n) end, item = function(n, x, y, w, h)
    scene.canvas:rect(x + 20, y, w - 40, h, { color = colors[n] })
    scene.canvas:text("Étape " .. n, x + w / 2, y + h / 2 - 20, ui.style("title", { align = "center" }))
  end }
end

function scene.touch(e)
  return ui.touch(e)
end

function scene.draw(canvas)
  scene.canvas = canvas
  ui.begin(canvas)
  local x, y, w, h = ui.reach()
  scene.album:draw(x, y, w, h, #colors)
  local axis, n = scene.album.axis, scene.album:shown()
  if not axis:moves(show.now()) and axis.motion == "still" and n ~= scene.shown then
    scene.shown = n
    log.info("shown", n)
  end
  ui.finish()
end

return scene
