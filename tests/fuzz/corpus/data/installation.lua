-- A seed: what installation.lua is made of.
local wide, high = 1920, 1200
local left <const> = { id = "nord", size = { wide, high }, at = { 0, 0.5 } }
return {
  title = { fr = "Le geste\u{a0}!", en = 'The gesture', ["it"] = [[Il gesto]] },
  languages = { "fr", "it", },
  stations = { facade = { outputs = { left, { id = "sud", at = { wide - 128, -1e-3 } } } } },
  speakers = { { channel = 1, at = { 0x1p4, 2^-1, 7 // 2 } }, { channel = 3 % 2 } },
  kiosk = true, empty = {}, none = nil, ["une clé"] = false,
}
