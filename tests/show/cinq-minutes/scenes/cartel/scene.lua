local scene = {}
local glow = param.number("glow", { default = 0.2 })

function scene.enter(stage) scene.param = stage.param end

function scene.draw(canvas)
  canvas:rect(16, 40, 6 + 60 * glow:get(), 3, { color = "#ff7a1a" })
  canvas:text(scene.param.title or "", 16, 54, { font = "title", size = 26, width = 208 })
  canvas:text(scene.param.line or "", 16, 122, { font = "text", size = 15, width = 208 })
end

return scene
