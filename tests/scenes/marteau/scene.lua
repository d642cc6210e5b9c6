local scene = {} -- by a curator who had seen README.md, docs/lua.md and docs/formats.md, and nothing else
local title = { fr = "La force constante", it = "La forza costante", en = "Constant force" }
local words = { fr = "Touchez : le marteau répond, et la langue change.",
                it = "Toccate: il martello risponde e la lingua cambia.",
                en = "Touch: the hammer answers, and the language changes." }
local following = { fr = "it", it = "en", en = "fr" }

function scene.enter(stage)
  scene.stage, scene.touched = stage, nil
  scene.film = film.open("film/retreindre-cuivre.mp4", { loop = true })
end

function scene.touch(e)
  if e.kind ~= "tap" then return end
  scene.touched = { x = e.x, y = e.y, ring = tween.new(0, 120, 0.6, "out") }
  sound.play("sound/etirer-fer.ogg", { gain = -6 })
  scene.stage:set_language(following[scene.stage.language])
end

function scene.draw(canvas)
  canvas:film(scene.film, 0, 0, canvas.width, canvas.height, { fit = "cover" })
  canvas:rect(0, 520, canvas.width, 200, { color = "#14110ef2" })
  local _, h = canvas:text(text.pick(title), 96, 552, { font = "title", size = 64 })
  canvas:text(text.pick(words), 96, 556 + h, { size = 32, width = 1088 })
  local t = scene.touched
  if t and not t.ring:done() then canvas:circle(t.x, t.y, t.ring:value(), { stroke = 6, color = "#ff7a1a" }) end
end

return scene
