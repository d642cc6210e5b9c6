-- The head of a page: where it comes from, its title, languages, settings.
local say = require "page_say"
local ui = require "ui"

local theme = ui.theme

local function languages_width()
  local wide = -theme.gap
  for _, code in ipairs(theme.stage.languages) do
    wide = wide + ui.button_size(code:upper(), { kind = "quiet" }) + theme.gap
  end
  return wide
end

local function draw(title, x, y, w, back)
  local size = math.max(theme.target, theme.bar)
  local wide = theme.keep("head languages", languages_width)
  ui.settings_button(x + w - size, y)
  ui.languages(x + w - size - theme.gap - wide, y, wide, "right", true)
  local left = x
  if back then
    local said = say("game.back")
    local room = ui.button_size(said, { icon = "back", kind = "quiet" })
    local short = room > 0.22 * w
    room = short and size or room
    ui.button("back", x, y, room, theme.bar, not short and said or nil, { icon = "back", kind = "quiet", said = said, tap = back })
    left = x + room + theme.gap
  end
  ui.label(title, left, y, x + w - size - wide - 3 * theme.gap - left, theme.bar, { role = "heading" })
end

-- Draws it on w px; `back`: what the button before the title does, nil: there is none. How high it is, px.
return function(title, x, y, w, back)
  ui.piece("head", draw, title, x, y, w, back)
  return theme.bar
end
