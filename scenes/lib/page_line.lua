-- A text on one line, smaller where it has no room: measured once, for rows that are drawn in every frame.
local ui = require "ui"

local theme = ui.theme
local least, step = 0.64, 0.04

local function style_of(role, color, shrink, w)
  local full = theme.style(role)
  return { font = full.font, size = full.size * shrink, weight = full.weight, line_height = full.line_height,
    color = theme.color[color] or color or full.color, width = shrink <= least and w or nil, lines = shrink <= least and 1 or nil }
end

-- The style of a role in which `said` stands on one line of w px, and how high the line is, px.
return function(said, role, w, color)
  local wide, high = text.measure(said, theme.style(role))
  local shrink = math.max(least, wide <= w and 1 or math.floor(w / wide / step) * step)
  local key = role .. (color or "") .. math.floor(shrink * 100 + 0.5) .. (shrink <= least and w or "")
  return theme.keep(key, style_of, role, color, shrink, w), high * shrink
end
