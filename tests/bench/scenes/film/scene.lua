-- film: one film of 1920x1080, as large as the canvas, again and again.
local scene = {}

function scene.enter(stage)
  scene.film = film.open("film/v1080.mp4", { loop = true })
end

function scene.draw(canvas)
  canvas:film(scene.film, 0, 0, canvas.width, canvas.height)
end

return scene
