---@meta

--- Films: files that move, on the show clock. Whatever FFmpeg reads can be shown: MP4, MKV, WebM, AVI,
--- MOV …; MP4 with H.264 is the safest, and the lightest on small machines.
film = {}

--- How a film begins.
---@class FilmOptions
---@field loop? boolean begins again at its end, without a seam; false
---@field sound? boolean its soundtrack is heard; false
---@field play? boolean runs from now; false: stands at its first frame; true
---@field speed? number 0.05 to 4; 1: as filmed. At any other it is silent; 1
---@field alpha? "none"|"stacked"|"codec" what shines through; "none"
---@field gain? number dB, of its sound, -120 (silence) to 24; 0
---@field at? number[] { x, y, z } metres: where its sound comes from; everywhere

--- A film that was opened. It is closed when the scene ends, and when no variable holds it any more;
--- 16 may be open at a station. One that was closed, or whose file failed, is black and silent and has
--- ended: calling it never stops the show.
---@class Film
local Film = {}

--- Opens a film. It loads while the show goes on; `hear` is told `ready` when it can be seen. A file that
--- is missing or broken is told to staff with this line, and the scene goes on.
---
--- What shines through (`alpha`): `"codec"` takes it from the file (QuickTime RLE, ProRes 4444, VP9 in WebM);
--- `"stacked"` from a grey matte under the picture, twice its height in all, which plays everywhere and is
--- light on small machines. Colours are straight, not multiplied. To make one of the other:
--- `ffmpeg -i spark.mov -vf "split[a][b];[b]alphaextract[m];[a][m]vstack,scale=out_color_matrix=bt709"
--- -colorspace bt709 -crf 16 -pix_fmt yuv420p spark.mp4`
---
--- ```lua
--- local f = film.open("media/forge.mp4", { loop = true, sound = true, gain = -6 })
--- local sparks = film.open("media/forge.mp4", { loop = true, alpha = "stacked" })
--- ```
---@param name string in the scene's folder, the installation's or assets/
---@param options? FilmOptions
---@return Film
function film.open(name, options) end

--- Runs on from where it stands; from the start if it had ended.
---
--- ```lua
--- local f = film.open("media/forge.mp4", { play = false })
--- function scene.touch(e) if e.kind == "tap" then f:play() end end
--- ```
function Film:play() end

--- Stands still at the frame that is seen.
---
--- ```lua
--- local f = film.open("media/forge.mp4")
--- function scene.touch(e) if e.kind == "down" then f:pause() elseif e.kind == "up" then f:play() end end
--- ```
function Film:pause() end

--- Goes to a moment, and runs or stands there as before.
---
--- ```lua
--- local f = film.open("media/forge.mp4")
--- function scene.touch(e) if e.kind == "tap" then f:seek(12.5) end end
--- ```
---@param seconds number from its beginning
function Film:seek(seconds) end

--- Sets how fast it runs, from where it is: a hammer blow at a tenth. At any speed but 1 its sound is
--- silent. Without a number: how fast it runs.
---
--- ```lua
--- local f = film.open("media/forge.mp4", { loop = true, sound = true })
--- function scene.touch(e) if e.kind == "down" then f:speed(0.1) elseif e.kind == "up" then f:speed(1) end end
--- ```
---@param speed? number 0.05 to 4; 1: as filmed
---@return number? speed
function Film:speed(speed) end

--- Where it is.
---
--- ```lua
--- local f = film.open("media/forge.mp4")
--- function scene.draw(canvas) canvas:text(string.format("%.1f s", f:position()), 40, 40) end
--- ```
---@return number seconds from its beginning
function Film:position() end

--- How long it is.
---
--- ```lua
--- local f = film.open("media/forge.mp4")
--- function scene.draw(canvas)
---   local d = f:duration()
---   if d > 0 then canvas:rect(0, 0, canvas.width * f:position() / d, 4) end
--- end
--- ```
---@return number seconds; 0 until it is known
function Film:duration() end

--- How many frames a second it has, as filmed: a phone's film has a mean of what it really did.
---
--- ```lua
--- local f = film.open("media/forge.mp4", { play = false })
--- function scene.touch(e)               -- a tap shows the next frame
---   local rate = f:frame_rate()
---   if e.kind == "tap" and rate then f:seek((math.floor(f:position() * rate + 0.01) + 1.25) / rate) end
--- end
--- ```
---@return number? frames a second; nil until it is known, and where the file does not say
function Film:frame_rate() end

--- How large it is.
---
--- ```lua
--- local f = film.open("media/forge.mp4")
--- function scene.hear(e) if e.media == f then log.info("size", f:size()) end end
--- ```
---@return integer width px; 0 until it is ready
---@return integer height px
function Film:size() end

--- Can it be seen?
---
--- ```lua
--- local f = film.open("media/forge.mp4")
--- function scene.draw(canvas) if not f:ready() then canvas:text("…", 40, 40) end end
--- ```
---@return boolean
function Film:ready() end

--- Is it at its end? Never true while it loops; always for one that was closed or failed.
---
--- ```lua
--- local f = film.open("media/forge.mp4")
--- function scene.hear(e) if e.kind == "ended" and f:ended() then show.go("attract") end end
--- ```
---@return boolean
function Film:ended() end

--- Sets how loud its sound is.
---
--- ```lua
--- local f = film.open("media/forge.mp4", { sound = true })
--- function scene.touch(e) if e.kind == "tap" then f:gain(-12, 0.5) end end
--- ```
---@param gain_db number dB, -120 (silence) to 24
---@param ramp? number seconds to get there; 0.05
function Film:gain(gain_db, ramp) end

