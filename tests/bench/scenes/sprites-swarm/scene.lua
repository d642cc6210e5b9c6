-- sprites-swarm: the sprites of sprites-call as a function of show time, declared once. What the others add in a
-- frame is here what it would be at 60 frames a second.
local scene = {}
local seed = 42

local function chance()
  seed = seed * 16807 % 2147483647
  return seed / 2147483647
end

function scene.enter(stage)
  local x, y, vx, vy, angle, spin = {}, {}, {}, {}, {}, {}
  for i = 1, stage.param.number or 10000 do
    x[i], y[i] = chance() * stage.width, chance() * stage.height
    vx[i], vy[i] = (chance() - 0.5) * 6 * 60, (chance() - 0.5) * 6 * 60
    angle[i], spin[i] = chance() * 6.2831853, (chance() - 0.5) * 0.2 * 60
  end
  scene.swarm = swarm.new(picture.open("sprite.png"), {
    x = x, y = y, vx = vx, vy = vy, angle = angle, spin = spin,
    box = { 0, 0, stage.width, stage.height }, edge = "bounce",
  })
end

function scene.draw(canvas)
  canvas:swarm(scene.swarm)
end

return scene
