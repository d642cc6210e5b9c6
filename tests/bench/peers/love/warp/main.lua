-- LÖVE: a picture of 1080p through a grid of 16 x 16 cells with soft edges left and right; after peers/w3/love_warp.
-- The same points as every other program of this bench.
local cells, warm_up = 16, 30
local mesh, shader, frames, frame = nil, nil, 0, 0

local function mark(which)
  io.stdout:write("MARK ", which, "\n")
  io.stdout:flush()
  love.timer.sleep(0.05)
end

local function wave(t)
  return 20.78 * t * (t - 0.5) * (t - 1)
end

local function bent(picture)
  local vertices, map = {}, {}
  for j = 0, cells do
    for i = 0, cells do
      local x, y = i / cells, j / cells
      vertices[#vertices + 1] = { 1920 * (0.5 + (x - 0.5) * 0.95 + 0.02 * wave(y)), 1080 * (0.5 + (y - 0.5) * 0.95 + 0.02 * wave(x)), x, y }
    end
  end
  for j = 0, cells - 1 do
    for i = 0, cells - 1 do
      local at = j * (cells + 1) + i + 1
      for _, k in ipairs { at, at + 1, at + cells + 1, at + cells + 1, at + 1, at + cells + 2 } do
        map[#map + 1] = k
      end
    end
  end
  local made = love.graphics.newMesh(vertices, "triangles", "static")
  made:setVertexMap(map)
  made:setTexture(picture)
  return made
end

function love.load(arg)
  local file = assert(io.open(arg[1] .. "/page.png", "rb"))
  local picture = love.graphics.newImage(love.filesystem.newFileData(file:read("*a"), "page.png"))
  file:close()
  frames = tonumber(arg[2])
  mesh = bent(picture)
  shader = love.graphics.newShader [[
    vec4 effect(vec4 color, Image picture, vec2 at, vec2 screen)
    {
      float a = smoothstep(0.0, 0.15, at.x) * smoothstep(0.0, 0.15, 1.0 - at.x);
      return vec4(Texel(picture, at).rgb * pow(a, 1.0 / 2.2), 1.0);
    }
  ]]
  io.stdout:write("RENDERER ", (select(4, love.graphics.getRendererInfo())), "\n")
end

function love.draw()
  love.graphics.setShader(shader)
  love.graphics.draw(mesh)
  love.graphics.setShader()
  frame = frame + 1
  if frame == warm_up then mark("A") end
  if frame == warm_up + frames then
    mark("B")
    love.event.quit()
  end
end
