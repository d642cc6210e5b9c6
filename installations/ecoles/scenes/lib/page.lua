-- What the pages share: colours, sizes by the height of the wall, words, names of files as captions.
local page = {
  warm = "#f4ead8", ember = "#ff7a1a", grey = "#8fa3b0",
  pictures = { "jpg", "jpeg", "png", "webp", "heic", "heif" },
  films = { "mp4", "mov", "m4v", "mkv", "webm", "avi" },
}

local capitals = { ["à"] = "À", ["â"] = "Â", ["ä"] = "Ä", ["ç"] = "Ç", ["é"] = "É", ["è"] = "È", ["ê"] = "Ê",
  ["ë"] = "Ë", ["î"] = "Î", ["ï"] = "Ï", ["ô"] = "Ô", ["ö"] = "Ö", ["ù"] = "Ù", ["û"] = "Û", ["ü"] = "Ü",
  ["œ"] = "Œ", ["æ"] = "Æ" }

-- What cameras, telephones and messengers call their files says nothing to a visitor.
local cameras = { "^img[%s%d]", "^dsc[nf]?[%s%d]", "^dscn", "^pxl ", "^vid[%s%d]", "^mov[%s%d]", "^mvi ", "^gopr", "^photo %d",
  "^image %d", "^whatsapp ", "^signal ", "^screenshot", "^capture d", "^[%d%s%.]*$" }

--- « 02_retreindre-le-cuivre_2.jpg » is « Retreindre le cuivre ».
function page.caption(file, own)
  local name = file:match("[^/]*$")
  if own and own[name] then return own[name] end
  name = name:gsub("%.%w+$", "")
  if not utf8.len(name) then return "" end
  name = name:gsub("[_%-]+", " "):gsub("%s+", " "):gsub("^ ", "")
  local bare = name:gsub("^%d+[%.%)]? +", "")
  for _, pattern in ipairs(cameras) do
    if (name .. " "):lower():find(pattern) or (bare .. " "):lower():find(pattern) then return "" end
  end
  name = bare:gsub(" *%(?%d+%)?$", ""):gsub(" $", "")
  name = name:gsub("%f[%w]([dlDL]) (%a)", "%1’%2"):gsub("%f[%w]([dlDL]) (\xc3)", "%1’%2")
  return (name:gsub("^" .. utf8.charpattern, function(first) return capitals[first] or first:upper() end))
end

--- A number from projet.lua, within bounds.
function page.number(value, least, most, otherwise)
  return type(value) == "number" and math.max(least, math.min(most, value)) or otherwise
end

--- px for a share of the wall's height; of a narrow one (4:3) its width counts.
function page.px(stage, share)
  return share * math.min(stage.height, stage.width * 0.6)
end

--- The operator's keys: Return is GO, Backspace goes back. True when it was one.
function page.operator(key)
  local go, back = key == "Return" or key == "Keypad Enter", key == "Backspace"
  if go then show.cue() elseif back then show.back() end
  return go or back
end

return page
