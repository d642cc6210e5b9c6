-- The program's gesture page; here what a body works on is drawn around it, and each gesture is seen
-- from its best side.
local house = require "house"
local page = require "gesture_page"
local space = require "space"

function page.staging(gesture)
  local view, clip = house.view(gesture.id), repertoire.get(gesture.clip or "")
  return {
    azimuth = view.azimuth,
    hands = { clip and clip.hand, view.second },
    draw = function(canvas, clip, t, camera, opacity)
      space.props(canvas, gesture.id, clip, t, camera, opacity)
    end,
  }
end

return page
