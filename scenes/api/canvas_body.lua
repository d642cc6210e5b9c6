---@meta

---@class Canvas
local Canvas = {}

--- An eye in space: it looks at `target` from `distance`. Azimuth 0 sees a body's face; growing azimuth
--- carries the eye towards +X, growing elevation lifts it. What it sees fills the box x, y, width,
--- height of the canvas.
---@class Camera
---@field target? number[] { x, y, z } metres; { 0, 0, 1 }
---@field azimuth? number radians; 0
---@field elevation? number radians; 0.15
---@field distance? number metres, 0.01 to 1000; 4
---@field fov? number the vertical field of view, radians, 0.01 to 3; 0.7
---@field x? number px; 0
---@field y? number px; 0
---@field width? number px; the canvas's
---@field height? number px; the canvas's

--- How a body looks.
---@class BodyStyle
---@field color? Color white
---@field width? number px, of a bone as far away as the target; 6
---@field opacity? number 0 to 1; 1

--- How a path in space looks.
---@class CyclegraphStyle
---@field color? Color white
---@field width? number px, as far away as the target; 4
---@field blink? number seconds from flash to flash of the lamp; 0: it glows all the time
---@field opacity? number 0 to 1; 1

--- How an angle looks.
---@class MeasureStyle
---@field color? Color white
---@field size? number of the figure, px; 32
---@field width? number of the limbs' lines, px; 3
---@field radius? number of the arc, metres; 0: a third of the shorter limb
---@field language? string for the figure; the visitor's
---@field opacity? number 0 to 1; 1

--- How the ground looks.
---@class FloorStyle
---@field size? number metres from the middle to the edge; 2
---@field step? number metres from line to line; at most 64 steps to the edge; 0.25
---@field color? Color white
---@field width? number px; 1.5
---@field opacity? number 0 to 1; 0.4

--- A body at a moment of a clip: its bones as lines in space, nearer ones wider and brighter. What is
--- behind the eye is left out.
---
--- ```lua
--- local c = motion.open("clips/etirer-fer.bvh")
--- function scene.draw(canvas)
---   local camera = { target = { 0, 0, 1 }, azimuth = 0.2 * show.now(), distance = 3.5 }
---   canvas:body(c, show.now() % c:duration(), camera, { color = "#f4ead8" })
--- end
--- ```
---@param clip Clip
---@param t number seconds into the clip; before and after it the body stands
---@param camera Camera
---@param style? BodyStyle
function Canvas:body(clip, t, camera, style) end

--- The path of one joint through space from one moment of a clip to another. With `blink` it is dashed
--- as Gilbreth's flashing lamp dashed it: a dash is as long as the hand is fast, and thins out the way
--- the hand goes.
---
--- ```lua
--- local c = motion.open("clips/etirer-fer.bvh")
--- function scene.draw(canvas)
---   local t = show.now() % c:duration()
---   canvas:cyclegraph(c, "RightHand", t - 1.5, t, { distance = 3 }, { color = "#e8b04a", blink = 0.08 })
--- end
--- ```
---@param clip Clip
---@param joint string an error when the clip does not have it
---@param from number seconds into the clip
---@param to number seconds into the clip
---@param camera Camera
---@param style? CyclegraphStyle
function Canvas:cyclegraph(clip, joint, from, to, camera, style) end

--- The angle at the middle one of three joints: its two limbs, the arc between them in their own
--- plane, ticks at 10, 30 and 90 degrees, and the figure in degrees.
---
--- ```lua
--- local c = motion.open("clips/etirer-fer.bvh")
--- function scene.draw(canvas)
---   canvas:measure(c, { "RightArm", "RightForeArm", "RightHand" }, 1.2, { distance = 3 }, { size = 40 })
--- end
--- ```
---@param clip Clip
---@param joints string[] three names; the angle is at the second
---@param t number seconds into the clip
---@param camera Camera
---@param style? MeasureStyle
function Canvas:measure(clip, joints, t, camera, style) end

--- A grid on the ground (z = 0). It stands still in the world; its middle follows the camera's target.
---
--- ```lua
--- function scene.draw(canvas) canvas:floor({ distance = 4, elevation = 0.3 }, { size = 3, step = 0.5 }) end
--- ```
---@param camera Camera
---@param style? FloorStyle
function Canvas:floor(camera, style) end
