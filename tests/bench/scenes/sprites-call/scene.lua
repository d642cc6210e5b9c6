-- sprites-call: rotating sprites that bounce at the canvas' edges, moved by Lua, one call each. The generator,
-- the speeds and the edges are those of every other program of this bench (tests/bench/floor, tests/bench/peers).
local scene = {}
local seed = 42

local function chance()
  seed = seed * 16807 % 2147483647
  return seed / 2147483647
end

function scene.enter(stage)
  local sprites = {}
  scene.stage, scene.picture = stage, picture.open("sprite.png")
  scene.width, scene.height = stage.width, stage.height
  for i = 1, stage.param.number or 10000 do
    sprites[i] = {
      x = chance() * scene.width, y = chance() * scene.height,
      vx = (chance() - 0.5) * 6, vy = (chance() - 0.5) * 6,
      a = chance() * 6.2831853, s = (chance() - 0.5) * 0.2,
    }
  end
  scene.sprites = sprites
end

local function step(sprites, width, height)
  for i = 1, #sprites do
    local p = sprites[i]
    p.x = p.x + p.vx
    p.y = p.y + p.vy
    p.a = p.a + p.s
    if p.x < 0 or p.x > width then p.vx = -p.vx end
    if p.y < 0 or p.y > height then p.vy = -p.vy end
  end
end

function scene.update()
  step(scene.sprites, scene.width, scene.height)
  scene.stage:redraw()
end

function scene.draw(canvas)
  local image, sprites = scene.picture, scene.sprites
  for i = 1, #sprites do
    local p = sprites[i]
    canvas:sprite(image, p.x, p.y, p.a)
  end
end

return scene
