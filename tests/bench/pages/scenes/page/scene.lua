-- Leads to the page that is measured.
local scene = {}

function scene.enter()
  show.go("gesture-page", { id = "g:geste" })
end

return scene
