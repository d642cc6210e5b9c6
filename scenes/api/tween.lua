---@meta

--- Tweens: numbers that are a function of show time. Given to the canvas (`translate`, `rotate`, `scale`,
--- `opacity`) the engine follows them by itself, which costs a scene nothing. Read with `value`, they have
--- `draw` called in every frame while they run. When none moves any more the stage sleeps.
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
--- function scene.draw(canvas) canvas:opacity(fade) canvas:text("Bonjour", 40, 40) end
--- ```
---@param from number
---@param to number
---@param seconds number
---@param ease? Ease "inout"
---@param delay? number seconds before it starts; 0
---@return Tween
function tween.new(from, to, seconds, ease, delay) end

--- How key frames go on.
---@class KeysStyle
---@field loop? boolean from the last key back to the first; false
---@field since? number show time that the seconds of the keys are counted from; now

--- Goes through key frames: each is {seconds, value, ease}, the ease that leads to it ("inout" when it
--- is not said). 1 to 64 of them, in order of time.
---
--- ```lua
--- local breath = tween.keys({ { 0, 0.3 }, { 2, 1, "out-sine" }, { 6, 0.3, "inout-sine" } }, { loop = true })
--- function scene.draw(canvas) canvas:opacity(breath) canvas:circle(320, 180, 90) end
--- ```
---@param keys (number|string)[][]
---@param style? KeysStyle
---@return Tween
function tween.keys(keys, style) end

--- Turns for ever: `from` and then `speed` more in each second. Before `since` it stands at `from`.
---
--- ```lua
--- local hand = tween.turn(0, math.rad(6), 0)
--- function scene.draw(canvas) canvas:translate(320, 180) canvas:rotate(hand) canvas:line(0, 0, 0, -90) end
--- ```
---@param from number
---@param speed number in a second
---@param since? number show time; now. Machines that say the same one move together
---@return Tween
function tween.turn(from, speed, since) end

--- Swings for ever about `middle`, `swing` to either side, once in `period` seconds; first upward.
---
--- ```lua
--- local sway = tween.sine(0, 12, 5)
--- function scene.draw(canvas) canvas:translate(sway, 0) canvas:text("Bonjour", 40, 40) end
--- ```
---@param middle number
---@param swing number
---@param period number seconds
---@param since? number show time; now
---@return Tween
function tween.sine(middle, swing, period, since) end

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
