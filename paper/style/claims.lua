-- Puts the printed form of each claim in its place: []{.claim n="3"} becomes the third text of context.json.
-- A number or figure from synthetic data may stand in a passage marked ::: {.synthetic} only; anywhere else it stops the
-- build.

local context = pandoc.json.decode(io.open("context.json"):read("a"), false)  -- plain tables

-- Quotation marks as pandoc makes them of those in prose.
local function curly(text)
  text = text:gsub("(%w)'", "%1\u{2019}"):gsub('^"', "\u{201c}"):gsub('([%s(])"', "%1\u{201c}")
  return (text:gsub('"', "\u{201d}"))
end

local function inlines(text)
  text = curly(text)
  local p = text:match("^p ([=<>] .*)$")
  if p then
    return { pandoc.Emph("p"), pandoc.Str("\u{a0}" .. p:gsub(" ", "\u{a0}")) }
  end
  local words = pandoc.Inlines({})
  for word in text:gmatch("%S+") do
    if #words > 0 then words:insert(pandoc.Space()) end
    words:insert(pandoc.Str(word))
  end
  return words
end

local function put(marked)
  return function(span)
    if not span.classes:includes("claim") then return nil end
    local claim = context.claims[tonumber(span.attributes.n) or 0]
    if not claim then error('a span of the class "claim" is typed; write {{ claim("id") }}', 0) end
    if claim.origin == "synthetic" and not marked then
      error('the synthetic number "' .. claim.id .. '" stands outside a passage marked ::: {.synthetic}', 0)
    end
    local name = "at-" .. span.attributes.n  -- where the row of the supplement leads back to
    return pandoc.Span(inlines(claim.text), pandoc.Attr(name, { "claim", claim.origin }, { title = claim.title }))
  end
end

local function picture(image)
  local known = context.figures[image.src]
  if known and known.origin == "synthetic" then
    error('the synthetic figure "' .. image.src .. '" stands outside a passage marked ::: {.synthetic}', 0)
  end
end

return {
  {
    traverse = "topdown",
    Div = function(div)
      if div.classes:includes("synthetic") then
        return div:walk({ Span = put(true) }), false
      end
    end,
    Span = function(span)
      local filled = put(false)(span)
      return filled, false
    end,
    Image = picture,
  },
}
