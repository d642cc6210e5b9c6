local scene = {}

function scene.enter(stage)
  if stage.param.file then sound.play(stage.param.file, { loop = true, at = { -1, 1, 1.6 } }) end
  scene.stage = stage
end

function scene.draw(canvas)
  local since = show.now() - show.state().since
  canvas:circle(80, 90, 12 + since % 60, { color = "#ffffff", opacity = 0.6, stroke = 2 })
  scene.stage:redraw(0.2)
end

return scene
