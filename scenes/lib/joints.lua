-- A clip's joints by name, with a stand-in where a recording has none of that name: a skeleton from
-- elsewhere has hands but neither grips nor tools.
local joints = {}

local stand_ins = {
  RightGrip = "RightHand", LeftGrip = "LeftHand", Tool = "RightHand", LeftTool = "LeftHand", Tongs = "LeftHand",
}
local known = {} -- clip -> set of its joints' names

local function names(clip)
  if not known[clip] then
    known[clip] = {}
    for _, name in ipairs(clip:joints()) do
      known[clip][name] = true
    end
  end
  return known[clip]
end

function joints.has(clip, name)
  return names(clip)[name] or false
end

function joints.name(clip, name)
  if names(clip)[name] then
    return name
  end
  return stand_ins[name] or name
end

function joints.at(clip, name, t)
  return clip:joint(joints.name(clip, name), t)
end

return joints
