---@meta

--- Tweens: numbers on their way from one value to another. While one of a scene's tweens runs, `draw`
--- is called in every frame.
tween = {}

--- A tween that was made.
---@class Tween
local Tween = {}

--- Starts a tween, now or after a delay. With u from 0 to 1 over its seconds: "in" is u³ (starts
--- slowly), "out" 1 - (1 - u)³ (ends slowly), "inout" 4u³ up to the half and its mirror image after,
--- "linear" u.
---
--- ```lua
--- local fade = tween.new(0, 1, 1.5, "out")
--- function scene.draw(canvas) canvas:opacity(fade:value()) canvas:text("Bonjour", 40, 40) end
--- ```
---@param from number
---@param to number
---@param seconds number
---@param ease? "inout"|"in"|"out"|"linear" "inout"
---@param delay? number seconds before it starts; 0
---@return Tween
function tween.new(from, to, seconds, ease, delay) end

--- The number now: `from` before it starts, `to` after it has ended.
---
--- ```lua
--- local x = tween.new(40, 600, 2)
--- function scene.draw(canvas) canvas:circle(x:value(), 180, 20) end
--- ```
---@return number
function Tween:value() end

--- Has it ended?
---
--- ```lua
--- local x = tween.new(0, 1, 2)
--- function scene.update(dt, now) if x:done() then x = tween.new(0, 1, 2) end end
--- ```
---@return boolean
function Tween:done() end
