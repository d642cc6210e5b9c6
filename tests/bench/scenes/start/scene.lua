-- start: one picture, as soon as it is there.
local scene = {}

function scene.enter(stage)
  scene.picture = picture.open("picture.png")
end

function scene.draw(canvas)
  canvas:picture(scene.picture, 0, 0, canvas.width, canvas.height)
end

return scene
