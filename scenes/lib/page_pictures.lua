-- Pictures of records, opened when they are drawn; those that were not drawn for the longest are closed.
local pictures = {}
local most = 32
local open, drawn = {}, 0 -- by media id: { picture, at }

local function close_oldest()
  local count, oldest = 0, nil
  for id, one in pairs(open) do
    count = count + 1
    if not oldest or one.at < open[oldest].at then
      oldest = id
    end
  end
  if count >= most then
    open[oldest].picture:close()
    open[oldest] = nil
  end
end

-- Draws the picture of a media record so that it covers the box; false when there is none.
function pictures.draw(canvas, id, x, y, w, h, style)
  local media = id and repertoire.get(id)
  if not media or not media.file then
    return false
  end
  drawn = drawn + 1
  if not open[id] then
    close_oldest()
    open[id] = { picture = picture.open(media.file) }
  end
  open[id].at = drawn
  canvas:picture(open[id].picture, x, y, w, h, style or pictures.cover)
  return true
end

pictures.cover = { fit = "cover" }

return pictures
