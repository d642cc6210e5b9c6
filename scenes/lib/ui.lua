-- The touch library: what visit stations are made of. docs/library.md shows all of it with examples.
--
--   local ui = require "ui"
--   function scene.enter(stage) ui.enter(stage) end
--   function scene.touch(e) return ui.touch(e) end
--   function scene.draw(canvas)
--     ui.begin(canvas)
--     local x, y, w = ui.page()
--     ui.text("Étirer le fer", x, y, "title", { width = w })
--     ui.button("play", x, y + 120, 200, ui.theme.bar, "Voir", function() log.info("seen") end)
--     ui.finish()
--   end
--
-- Controls are drawn anew in each draw, with a name that tells them apart; what happens is told while the event
-- is heard, by the function given with them, and the draw that follows in the same frame shows it. Lengths
-- are canvas px; `ui.px(mm)` gives them from the glass. All of it follows the visitor's settings.
local dialog = require "ui_dialog"
local hands = require "ui_hands"
local parts = require "ui_parts"
local speech = require "speech"
local theme = require "ui_theme"

local ui = { theme = theme }

for name, part in pairs(parts) do
  ui[name] = part
end

ui.px, ui.style, ui.keep = theme.px, theme.style, theme.keep -- see ui_theme.lua
ui.page, ui.reach = theme.page, theme.reach
ui.piece = hands.keep
ui.target, ui.pressed, ui.held, ui.within = hands.target, hands.pressed, hands.held, hands.within -- see ui_hands.lua
ui.ask, ui.ask_settings, ui.close, ui.settings_button = dialog.ask, dialog.ask_settings, dialog.close, dialog.settings_button
ui.is_open = dialog.is_open
ui.read, ui.touched, ui.speaking = speech.read, speech.touched, speech.speaking -- what a page says aloud; see speech.lua

-- First thing in a scene's `enter`.
function ui.enter(stage)
  hands.forget()
  dialog.forget()
  theme.read(stage)
end

-- In a scene's `touch`, whose answer it is: `return ui.touch(e)`. The name of what has the finger, nil where
-- nothing of the library lies.
function ui.touch(e)
  return hands.touch(e)
end

-- First thing in `draw`: takes over what the visitor has set, and paints the ground (`ground = false`: not).
function ui.begin(canvas, ground)
  theme.read(theme.stage)
  hands.begin(canvas)
  dialog.begin()
  if ground ~= false then
    canvas:background(theme.color.ground)
  end
end

-- Last thing in `draw`: what lies over the page, and the fingers.
function ui.finish()
  dialog.finish(hands.canvas)
  hands.draw(hands.canvas)
  speech.finish()
end

return ui
