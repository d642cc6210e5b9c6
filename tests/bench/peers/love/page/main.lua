-- LÖVE: 2,000 characters of French wrapped anew each frame, to a width that changes; after peers/w6/love_text. It does
-- not shape: letters are put side by side.
local warm_up = 30
local text, font, frames, frame = "", nil, 0, 0

local function mark(which)
  io.stdout:write("MARK ", which, "\n")
  io.stdout:flush()
  love.timer.sleep(0.05)
end

function love.load(arg)
  local file = assert(io.open(arg[1] .. "/scenes/page/fr2000.txt", "rb"))
  text = file:read("*a")
  file:close()
  frames = tonumber(arg[2])
  font = love.graphics.newFont(18)
  io.stdout:write("RENDERER ", (select(4, love.graphics.getRendererInfo())), "\n")
end

function love.draw()
  love.graphics.setFont(font)
  love.graphics.printf(text, 10, 10, 900 + frame % 300, "justify")
  frame = frame + 1
  if frame == warm_up then mark("A") end
  if frame == warm_up + frames then
    mark("B")
    love.event.quit()
  end
end