--- Closes it: its picture goes, its sound fades.
---
--- ```lua
--- local f = film.open("media/forge.mp4")
--- function scene.hear(e) if e.kind == "ended" then f:close() end end
--- ```
function Film:close() end

--- Something said in a film. Fractions are of the width and height it is written in.
---@class Caption
---@field text string lines are parted by "\n"
---@field voice? string who says it
---@field from number seconds of the film
---@field to number seconds of the film
---@field x number 0 to 1: where it is aligned to
---@field y? number 0 to 1 from the top, if its file says so
---@field line? integer instead: from the top, or below 0 from the bottom
---@field width number 0 to 1
---@field align "left"|"center"|"right"

--- Reads its captions (WebVTT or SubRip): a file, or the one that lies beside the film in the stage's
--- language: `forge.fr.vtt`, `forge.fr.srt`, `forge.vtt` or `forge.srt` beside `forge.mp4`. What is wrong in it is
--- told to staff with its line, and the rest is used. Read it anew when the language changes.
---
--- ```lua
--- local f = film.open("media/forge.mp4")
--- f:captions()
--- function scene.touch(e) if e.kind == "double" then f:captions() end end
--- ```
---@param name? string in the scene's folder, the installation's or assets/
---@return boolean there are some
function Film:captions(name) end

--- What is said now, or at a moment; more than one when voices overlap. `canvas:captions` writes them.
---
--- ```lua
--- local f = film.open("media/forge.mp4")
--- f:captions()
--- function scene.draw(canvas)
---   for i, c in ipairs(f:caption()) do canvas:text(c.text, 40, 40 * i) end
--- end
--- ```
---@param seconds? number from its beginning; where it is
---@return Caption[]
function Film:caption(seconds) end

--- How a list of films runs.
---@class FilmListOptions
---@field loop? boolean the first follows the last; false
---@field fade? number seconds in which one film gives way to the next, in picture and sound; at most half of either; 0
---@field sound? boolean soundtracks are heard; false
---@field play? boolean runs from now; true
---@field gain? number dB, of the sound, -120 (silence) to 24; 0
---@field alpha? "none"|"stacked"|"codec" what shines through; "none"

--- Films that follow each other. Where it stands is a function of show time alone.
---@class Filmlist
local Filmlist = {}

--- Opens a list of films; `canvas:film` shows it. The next one is open before it comes. A film that is
--- missing or broken is told to staff, and left out. 1 to 64 films, 8 lists at a station; a list counts as
--- two of its 16 films.
---
--- ```lua
--- local l = film.list({ "media/forge.mp4", "media/forge.mp4" }, { loop = true, fade = 1.0 })
--- function scene.draw(canvas) canvas:film(l, 0, 0, canvas.width, canvas.height, { fit = "cover" }) end
--- ```
---@param names string[] in the scene's folder, the installation's or assets/
---@param options? FilmListOptions
---@return Filmlist
function film.list(names, options) end

--- Runs on from where it stands; from the start if it had ended.
---
--- ```lua
--- local l = film.list({ "media/forge.mp4" }, { play = false })
--- function scene.touch(e) if e.kind == "tap" then l:play() end end
--- ```
function Filmlist:play() end

--- Stands still.
---
--- ```lua
--- local l = film.list({ "media/forge.mp4" })
--- function scene.touch(e) if e.kind == "tap" then l:pause() end end
--- ```
function Filmlist:pause() end

--- Goes to a moment of the whole list.
---
--- ```lua
--- local l = film.list({ "media/forge.mp4" })
--- function scene.touch(e) if e.kind == "tap" then l:seek(0) end end
--- ```
---@param seconds number from its beginning
function Filmlist:seek(seconds) end

--- Where it is.
---
--- ```lua
--- local l = film.list({ "media/forge.mp4", "media/forge.mp4" })
--- function scene.draw(canvas)
---   local at, item = l:position()
---   canvas:text(string.format("%d: %.1f s", item, at), 40, 40)
--- end
--- ```
---@return number seconds from its beginning
---@return integer item which of its films; 0 until their lengths are known
function Filmlist:position() end

--- How long it is, once round.
---
--- ```lua
--- local l = film.list({ "media/forge.mp4" })
--- function scene.draw(canvas) canvas:text(string.format("%.0f s", l:duration()), 40, 40) end
--- ```
---@return number seconds; 0 until it is known
function Filmlist:duration() end

--- The film that is seen, for its captions. It is the list's: playing, seeking or closing it is undone.
---
--- ```lua
--- local l = film.list({ "media/forge.mp4" })
--- function scene.draw(canvas)
---   canvas:film(l, 0, 0, canvas.width, canvas.height)
---   local f = l:film()
---   if f then canvas:captions(f) end
--- end
--- ```
---@return Film? film nil while none is open
function Filmlist:film() end

--- Is the last one over? Never true while it loops; always for one that was closed.
---
--- ```lua
--- local l = film.list({ "media/forge.mp4" })
--- function scene.update() if l:ended() then show.go("attract") end end
--- ```
---@return boolean
function Filmlist:ended() end

--- Sets how loud it is.
---
--- ```lua
--- local l = film.list({ "media/forge.mp4" }, { sound = true })
--- function scene.touch(e) if e.kind == "tap" then l:gain(-12, 0.5) end end
--- ```
---@param gain_db number dB, -120 (silence) to 24
---@param ramp? number seconds to get there; 0.05
function Filmlist:gain(gain_db, ramp) end

--- Closes it and its films.
---
--- ```lua
--- local l = film.list({ "media/forge.mp4" })
--- function scene.touch(e) if e.kind == "hold" then l:close() end end
--- ```
function Filmlist:close() end
