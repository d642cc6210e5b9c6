---@meta

--- What a scene draws on, given to `draw` and of use only there. Things are painted in the order of the
--- calls, each over what is there. A frame takes 65,536 calls, 4,096 changes of transform, clip or
--- opacity, a million numbers of points and 1 MiB of text; what is more, and what has a number that is
--- not finite, is left out, and told once a second.
---@class Canvas
---@field width integer px
---@field height integer px
local Canvas = {}

--- How lines look.
---@class LineStyle
---@field color? Color|Gradient white
---@field width? number px, 0 to 4096; 2
---@field opacity? number 0 to 1; 1
---@field closed? boolean polyline only: the last point is joined to the first; false
---@field join? "miter"|"round"|"bevel" how it bends; "miter"
---@field cap? "round"|"butt"|"square" how it ends; "round"
---@field miter? number a spike longer than so many widths is cut off, 1 to 100; 4
---@field dash? number[] { on, off, on, … } px, 16 lengths at most; a 0 with round ends is a dot; none
---@field dash_offset? number px into the pattern where the line begins; 0

--- How shapes look.
---@class ShapeStyle
---@field color? Color|Gradient white
---@field stroke? number px of the outline, centred on the edge; 0: filled; 0
---@field radius? number rect only: of its corners, px; 0
---@field opacity? number 0 to 1; 1
---@field join? "miter"|"round"|"bevel" how it bends; "miter"
---@field cap? "round"|"butt"|"square" how it ends; "round"
---@field miter? number a spike longer than so many widths is cut off, 1 to 100; 4
---@field dash? number[] { on, off, on, … } px, 16 lengths at most; a 0 with round ends is a dot; none
---@field dash_offset? number px into the pattern where the line begins; 0

--- How the line along a path looks. A dash that ends where a closed outline began goes on there.
---@class StrokeStyle
---@field color? Color|Gradient white
---@field width? number px, 0 to 4096; 2
---@field opacity? number 0 to 1; 1
---@field join? "miter"|"round"|"bevel" how it bends; "miter"
---@field cap? "round"|"butt"|"square" how it ends; "round"
---@field miter? number a spike longer than so many widths is cut off, 1 to 100; 4
---@field dash? number[] { on, off, on, … } px, 16 lengths at most; a 0 with round ends is a dot; none
---@field dash_offset? number px into the pattern where the line begins; 0

--- How polygons and filled paths look. Where outlines cross or lie in one another, "evenodd" leaves a hole
--- in every second one, "nonzero" only where they turn opposite ways.
---@class FillStyle
---@field color? Color|Gradient white
---@field opacity? number 0 to 1; 1
---@field rule? "evenodd"|"nonzero" "evenodd"

--- How trails look.
---@class TrailStyle
---@field color? Color white
---@field opacity? number 0 to 1; 1

--- How pictures and films look.
---@class ImageStyle
---@field opacity? number 0 to 1; 1
---@field tint? Color what the picture's light is multiplied by; white: as it is
---@field fit? "stretch"|"contain"|"cover" how it fills its box: pulled, whole within, or cut to cover it; "stretch"
---@field source? number[] { x, y, w, h }: the part of it that is shown, in its own px; all
---@field slice? number[] { left, top, right, bottom }: borders that keep their px when the box is larger; none
---@field middle? "stretch"|"tile" with slice: what lies between them is pulled, or repeats whole; "stretch"

--- How many sprites look, and what the numbers are that stand for each.
---@class SpritesStyle
---@field layout? string "xy", then "a" (angle), "s" (scale) and "rgba" (colour and opacity, linear light) where they are given, as in "xyas"; "xya"
---@field tint? Color what the light of all of them is multiplied by; white: as it is
---@field opacity? number 0 to 1; 1
---@field source? number[] { x, y, w, h }: the part of the picture that is shown, in its own px; all

--- How swarms look.
---@class TintStyle
---@field tint? Color what the light of all of it is multiplied by; white: as it is
---@field opacity? number 0 to 1; 1

--- The colour under everything. Black when it is not said.
---
--- ```lua
--- function scene.draw(canvas) canvas:background("#14110e") end
--- ```
---@param color Color
function Canvas:background(color) end

