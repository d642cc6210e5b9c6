local scene = {}

function scene.enter(stage)
  scene.stage = stage
  if stage.param.file then scene.film = film.open(stage.param.file, { loop = true, sound = true }) end
end

function scene.draw(canvas)
  if scene.film then canvas:film(scene.film, 0, 0, 320, 180) end
  if not scene.film then canvas:rect(0, 88, 320, 4, { color = "#ff7a1a" }) end
end

return scene
