---@meta

--- The show: what reaches beyond the scene, and its clock.
show = {}

--- Shows another scene on this stage, from the next frame on. If it does not run, this one goes on and
--- staff is told with file and line. Parameters are numbers, strings, true and false: 12 at most, names under 32 and texts
--- under 128 bytes.
---
--- ```lua
--- function scene.touch(e) if e.kind == "tap" then show.go("gesture", { id = "g:etirer-fer" }) end end
--- ```
---@param scene string a folder in scenes/
---@param param? table<string, number|string|boolean> its stage.param
function show.go(scene, param) end

--- Sends a message to the stations that installation.lua names for it: `messages = { choose = { to = {
--- "facade" } } }`; their scenes `hear` it. One that is not named there is told with file and line, and
--- heard by nobody. In one frame 64 messages and jumps are taken.
---
--- ```lua
--- function scene.touch(e) if e.kind == "tap" then show.send("choose", { id = "g:etirer-fer" }) end end
--- ```
---@param message string a name of `messages` in installation.lua
---@param param? table<string, number|string|boolean> the same limits as for show.go
function show.send(message, param) end

--- Show time: the clock of everything that is seen and heard.
---
--- ```lua
--- function scene.draw(canvas) canvas:text(math.floor(show.now()), 40, 40) end
--- ```
---@return number seconds since the show began
function show.now() end

--- Today.
---
--- ```lua
--- local summer = show.date():sub(6, 7) == "07"
--- ```
---@return string date "2026-01-01"
function show.date() end
