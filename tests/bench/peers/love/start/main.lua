-- LÖVE shows one picture: its first frame with it.
local picture, frame = nil, 0

function love.load(arg)
  local file = assert(io.open(arg[1] .. "/picture.png", "rb"))
  picture = love.graphics.newImage(love.filesystem.newFileData(file:read("*a"), "picture.png"))
  file:close()
end

function love.draw()
  love.graphics.draw(picture)
  frame = frame + 1
  if frame == 2 then -- the first was presented
    io.stdout:write("MARK B\n")
    io.stdout:flush()
    love.timer.sleep(0.05)
    love.event.quit()
  end
end
