-- still, after a film was shown for three seconds: what stays in memory.
local scene = {}

function scene.enter(stage)
  scene.stage = stage
  scene.picture = picture.open("page.png")
  scene.film = film.open("film/short.mp4", { loop = true })
  scene.over = false
end

function scene.update(dt, now)
  if scene.film and now > 3 then
    scene.film:close()
    scene.film = nil
    scene.stage:redraw()
  end
end

function scene.draw(canvas)
  canvas:picture(scene.picture, 0, 0, canvas.width, canvas.height)
  if scene.film then canvas:film(scene.film, 0, 0, canvas.width, canvas.height) end
  canvas:text("Touchez l’écran pour commencer", 100, 100, { size = 64 })
end

return scene
