-- The sprites of floor_lua: the same generator, speeds and edges as every other program of this bench.
local width, height = 1280, 720
local seed = 42

local function chance()
  seed = (seed * 16807) % 2147483647
  return seed / 2147483647
end

local sprites = {}
for i = 1, count do
  sprites[i] = {
    x = chance() * width, y = chance() * height,
    vx = (chance() - 0.5) * 6, vy = (chance() - 0.5) * 6,
    a = chance() * 6.2831853, s = (chance() - 0.5) * 0.2,
  }
end

function step()
  for i = 1, #sprites do
    local p = sprites[i]
    p.x = p.x + p.vx
    p.y = p.y + p.vy
    p.a = p.a + p.s
    if p.x < 0 or p.x > width then p.vx = -p.vx end
    if p.y < 0 or p.y > height then p.vy = -p.vy end
  end
end

function paint()
  local draw, image = draw, image
  for i = 1, #sprites do
    local p = sprites[i]
    draw(image, p.x, p.y, p.a)
  end
end
