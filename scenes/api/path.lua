---@meta

--- Paths: lines and curves, built once and drawn as often as one likes by `canvas:fill` and
--- `canvas:stroke`. A path has one outline or several, each begun by `move`, and 131,072 numbers at most;
--- a point takes three, a cubic curve seven. Its calls may follow one another: each gives the path back.
path = {}

--- A path that is being built.
---@class Path
local Path = {}

--- A path without anything in it.
---
--- ```lua
--- local roof = path.new():move(0, 60):line(50, 0):line(100, 60):close()
--- ```
---@return Path
function path.new() end

--- The path of an SVG drawing: what Inkscape writes into the attribute `d` of a <path> (Edit, XML
--- Editor). The whole grammar of SVG 2 is read; what is wrong is told with its column.
---
--- ```lua
--- local drop = path.svg("M 50 0 C 90 50 90 100 50 100 S 10 50 50 0 Z")
--- function scene.draw(canvas) canvas:fill(drop, { color = "#4a6f8f" }) end
--- ```
---@param data string
---@return Path
function path.svg(data) end

--- A QR code, to take a page home: dark modules of 1 px from 0, 0 on, error correction M. Leave four
--- modules of a light ground around it; phones want it dark on light, 0.4 mm a module at least.
---
--- ```lua
--- local code, side = path.qr("https://example.org/gestes/etirer-fer")
--- function scene.draw(canvas)
---   canvas:rect(96, 96, 240, 240, { color = "#f4ead8" })
---   canvas:push()
---   canvas:translate(96, 96)
---   canvas:scale(240 / (side + 8))
---   canvas:translate(4, 4)
---   canvas:fill(code, { color = "#14110f" })
---   canvas:pop()
--- end
--- ```
---@param text string 1 to 300 bytes
---@return Path
---@return integer side modules along each side
function path.qr(text) end

--- Begins an outline.
---
--- ```lua
--- local two = path.new():move(0, 0):line(40, 0):move(0, 20):line(40, 20)
--- ```
---@param x number px
---@param y number px
---@return Path
function Path:move(x, y) end

--- A straight line.
---
--- ```lua
--- local step = path.new():move(0, 0):line(40, 0):line(40, 40)
--- ```
---@param x number px
---@param y number px
---@return Path
function Path:line(x, y) end

--- A curve that leaves towards x1, y1 and comes from there (quadratic Bézier).
---
--- ```lua
--- local bow = path.new():move(0, 40):quad(50, -20, 100, 40)
--- ```
---@param x1 number px
---@param y1 number px
---@param x number px
---@param y number px
---@return Path
function Path:quad(x1, y1, x, y) end

--- A curve that leaves towards x1, y1 and comes from x2, y2 (cubic Bézier).
---
--- ```lua
--- local wave = path.new():move(0, 0):cubic(40, -60, 60, 60, 100, 0)
--- ```
---@param x1 number px
---@param y1 number px
---@param x2 number px
---@param y2 number px
---@param x number px
---@param y number px
---@return Path
function Path:cubic(x1, y1, x2, y2, x, y) end

--- Part of a circle; when something is open, a line leads to it. Angles as those of `canvas:arc`: from 0 on
--- the right they grow clockwise.
---
--- ```lua
--- local slice = path.new():move(0, 0):arc(0, 0, 80, 0, math.rad(60)):close()
--- ```
---@param x number px, of the middle
---@param y number px, of the middle
---@param r number px
---@param from number radians
---@param to number radians; a whole turn at most is drawn
---@return Path
function Path:arc(x, y, r, from, to) end

--- A round corner: the path turns at x1, y1 towards x2, y2 along a circle of radius r that touches both
--- ways, and ends where the circle does.
---
--- ```lua
--- local corner = path.new():move(0, 0):arc_to(100, 0, 100, 100, 30):line(100, 100)
--- ```
---@param x1 number px
---@param y1 number px
---@param x2 number px
---@param y2 number px
---@param r number px
---@return Path
function Path:arc_to(x1, y1, x2, y2, r) end

--- An outline of its own: a rectangle, with round corners when a radius is given.
---
--- ```lua
--- local frame = path.new():rect(0, 0, 200, 120, 16):rect(20, 20, 160, 80, 8) -- the second is a hole
--- ```
---@param x number px
---@param y number px
---@param w number px
---@param h number px
---@param radius? number px; 0
---@return Path
function Path:rect(x, y, w, h, radius) end

--- An outline of its own: an ellipse, which may be turned.
---
--- ```lua
--- local eye = path.new():ellipse(0, 0, 60, 30):ellipse(0, 0, 12)
--- ```
---@param x number px, of the middle
---@param y number px, of the middle
---@param rx number px
---@param ry? number px; like rx
---@param turn? number radians; 0
---@return Path
function Path:ellipse(x, y, rx, ry, turn) end

--- Closes the outline with a line to where it began. What follows without a `move` begins there.
---
--- ```lua
--- local triangle = path.new():move(0, 0):line(60, 0):line(30, 50):close()
--- ```
---@return Path
function Path:close() end

--- Takes everything out of it.
---
--- ```lua
--- local line = path.new()
--- function scene.draw(canvas)
---   line:clear():move(0, 100):quad(200, 100 + 50 * math.sin(show.now()), 400, 100)
---   canvas:stroke(line)
--- end
--- ```
---@return Path
function Path:clear() end

--- The box around its lines and curves; zeros when it is empty.
---
--- ```lua
--- local drop = path.svg("M 50 0 C 90 50 90 100 50 100 S 10 50 50 0 Z")
--- local x, y, w, h = drop:bounds()
--- function scene.draw(canvas) canvas:translate(320 - x - w / 2, 180 - y - h / 2) canvas:fill(drop) end
--- ```
---@return number x px
---@return number y px
---@return number w px
---@return number h px
function Path:bounds() end
