-- still: what stands on a wall.
local scene = {}

function scene.draw(canvas)
  canvas:rect(100, 100, 1080, 520, { color = "#c08040" })
end

return scene
