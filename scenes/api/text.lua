---@meta

--- Texts: measured before they are drawn, and picked in a visitor's language.
text = {}

--- How a text looks.
---@class TextStyle
---@field font? string a role ("text", "title", "figures") or a family that assets/fonts has; "text"
---@field size? number px, 1 to 2000; 32
---@field weight? number 100 (thin) to 900 (black); the role's own
---@field italic? boolean false
---@field width? number px: wraps at it; 0: never
---@field align? "left"|"center"|"right"|"justify" within the width; "left"
---@field line_height? number of the size, up to 10; 0: the font's own
---@field tracking? number added between letters, in sizes, -1 to 10; 0
---@field lines? number at most so many, the last one ends in an ellipsis; 0: any
---@field color? Color "#f4ead8"
---@field opacity? number 0 to 1; 1
---@field language? string for spacing and letters ("fr", "it", "ar"); the visitor's

--- How large a text would be.
---
--- ```lua
--- local w, h = text.measure("Marteler le fer", { font = "title", size = 64 })
--- ```
---@param text string|number
---@param style? TextStyle
---@return number width px
---@return number height px
---@return integer lines
function text.measure(text, style) end

--- The label in a language, else the French one, else the first there is; "" when the table has none.
--- A string is given back as it is: `or ""` behind what may be missing.
---
--- ```lua
--- local gesture = repertoire.get("g:etirer-fer")
--- local title = text.pick(gesture and gesture.label or "", "it")
--- ```
---@param labels table<string, string>|string { fr = …, it = …, en = … }
---@param language? string the visitor's
---@return string
function text.pick(labels, language) end
