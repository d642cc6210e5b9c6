-- film-loop: two seconds that begin anew, without a seam.
local scene = {}

function scene.enter(stage)
  scene.film = film.open("film/short.mp4", { loop = true })
end

function scene.draw(canvas)
  canvas:film(scene.film, 0, 0, canvas.width, canvas.height)
end

return scene
