-- Forty verbs by thirty materials.
local matrices = require "ui_matrix"
local made_up = require "made_up"
local ui = require "ui"

local scene = {}
local verbs, materials = {}, {}
local some_verbs = { "Étirer", "Marteler", "Tresser", "Souffler", "Tourner", "Polir", "Coudre", "Assembler", "Ciseler", "Raboter" }
local some_materials = { "fer", "cuivre", "osier", "verre", "argile", "pierre", "cuir", "bois de chêne", "laine", "papier" }
for n = 1, 40 do verbs[n] = some_verbs[(n - 1) % 10 + 1] .. (n > 10 and " " .. (n - 1) // 10 + 1 or "") end
for n = 1, 30 do materials[n] = some_materials[(n - 1) % 10 + 1] .. (n > 10 and " " .. (n - 1) // 10 + 1 or "") end

local function cell(row, column)
  local n = (row * 7 + column * 13) % 11
  return n < 4 and n * n or 0, n == 5 and 1 or 0
end

function scene.enter(stage)
  made_up(stage)
  ui.enter(stage)
  scene.matrix = matrices.new{ name = "cell", cell = cell, tap = function(row, column) log.info("cell", row, column) end }
end

function scene.touch(e)
  return ui.touch(e)
end

function scene.draw(canvas)
  ui.begin(canvas)
  local x, y, w, h = ui.reach()
  scene.matrix:draw(x, y, w, h, verbs, materials)
  local m = scene.matrix
  if not m.across:moves(show.now()) and not m.along:moves(show.now()) and scene.at ~= m.across.at + m.along.at then
    scene.at = m.across.at + m.along.at
    log.info("rests", m.across.at / m.cell_w, m.along.at / m.cell_h)
  end
  ui.finish()
end

return scene
