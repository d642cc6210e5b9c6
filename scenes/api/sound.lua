---@meta

--- Sounds: files that are heard, placed among the loudspeakers.
---
--- **How loud.** `gain` is what the file is raised or lowered by, 0 dB being as it is. Where a record of the
--- repertoire has this `file` and a `gain` (`media add` measures it, so that all sounds are equally loud),
--- that is added; so it is to the sound of films. Without `at`, a file
--- with as many channels as there are loudspeakers plays channel by channel, unchanged; any other is mixed
--- to one channel (their mean: what differs between them is up to 3 dB softer) and each of N loudspeakers
--- plays 1/√N of it, so that together they are as loud as one: -3 dB each for two, -9 dB each for eight.
--- With `at` the file is mixed to one channel too, and shared out: a loudspeaker it stands in plays nearly all
--- of it, two that are equally near -3 dB each; the sum of their powers is always the same, how far away the
--- sound may be. Then come each loudspeaker's `gain_db`, and a limiter that lets nothing over `ceiling_db`.
sound = {}

--- How a sound begins.
---@class SoundOptions
---@field loop? boolean begins again at its end; false
---@field gain? number dB, -120 (silence) to 24; 0
---@field fade? number seconds from silence to its gain, 0 to 600; 0
---@field at? number[] { x, y, z } metres: where it comes from; from all loudspeakers alike
---@field from? number seconds into the file; 0

--- A sound that plays. It closes by itself when it has ended, and fades when the scene ends; calling one
--- that is over does nothing.
---@class Sound
local Sound = {}

--- Plays a sound (WAV, FLAC, OGG, Opus, MP3). A file that is missing or broken is told to staff with this
--- line, and the scene goes on.
---
--- ```lua
--- function scene.touch(e)
---   if e.kind == "down" then sound.play("sound/etirer-fer.ogg", { at = { 1.5, 0, 1 }, gain = -6 }) end
--- end
--- ```
---@param name string in the scene's folder, the installation's or assets/
---@param options? SoundOptions
---@return Sound
function sound.play(name, options) end

--- How a text is spoken.
---@class SpeechOptions
---@field language? string "fr", "it", "en"; the visitor's
---@field gain? number dB, -120 (silence) to 24; 0
---@field rate? number words a minute, 80 to 450; 160

--- Speaks a text (espeak-ng). It begins when it is ready, some hundredths of a second later, and is whole. Where
--- the station has headphones (`ears` of its speakers in installation.lua) it is heard there alone, else from all
--- loudspeakers. Longer texts are spoken sentence by sentence (`require "speech"`).
---
--- ```lua
--- function scene.touch(e)
---   if e.kind == "tap" then
---     if scene.voice then scene.voice:stop() end
---     scene.voice = sound.speak(text.pick { fr = "Étirer le fer", it = "Stirare il ferro", en = "Draw out iron" })
---   end
--- end
--- ```
---@param text string at most 900 bytes
---@param options? SpeechOptions
---@return Sound
function sound.speak(text, options) end

--- Sets how loud it is.
---
--- ```lua
--- local v = sound.play("sound/room-tone.ogg", { loop = true, gain = -30 })
--- function scene.touch(e) if e.kind == "tap" then v:gain(-12, 2) end end
--- ```
---@param gain_db number dB, -120 (silence) to 24
---@param ramp? number seconds to get there; 0.05
function Sound:gain(gain_db, ramp) end

--- Moves it through the room.
---
--- ```lua
--- local v = sound.play("sound/room-tone.ogg", { loop = true, at = { 0, 2, 1 } })
--- function scene.touch(e) if e.kind == "drag" then v:move(e.x / 500 - 2, 2, 1) end end
--- ```
---@param x number metres
---@param y number metres
---@param z number metres
---@param ramp? number seconds to get there; 0.05
function Sound:move(x, y, z, ramp) end

--- Ends it.
---
--- ```lua
--- local v = sound.play("sound/room-tone.ogg", { loop = true })
--- function scene.touch(e) if e.kind == "tap" then v:stop(1) end end
--- ```
---@param fade? number seconds to silence; 0.05
function Sound:stop(fade) end

--- Where it is.
---
--- ```lua
--- local v = sound.play("sound/etirer-fer.ogg")
--- function scene.draw(canvas) canvas:text(string.format("%.1f s", v:position()), 40, 40) end
--- ```
---@return number seconds into the file; 0 when it is over
function Sound:position() end

--- How long it is.
---
--- ```lua
--- local v = sound.play("sound/etirer-fer.ogg")
--- function scene.hear(e) if e.kind == "ready" then log.info("seconds", v:duration()) end end
--- ```
---@return number seconds; 0 until it is known
function Sound:duration() end

--- How loud it was just now, for a meter.
---
--- ```lua
--- local v = sound.play("sound/etirer-fer.ogg")
--- function scene.enter(stage) scene.stage = stage end
--- function scene.draw(canvas)
---   canvas:rect(0, 0, 300 * v:level(), 8)
---   if not v:ended() then scene.stage:redraw() end
--- end
--- ```
---@return number peak 0 (silence) to 1, before it is placed
function Sound:level() end

--- Is it over, or being stopped?
---
--- ```lua
--- local v = sound.play("sound/etirer-fer.ogg")
--- function scene.hear(e) if e.kind == "ended" and v:ended() then show.go("attract") end end
--- ```
---@return boolean
function Sound:ended() end
