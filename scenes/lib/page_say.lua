-- What the pages say, from strings/<language>.json: the text of a key in the visitor's language.
return function(key, values)
  return (text.say(key, values))
end
