-- page-still: the same 2,000 characters, which stay.
local words = require("words")
local scene = {}

function scene.draw(canvas)
  canvas:text(words, 10, 10, { size = 18, width = 900, align = "justify" })
end

return scene
