-- moves: another picture in each frame.
local scene, frame = {}, 0

function scene.enter(stage) scene.stage = stage end

function scene.update() scene.stage:redraw() end

function scene.draw(canvas)
  frame = frame + 1
  canvas:rect(100 + frame % 100, 100, 980, 520, { color = frame % 2 == 0 and "#4080c0" or "#4488cc" })
end

return scene
