-- LÖVE: 10,000 rotating sprites, one call a sprite; after peers/w1/love_plain. The same generator, speeds and edges
-- as every other program of this bench.
local width, height, warm_up = 1280, 720, 30
local image, frames, frame, sprites = nil, 0, 0, {}
local seed = 42

local function chance()
  seed = (seed * 16807) % 2147483647
  return seed / 2147483647
end

local function mark(which)
  io.stdout:write("MARK ", which, "\n")
  io.stdout:flush()
  love.timer.sleep(0.05)
end

function love.load(arg)
  local file = assert(io.open(arg[1] .. "/sprite.png", "rb"))
  image = love.graphics.newImage(love.filesystem.newFileData(file:read("*a"), "sprite.png"))
  file:close()
  frames = tonumber(arg[2])
  for i = 1, tonumber(arg[3]) do
    sprites[i] = {
      x = chance() * width, y = chance() * height,
      vx = (chance() - 0.5) * 6, vy = (chance() - 0.5) * 6,
      a = chance() * 6.2831853, s = (chance() - 0.5) * 0.2,
    }
  end
  io.stdout:write("RENDERER ", (select(4, love.graphics.getRendererInfo())), "\n")
end

function love.update()
  for i = 1, #sprites do
    local p = sprites[i]
    p.x = p.x + p.vx
    p.y = p.y + p.vy
    p.a = p.a + p.s
    if p.x < 0 or p.x > width then p.vx = -p.vx end
    if p.y < 0 or p.y > height then p.vy = -p.vy end
  end
end

function love.draw()
  local draw = love.graphics.draw
  for i = 1, #sprites do
    local p = sprites[i]
    draw(image, p.x, p.y, p.a, 1, 1, 16, 16)
  end
  frame = frame + 1
  if frame == warm_up then mark("A") end
  if frame == warm_up + frames then
    mark("B")
    love.event.quit()
  end
end
