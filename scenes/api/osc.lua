---@meta

--- OSC: other programs (lighting desks, mixers, shows of other makers) are told something. Only those that
--- installation.lua names are spoken to: `osc = { lumiere = { to = "192.168.1.20:8000" } }`. What they
--- may say to us: docs/osc.md.
osc = {}

--- Sends one message. Whole numbers go as int32, others as float. Nothing is sent by `shot` and `record`.
---
--- ```lua
--- function scene.enter() osc.send("lumiere", "/cue/fire", 12, "lent") end
--- ```
---@param target string a name of `osc` in installation.lua
---@param address string "/cue/fire"
---@param ... number|string|boolean at most 12 values
function osc.send(target, address, ...) end
