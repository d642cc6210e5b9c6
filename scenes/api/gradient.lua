---@meta

--- Gradients: what stands in place of a colour for lines, shapes and paths. Their places are px like those
--- of what is drawn with them, so that they move and turn with it. Two to sixteen stops are allowed: a
--- colour, or { place, colour } with a place from 0 to 1; those without a place lie evenly between the
--- others, and two at the same place are an edge.
gradient = {}

--- A gradient that was made.
---@class Gradient

--- How gradients mix and go on.
---@class GradientStyle
---@field spread? "clamp"|"repeat"|"mirror" beyond the last stop: its colour, the stops again, or the stops back and forth; "clamp"
---@field space? "light"|"oklab" mixed as lamps mix, or in even steps for the eye; "light"
---@field inner? number radial only: px of the ring where it begins; 0
---@field from? number conic only: radians, where it begins; 0
---@field to? number conic only: radians, where it ends, a turn away at most; a whole turn clockwise

--- Along a line from one point to another.
---
--- ```lua
--- local dusk = gradient.linear(0, 0, 0, 360, { "#1a1430", { 0.7, "#b5482a" }, "#f4c873" }, { space = "oklab" })
--- function scene.draw(canvas) canvas:rect(0, 0, 640, 360, { color = dusk }) end
--- ```
---@param x1 number px
---@param y1 number px
---@param x2 number px
---@param y2 number px
---@param stops table
---@param style? GradientStyle
---@return Gradient
function gradient.linear(x1, y1, x2, y2, stops, style) end

--- From a point outward, to a ring of radius r.
---
--- ```lua
--- local lamp = gradient.radial(320, 180, 160, { "#fff6d8", "#e8b04a00" })
--- function scene.draw(canvas) canvas:circle(320, 180, 160, { color = lamp }) end
--- ```
---@param x number px, of the middle
---@param y number px, of the middle
---@param r number px
---@param stops table
---@param style? GradientStyle
---@return Gradient
function gradient.radial(x, y, r, stops, style) end

--- Around a point.
---
--- ```lua
--- local hours = gradient.conic(320, 180, { "#14110e", "#e8b04a", "#14110e" }, { from = -math.pi / 2 })
--- function scene.draw(canvas) canvas:circle(320, 180, 120, { color = hours, stroke = 24 }) end
--- ```
---@param x number px, of the middle
---@param y number px, of the middle
---@param stops table
---@param style? GradientStyle
---@return Gradient
function gradient.conic(x, y, stops, style) end
