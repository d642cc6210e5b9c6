-- film-4: 1 to 8 films of 1280x720 at once (`number`; 4), side by side.
local scene = {}

function scene.enter(stage)
  scene.films = {}
  for i = 1, stage.param.number or 4 do
    scene.films[i] = film.open("film/v720_" .. i .. ".mp4", { loop = true })
  end
end

function scene.draw(canvas)
  local across = math.ceil(math.sqrt(#scene.films))
  local w, h = canvas.width / across, canvas.height / across
  for i, f in ipairs(scene.films) do
    canvas:film(f, (i - 1) % across * w, (i - 1) // across * h, w, h)
  end
end

return scene
