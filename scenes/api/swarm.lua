---@meta

--- Swarms: one picture many times, each on a way of its own that is declared once. The graphics card
--- works out where each is from show time: a swarm of ten thousand costs a scene nothing, `draw` is not
--- called, and machines with the same clock show the same.
swarm = {}

--- A swarm that was made.
---@class Swarm
local Swarm = {}

--- The ways of a swarm. Where a table of numbers may stand it has one for each sprite; a number alone
--- is the same for all. Seconds are counted from `since`.
---@class SwarmStyle
---@field x number[] px, of the middle
---@field y number[] px, of the middle
---@field vx? number|number[] px in a second; 0
---@field vy? number|number[] px in a second; 0
---@field angle? number|number[] radians, clockwise; 0
---@field spin? number|number[] radians in a second; 0
---@field scale? number|number[] of the picture's size; 1
---@field start? number|number[] seconds after which it is there; 0
---@field life? number|number[] seconds that it is there; for ever
---@field opacity? number|number[] 0 to 1; 1
---@field color? number[] { r1, g1, b1, r2, g2, b2, … } in linear light, what its light is multiplied by; white
---@field again? boolean at the end of its life each begins anew; false
---@field fade_in? number seconds, at the beginning of each life; 0
---@field fade_out? number seconds, at its end; 0
---@field box? number[] { x, y, w, h } in px, that `edge` is about
---@field edge? "open"|"bounce"|"wrap" at the edges of the box they leave, are thrown back, or come in on the other side; "open"
---@field pull? number[] { x, y }: px in a second squared, of all, as gravity; "open" only
---@field since? number show time; now

--- Makes a swarm of up to 65,536 sprites. At most 32 are open at once; one that no variable holds and
--- that is not seen is closed by itself.
---
--- ```lua
--- local dust = picture.open("media/spark.png")
--- local x, y, vx, spin = {}, {}, {}, {}
--- for i = 1, 2000 do
---   x[i], y[i] = math.random() * 1920, math.random() * 1080
---   vx[i], spin[i] = 5 + 20 * math.random(), math.random() - 0.5
--- end
--- local drift = swarm.new(dust, { x = x, y = y, vx = vx, spin = spin, opacity = 0.4,
---   box = { -40, 0, 2000, 1080 }, edge = "wrap" })
--- function scene.draw(canvas) canvas:swarm(drift) end
--- ```
---@param picture Picture
---@param style SwarmStyle
---@return Swarm
function swarm.new(picture, style) end

--- How many sprites it has; 0 once it is closed.
---
--- ```lua
--- local one = swarm.new(picture.open("media/spark.png"), { x = { 40 }, y = { 40 }, spin = 1 })
--- function scene.draw(canvas) canvas:text(one:count(), 40, 40) end
--- ```
---@return integer
function Swarm:count() end

--- Closes it: it is seen no more.
---
--- ```lua
--- local one = swarm.new(picture.open("media/spark.png"), { x = { 40 }, y = { 40 }, spin = 1 })
--- function scene.touch(e) one:close() end
--- ```
function Swarm:close() end
