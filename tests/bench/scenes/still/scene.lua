-- still: the page that waits for visitors; a picture of the whole screen, a sentence over it.
local scene = {}

function scene.enter(stage)
  scene.picture = picture.open("page.png")
end

function scene.draw(canvas)
  canvas:picture(scene.picture, 0, 0, canvas.width, canvas.height)
  canvas:text("Touchez l’écran pour commencer", 100, 100, { size = 64 })
end

return scene
