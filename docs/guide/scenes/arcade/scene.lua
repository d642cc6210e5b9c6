-- An arcade of light over the whole wall: nine bays, each drawn by its own compass.
local scene = {}
local bays, gold, blue = 9, "#f0b455", "#5a86c8"

local function bay(canvas, x, w, floor)
  local r, spring = w * 0.42, floor - w * 1.15
  local left, right, middle = x + w / 2 - r, x + w / 2 + r, x + w / 2
  for ring = 0, 3 do
    local inset = ring * 9
    local style = { color = ring == 0 and gold or blue, width = ring == 0 and 6 or 2.5, opacity = 1 - ring * 0.18 }
    canvas:arc(middle, spring, r - inset, -math.pi, 0, style)
    canvas:line(left + inset, spring, left + inset, floor, style)
    canvas:line(right - inset, spring, right - inset, floor, style)
  end
  for ray = 1, 11 do
    local a = math.pi * ray / 12
    canvas:line(middle - math.cos(a) * 22, spring - math.sin(a) * 22, middle - math.cos(a) * (r - 34),
      spring - math.sin(a) * (r - 34), { color = gold, width = 1.5, opacity = 0.7 })
  end
end

function scene.draw(canvas)
  local w, h = canvas.width, canvas.height
  canvas:background("#101c38")
  for y = 0, h - 1, 20 do canvas:rect(0, y, w, 20, { color = "#e08a3c", opacity = 0.34 * (y / h) ^ 2 }) end
  for i = 0, bays - 1 do bay(canvas, i * w / bays, w / bays, h - 56) end
  for _, y in ipairs{ h - 56, h - 44, 40, 52 } do canvas:line(0, y, w, y, { color = gold, width = 3 }) end
  canvas:text("L’EXCELLENCE DU GESTE", w / 2, 120, { font = "title", size = 150, align = "center", color = "#fff2d8" })
end

return scene
