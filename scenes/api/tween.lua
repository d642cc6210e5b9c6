---@meta

--- Tweens: numbers on their way from one value to another. While one of a scene's tweens runs, `draw`
--- is called in every frame.
tween = {}

--- How a number gets from one value to the next, with u from 0 to 1: "in" is u³ (starts slowly), "out"
--- 1 - (1 - u)³ (ends slowly), "inout" half of each, "linear" u. The same with "-quad" (u², softer),
--- "-sine" (a quarter of a sine, softest) and "-back" (swings 10 % past its end), as in "out-sine";
--- "hold" stays and jumps at the end.
---@alias Ease "inout"|"in"|"out"|"linear"|"in-sine"|"out-sine"|"inout-sine"|"in-quad"|"out-quad"|"inout-quad"|"in-back"|"out-back"|"inout-back"|"hold"

--- A tween that was made.
---@class Tween
local Tween = {}

--- Starts a tween, now or after a delay.
---
--- ```lua
--- local fade = tween.new(0, 1, 1.5, "out")
--- function scene.draw(canvas) canvas:opacity(fade:value()) canvas:text("Bonjour", 40, 40) end
--- ```
---@param from number
---@param to number
---@param seconds number
---@param ease? Ease "inout"
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
