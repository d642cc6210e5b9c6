-- Pages that are read aloud, where a visitor has asked for it (visit.settings().speech). A page says in each draw
-- what it would read; the library says the rest:
--
--   ui.read(gesture.id .. stage.language, title .. ". " .. text)
--
-- It begins when the first argument changes, goes on sentence by sentence, and ends with the page; idle waits for it. What a finger
-- goes down on says its label; a tap acts at once, so nothing has to be touched twice by those who see. A dialog says
-- itself when it opens, and so does the question whether somebody is there, which does not wait for that.
local speech = {}

local most = 400 -- bytes of what is spoken at once: a sentence, or as much of it as goes to a space
local state = { queue = {}, fingers = {}, draw = 0 } -- fingers: in which draw a control was last pressed, by its name

-- What parts texts for the eye, and would be spoken as a word: "Étirer × fer · Ferronnier".
local pauses = { ["×"] = ",", ["·"] = ",", ["→"] = "," }

local function on()
  return not state.mute and visit.settings().speech
end

-- A text in pieces that end with a sentence, or where they would be too long at a space.
function speech.sentences(said)
  local pieces = {}
  for line in said:gsub(utf8.charpattern, pauses):gmatch("[^\n]+") do
    for sentence in (line .. " "):gmatch("(.-[%.!%?:;…]+[»\"”]*)%s") do
      pieces[#pieces + 1] = sentence
    end
    pieces[#pieces + 1] = (line .. " "):match("([^%.!%?:;…]*)$")
  end
  local cut = {}
  for _, piece in ipairs(pieces) do
    while #piece > most do
      local at = piece:sub(1, most):match("^.*()%s") or most
      while at > 1 and (piece:byte(at + 1) or 0) & 0xc0 == 0x80 do -- not inside a letter
        at = at - 1
      end
      cut[#cut + 1] = piece:sub(1, at)
      piece = piece:sub(at + 1)
    end
    cut[#cut + 1] = piece:find("%w") and piece or nil
  end
  return cut
end

-- Ends what is spoken.
function speech.stop()
  if state.voice then
    state.voice:stop(0.1)
  end
  state.voice, state.queue = nil, {}
end

-- Speaks a text now, instead of what is spoken.
function speech.say(said)
  speech.stop()
  if on() then
    state.queue = speech.sentences(said)
    speech.run()
  end
end

-- What the page reads; `key` changes with it. In each draw.
function speech.read(key, said)
  if not on() then
    if state.key then
      speech.stop()
    end
    state.key = nil
  elseif key ~= state.key then
    state.key = key
    speech.say(said)
  end
end

-- What lies over the page says itself when it comes; `key`: another for each, nil while nothing lies there. In each draw.
function speech.over(key, said)
  if key and key ~= state.over and on() then
    speech.say(said)
  end
  state.over = key
end

-- A control with a label that a finger is on. In each draw, while it is.
function speech.touched(name, label)
  if not on() then
    return
  end
  local before = state.fingers[name]
  state.fingers[name] = state.draw
  if not before and label ~= "" then
    speech.say(label)
  end
end

-- Is something spoken, or about to be?
function speech.speaking()
  return state.voice ~= nil or #state.queue > 0
end

-- Goes on to the next sentence; the end of one is an event, so that a draw follows. In each draw.
function speech.run()
  if state.voice and not state.voice:ended() then
    return
  end
  if state.voice and state.voice:duration() == 0 then -- it could not be spoken: staff was told
    state.mute = true
    state.queue = {}
  end
  local next_one = table.remove(state.queue, 1)
  state.voice = next_one and sound.speak(next_one)
end

-- Last thing in a draw: forgets controls that no finger is on any more, and goes on.
function speech.finish()
  for name, draw in pairs(state.fingers) do
    if draw ~= state.draw then
      state.fingers[name] = nil
    end
  end
  state.draw = state.draw + 1
  speech.run()
end

return speech