--- Shows a picture in a box. Until it is ready nothing is seen; when its file failed the box is black.
---
--- ```lua
--- local p = picture.open("media/atelier.jpg")
--- function scene.draw(canvas) canvas:picture(p, 0, 0, 960, 1080, { fit = "cover" }) end
--- ```
---@param picture Picture
---@param x number px, of the box's left edge
---@param y number px, of its upper edge
---@param w number px
---@param h number px
---@param style? ImageStyle
function Canvas:picture(picture, x, y, w, h, style) end

--- Shows a picture at its own size around a point. The quickest way to many small pictures that a scene
--- moves one by one: those that follow each other with the same picture go to the graphics card in one
--- piece. Until it is ready, or when its file failed, nothing is seen.
---
--- ```lua
--- local spark = picture.open("media/spark.png")
--- function scene.draw(canvas)
---   for i = 1, 200 do canvas:sprite(spark, i * 9 % canvas.width, i * 37 % canvas.height, i / 10) end
--- end
--- ```
---@param picture Picture
---@param x number px, of its middle
---@param y number px, of its middle
---@param angle? number radians, clockwise; 0
---@param scale? number of its size; 1
function Canvas:sprite(picture, x, y, angle, scale) end

--- Shows a picture many times from flat arrays, in one call: a column of numbers for each of x, y and
--- where wanted angle, scale and opacity (a number alone is the same for all), or one array with three
--- numbers a sprite, x, y and angle, or what `layout` says. Columns are what Lua moves quickest. At most
--- 65,536 sprites a call. What needs no script to move is a swarm.
---
--- ```lua
--- local spark = picture.open("media/spark.png")
--- local two = { x = { 100, 140 }, y = { 80, 90 }, angle = { 0.5, 1.2 }, scale = 2 }
--- local same = { 100, 80, 0.5, 2,  140, 90, 1.2, 2 }
--- function scene.draw(canvas)
---   canvas:sprites(spark, two, { opacity = 0.8 })
---   canvas:sprites(spark, same, { layout = "xyas" })
--- end
--- ```
---@param picture Picture
---@param numbers number[]|table<string, number|number[]>
---@param style? SpritesStyle
function Canvas:sprites(picture, numbers, style) end

--- Shows a swarm, its px being those of the canvas. It moves on by itself, without `draw`.
---
--- ```lua
--- local fire = swarm.new(picture.open("media/spark.png"), { x = { 300, 320, 340 }, y = { 180, 180, 180 },
---   vx = { -8, 3, 12 }, vy = { -90, -120, -80 }, pull = { 0, 60 }, start = { 0, 0.4, 0.9 },
---   life = 2, again = true, fade_in = 0.2, fade_out = 1 })
--- function scene.draw(canvas) canvas:swarm(fire, { tint = "#ffb060" }) end
--- ```
---@param swarm Swarm
---@param style? TintStyle
function Canvas:swarm(swarm, style) end

--- Shows the frame of a film that is due now, or of a list of films, in a box.
---
--- ```lua
--- local f = film.open("media/forge.mp4", { loop = true })
--- function scene.draw(canvas) canvas:film(f, 0, 0, canvas.width, canvas.height, { fit = "contain" }) end
--- ```
---@param film Film|Filmlist
---@param x number px
---@param y number px
---@param w number px
---@param h number px
---@param style? ImageStyle
function Canvas:film(film, x, y, w, h, style) end

--- How captions look. The place of a cue comes from its file.
---@class CaptionStyle
---@field box? number[] { x, y, w, h } px in which they lie, with a margin; the canvas
---@field font? string "text", "title" or a family; "text"
---@field size? number px; a twentieth of the height of the box
---@field color? Color white
---@field plate? Color behind the letters; black that lets 14 % of the light through: letters stay readable on white
---@field opacity? number 0 to 1; 1

--- Writes what is said in a film now, on a plate, where its captions file wants it: without a wish at the
--- bottom. Cues at the same time lie above one another.
---
--- ```lua
--- local f = film.open("media/forge.mp4", { loop = true })
--- f:captions()
--- function scene.draw(canvas)
---   canvas:film(f, 0, 0, canvas.width, canvas.height)
---   canvas:captions(f, { size = 40 })
--- end
--- ```
---@param film Film
---@param style? CaptionStyle
function Canvas:captions(film, style) end

