-- LÖVE shows a still page: its own loop draws it anew all the time.
local page

function love.load(arg)
  local file = assert(io.open(arg[1] .. "/page.png", "rb"))
  page = love.graphics.newImage(love.filesystem.newFileData(file:read("*a"), "page.png"))
  file:close()
  love.graphics.setFont(love.graphics.newFont(64))
end

function love.draw()
  love.graphics.draw(page)
  love.graphics.print("Touchez l’écran pour commencer", 100, 100)
end
