---@meta

--- Files: what lies in the installation.
files = {}

--- The files in a folder of the installation, sorted as people count: 2 before 10, case and accents
--- aside. Folders in it, hidden files, and links that lead outside are left out. At most 1,000; what is more,
--- and a folder that is not there, is told to staff. It is called in `enter`, or where the file begins: a
--- folder may be slow to read. What is put there later is seen when the scene begins anew.
---
--- ```lua
--- local works = files.list("works", { "jpg", "jpeg", "png", "webp" })
--- local pictures = {}
--- for i, name in ipairs(works) do pictures[i] = picture.open(name) end
--- ```
---@param folder string inside the installation, as "works" or "works/2026"
---@param endings? string[] without the dot, large or small letters; all
---@return string[] names as `picture.open` and `film.open` take them: "works/2 forge.jpg"
function files.list(folder, endings) end