--- Writes a text. `x`, `y` is the top left of its box; without a `width` in the style, `align` "center"
--- lays it around x and "end" before x. French spacing is set by itself. At most 65,536 bytes.
---
--- ```lua
--- function scene.draw(canvas)
---   local w, h = canvas:text("Marteler le fer", 96, 120, { font = "title", size = 64, width = 800 })
---   canvas:text({ "Villa ", { "Médicis", italic = true } }, 96, 120 + h, { size = 28, color = "#c8b89a" })
--- end
--- ```
---@param text Text
---@param x number px
---@param y number px
---@param style? TextStyle
---@return number width of what was written, px
---@return number height px
function Canvas:text(text, x, y, style) end

--- Writes a text along a line: each letter stands on it upright. `align` puts it at the line's beginning,
--- middle or end. Where the line closes (its last point is its first) the text goes round; letters that
--- do not fit on an open one are left out. Underlines are not drawn, and `width` is not minded.
---
--- ```lua
--- local ring = {}
--- for i = 0, 64 do
---   local a = i / 64 * 2 * math.pi - math.pi / 2
---   ring[#ring + 1] = 320 + 120 * math.cos(a)
---   ring[#ring + 1] = 180 + 120 * math.sin(a)
--- end
--- function scene.draw(canvas) canvas:text_path("Fer · Feu · Forge", ring, { size = 28, align = "center" }) end
--- ```
---@param text Text
---@param points number[]|Path { x1, y1, x2, y2, … } px, two points to 16,384; or a path's first outline
---@param style? TextStyle
---@return number width of the text, px along the line
function Canvas:text_path(text, points, style) end

--- A straight line.
---
--- ```lua
--- function scene.draw(canvas) canvas:line(96, 200, 400, 200, { width = 1, color = "#e8b04a" }) end
--- ```
---@param x1 number px
---@param y1 number px
---@param x2 number px
---@param y2 number px
---@param style? LineStyle
function Canvas:line(x1, y1, x2, y2, style) end

--- A line through many points, 16,384 at most.
---
--- ```lua
--- function scene.draw(canvas) canvas:polyline({ 10, 10, 200, 50, 90, 160 }, { width = 3, closed = true }) end
--- ```
---@param points number[] { x1, y1, x2, y2, … } px
---@param style? LineStyle
function Canvas:polyline(points, style) end

--- A rectangle, filled or outlined, with round corners if asked.
---
--- ```lua
--- function scene.draw(canvas) canvas:rect(40, 40, 300, 120, { color = "#2a2420", radius = 12 }) end
--- ```
---@param x number px
---@param y number px
---@param w number px
---@param h number px
---@param style? ShapeStyle
function Canvas:rect(x, y, w, h, style) end

--- A circle, filled or outlined.
---
--- ```lua
--- function scene.draw(canvas) canvas:circle(320, 180, 40, { stroke = 3 }) end
--- ```
---@param x number px, of the middle
---@param y number px, of the middle
---@param r number px
---@param style? ShapeStyle
function Canvas:circle(x, y, r, style) end

--- Part of a circle's line. Angle 0 points right, and as y points down, growing angles turn clockwise.
---
--- ```lua
--- function scene.draw(canvas) canvas:arc(320, 180, 40, -math.pi / 2, 0, { width = 6 }) end
--- ```
---@param x number px, of the middle
---@param y number px, of the middle
---@param r number px
---@param from number radians
---@param to number radians; a whole turn at most is drawn
---@param style? LineStyle
function Canvas:arc(x, y, r, from, to, style) end

--- A filled outline of at least three and at most 16,384 points; it may cross itself. Several outlines make
--- holes in one another.
---
--- ```lua
--- function scene.draw(canvas)
---   canvas:polygon({ 0, 0, 100, 0, 50, 80 }, { color = "#b5482a" })
---   canvas:polygon({ { 200, 0, 300, 0, 250, 80 }, { 230, 15, 270, 15, 250, 50 } }, { color = "#e8b04a" })
--- end
--- ```
---@param points number[]|number[][] { x1, y1, x2, y2, … } px, or a table of such tables
---@param style? FillStyle
function Canvas:polygon(points, style) end

