-- The bricks of the wall, laid in light: the numbers are those of make/wall.py, 5 mm a px.
local courses = {}
local long, high, joint = 84, 20, 2.8 -- px from brick to brick, from course to course, and between them
local warm = "#f4ead8"

-- When brick n of course c is laid, 0 to 1 of the whole: courses rise from the left, and bricks are not in a row.
local function due(c, n, rows, across)
  local scattered = math.sin(c * 12.9898 + n * 78.233) * 43758.5453 % 1
  return 0.62 * c / rows + 0.26 * n / across + 0.12 * scattered, scattered
end

-- The lowest `rows` courses of the canvas, as far as they are laid; a fresh one is bright, then rests.
function courses.draw(canvas, rows, laid, opacity)
  local across = math.ceil(canvas.width / long)
  for c = 0, rows - 1 do
    local y = canvas.height - (c + 1) * high + joint
    for n = -1, across do
      local at, scattered = due(c, n, rows, across)
      local age = laid * 1.05 - at
      if age > 0 then
        -- The wall's own bricks: of the second course one begins in the middle of the wall, of the lowest half a brick before.
        local x = (canvas.width / 2) % long + n * long - ((c + 1) % 2) * long / 2
        local fresh = math.max(0, 1 - age / 0.16)
        local rest = (0.025 + 0.13 * scattered) * (1 - 0.85 * c / rows)
        canvas:rect(x, y, long - joint, high - joint, { color = warm, opacity = opacity * math.min(1, age / 0.02) * (rest + 0.7 * fresh * fresh) })
      end
    end
  end
end

return courses
