---@meta

--- Shaders: a curator's own fragment shaders, GLSL 3.30 without its #version line. The engine gives `v_at` (0 to 1
--- in the rectangle, y down), `u_time_s` (show time) and `u_size_px`; the shader's `main` sets `color`: linear
--- light, times its alpha. Uniforms are called `u_` and the name that canvas:shader has for them. Light from
--- pictures comes linear and times its alpha, too.
---
--- ```glsl
--- uniform float u_warmth;
--- uniform sampler2D u_picture;
--- void main()
--- {
---     vec4 light = texture(u_picture, v_at + 0.01 * vec2(sin(u_time_s + 20.0 * v_at.y), 0.0));
---     color = light * vec4(1.0, 1.0 - 0.3 * u_warmth, 1.0 - 0.6 * u_warmth, 1.0);
--- }
--- ```
---
--- All loops of a px together take 8,192 steps at most, then they end, and staff is told. Not taken are #include,
--- #extension, prototypes, and names that begin with gestuaire_.
shader = {}

--- A shader that was opened. It is closed with its scene.
---@class Shader
local Shader = {}

--- Opens a shader. Saving its file compiles it again; a faulty one is told with file and line, and the last good
--- one stays. Live, one that takes more than 250 ms of the graphics card eight frames in a row is left out until
--- it is saved again, and told. A station takes 16.
---
--- ```lua
--- local glow = shader.open("glow.frag")
--- ```
---@param name string in the scene's folder, the installation's or assets/
---@return Shader
function shader.open(name) end

--- Was it compiled?
---
--- ```lua
--- local glow = shader.open("glow.frag")
--- function scene.draw(canvas) if glow:ready() then canvas:shader(glow, 0, 0, 640, 360) end end
--- ```
---@return boolean
function Shader:ready() end
