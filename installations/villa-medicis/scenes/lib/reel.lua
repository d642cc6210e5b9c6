-- The one film that a wall or page shows: opened when it is first shown, closed when another follows.
local reel = {}

function reel.new()
  return {}
end

-- The film of a media record's id, or nil: none is named, or its file is broken.
function reel.show(r, id)
  if r.id ~= id then
    reel.close(r)
    local media = id and repertoire.get(id)
    r.id = id
    r.film = media and film.open(media.file, { loop = true })
    r.media = media
  end
  if r.film and not r.film:ended() then
    return r.film, r.media
  end
end

function reel.close(r)
  if r.film then
    r.film:close()
  end
  r.id, r.film, r.media = nil, nil, nil
end

return reel