--- Fills a path. Its curves are as smooth as the scale it is drawn at asks for.
---
--- ```lua
--- local leaf = path.new():move(0, 0):quad(60, -40, 120, 0):quad(60, 40, 0, 0):close()
--- function scene.draw(canvas) canvas:translate(100, 100) canvas:fill(leaf, { color = "#7a8f4a" }) end
--- ```
---@param path Path
---@param style? FillStyle
function Canvas:fill(path, style) end

--- Draws the line along a path.
---
--- ```lua
--- local spiral = path.svg("M 0 0 A 20 20 0 0 1 40 0 A 40 40 0 0 1 -40 0 A 60 60 0 0 1 80 0")
--- function scene.draw(canvas)
---   canvas:translate(200, 150) canvas:stroke(spiral, { width = 4, dash = { 12, 6 }, cap = "butt" })
--- end
--- ```
---@param path Path
---@param style? StrokeStyle
function Canvas:stroke(path, style) end

--- A line whose width and opacity change from point to point, 16,384 at most.
---
--- ```lua
--- function scene.draw(canvas)
---   canvas:trail({ 0, 0, 1, 0,  80, 40, 6, 0.5,  160, 60, 12, 1 }, { color = "#e8b04a" })
--- end
--- ```
---@param points number[] { x, y, width, opacity, … } px, 0 to 1
---@param style? TrailStyle
function Canvas:trail(points, style) end

--- Keeps transform, clip and opacity for the `pop` that follows. 64 may lie within one another.
---
--- ```lua
--- function scene.draw(canvas)
---   canvas:push() canvas:translate(320, 180) canvas:rotate(0.2)
---   canvas:rect(-50, -50, 100, 100)
---   canvas:pop()
--- end
--- ```
function Canvas:push() end

--- Restores transform, clip and opacity as they were at the last `push`.
---
--- ```lua
--- function scene.draw(canvas) canvas:push() canvas:opacity(0.5) canvas:circle(9, 9, 9) canvas:pop() end
--- ```
function Canvas:pop() end

--- Moves the origin of what follows. Here and in `rotate`, `scale` and `opacity` a tween may stand
--- instead of a number: then the engine follows it by itself, in every frame and without `draw`, until it
--- rests. A frame takes 1,024 such calls, 64 within one another.
---
--- ```lua
--- local along = tween.new(0, 640, 8, "inout-sine")
--- function scene.draw(canvas)
---   canvas:translate(along, canvas.height / 2)
---   canvas:circle(0, 0, 20)
--- end
--- ```
---@param x number|Tween px
---@param y number|Tween px
function Canvas:translate(x, y) end

--- Turns what follows about the origin, clockwise.
---
--- ```lua
--- local slowly = tween.turn(0, math.rad(6)) -- once a minute
--- function scene.draw(canvas)
---   canvas:translate(320, 180) canvas:rotate(slowly)
---   canvas:line(0, 0, 0, -100)
--- end
--- ```
---@param angle number|Tween radians
function Canvas:rotate(angle) end

--- Makes what follows larger or smaller, about the origin.
---
--- ```lua
--- function scene.draw(canvas) canvas:scale(2) end
--- ```
---@param sx number|Tween
---@param sy? number|Tween like sx
function Canvas:scale(sx, sy) end

--- Says that a finger may act in the box, whatever it shows: under the transform and in the clip that hold.
--- It paints nothing. `gestuaire shot --boxes` tells where all of them lie, and whether one is too small,
--- beyond reach or on another. A frame takes 1,024.
---
--- ```lua
--- function scene.draw(canvas)
---   canvas:circle(156, 156, 60, { color = "#2a2522" })
---   canvas:control("back", 96, 96, 120, 120)
--- end
--- ```
---@param name string what it does, 1 to 47 bytes; names may repeat
---@param x number px
---@param y number px
---@param w number px
---@param h number px
function Canvas:control(name, x, y, w, h) end

