-- sprites-bulk: the sprites of sprites-call, moved by Lua in flat arrays and laid in one call.
local scene = {}
local seed = 42

local function chance()
  seed = seed * 16807 % 2147483647
  return seed / 2147483647
end

function scene.enter(stage)
  local at, speed = {}, {} -- x, y, angle of each; what is added to them in a frame
  scene.stage, scene.picture = stage, picture.open("sprite.png")
  scene.width, scene.height = stage.width, stage.height
  for i = 1, 3 * (stage.param.number or 10000), 3 do
    at[i], at[i + 1] = chance() * scene.width, chance() * scene.height
    speed[i], speed[i + 1] = (chance() - 0.5) * 6, (chance() - 0.5) * 6
    at[i + 2], speed[i + 2] = chance() * 6.2831853, (chance() - 0.5) * 0.2
  end
  scene.at, scene.speed = at, speed
end

local function step(at, speed, width, height)
  for i = 1, #at, 3 do
    local x, y = at[i] + speed[i], at[i + 1] + speed[i + 1]
    at[i], at[i + 1], at[i + 2] = x, y, at[i + 2] + speed[i + 2]
    if x < 0 or x > width then speed[i] = -speed[i] end
    if y < 0 or y > height then speed[i + 1] = -speed[i + 1] end
  end
end

function scene.update()
  step(scene.at, scene.speed, scene.width, scene.height)
  scene.stage:redraw()
end

function scene.draw(canvas)
  canvas:sprites(scene.picture, scene.at, { layout = "xya" })
end

return scene
