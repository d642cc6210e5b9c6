-- A picture of 2400 x 1600 px, a grid of 100 px with a figure in each place.
local made_up = require "made_up"
local ui = require "ui"
local zooms = require "ui_zoom"

local scene = {}

local function sheet(canvas, page)
  canvas:begin_onto(page)
  canvas:rect(0, 0, 2400, 1600, { color = "#3a2c22" })
  for row = 0, 15 do
    for column = 0, 23 do
      canvas:rect(column * 100, row * 100, 100, 100, { color = "#c8b89a", stroke = 2 })
      canvas:text(column .. "·" .. row, column * 100 + 50, row * 100 + 32, { size = 26, align = "center" })
    end
  end
  canvas:end_onto()
end

function scene.enter(stage)
  made_up(stage)
  ui.enter(stage)
  scene.page = picture.canvas(2400, 1600)
  scene.zoom = zooms.new{ name = "sheet", picture = scene.page }
end

function scene.touch(e)
  return ui.touch(e)
end

function scene.draw(canvas)
  ui.begin(canvas)
  sheet(canvas, scene.page)
  scene.zoom:draw(ui.reach())
  local z = scene.zoom
  if z.scale and not z.way then
    local said = string.format("stands %.4f %.2f %.2f", z.scale, z.cx, z.cy)
    if said ~= scene.said then
      scene.said = said
      log.info(said)
    end
  end
  ui.finish()
end

return scene
