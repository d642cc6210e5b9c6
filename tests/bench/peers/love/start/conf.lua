-- As large as the others; the rest as it comes.
function love.conf(t)
  t.window.width = 1024
  t.window.height = 768
  t.window.vsync = 0
end
