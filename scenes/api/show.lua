---@meta

--- The show: what reaches beyond the scene, and its clock.
show = {}

--- How the next scene comes.
---@class GoOptions
---@field transition? "cut"|"fade"|"black"|"wipe" at once, dissolving, through black, or by a mask; "cut", with a mask "wipe", with a duration "fade"
---@field duration? number seconds, 0 to 60; 1
---@field mask? string a grey picture in the scene's folder, the installation's or assets/: where it is dark the next scene comes first; without: from left to right
---@field soft? number width of a wipe's edge, of the mask's range, 0 to 1; 0.1

--- Shows another scene on this stage, from the next frame on. If it does not run, this one goes on and
--- staff is told with file and line. Parameters are numbers, strings, true and false: 12 at most, names under 32 and texts
--- under 128 bytes.
---
--- ```lua
--- function scene.touch(e) if e.kind == "tap" then show.go("gesture", { id = "g:etirer-fer" }) end end
--- function scene.hear(e) if e.kind == "ended" then show.go("rest", nil, { transition = "fade", duration = 2 }) end end
--- ```
---
--- During a transition this scene's last picture stays, its films go on, its sounds fade; its script has ended.
--- The next scene draws and hears from the beginning. A change in the middle of another begins from the picture
--- that stands then. All of it is a function of show time.
---@param scene string a folder in scenes/
---@param param? table<string, number|string|boolean> its stage.param
---@param options? GoOptions
function show.go(scene, param, options) end

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

--- Where the show stands.
---@class ShowState
---@field cue? string the cue that came last
---@field since number show time it fell due
---@field next? string what GO would bring
---@field coming_in? number seconds until the next cue comes by itself
---@field list? string the list that GO goes through
---@field panic boolean it is dark

--- Brings a cue of show.lua, after its `wait`; without a name it is the operator's GO: the next one.
---
--- ```lua
--- function scene.touch(e) if e.kind == "tap" then show.cue() end end
--- ```
---@param id? string a cue; GO without
function show.cue(id) end

--- Goes back to the cue before in the list.
---
--- ```lua
--- function scene.touch(e) if e.kind == "hold" then show.back() end end
--- ```
function show.back() end

--- GO goes on at the beginning of another list of show.lua.
---
--- ```lua
--- function scene.hear(e) if e.kind == "key" and e.name == "F2" then show.list("soir") end end
--- ```
---@param id string "main", or a name of `lists`
function show.list(id) end

--- PANIC: all light and sound fade, on every station, and what would come by itself waits.
---
--- ```lua
--- function scene.hear(e) if e.kind == "key" and e.name == "F12" then show.panic(1) end end
--- ```
---@param seconds? number how long it takes; as show.lua says
function show.panic(seconds) end

--- After a panic light and sound come again, where the show's clock is by now.
---
--- ```lua
--- function scene.hear(e) if e.kind == "key" and e.name == "F11" then show.resume(3) end end
--- ```
---@param seconds? number how long it takes; as show.lua says
function show.resume(seconds) end

--- Where the show stands.
---
--- ```lua
--- function scene.draw(canvas) canvas:text(show.state().cue or "—", 40, 40) end
--- ```
---@return ShowState
function show.state() end

--- To whom a station gives itself.
---@class Held
---@field by string the stage that holds it: "kiosk/screen"
---@field mine boolean it is this one
---@field left number seconds until that is over if it chooses nothing more; who waits makes it shorter
---@field place? integer of this stage's choice: 0 is heard, 1 is next, 2 after that; nil: it asked for nothing
---@field waiting integer how many stages wait

--- Whose turn it is at a station whose message has `hold_s` in installation.lua: `messages = { choose = { to = {
--- "facade" }, hold_s = 45 } }`. One stage at a time is heard there, for `hold_s` after its last choice; while
--- another waits, for 20 seconds after it. The others' latest choices wait in a row, and are heard as messages when their
--- turn comes. At each change scenes hear "held" with the station's name. A visit that ends gives back what it held.
---
--- ```lua
--- function scene.enter(stage) scene.stage = stage end
--- function scene.hear(e) if e.kind == "held" then scene.stage:redraw() end end
--- function scene.draw(canvas)
---   local hold = show.held("facade")
---   local place = hold and hold.place
---   if place then
---     canvas:text(place == 0 and "La façade vous répond." or "La façade vous répondra bientôt.", 40, 40)
---   end
--- end
--- ```
---@param station string in installation.lua
---@return Held|nil hold nil while it is free, and where no message has `hold_s`
function show.held(station) end

--- Gives back the stations that hear a message: whoever waits there is next, at once; a choice of this stage
--- that waits is forgotten.
---
--- ```lua
--- function scene.leave() show.release("choose") end
--- ```
---@param message string a name of `messages` in installation.lua
function show.release(message) end

--- What a station is called, in the installation's languages: for a visitor, "facade" is « la façade du jardin ».
---
--- ```lua
--- function scene.hear(e)
---   if e.kind == "message" then log.info(text.pick(show.title(e.from) or { fr = e.from }) .. ": chosen") end
--- end
--- ```
---@param station string in installation.lua
---@return table<string, string>|nil title by language, as installation.lua has it; nil when it is no station
function show.title(station) end

--- The other stations that hear a message, as installation.lua has them: where a visitor may go to see what it does.
---
--- ```lua
--- function scene.draw(canvas)
---   for n, station in ipairs(show.hearers("choose")) do
---     canvas:text(text.pick(show.title(station)), 40, 40 * n)
---   end
--- end
--- ```
---@param message string a name of `messages` in installation.lua
---@return string[] stations without this one; none where the installation has no such message
function show.hearers(message) end
