-- start, with film: one picture and a film beside it; the mark comes when both are seen.
local scene = {}

function scene.enter(stage)
  scene.picture = picture.open("picture.png")
  scene.film = film.open("film/short.mp4", { loop = true })
end

function scene.draw(canvas)
  canvas:picture(scene.picture, 0, 0, canvas.width, canvas.height)
  canvas:film(scene.film, 64, 64, 640, 360)
end

return scene
