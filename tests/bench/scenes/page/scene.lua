-- page: 2,000 characters of French, laid out anew each frame: the number in front and the width change.
local words = require("words")
local scene, frame = {}, 0

function scene.draw(canvas)
  local style = { size = 18, width = 900 + frame % 300, align = "justify" }
  canvas:text(string.format("%06d %s", frame, words), 10, 10, style)
  frame = frame + 1
end

function scene.update() scene.stage:redraw() end

function scene.enter(stage) scene.stage = stage end

return scene