--- Draws what stands still while the rest moves: `draw(...)` is called, and what it lays is kept under the name
--- and laid again in later frames, as long as `version`, `draw` and its arguments are the same values and the same
--- transform, clip, opacity and blending hold. What it shows may depend on nothing else. Texts, lines, shapes, trails and
--- controls are kept; a piece that holds anything else, or moves, is drawn each time. A scene keeps 32 pieces,
--- and 4 MiB of them in all (a page of text has some 100 KiB); what has no room is drawn each time, and told.
---
--- ```lua
--- local scene, letters = {}, { "a", "z", "e", "r", "t", "y" }
---
--- local function draw_keys(x, y, capital)
---   for n, letter in ipairs(letters) do
---     scene.canvas:text(capital and letter:upper() or letter, x + 60 * n, y)
---   end
--- end
---
--- function scene.draw(canvas)
---   scene.canvas = canvas
---   canvas:keep("keys", scene.language, draw_keys, 96, 640, scene.capital)
--- end
--- ```
---@param name string
---@param version any what else it depends on
---@param draw fun(...: any) lays it
---@param ... any 12 arguments at most
---@return boolean again it was laid again; `draw` was not called
function Canvas:keep(name, version, draw, ...) end

--- Shows of what follows only what lies in the box (of a turned box, the upright box around it), within
--- the clip that holds already. It stands still: it comes before the tweens that move what follows.
---
--- ```lua
--- function scene.draw(canvas) canvas:clip(0, 0, 640, 180) end
--- ```
---@param x number px
---@param y number px
---@param w number px
---@param h number px
function Canvas:clip(x, y, w, h) end

--- Makes what follows see-through. A second call replaces the first; groups within groups multiply.
---
--- ```lua
--- local fade = tween.new(0, 1, 2)
--- function scene.draw(canvas) canvas:opacity(fade) canvas:text("…", 40, 40) end
--- ```
---@param opacity number|Tween 0 to 1
function Canvas:opacity(opacity) end

--- How what follows meets the light that is there. In linear light, colours times their alpha: S is what is
--- drawn, D what is there, as and ad their alphas, s and d their colours. Colour: S (1 - ad) + D (1 - as) + as ad B,
--- alpha: as + ad (1 - as), as W3C Compositing has it. B is s for "over", d s for "multiply", d + s - d s for
--- "screen", the brighter or darker of both for "lighten" and "darken", multiply or screen of the doubled ground
--- for "overlay", |d - s| for "difference", d + s - 2 d s for "exclusion". "add" is light on light: S + D,
--- alpha as + ad. "erase" takes away what is there: D (1 - as). "over", "add", "screen" and "erase" cost nothing,
--- nor does "multiply" on opaque ground; the others copy the ground under each call. push and pop keep it.
---
--- ```lua
--- function scene.draw(canvas)
---   canvas:blend("add")
---   canvas:circle(300, 200, 90, { color = "#803010" }) canvas:circle(380, 200, 90, { color = "#103080" })
--- end
--- ```
---@param mode "over"|"add"|"screen"|"multiply"|"lighten"|"darken"|"overlay"|"difference"|"exclusion"|"erase"
function Canvas:blend(mode) end

--- How a layer is laid down.
---@class LayerStyle
---@field opacity? number 0 to 1, of all of it as one thing; 1
---@field blend? "over"|"add"|"screen"|"multiply"|"lighten"|"darken"|"overlay"|"difference"|"exclusion"|"erase" as in blend; what holds at begin_layer
---@field mask? Picture|Film what lies outside of it is hidden
---@field by? "light"|"alpha" the mask shows where it is bright, or where it is opaque; "light"
---@field at? number[] { x, y, w, h }: where the mask lies; the whole canvas
---@field invert? boolean shows what the mask hides; false
---@field path? Path|number[] an outline, or { x1, y1, x2, y2, … }, instead of a mask; it may cross itself (even-odd)
---@field soft? number px, how wide the path's edge is (from a tenth to nine tenths), 0 to 128; 0

