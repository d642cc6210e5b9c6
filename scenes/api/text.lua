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
---@field align? "start"|"center"|"end"|"justify"|"left"|"right" within the width; start and end follow the direction of each paragraph; "start"
---@field line_height? number of the size, up to 10; 0: the font's own
---@field tracking? number added between letters, in sizes, -1 to 10; 0
---@field lines? number at most so many, the last one ends in an ellipsis; 0: any
---@field color? Color|Gradient "#f4ead8"; a gradient is multiplied by the colours of runs
---@field opacity? number 0 to 1; 1
---@field language? string for spacing and letters ("fr", "it", "ar", "ja"); the visitor's
---@field direction? "auto"|"ltr"|"rtl" of its paragraphs; "auto": as the first letter of each has it
---@field figures? "font"|"lining"|"oldstyle"|"tabular" as the font has them, as high as capitals, with descenders, or all equally wide
---@field features? string OpenType's, by name: "smcp, onum, -liga"
---@field underline? boolean false
---@field hyphenate? boolean words may break where the language allows (fr, it, en, and what hyphen-* packages add); soft hyphens always do; false
---@field outline? number px, 0 to 100: of a line round the letters, beneath them, to each side of their edge; 0
---@field outline_color? Color black
---@field start? number text_path only: px after the beginning of the path (or after where `align` puts it); 0
---@field offset? number text_path only: px beside the path, to the right of its way; 0

--- A part of a text that looks otherwise: what it does not say is as in the text's style.
---@class TextRun
---@field [1] string what it says
---@field font? string
---@field size? number px, 1 to 2000
---@field weight? number 100 to 900
---@field italic? boolean
---@field tracking? number -1 to 10
---@field color? Color
---@field underline? boolean
---@field figures? "font"|"lining"|"oldstyle"|"tabular"
---@field features? string

--- A text: in one look, or a table of strings and runs, 256 at most.
---
--- ```lua
--- local words = { "Marteler ", { "le fer", weight = 700, color = "#ff7a1a" }, "." }
--- local w = text.measure(words, { size = 40 })
--- ```
---@alias Text string|number|(string|TextRun)[]

--- Where a line of a text lies.
---@class TextLine
---@field first integer byte of the text it begins with, as for string.sub
---@field last integer byte it ends with
---@field x number px from the text's x
---@field y number px from the text's y
---@field width number px
---@field height number px
---@field baseline number px from the text's y

--- How large a text would be.
---
--- ```lua
--- local w, h, lines, baseline = text.measure("Marteler le fer", { font = "title", size = 64 })
--- ```
---@param text Text
---@param style? TextStyle
---@return number width px, of the widest line
---@return number height px
---@return integer lines
---@return number baseline px, of the first line from the top
function text.measure(text, style) end

--- Where a text would break, and where its lines would lie.
---
--- ```lua
--- local story = "Marteler le fer, c’est l’allonger, l’élargir ou le dresser."
--- for _, line in ipairs(text.lines(story, { size = 24, width = 300 })) do
---   log.info(story:sub(line.first, line.last), line.width)
--- end
--- ```
---@param text Text
---@param style? TextStyle
---@return TextLine[]
function text.lines(text, style) end

--- What an interface says, by key, in the visitor's language: from strings/<language>.json of the
--- installation, else from the program's own. A text may have places for values in braces, and another
--- form for one than for many, by `values.n` (French counts 0 as one):
--- `{ "explorer.hits": { "one": "{n} geste", "other": "{n} gestes" } }`. Whole numbers are shown without a
--- fraction, others with the comma of the language.
---
--- What a language lacks is taken from the installation's first, then from English, with ` [fr]` behind
--- it; the key itself with ` [?]` where no file has it. Staff is told once, and by `gestuaire check`.
--- Saved files are read anew while the show runs: scenes draw again.
---
--- ```lua
--- function scene.draw(canvas)
---   local title, language = text.say("explorer.hits", { n = 12 })
---   canvas:text(title, 96, 120, { size = 40, language = language })
--- end
--- ```
---@param key string as in the files, 63 bytes at most
---@param values? table<string, string|number> what stands for {name}; n chooses between one and other
---@return string
---@return string? language of what is shown; nil where no file has the key
function text.say(key, values) end

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
