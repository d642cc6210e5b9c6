---@meta

--- The visit: who is there on this stage, how they like to read, and where they have been. The first touch
--- begins one. Who does not touch for `idle_s` (installation.lua, 60 s) is asked for `ask_s` (20 s) whether they want
--- more time, and then language, settings and trail are as the next visitor finds them, and the stage's
--- `attract` scene stands there again (without one its `scene`, begun anew). Nobody is asked while a finger is
--- down or a film plays that `visit.keep` was told of. Several stages are several visits.
---
--- `hear` is told `kind = "visit"` with `name`: `"began"`, `"asking"`, `"more"` (they stay), `"ended"`, `"changed"` (settings
--- or language). What stands on the stage when a visit has ended hears `"ended"`; a scene that goes then has
--- `leave`. What a cue of the show has brought stays when a visit ends.
visit = {}

--- Where a visit stands.
---@class VisitState
---@field phase "attract"|"on"|"asking" nobody is there; somebody is; they are asked whether they want more time
---@field number integer of the visit on this stage since the program began; 0 while nobody is there
---@field since? number show time it began
---@field touched? number show time of the last touch
---@field left? number seconds until the reset, while asking; the scene draws whenever a whole one has gone

--- Where the visit stands.
---
--- ```lua
--- function scene.draw(canvas)
---   local v = visit.state()
---   if v.phase == "asking" then
---     canvas:text("Encore là ? " .. math.ceil(v.left) .. " s", canvas.width / 2, 80, { align = "center", size = 48 })
---   end
--- end
--- ```
---@return VisitState
function visit.state() end

--- The visitor wants more time. So does any touch while they are asked: a button need not call this.
---
--- ```lua
--- function scene.hear(e) if e.kind == "message" and e.name == "still-here" then visit.more() end end
--- ```
function visit.more() end

--- The visitor is done: the visit ends now, and a finger that is still down is not heard by the next one.
---
--- ```lua
--- function scene.touch(e) if e.kind == "tap" and e.y < 100 then visit.done() end end
--- ```
function visit.done() end

--- A film or sound that the visitor asked for: nobody is asked for more time while it plays on (it does not while it
--- loops or is paused), an hour at most. It is forgotten when it ends or closes; one at a time.
---
--- ```lua
--- function scene.enter(stage) scene.film = film.open("media/forge.mp4", { play = false }) end
---
--- function scene.touch(e)
---   if e.kind == "tap" then
---     scene.film:play()
---     visit.keep(scene.film)
---   end
--- end
--- ```
---@param film? Film|Sound nil: none
function visit.keep(film) end

--- How the visitor likes to see and hear, until the visit ends.
---@class VisitSettings
---@field text? integer size of texts: 1, 2 or 3; 1
---@field contrast? boolean high contrast; false
---@field reach? boolean controls lie between stage.reach_top and stage.reach_bottom; false
---@field captions? boolean films have their captions; false
---@field sign? boolean a film has its sign-language film beside it, where there is one; false
---@field speech? boolean texts are spoken; false
---@field calm? boolean little moves; false

--- What holds now; each has a value.
---
--- ```lua
--- function scene.draw(canvas)
---   local size = 28 + 10 * (visit.settings().text - 1)
---   canvas:text("Étirer le fer", 96, 96, { size = size })
--- end
--- ```
---@return VisitSettings
function visit.settings() end

--- Changes some of them, at once; the scene hears `"changed"`.
---
--- ```lua
--- function scene.touch(e)
---   if e.kind == "tap" then visit.set{ text = visit.settings().text % 3 + 1, contrast = true } end
--- end
--- ```
---@param settings VisitSettings
function visit.set(settings) end

--- Says which page is shown now: the trail has it, and the log how long it was looked at. May be called in every `draw`.
---
--- ```lua
--- function scene.enter(stage) visit.page(stage.param.id or "explorer", "gesture") end
--- ```
---@param id string a record's id, or a name; under 96 bytes
---@param kind? string what sort of page, for the log: "gesture", "work"; under 32 bytes
function visit.page(id, kind) end

--- Says what was searched for and how much was found. May be called in every `draw`: words are logged once they have rested
--- for 2 s or the visitor goes on, not letter by letter, up to 95 bytes of them.
---
--- ```lua
--- function scene.draw(canvas)
---   local found = repertoire.search{ words = scene.words or "" }
---   visit.searched(scene.words or "", found.total)
--- end
--- ```
---@param words string
---@param hits number
function visit.searched(words, hits) end

--- The pages of this visit, the oldest first, 64 at most. Each stands once, where it was seen last.
---
--- ```lua
--- function scene.draw(canvas)
---   for i, id in ipairs(visit.trail()) do canvas:text(id, 96, 40 * i) end
--- end
--- ```
---@return string[]
function visit.trail() end
