---@meta

--- The stage a scene plays on: one canvas, one visitor. Given to `enter`; keep it. Fields are read, not
--- set.
---@class Stage
---@field id string its name in installation.lua
---@field station string the station's name
---@field width integer of the canvas, px
---@field height integer of the canvas, px
---@field language string the visitor's language ("fr"); it stays when the scene changes
---@field languages string[] the installation's, the default first
---@field param table<string, number|string|boolean> what `show.go` gave; `{}` without
local Stage = {}

--- Asks for a frame. Without seconds: `draw` is called in this frame, if it is still to come, and in
--- the next one (so a scene that calls it in every `update` or `draw` moves on). With seconds: `draw`
--- is called that much later; several may wait, up to 64.
---
--- ```lua
--- function scene.enter(stage) scene.stage = stage end
--- function scene.draw(canvas)
---   canvas:text(show.date(), 40, 40)
---   scene.stage:redraw(60)              -- and again in a minute
--- end
--- ```
---@param seconds? number from now; 0: the next frame
function Stage:redraw(seconds) end

--- Sets the visitor's language on this stage. An error when the installation does not have it.
---
--- ```lua
--- function scene.enter(stage) scene.stage = stage end
--- function scene.touch(e)
---   local other = scene.stage.language == "fr" and "it" or "fr"
---   if e.kind == "tap" then scene.stage:set_language(other) end
--- end
--- ```
---@param code string one of stage.languages
function Stage:set_language(code) end
