-- How gestures are shown by the program's own scenes here: from their best side, with what the body works on.
local house = require "house"
local space = require "space"

return function(gesture)
  local view, clip = house.view(gesture.id), repertoire.get(gesture.clip or "")
  return {
    azimuth = view.azimuth,
    hands = { clip and clip.hand, view.second },
    draw = function(canvas, shown, t, camera, opacity)
      space.props(canvas, gesture.id, shown, t, camera, opacity)
    end,
  }
end
