---@meta

--- Parameters: numbers that cues, timelines, operators and other programs move while a scene plays. A scene
--- declares its own; each has a full name, `station/stage/name`, that show.lua and OSC use
--- (`/gestuaire/param/facade/wall/glow`). When one that a scene reads changes, `draw` is called.
param = {}

--- What a parameter may be.
---@class ParamOptions
---@field min? number 0
---@field max? number 1
---@field default? number what it is while nobody moves it; 0, or the nearest that is allowed
---@field unit? string for those who move it: "dB", "m"; under 16 letters

--- A parameter that was declared.
---@class Param
local Param = {}

--- Declares a parameter of this stage. At most 256 stand at a station.
---
--- ```lua
--- local glow = param.number("glow", { min = 0, max = 1, default = 0.2 })
--- function scene.draw(canvas) canvas:circle(320, 180, 40 + 100 * glow:get()) end
--- ```
---@param name string lower-case letters, digits, - and _ inside
---@param options? ParamOptions
---@return Param
function param.number(name, options) end

--- What a parameter of this station is now.
---
--- ```lua
--- function scene.draw(canvas) canvas:opacity(param.get("show/opacity")) canvas:text("Bonjour", 40, 40) end
--- ```
---@param name string one of this stage, or a full name
---@return number
function param.get(name) end

--- Moves a parameter, of any station, as an operator would: in the next frame, or within some seconds.
---
--- ```lua
--- function scene.touch(e) if e.kind == "tap" then param.set("show/gain", -12, 2) end end
--- ```
---@param name string one of this stage, or a full name
---@param value number it is kept inside its range
---@param seconds? number how long it takes; 0
function param.set(name, value, seconds) end

--- What it is now.
---
--- ```lua
--- local size = param.number("size", { min = 10, max = 200, default = 40 })
--- function scene.draw(canvas) canvas:circle(320, 180, size:get()) end
--- ```
---@return number
function Param:get() end

--- Moves it, as an operator would.
---
--- ```lua
--- local size = param.number("size", { min = 10, max = 200, default = 40 })
--- function scene.touch(e) if e.kind == "tap" then size:set(120, 0.5) end end
--- ```
---@param value number it is kept inside its range
---@param seconds? number how long it takes; 0
function Param:set(value, seconds) end
