---@meta

--- Pictures: files that are shown.
picture = {}

--- A picture that was opened. It is closed when the scene ends, and when no variable holds it any more.
---@class Picture
local Picture = {}

--- Opens a picture (PNG, JPEG or WebP, not animated, of at most 100 million pixels). It loads while the show goes on. Opening the same file again
--- gives the same picture. A file that is missing or broken is told to staff with this line, and the
--- scene goes on.
---
--- ```lua
--- local p = picture.open("media/atelier.jpg")
--- ```
---@param name string in the scene's folder, the installation's or assets/
---@return Picture
function picture.open(name) end

--- What a picture to draw on is like.
---@class CanvasOptions
---@field keep? boolean what was drawn stays and the next is drawn over it: light adds up; false
---@field fade? number seconds in which half of what it keeps goes out, 0 to 3600; it keeps then; 0: nothing goes

--- A picture that the scene draws on (canvas:begin_onto), transparent at first. One that keeps what is on it
--- takes what each call of draw lays, once, also in frames that nobody sees, so that a picture taken at a
--- moment shows what the show has; how often draw is called is part of what it shows. At most 4,096 px a side;
--- see begin_layer for what all of them may take.
---
--- ```lua
--- local stamp = picture.canvas(64, 64)
--- function scene.draw(canvas)
---   canvas:begin_onto(stamp) canvas:circle(32, 32, 30, { stroke = 2 }) canvas:end_onto()
---   for i = 0, 9 do canvas:picture(stamp, 70 * i, 100, 64, 64) end
--- end
--- ```
---@param w integer px
---@param h integer px
---@param options? CanvasOptions
---@return Picture
function picture.canvas(w, h, options) end

--- Can it be seen?
---
--- ```lua
--- local p = picture.open("media/atelier.jpg")
--- function scene.draw(canvas) if p:ready() then canvas:picture(p, 0, 0, 640, 360) end end
--- ```
---@return boolean
function Picture:ready() end

--- How large it is, as shown (turned as its camera said).
---
--- ```lua
--- local p = picture.open("media/atelier.jpg")
--- function scene.draw(canvas)
---   local w, h = p:size()
---   canvas:picture(p, 0, 0, w / 2, h / 2)
--- end
--- ```
---@return integer width px; 0 until it is ready
---@return integer height px
function Picture:size() end

--- Closes it, to make room for others: a station holds 512 pictures, films and sounds.
---
--- ```lua
--- local p = picture.open("media/atelier.jpg")
--- function scene.touch(e) if e.kind == "tap" then p:close() end end
--- ```
function Picture:close() end
