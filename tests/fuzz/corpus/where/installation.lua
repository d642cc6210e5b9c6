-- seed
local wall = { at = { 0, 0 }, ["a b"] = 'x\'y' } --[==[ long ]] ]==]
return {
  title = { fr = [[
façade]], it = "\u{e9}\z
     \x41\065" },
  stations = { facade = { outputs = { wall, { size = { 1280, 800 } } } }, [2] = wall.at[1] + 1 },
  a = f{ 1 }.b, a = function() if x then return {} end end, (1), [x .. "]"] = not nil,
}
