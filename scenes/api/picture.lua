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
