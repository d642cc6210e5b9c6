-- Texts, buttons, tabs, the language bar, switches.
local made_up = require "made_up"
local ui = require "ui"

local scene = {}
local tabs = { { name = "discovery", label = "Découverte" }, { name = "technical", label = "Technique" }, { name = "works", label = "Œuvres" } }
local story = "Étirer le fer, c’est l’allonger en le martelant au rouge cerise. Le marteau tombe droit ; la main gauche avance la barre."

local function pressed(name)
  log.info("pressed", name)
end

function scene.enter(stage)
  made_up(stage)
  ui.enter(stage)
  scene.tab, scene.is, scene.value = "discovery", true, 2
end

function scene.touch(e)
  local holds = ui.touch(e)
  if e.kind == "down" then
    log.info("down", holds)
  end
  return holds
end

local buttons = {
  { name = "play", label = "Voir le geste", icon = "play", kind = "first", tap = pressed },
  { name = "next", label = "Ensuite", tap = pressed },
  { name = "dim", label = "Plus tard", dim = true, tap = pressed },
}

function scene.draw(canvas)
  ui.begin(canvas)
  local x, y, w = ui.reach()
  local size = ui.settings_button(x + w - ui.theme.bar, y)
  ui.languages(x, y, w - size - ui.theme.gap, "right", true)
  local _, h = ui.text("Étirer le fer", x, y, "title")
  y = y + math.max(h, ui.theme.bar) + ui.theme.gap
  y = y + ui.tabs(tabs, x, y, w, scene.tab, function(name)
    scene.tab = name
    pressed(name)
  end) + ui.theme.body
  _, h = ui.text(story, x, y, "body", { width = math.min(w, 32 * ui.theme.body) })
  y = y + h + ui.theme.body
  y = y + ui.flow(buttons, x, y, w) + ui.theme.body
  local wide = math.min(w, 26 * ui.theme.body)
  ui.toggle("loud", x, y, wide, ui.theme.bar, "Avec le son de l’enclume", scene.is, function(name)
    scene.is = not scene.is
    log.info(name, scene.is)
  end)
  y = y + ui.theme.bar + ui.theme.gap
  ui.stepper("level", x, y, wide, ui.theme.bar, "Niveau", tostring(scene.value), function(way)
    scene.value = scene.value + way
    log.info("level", scene.value)
  end, scene.value == 1, scene.value == 3)
  ui.finish()
end

return scene
