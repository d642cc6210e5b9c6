-- warp: a picture of 1080p, laid anew in each frame and bent by the grid of the output.
local scene, frame = {}, 0

function scene.enter(stage)
  scene.stage, scene.picture = stage, picture.open("page.png")
end

function scene.update() scene.stage:redraw() end

function scene.draw(canvas)
  canvas:picture(scene.picture, 0, 0, canvas.width, canvas.height)
  canvas:rect(0, 0, 1 + frame % 8, 1, { color = "#000000" }) -- a list that differs is painted
  frame = frame + 1
end

return scene
