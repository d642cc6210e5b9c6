-- The three lights of this installation, and how they are set in type.
local palette = {
  light = "#f4ead8",  -- figures and texts: warm white
  ember = "#ff7a1a",  -- what is being measured: hot iron
  steel = "#8fa3b0",  -- geometry and scales
  night = "#000000",  -- projections: the projector's black is the wall
  ground = "#14110f", -- visit stations
  lifted = "#1f1a17", -- a place that may be touched
}

function palette.title(size, more)
  return palette.with({ font = "title", size = size, color = palette.light }, more)
end

function palette.note(size, more)
  return palette.with({ font = "text", size = size, color = palette.steel }, more)
end

function palette.with(style, more)
  for key, value in pairs(more or {}) do
    style[key] = value
  end
  return style
end

-- The size, `size` at most, at which a title stands on one line of `width` px.
function palette.fitting(label, size, width)
  local wide = text.measure(label, { font = "title", size = size })
  return math.min(size, size * width / math.max(1, wide))
end

-- Slow in and slow out, 0..1.
function palette.ease(u)
  u = math.max(0, math.min(1, u))
  return u * u * u * (10 + u * (6 * u - 15))
end

-- Up over `rise` after `from`, down over `fall` before `to`.
function palette.window(t, from, to, rise, fall)
  return palette.ease((t - from) / rise) * palette.ease((to - t) / (fall or rise))
end

return palette
