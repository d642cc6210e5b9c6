---@meta

--- Models: bodies in 3D, as scanners and programs like Blender write them. A station has 16 open.
model = {}

--- A model that was opened. It is closed when the scene ends, and when no variable holds it any more.
---@class Model
local Model = {}

--- Opens a model: .glb or .gltf (glTF 2), .obj, .ply or .stl, of at most 256 MiB a file, 2 million vertices and 32
--- textures of at most 4,096 px a side, 134 million px together. Shown are its faces, in their base colours, vertex
--- colours and base colour textures (the first set of coordinates); light, movement and what shines through are not.
--- The file's y points up. Textures lie beside the file or in it. It loads while the show goes on. One that is missing
--- or broken is told to staff, and nothing is shown of it.
---
--- ```lua
--- local vase = model.open("model/vase.glb")
--- ```
---@param name string in the scene's folder, the installation's or assets/
---@return Model
function model.open(name) end

--- Can it be seen?
---
--- ```lua
--- local vase = model.open("model/vase.glb")
--- function scene.draw(canvas) if vase:ready() then canvas:model(vase, 0, 0, 640, 360) end end
--- ```
---@return boolean
function Model:ready() end

--- Is its file missing or broken, or was it closed?
---
--- ```lua
--- local vase = model.open("model/vase.glb")
--- function scene.draw(canvas) if vase:failed() then canvas:text("no shape", 0, 0) end end
--- ```
---@return boolean
function Model:failed() end

--- Closes it, to make room for others.
---
--- ```lua
--- local vase = model.open("model/vase.glb")
--- function scene.touch(e) if e.kind == "tap" then vase:close() end end
--- ```
function Model:close() end
