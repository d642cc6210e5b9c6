-- The chaîne opératoire: scenes/lib/chain_page.lua.
return require "chain_page"