--- What follows, up to end_layer, becomes one thing: things in it do not shine through each other when it is
--- see-through. Inside, opacity and blend begin anew, the transform stays. Eight layers and pictures that
--- are drawn on may lie within one another, 256 in a frame; all of a station take 512 MiB of graphics memory
--- (a layer of a full-HD canvas 16), what is more is painted without, and told.
---
--- ```lua
--- function scene.draw(canvas)
---   canvas:begin_layer{ opacity = 0.5, path = { 100, 80, 700, 80, 400, 600 }, soft = 24 }
---   canvas:rect(0, 0, 500, 400, { color = "#b5482a" })
---   canvas:text("Forger", 220, 200, { size = 120 })
---   canvas:end_layer()
--- end
--- ```
---@param style? LayerStyle
function Canvas:begin_layer(style) end

--- Lays the layer down; transform, clip, opacity and blend are again as they were at begin_layer.
---
--- ```lua
--- function scene.draw(canvas) canvas:begin_layer{ opacity = 0.3 } canvas:rect(9, 9, 99, 99) canvas:end_layer() end
--- ```
function Canvas:end_layer() end

--- What follows, up to end_onto, is drawn on a picture of picture.canvas instead, in its own px. It is shown
--- with canvas:picture like any other, also in the same frame, but not on itself. One that does not keep what
--- is on it is cleared first.
---
--- ```lua
--- local trails, house
--- function scene.enter(stage)
---   house, trails = stage, picture.canvas(stage.width, stage.height, { fade = 2 })
--- end
--- function scene.draw(canvas)
---   local t = show.now()
---   canvas:begin_onto(trails)
---   canvas:blend("add")
---   canvas:circle(400 + 300 * math.cos(t), 300 + 200 * math.sin(1.7 * t), 6, { color = "#e8b04a" })
---   canvas:end_onto()
---   canvas:picture(trails, 0, 0, canvas.width, canvas.height)
---   house:redraw()
--- end
--- ```
---@param picture Picture of picture.canvas
function Canvas:begin_onto(picture) end

--- Draws on what was drawn on before; transform, clip, opacity and blend are again as they were.
---
--- ```lua
--- local dot = picture.canvas(16, 16)
--- function scene.draw(canvas) canvas:begin_onto(dot) canvas:circle(8, 8, 6) canvas:end_onto() end
--- ```
function Canvas:end_onto() end

--- Fills a box with what a shader makes of it; its edges are hard. A number, true or false is a float, int or
--- bool of the shader, { x, y } to { x, y, z, w } a vec2 to vec4, a colour a vec4 or vec3, a picture or film a
--- sampler2D, four at most. What does not fit is told. The list may have 64 of them; one that uses u_time_s moves
--- without draw. In push and pop, layers and pictures that are drawn on it is like any other drawing call.
---
--- ```lua
--- local glow, photo = shader.open("glow.frag"), picture.open("media/atelier.jpg")
--- function scene.draw(canvas)
---   canvas:shader(glow, 0, 0, canvas.width, canvas.height, { warmth = 0.4, picture = photo, tint = "#e8b04a" })
--- end
--- ```
---@param shader Shader
---@param x number px
---@param y number px
---@param w number px
---@param h number px
---@param uniforms? table<string, number|boolean|number[]|Color|Picture|Film> 16 at most
function Canvas:shader(shader, x, y, w, h, uniforms) end

--- How a model is seen.
---@class ModelStyle
---@field turn? number radians about the upright, its near side to the right; 0
---@field tilt? number radians its top comes nearer, then: it is seen from above; 0
---@field zoom? number how large, 0.1 to 10; 1: the sphere around it touches the shorter side of the box; 1
---@field opacity? number 0 to 1; 1

--- Draws a model in a box, on nothing: what lies under it is seen beside it. It stands in the middle, is seen in
--- perspective, and cut at the box's edges. Lamps stand still while it turns: a warm one above the left shoulder, a
--- cool one behind on the right. It is painted anew only when it is seen otherwise, and is like any picture in layers,
--- under transforms and tweens. Its own picture has at most 2,048 px a side. `require "turntable"` lets fingers turn it.
---
--- ```lua
--- local vase = model.open("model/vase.glb")
--- function scene.draw(canvas)
---   canvas:model(vase, 0, 0, canvas.width, canvas.height, { turn = 0.4, tilt = 0.25 })
--- end
--- ```
---@param model Model
---@param x number px
---@param y number px
---@param w number px
---@param h number px
---@param style? ModelStyle
function Canvas:model(model, x, y, w, h, style) end
