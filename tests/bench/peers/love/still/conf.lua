-- The display of Xvfb has no rhythm to wait for: vsync stays as it comes.
function love.conf(t)
  t.window.width = 1920
  t.window.height = 1080
  t.window.borderless = true
end
