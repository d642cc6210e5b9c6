-- Signs on buttons: fine lines like those of a workshop drawing, each in a square from -1 to 1.
local tau = 2 * math.pi

local signs = {
  back = { { 0.5, -0.8, -0.4, 0, 0.5, 0.8 } },
  forward = { { -0.5, -0.8, 0.4, 0, -0.5, 0.8 } },
  up = { { -0.8, 0.45, 0, -0.45, 0.8, 0.45 } },
  down = { { -0.8, -0.45, 0, 0.45, 0.8, -0.45 } },
  close = { { -0.7, -0.7, 0.7, 0.7 }, { 0.7, -0.7, -0.7, 0.7 } },
  plus = { { -0.8, 0, 0.8, 0 }, { 0, -0.8, 0, 0.8 } },
  minus = { { -0.8, 0, 0.8, 0 } },
  check = { { -0.8, 0.1, -0.25, 0.65, 0.8, -0.6 } },
  play = { fill = { -0.55, -0.8, 0.8, 0, -0.55, 0.8 } },
  pause = { fill = { { -0.6, -0.75, -0.2, -0.75, -0.2, 0.75, -0.6, 0.75 }, { 0.2, -0.75, 0.6, -0.75, 0.6, 0.75, 0.2, 0.75 } } },
  step_forward = { { -0.6, -0.7, 0.25, 0, -0.6, 0.7 }, { 0.6, -0.7, 0.6, 0.7 } },
  step_back = { { 0.6, -0.7, -0.25, 0, 0.6, 0.7 }, { -0.6, -0.7, -0.6, 0.7 } },
  search = { { 0.35, 0.35, 0.9, 0.9 }, round = { -0.15, -0.15, 0.65 } },
  erase = { { -0.35, -0.7, 0.95, -0.7, 0.95, 0.7, -0.35, 0.7, -1, 0, -0.35, -0.7 }, { 0, -0.3, 0.6, 0.3 }, { 0.6, -0.3, 0, 0.3 } },
  shift = { { -0.9, 0, 0, -0.9, 0.9, 0, 0.4, 0, 0.4, 0.8, -0.4, 0.8, -0.4, 0, -0.9, 0 } },
  -- A figure with open arms, in a ring.
  access = { { -0.5, -0.22, 0.5, -0.22 }, { 0, -0.22, 0, 0.12 }, { -0.3, 0.65, 0, 0.12, 0.3, 0.65 }, dot = { 0, -0.52, 0.12 },
    round = { 0, 0, 0.95 } },
  text = { { -0.75, -0.6, 0.75, -0.6 }, { 0, -0.6, 0, 0.8 }, { -0.75, -0.6, -0.75, -0.35 }, { 0.75, -0.6, 0.75, -0.35 } },
  again = { { 0.42, -0.9, 0.5, -0.48, 0.07, -0.45 }, arc = { 0, 0.05, 0.75, -0.14 * tau, 0.68 * tau } },
  speak = { { -0.9, -0.3, -0.5, -0.3, -0.05, -0.75, -0.05, 0.75, -0.5, 0.3, -0.9, 0.3, -0.9, -0.3 }, arc = { 0, 0, 0.55, -0.11 * tau, 0.11 * tau } },
}

local made = {} -- by name: its paths, built once

local function build(sign)
  local lines = path.new()
  for _, line in ipairs(sign) do
    lines:move(line[1], line[2])
    for n = 3, #line, 2 do
      lines:line(line[n], line[n + 1])
    end
  end
  if sign.arc then
    lines:move(sign.arc[1] + sign.arc[3] * math.cos(sign.arc[4]), sign.arc[2] + sign.arc[3] * math.sin(sign.arc[4]))
    lines:arc(table.unpack(sign.arc))
  end
  if sign.round then
    lines:ellipse(sign.round[1], sign.round[2], sign.round[3])
  end
  local shapes
  if sign.fill or sign.dot then
    shapes = path.new()
    for _, outline in ipairs(sign.fill and (type(sign.fill[1]) == "table" and sign.fill or { sign.fill }) or {}) do
      shapes:move(outline[1], outline[2])
      for n = 3, #outline, 2 do
        shapes:line(outline[n], outline[n + 1])
      end
      shapes:close()
    end
    if sign.dot then
      shapes:ellipse(table.unpack(sign.dot))
    end
  end
  return { lines = (#sign > 0 or sign.round or sign.arc) and lines or nil, shapes = shapes }
end

local stroke, fill = { join = "round" }, {} -- read when a call is made

-- Draws the sign `name` around x, y; `size` px is half its side, `width` px that of its lines.
local function icon(canvas, name, x, y, size, color, width)
  local sign = made[name]
  if not sign then
    sign = build(signs[name] or error('no icon "' .. tostring(name) .. '"', 2))
    made[name] = sign
  end
  canvas:push()
  canvas:translate(x, y)
  canvas:scale(size)
  if sign.lines then
    stroke.color, stroke.width = color, (width or 2) / size
    canvas:stroke(sign.lines, stroke)
  end
  if sign.shapes then
    fill.color = color
    canvas:fill(sign.shapes, fill)
  end
  canvas:pop()
end

return icon
