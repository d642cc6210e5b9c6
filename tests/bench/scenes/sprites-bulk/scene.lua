-- sprites-bulk: the sprites of sprites-call, moved by Lua in flat arrays and laid in one call.
local scene = {}
local seed = 42

local function chance()
  seed = seed * 16807 % 2147483647
  return seed / 2147483647
end

function scene.enter(stage)
  local x, y, vx, vy, angle, spin = {}, {}, {}, {}, {}, {}
  scene.stage, scene.picture = stage, picture.open("sprite.png")
  for i = 1, stage.param.number or 10000 do
    x[i], y[i] = chance() * stage.width, chance() * stage.height
    vx[i], vy[i] = (chance() - 0.5) * 6, (chance() - 0.5) * 6
    angle[i], spin[i] = chance() * 6.2831853, (chance() - 0.5) * 0.2
  end
  scene.sprites = { x = x, y = y, angle = angle }
  scene.vx, scene.vy, scene.spin = vx, vy, spin
end

local function step(x, y, angle, vx, vy, spin, width, height)
  for i = 1, #x do
    local at_x, at_y = x[i] + vx[i], y[i] + vy[i]
    x[i], y[i], angle[i] = at_x, at_y, angle[i] + spin[i]
    if at_x < 0 or at_x > width then vx[i] = -vx[i] end
    if at_y < 0 or at_y > height then vy[i] = -vy[i] end
  end
end

function scene.update()
  local s, stage = scene.sprites, scene.stage
  step(s.x, s.y, s.angle, scene.vx, scene.vy, scene.spin, stage.width, stage.height)
  stage:redraw()
end

function scene.draw(canvas)
  canvas:sprites(scene.picture, scene.sprites)
end

return scene
