---@meta

--- The stage a scene plays on: one canvas, one visitor. Given to `enter`; keep it. Fields are read, not
--- set.
---@class Stage
---@field id string its name in installation.lua
---@field station string the station's name
---@field width integer of the canvas, px
---@field height integer of the canvas, px
---@field language string the visitor's language ("fr"); it stays when the scene changes, until the visit ends
---@field languages string[] the installation's, the default first
---@field visit integer number of the visit on this stage; 0 while nobody is there (visit.state says more)
---@field mm_per_px number? how large a canvas px is on its screen (the output that shows most of the canvas, by its `mm_per_px`); nil where no output says it
---@field reach_top number? canvas px, 1220 mm over the floor or the canvas's upper edge: what can be touched lies under it, for who reaches from a wheelchair. nil where no output says `mm_per_px` and `height_mm`, where the canvas does not stand upright, and where no part of it lies from 380 to 1220 mm
---@field reach_bottom number? canvas px, 380 mm over the floor or the canvas's lower edge
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
--- local words = { fr = "Touchez le fer.", it = "Toccate il ferro.", en = "Touch the iron." }
--- local names = { fr = "Français", it = "Italiano", en = "English" }
--- local button = { x = 96, y = 240, w = 240, h = 72 }
---
--- local function following(stage)   -- the language after the one that is spoken
---   for i, code in ipairs(stage.languages) do
---     if code == stage.language then return stage.languages[i % #stage.languages + 1] end
---   end
--- end
---
--- function scene.enter(stage) scene.stage = stage end
---
--- function scene.touch(e)
---   local on = e.x >= button.x and e.x < button.x + button.w and e.y >= button.y and e.y < button.y + button.h
---   if e.kind == "tap" and on then scene.stage:set_language(following(scene.stage)) end
--- end
---
--- function scene.draw(canvas)
---   canvas:text(text.pick(words), 96, 96, { size = 48 })
---   canvas:rect(button.x, button.y, button.w, button.h, { radius = 12, color = "#5a4632" })
---   canvas:text(names[following(scene.stage)], button.x + button.w / 2, button.y + 16, { align = "center" })
--- end
--- ```
---@param code string one of stage.languages
function Stage:set_language(code) end
