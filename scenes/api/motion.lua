---@meta

--- Motion: recorded movement, posed, measured, and drawn by `canvas:body`, `canvas:cyclegraph` and
--- `canvas:measure`.
motion = {}

--- How a clip is read.
---@class MotionOptions
---@field unit? number metres a unit of the file; without it, guessed from the body's height

--- A clip that was opened. World space: metres, Z up, whatever the file had.
---@class Clip
local Clip = {}

--- Opens a clip (BVH) and reads it at once; each file is read once, 32 are kept. A file that is missing
--- or broken is told to staff with this line: its clip lasts 0 seconds and draws nothing.
---
--- ```lua
--- local c = motion.open("clips/etirer-fer.bvh")
--- ```
---@param name string in the scene's folder, the installation's or assets/
---@param options? MotionOptions
---@return Clip
function motion.open(name, options) end

--- How long it is.
---
--- ```lua
--- local c = motion.open("clips/etirer-fer.bvh")
--- local t = show.now() % math.max(c:duration(), 0.01)
--- ```
---@return number seconds
function Clip:duration() end

--- The names of its joints.
---
--- ```lua
--- local c = motion.open("clips/etirer-fer.bvh")
--- log.info(table.concat(c:joints(), ", "))
--- ```
---@return string[]
function Clip:joints() end

--- Where a joint is. An error, with the nearest name, when the clip does not have it.
---
--- ```lua
--- local c = motion.open("clips/etirer-fer.bvh")
--- local x, y, z = c:joint("RightHand", 1.2)
--- ```
---@param name string
---@param t number seconds into the clip
---@return number x metres
---@return number y metres
---@return number z metres
function Clip:joint(name, t) end

--- The angle at joint `b` between `a` and `c`.
---
--- ```lua
--- local c = motion.open("clips/etirer-fer.bvh")
--- local elbow = math.deg(c:angle("RightArm", "RightForeArm", "RightHand", 1.2))
--- ```
---@param a string
---@param b string
---@param c string
---@param t number seconds into the clip
---@return number radians 0 to pi; 0 when two of them are in one place
function Clip:angle(a, b, c, t) end

--- Moments at which a joint, a hand or a tool, all but rests between two movements: the clip may be cut into steps there.
--- Rests nearer together than 0.2 s, or than 3 cm on the way, are one; at most 256.
---
--- ```lua
--- local c = motion.open("clips/etirer-fer.bvh")
--- for n, t in ipairs(c:cuts("RightHand")) do log.info(n, t) end
--- ```
---@param name string
---@return number[] seconds into the clip, in order
function Clip:cuts(name) end
