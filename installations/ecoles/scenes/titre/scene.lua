-- The page of the title, and the one of thanks. param.moment: "boucle" goes on to the works by itself,
-- "fin" back to the title, "reste" stays, "merci" thanks and stays.
local page, projet = require "page", require "projet"
local scene = {}

local STAYS = 9 -- seconds, before the works
local empty = {
  fr = "Mettez vos images et vos films dans le dossier « oeuvres ».",
  it = "Mettete immagini e filmati nella cartella « oeuvres ».",
  en = "Put your pictures and films into the folder “oeuvres”.",
}

function scene.enter(stage)
  scene.stage, scene.moment = stage, stage.param.moment or "boucle"
  local thanks = scene.moment == "merci" or scene.moment == "fin"
  scene.words = thanks and projet.merci or projet.titre or ""
  scene.empty = #files.list("oeuvres", page.pictures) + #files.list("oeuvres", page.films) == 0
  scene.since = show.now()
  local from = stage.param.again and 1 or 0
  scene.first = tween.new(from, 1, 2.5, "inout-sine", 0.3)
  scene.line = tween.new(from, 1, 3, "inout-sine", 0.8)
  scene.second = tween.new(from, 1, 2.5, "inout-sine", 1.6)
end

local function on()
  local gentle = { transition = "fade", duration = 1.5 }
  if scene.empty then return end
  if scene.moment == "fin" then show.go("titre", { moment = "boucle" }, gentle) else show.go("oeuvres", nil, gentle) end
end

function scene.update(_, now)
  if now - scene.since < STAYS then return end
  if scene.empty then show.go("titre", { moment = scene.moment, again = true }) -- perhaps there are some by now
  elseif scene.moment == "boucle" or scene.moment == "fin" then on() end
end

function scene.hear(e)
  if e.kind ~= "key" or page.operator(e.name) then return end
  if e.name == "Right" or e.name == "PageDown" or e.name == "Space" then on() end
end

function scene.touch(e)
  if e.kind == "tap" then on() end
end

-- The instants of an arm that strikes, as Marey's plates have them: each a thin line, the last one hot.
local function plate(canvas, x, y, r, drawn)
  local count = 11
  for i = 1, count do
    local u = (i - 1) / (count - 1)
    local shown = math.max(0, math.min(1, drawn * count - (i - 1)))
    local a = math.rad(-88 - 84 * u * u)
    local c, s, last = math.cos(a), math.sin(a), i == count
    local style = { width = math.max(1.5, r * 0.008), color = last and page.ember or page.warm,
      opacity = shown * (last and 1 or 0.15 + 0.45 * u) }
    canvas:line(x + 0.25 * r * c, y + 0.25 * r * s, x + r * c, y + r * s, style)
    canvas:circle(x + r * c, y + r * s, r * 0.014, style.color == page.ember and { color = page.ember, opacity = shown }
      or { color = page.warm, opacity = style.opacity })
  end
end

function scene.draw(canvas)
  local s, w, h = scene.stage, canvas.width, canvas.height
  local left, wide = w * 0.08, w * 0.84
  local title = { font = "title", size = page.px(s, 0.13), width = wide, lines = 3, color = page.warm, language = projet.langue }
  local _, tall = text.measure(scene.words, title)
  local y = h * 0.50 - tall / 2
  plate(canvas, w * 0.92, h * 0.93, page.px(s, 0.33), scene.line:value())
  canvas:push() canvas:opacity(scene.first)
  canvas:text(projet.ecole or "", left, h * 0.09, { size = page.px(s, 0.042), width = wide, lines = 2, color = page.grey })
  canvas:text(scene.words, left, y, title)
  canvas:pop()
  canvas:rect(left, y + tall + h * 0.035, wide * 0.22 * scene.line:value(), math.max(2, h * 0.004), { color = page.ember })
  canvas:push() canvas:opacity(scene.second)
  local below = scene.empty and text.pick(empty, projet.langue) or projet.equipe or ""
  canvas:text(below, left, y + tall + h * 0.07, { size = page.px(s, 0.042), width = wide, lines = 2, color = page.warm })
  canvas:pop()
end

return scene
