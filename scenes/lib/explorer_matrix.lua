-- Verbs by materials: how many gestures join them, and which are still to be documented.
local matrices = require "ui_matrix"
local say = require "page_say"
local ui = require "ui"

local matrix = {}
local theme = ui.theme
local look

function matrix.enter(of)
  look = of
  matrix.cells = nil
  matrix.grid = matrices.new{ name = "cell", cell = function(row, column)
    local cell = matrix.at[row] and matrix.at[row][column]
    if cell then
      return cell.count - cell.to_document, cell.to_document
    end
  end, said = function(row, column)
    local cell = matrix.at[row][column]
    return matrix.rows[row] .. " × " .. matrix.columns[column] .. ". " .. say("explorer.hits", { n = cell.count })
  end, tap = function(row, column)
    look.verb, look.material = matrix.verbs[row].id, matrix.materials[column].id
    look.metier, look.tool, look.words, look.tab = nil, nil, "", "gestures"
    look.changed()
  end }
end

-- Those with something to see first, in the order they had.
local function seen_first(facets, key, cells)
  local seen, order = {}, {}
  for _, cell in ipairs(cells) do
    seen[cell[key]] = (seen[cell[key]] or 0) + cell.count - cell.to_document
  end
  for pass = 1, 2 do
    for _, facet in ipairs(facets) do
      if ((seen[facet.id] or 0) > 0) == (pass == 1) then
        order[#order + 1] = facet
      end
    end
  end
  return order
end

local function places(facets)
  local place = {}
  for n, facet in ipairs(facets) do
    place[facet.id] = n
  end
  return place
end

local function labels(facets)
  local said = {}
  for n, facet in ipairs(facets) do
    said[n] = text.pick(facet.label)
  end
  return said
end

local function read()
  local cells = repertoire.matrix()
  if cells == matrix.cells and matrix.version == theme.version then
    return
  end
  matrix.cells, matrix.version = cells, theme.version
  matrix.verbs, matrix.materials = seen_first(cells.verbs, "verb", cells.cells), seen_first(cells.materials, "material", cells.cells)
  matrix.rows, matrix.columns, matrix.at = labels(matrix.verbs), labels(matrix.materials), {}
  local row, column = places(matrix.verbs), places(matrix.materials)
  for _, cell in ipairs(cells.cells) do
    local r, c = row[cell.verb], column[cell.material]
    if r and c then
      matrix.at[r] = matrix.at[r] or {}
      matrix.at[r][c] = cell
    end
  end
end

-- What is read aloud.
function matrix.said()
  return say("explorer.matrix_help")
end

function matrix.draw(canvas, x, y, w, h)
  read()
  local _, high = ui.text(say("explorer.matrix_help"), x, y, "small", { width = w })
  if #matrix.rows > 0 then
    matrix.grid:draw(x, y + high + theme.gap, w, h - high - theme.gap, matrix.rows, matrix.columns)
  end
end

return matrix
